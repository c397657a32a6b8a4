"""Oral morphine equivalents, in mg a day. METHOD section 7.

Estimates for following one person over time; never for converting one opioid into another.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class OpioidTable(StrEnum):
    """Which published factors are used; its id is stored with each total."""

    CDC_2022 = "cdc-2022"
    FPM_2020 = "fpm-2020"


class Form(StrEnum):
    """How the drug is given: doses in mg, or a patch in mcg/h, counted per day worn."""

    ORAL = "oral"
    PATCH = "patch"


def _factors(**by_drug: str) -> Mapping[str, Fraction]:
    return {drug: Fraction(factor) for drug, factor in by_drug.items()}


ORAL_FACTORS: Mapping[OpioidTable, Mapping[str, Fraction]] = {
    OpioidTable.CDC_2022: _factors(
        codeine="0.15",
        hydrocodone="1.0",
        hydromorphone="5.0",
        methadone="4.7",
        morphine="1.0",
        oxycodone="1.5",
        oxymorphone="3.0",
        tapentadol="0.4",
        tramadol="0.2",
    ),
    OpioidTable.FPM_2020: _factors(
        codeine="0.1",
        dihydrocodeine="0.1",
        tramadol="0.1",
        tapentadol="0.4",
        oxycodone="1.5",
        hydromorphone="5",
        morphine="1",
    ),
}
"""mg of oral morphine per mg. The CDC has none for buprenorphine, the UK none for methadone."""

FENTANYL_PATCH_CDC = Fraction(12, 5)
"""mg of oral morphine a day per mcg/h of fentanyl (CDC 2022)."""

PATCHES_FPM: Mapping[tuple[str, Fraction], Fraction] = {
    (drug, Fraction(strength)): Fraction(mg)
    for drug, strength, mg in (
        ("fentanyl", "12", 30),
        ("fentanyl", "25", 60),
        ("fentanyl", "50", 120),
        ("fentanyl", "75", 180),
        ("fentanyl", "100", 240),
        ("buprenorphine", "5", 12),
        ("buprenorphine", "10", 24),
        ("buprenorphine", "20", 48),
        ("buprenorphine", "35", 84),
        ("buprenorphine", "52.5", 126),
        ("buprenorphine", "70", 168),
    )
}
"""mg of oral morphine a day by drug and mcg/h (Faculty of Pain Medicine 2020), no others."""


@dataclass(frozen=True, slots=True)
class Dose:
    """What was taken of one opioid in a day: `count` units of `strength` each.

    `drug` is the opioid's name alone, also for a combination product; `strength` is mg by mouth,
    mcg/h for a patch; `count` is tablets taken, or patches worn that day.
    """

    drug: str
    strength: Fraction
    count: Fraction
    form: Form = Form.ORAL


@dataclass(frozen=True, slots=True)
class DailyDose:
    """A day's total in mg of oral morphine, with what could not be counted, by name."""

    mme_per_day: Fraction
    uncounted_drugs: tuple[str, ...]
    table: OpioidTable


def mme(dose: Dose, table: OpioidTable) -> Fraction | None:
    """mg of oral morphine equivalent to one dose; None when the table has no factor for it.

    >>> mme(Dose("oxycodone", Fraction(10), Fraction(2)), OpioidTable.CDC_2022)
    Fraction(30, 1)
    >>> mme(Dose("methadone", Fraction(10), Fraction(1)), OpioidTable.FPM_2020) is None
    True
    """
    drug = dose.drug.strip().casefold()
    if dose.form is Form.ORAL:
        factor = ORAL_FACTORS[table].get(drug)
        return None if factor is None else dose.strength * dose.count * factor
    if table is OpioidTable.FPM_2020:
        per_patch = PATCHES_FPM.get((drug, dose.strength))
        return None if per_patch is None else per_patch * dose.count
    return dose.strength * dose.count * FENTANYL_PATCH_CDC if drug == "fentanyl" else None


def daily_dose(
    doses: Iterable[Dose], table: OpioidTable, leave_out: Collection[str] = ()
) -> DailyDose:
    """The day's total over the doses taken. `leave_out` names a pump trial's own drug.

    A drug without a factor is named in `uncounted_drugs`, once, and adds nothing; a dose of
    which none was taken is no dose.

    >>> daily_dose([Dose("tramadol", Fraction(50), Fraction(4))], OpioidTable.CDC_2022).mme_per_day
    Fraction(40, 1)
    """
    left_out = {drug.strip().casefold() for drug in leave_out}
    total, uncounted = Fraction(0), dict[str, None]()
    for dose in doses:
        if dose.drug.strip().casefold() in left_out or dose.count == 0:
            continue
        equivalent = mme(dose, table)
        if equivalent is None:
            uncounted[dose.drug.strip()] = None
        else:
            total += equivalent
    return DailyDose(total, tuple(uncounted), table)
