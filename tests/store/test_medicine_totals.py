"""A total of medicines is said only when everything that goes into it was answered."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from uuid import UUID

import pytest

from trialtrack.clinical.answers import DayAnswers, OtherMedicine
from trialtrack.clinical.opioids import Form, OpioidTable
from trialtrack.models import MedicineKind
from trialtrack.store.medicine_totals import medicine_totals
from trialtrack.store.records import MedicineFacts

TRAMADOL, MORPHINE, PARACETAMOL, GABAPENTIN, METHADONE = (UUID(int=n) for n in range(1, 6))


def medicine(medicine_id: UUID, drug: str, kind: MedicineKind, strength: int) -> MedicineFacts:
    return MedicineFacts(
        medicine_id, drug, drug, Fraction(strength), Form.ORAL, "tablet", kind, None
    )


PLAN = (
    medicine(TRAMADOL, "tramadol", MedicineKind.OPIOID, 50),
    medicine(MORPHINE, "morphine", MedicineKind.OPIOID, 10),
    medicine(PARACETAMOL, "paracetamol", MedicineKind.PAINKILLER, 500),
    medicine(GABAPENTIN, "gabapentin", MedicineKind.OTHER, 300),
)


def answers(other: int | None = None, **counts: str) -> DayAnswers:
    ids = {
        "tramadol": TRAMADOL,
        "morphine": MORPHINE,
        "paracetamol": PARACETAMOL,
        "gabapentin": GABAPENTIN,
        "methadone": METHADONE,
    }
    return DayAnswers(
        date(2026, 3, 12),
        doses={str(ids[drug]): Fraction(count) for drug, count in counts.items()},
        other_rescue_doses=None if other is None else Fraction(other),
    )


@pytest.mark.parametrize(
    ("said", "mme", "rescue"),
    [
        # 4 x 50 mg x 0.2 + 1 x 10 mg x 1
        (answers(2, tramadol="4", morphine="1", paracetamol="6", gabapentin="3"), 50, 8),
        (answers(0, tramadol="0", morphine="0", paracetamol="0"), 0, 0),
        (answers(0, tramadol="0.5", morphine="0", paracetamol="1.5"), 5, Fraction(3, 2)),
        (answers(1, tramadol="4", paracetamol="6"), None, 7),
        (answers(1, tramadol="4", morphine="0"), 40, None),
        (answers(None, tramadol="4", morphine="0", paracetamol="6"), 40, None),
        (DayAnswers(date(2026, 3, 12), other_rescue_doses=Fraction(3)), None, None),
        (DayAnswers(date(2026, 3, 12)), None, None),
    ],
)
def test_totals(said: DayAnswers, mme: int | None, rescue: Fraction | int | None) -> None:
    totals = medicine_totals(said, PLAN, OpioidTable.CDC_2022, None)
    assert (totals.mme_per_day, totals.rescue_doses) == (mme, rescue)


def test_a_plan_without_opioids_comes_to_0_once_it_is_answered() -> None:
    totals = medicine_totals(answers(2), (), OpioidTable.CDC_2022, None)
    assert [totals.mme_per_day, totals.rescue_doses] == [Fraction(0), Fraction(2)]


def test_the_drug_in_the_pump_is_left_out() -> None:
    said = answers(0, tramadol="4", morphine="9", paracetamol="0")
    totals = medicine_totals(said, PLAN, OpioidTable.CDC_2022, "Morphine")
    assert totals.mme_per_day == 40


def test_a_drug_without_a_factor_is_named_and_not_counted() -> None:
    plan = (*PLAN, medicine(METHADONE, "methadone", MedicineKind.OPIOID, 10))
    said = answers(0, tramadol="4", morphine="0", methadone="1", paracetamol="0")
    totals = medicine_totals(said, plan, OpioidTable.FPM_2020, None)
    assert totals.mme_per_day == 20
    assert totals.uncounted_drugs == ("methadone",)


def other(doses: int, *, for_pain: bool = True, opioid: str | None = None) -> OtherMedicine:
    return OtherMedicine(Fraction(doses), for_pain=for_pain, opioid=opioid)


@pytest.mark.parametrize(
    ("others", "rescue", "uncounted"),
    [
        ((other(2),), 3, ()),
        ((other(2), other(1, for_pain=False)), 3, ()),
        ((other(2, opioid="morphine"),), 3, ("morphine",)),
        ((other(1, for_pain=False, opioid="codeine"),), 1, ("codeine",)),
        ((other(0, opioid="morphine"),), 1, ()),
        ((other(1, opioid="codeine"), other(1, opioid="codeine")), 3, ("codeine",)),
    ],
)
def test_a_medicine_outside_the_plan_is_a_dose_if_for_pain_and_an_opioid_is_named(
    others: tuple[OtherMedicine, ...], rescue: int, uncounted: tuple[str, ...]
) -> None:
    said = answers(1, tramadol="4", morphine="0", paracetamol="0")
    totals = medicine_totals(
        replace(said, other_medicines=others), PLAN, OpioidTable.CDC_2022, None
    )
    assert (totals.rescue_doses, totals.uncounted_drugs) == (Fraction(rescue), uncounted)
    assert totals.mme_per_day == 40


def test_an_opioid_outside_the_plan_is_named_also_where_the_plan_was_not_answered() -> None:
    said = DayAnswers(date(2026, 3, 12), other_medicines=(other(1, opioid="fentanyl"),))
    totals = medicine_totals(said, PLAN, OpioidTable.CDC_2022, None)
    assert (totals.mme_per_day, totals.rescue_doses) == (None, None)
    assert totals.uncounted_drugs == ("fentanyl",)
