"""The medicines that people who wait for neuromodulation usually take, to pick from.

It knows every drug of both opioid tables (`opioids`), and says which it does not count. It tells
strengths apart, nothing else: no dose is recommended here and no opioid is converted into another.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import combinations
from typing import Protocol

from trialtrack.clinical.opioids import Dose, Form, OpioidTable, mme
from trialtrack.clinical.protocol import decimal_fraction

SHORTEST_BEGINNING = 3


class MedicineKind(StrEnum):
    """What a medicine of the plan counts as: METHOD section 6, analgesics.

    An opioid goes into the daily dose; a painkiller's doses are rescue doses; others are asked
    about and counted nowhere.
    """

    OPIOID = "opioid"
    PAINKILLER = "painkiller"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ListedMedicine:
    """One medicine in one strength.

    `drug` is the opioid alone of a combination product. `strength` of one unit: mg by mouth,
    mcg/h for a patch; None where no number of either is on the packet.
    """

    name: str
    drug: str
    kind: MedicineKind
    strength: Fraction | None
    unit_label: str = "tablet"
    form: Form = Form.ORAL


_OPIOIDS = """
codeine | Codeine | tablet | 15 30 60
codeine | Co-codamol | tablet | 8/500 12.8/500 15/500 30/500
dihydrocodeine | Dihydrocodeine | tablet | 30
dihydrocodeine | Dihydrocodeine MR | tablet | 60 90 120
dihydrocodeine | Co-dydramol | tablet | 10/500 20/500 30/500
tramadol | Tramadol | capsule | 50
tramadol | Tramadol MR | tablet | 50 75 100 150 200 300 400
tramadol | Tramadol/paracetamol | tablet | 37.5/325 75/650
tapentadol | Tapentadol | tablet | 50 75 100
tapentadol | Tapentadol MR | tablet | 25 50 100 150 200 250
morphine | Morphine | tablet | 10 20 50
morphine | Morphine liquid 10 mg in 5 ml | 5 ml spoonful | =10
morphine | Morphine MR | tablet | 5 10 15 30 60 100 200
morphine | Morphine MR 24-hour | capsule | 30 60 90 120 150 200
oxycodone | Oxycodone | capsule | 5 10 20
oxycodone | Oxycodone liquid 5 mg in 5 ml | 5 ml spoonful | =5
oxycodone | Oxycodone MR | tablet | 5 10 15 20 30 40 60 80 120
oxycodone | Oxycodone/naloxone MR | tablet | 5/2.5 10/5 20/10 40/20
oxycodone | Oxycodone/paracetamol | tablet | 5/325 7.5/325 10/325
hydrocodone | Hydrocodone/paracetamol | tablet | 5/325 7.5/325 10/325
hydrocodone | Hydrocodone/ibuprofen | tablet | 7.5/200
hydrocodone | Hydrocodone MR | tablet | 20 30 40 60 80 100 120
hydromorphone | Hydromorphone | capsule | 1.3 2.6
hydromorphone | Hydromorphone tablet | tablet | 2 4 8
hydromorphone | Hydromorphone MR | capsule | 2 4 8 16 24
oxymorphone | Oxymorphone | tablet | 5 10
oxymorphone | Oxymorphone MR | tablet | 5 7.5 10 15 20 30 40
methadone | Methadone | tablet | 5 10
methadone | Methadone liquid 1 mg in 1 ml | ml | =1
buprenorphine | Buprenorphine under the tongue | tablet | 0.2 0.4 2 8
pethidine | Pethidine | tablet | 50
meptazinol | Meptazinol | tablet | 200
pentazocine | Pentazocine | capsule | 25 50
"""
_PATCHES = """
fentanyl | Fentanyl patch | patch | 12 25 37.5 50 75 100
buprenorphine | Buprenorphine patch | patch | 5 10 15 20 35 52.5 70
"""
_PAINKILLERS = """
paracetamol | Paracetamol | tablet | 500 1000
ibuprofen | Ibuprofen | tablet | 200 400 600 800
naproxen | Naproxen | tablet | 250 500
diclofenac | Diclofenac | tablet | 25 50
diclofenac | Diclofenac MR | tablet | 75 100
celecoxib | Celecoxib | capsule | 100 200
etoricoxib | Etoricoxib | tablet | 30 60 90
meloxicam | Meloxicam | tablet | 7.5 15
aspirin | Aspirin | tablet | 300
nefopam | Nefopam | tablet | 30
metamizole | Metamizole | tablet | 500
"""
_OTHERS = """
gabapentin | Gabapentin | capsule | 100 300 400
gabapentin | Gabapentin tablet | tablet | 600 800
pregabalin | Pregabalin | capsule | 25 50 75 100 150 200 225 300
amitriptyline | Amitriptyline | tablet | 10 25 50
nortriptyline | Nortriptyline | tablet | 10 25 50
imipramine | Imipramine | tablet | 10 25
duloxetine | Duloxetine | capsule | 20 30 60
venlafaxine | Venlafaxine MR | capsule | 37.5 75 150
carbamazepine | Carbamazepine | tablet | 100 200 400
lamotrigine | Lamotrigine | tablet | 25 50 100
topiramate | Topiramate | tablet | 25 50 100
baclofen | Baclofen | tablet | 10
tizanidine | Tizanidine | tablet | 2 4
diazepam | Diazepam | tablet | 2 5
lidocaine | Lidocaine plaster 5% | plaster | -
capsaicin | Capsaicin cream 0.075% | dose | -
"""


def _listed(lines: str, kind: MedicineKind, form: Form = Form.ORAL) -> Iterator[ListedMedicine]:
    """Each line: drug, name, unit, strengths; `a/b` counts a, `=a` is in the name, `-` is none."""
    for line in lines.strip().splitlines():
        drug, name, unit, strengths = (part.strip() for part in line.split("|"))
        for said in strengths.split():
            if said == "-":
                yield ListedMedicine(name, drug, kind, None, unit, form)
                continue
            strength = decimal_fraction(said.lstrip("=").partition("/")[0])
            whole = name if said.startswith("=") else f"{name} {said} {_measure(form)}"
            yield ListedMedicine(whole, drug, kind, strength, unit, form)


def _measure(form: Form) -> str:
    return "micrograms/hour" if form is Form.PATCH else "mg"


MEDICINES: tuple[ListedMedicine, ...] = (
    *_listed(_OPIOIDS, MedicineKind.OPIOID),
    *_listed(_PATCHES, MedicineKind.OPIOID, Form.PATCH),
    *_listed(_PAINKILLERS, MedicineKind.PAINKILLER),
    *_listed(_OTHERS, MedicineKind.OTHER),
)
"""Opioids first; within a name the weaker first."""

_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*|[0-9]+(?:[.,][0-9]+)?(?:/[0-9]+(?:[.,][0-9]+)?)?|%")
_SAYS_NOTHING = frozenset({"mg", "micrograms", "microgram", "mcg", "hour", "h", "with", "in"})


def is_counted(medicine: ListedMedicine, table: OpioidTable) -> bool:
    """Whether an opioid goes into the daily dose by this table; others never do.

    >>> methadone = next(each for each in MEDICINES if each.drug == "methadone")
    >>> is_counted(methadone, OpioidTable.CDC_2022), is_counted(methadone, OpioidTable.FPM_2020)
    (True, False)
    """
    if medicine.kind is not MedicineKind.OPIOID or medicine.strength is None:
        return False
    dose = Dose(medicine.drug, medicine.strength, Fraction(1), medicine.form)
    return mme(dose, table) is not None


def medicines_meant(written: str) -> tuple[ListedMedicine, ...]:
    """The medicines of the list that somebody may mean; none: it is not on the list.

    Every word written has to begin one of the name's, and every number has to be one of its own.
    A name of which no word is left over is that one alone, whatever its capitals and units.

    >>> [each.name for each in medicines_meant("tram 50")]
    ['Tramadol 50 mg']
    >>> len(medicines_meant("tramadol MR")), medicines_meant("aspirin 75")
    (7, ())
    """
    words = _words(written)
    if not words:
        return ()
    meant = tuple(each for each, own in _WORDS_OF.items() if _all_in(words, own))
    exact = tuple(each for each in meant if _none_left(_WORDS_OF[each], words))
    return exact or meant


def _all_in(words: Iterable[str], own: frozenset[str]) -> bool:
    return all(word in own or _begins_one(word, own) for word in words)


def _none_left(own: Iterable[str], words: frozenset[str]) -> bool:
    return all(word in words or any(_begins_one(each, {word}) for each in words) for word in own)


def _begins_one(word: str, own: Collection[str]) -> bool:
    long_enough = word[0].isalpha() and len(word) >= SHORTEST_BEGINNING
    return long_enough and any(each.startswith(word) for each in own)


def _words(written: str) -> frozenset[str]:
    said = _WORD.findall(written.casefold().replace(",", "."))
    return frozenset(said) - _SAYS_NOTHING


class InAPlan(Protocol):
    """A medicine of a plan, as far as it takes to tell it from another one."""

    @property
    def name(self) -> str:
        """As the diary asks for it."""

    @property
    def strength(self) -> Fraction | None:
        """Of one unit: mg by mouth, mcg/h for a patch."""

    @property
    def form(self) -> Form:
        """By mouth, or a patch."""


def is_same_medicine(one: InAPlan, other: InAPlan) -> bool:
    """Whether two lines of a plan are one medicine: it would be asked for, and count, twice.

    The same name; or the same strength and form, and names that differ in nothing but the strength
    and the tablet. A release of its own (MR) is another medicine: both are taken side by side.
    """
    if one.name.casefold().split() == other.name.casefold().split():
        return True
    is_like = (one.strength, one.form) == (other.strength, other.form)
    return is_like and _own_words(one) == _own_words(other)


def named_twice(medicines: Iterable[InAPlan]) -> bool:
    """Whether two lines of a plan are one medicine."""
    return any(is_same_medicine(*pair) for pair in combinations(medicines, 2))


def _own_words(medicine: InAPlan) -> frozenset[str]:
    said = frozenset(_ANY_WORD.findall(medicine.name.casefold().replace(",", ".")))
    strength = set() if medicine.strength is None else {f"{float(medicine.strength):g}"}
    return said - _SAYS_NOTHING - _UNITS - strength


_ANY_WORD = re.compile(r"[^\W\d_]+|[0-9.]+(?:/[0-9.]+)?|%")
_UNITS = frozenset({"tablet", "tablets", "capsule", "capsules"})
_WORDS_OF = {medicine: _words(medicine.name) for medicine in MEDICINES}
