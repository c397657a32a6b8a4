"""What people on a waiting list for neuromodulation commonly take, in the strengths they get."""

from fractions import Fraction

from trialtrack.clinical.opioids import Form
from trialtrack.demo.plan import Medicine
from trialtrack.models import MedicineKind

_OPIOID, _PAINKILLER, _OTHER = MedicineKind.OPIOID, MedicineKind.PAINKILLER, MedicineKind.OTHER


def _of(name: str, drug: str, strength: int, unit: str, kind: MedicineKind) -> Medicine:
    return Medicine(name, drug, Fraction(strength), unit, kind)


TRAMADOL = _of("Tramadol 50 mg", "tramadol", 50, "capsule", _OPIOID)
OXYCODONE = _of("Oxycodone 5 mg", "oxycodone", 5, "capsule", _OPIOID)
OXYCODONE_MR = _of("Oxycodone MR 10 mg", "oxycodone", 10, "tablet", _OPIOID)
MORPHINE_MR = _of("Morphine MR 30 mg", "morphine", 30, "tablet", _OPIOID)
TAPENTADOL = _of("Tapentadol MR 50 mg", "tapentadol", 50, "tablet", _OPIOID)
CO_CODAMOL = _of("Codeine/paracetamol 30/500 mg", "codeine", 30, "tablet", _OPIOID)
FENTANYL_PATCH = Medicine(
    "Fentanyl patch 25 micrograms/hour", "fentanyl", Fraction(25), "patch", _OPIOID, Form.PATCH
)
PARACETAMOL = _of("Paracetamol 500 mg", "paracetamol", 500, "tablet", _PAINKILLER)
IBUPROFEN = _of("Ibuprofen 400 mg", "ibuprofen", 400, "tablet", _PAINKILLER)
NAPROXEN = _of("Naproxen 250 mg", "naproxen", 250, "tablet", _PAINKILLER)
GABAPENTIN = _of("Gabapentin 300 mg", "gabapentin", 300, "capsule", _OTHER)
PREGABALIN = _of("Pregabalin 75 mg", "pregabalin", 75, "capsule", _OTHER)
AMITRIPTYLINE = _of("Amitriptyline 25 mg", "amitriptyline", 25, "tablet", _OTHER)
DULOXETINE = _of("Duloxetine 60 mg", "duloxetine", 60, "capsule", _OTHER)
