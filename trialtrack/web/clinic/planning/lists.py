"""What the form offers to pick from: treatments with their templates, and regions of pain."""

from collections.abc import Mapping

from trialtrack.clinical.opioids import OpioidTable
from trialtrack.clinical.protocol_templates import TEMPLATES, Template, TemplateName
from trialtrack.models import Modality

_SCS = (
    (Modality.SCS_TONIC, "SCS tonic"),
    (Modality.SCS_BURST, "SCS burst"),
    (Modality.SCS_HIGH_FREQUENCY, "SCS high-frequency"),
)
_SHORT, _TUNNELLED = TemplateName.SCS_SHORT, TemplateName.SCS_TUNNELLED


def _value(modality: Modality, template: TemplateName) -> str:
    return f"{modality}.{template}"


TREATMENTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "Spinal cord, short trial": tuple(
        (_value(modality, _SHORT), f"{words}, short trial") for modality, words in _SCS
    ),
    "Spinal cord, tunnelled leads": tuple(
        (_value(modality, _TUNNELLED), f"{words}, tunnelled, up to 28 days")
        for modality, words in _SCS
    ),
    "Others": (
        (_value(Modality.DRG, TemplateName.DRG), "DRG, dorsal root ganglion"),
        (_value(Modality.PNS, TemplateName.PNS), "PNS, peripheral nerve, 60 days"),
        (_value(Modality.INTRATHECAL_PUMP, TemplateName.PUMP), "Intrathecal pump, continuous"),
        (_value(Modality.TENS, TemplateName.TENS), "TENS"),
    ),
}
"""By group: the value that the form sends, and its words. Typing the first letters finds one."""

TREATMENT_WORDS = {value: words for group in TREATMENTS.values() for value, words in group}
PUMP = _value(Modality.INTRATHECAL_PUMP, TemplateName.PUMP)


def modality_of(treatment: str) -> Modality:
    """What is tried. The treatment is one of TREATMENT_WORDS."""
    return Modality(treatment.partition(".")[0])


def template_of(treatment: str | None) -> Template | None:
    """The template that a treatment begins with; None where none is chosen."""
    if treatment not in TREATMENT_WORDS:
        return None
    return TEMPLATES[TemplateName(treatment.partition(".")[2])]


_MIDDLE = (
    "Low back",
    "Mid back",
    "Neck",
    "Head",
    "Abdomen",
    "Lower abdomen",
    "Pelvis",
    "Tailbone",
)
_PAIRED = {
    "leg": "legs",
    "foot": "feet",
    "buttock": "buttocks",
    "hip": "hips",
    "groin": "groins",
    "thigh": "thighs",
    "knee": "knees",
    "calf": "calves",
    "ankle": "ankles",
    "shoulder": "shoulders",
    "arm": "arms",
    "elbow": "elbows",
    "hand": "hands",
    "chest wall": "chest walls",
    "flank": "flanks",
    "side of the face": "sides of the face",
}
REGIONS: tuple[str, ...] = (
    *_MIDDLE,
    *(f"{side} {one}" for one in _PAIRED for side in ("Left", "Right")),
    *(f"Both {many}" for many in _PAIRED.values()),
)
"""Sites of pain with their side; any other name can be typed."""

_SPELLED = {region.casefold(): region for region in REGIONS}

TABLES = {
    OpioidTable.FPM_2020: "UK table (Faculty of Pain Medicine, 2020)",
    OpioidTable.CDC_2022: "CDC table (2022)",
}


def site_name(written: str) -> str:
    """A site as the list spells it, or as it was written."""
    trimmed = " ".join(written.split())
    return _SPELLED.get(trimmed.casefold(), trimmed)
