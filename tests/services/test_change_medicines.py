"""The plan's medicines change from a day on; what was recorded keeps what it meant."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.services.small_clinic import (
    EVENING,
    SmallClinic,
    SmallTrial,
    an_entry,
    at,
    small_clinic,
)
from trialtrack import db
from trialtrack.access import NotAllowed, NotFound
from trialtrack.clinical.diary import Domain
from trialtrack.models import MedicineKind
from trialtrack.queries.day_questions import day_questions
from trialtrack.queries.trial_page import trial_page
from trialtrack.services.change_medicines import (
    DayWasAsked,
    HasEnded,
    NoMedicineChanged,
    PlanChange,
    TrialOverByThen,
    change_medicines,
)
from trialtrack.services.plan_trial import PlannedMedicine, SameMedicineTwice, StrengthMissing
from trialtrack.services.record_day import record_day
from trialtrack.services.refusals import SentDifferently
from trialtrack.store.records import TrialRecord
from trialtrack.store.righted import DeviationKind

RIGHT = PlannedMedicine("Tramadol 100 mg", "tramadol", MedicineKind.OPIOID, Fraction(100))
NEXT = date(2026, 3, 13)


def change(trial: SmallTrial, clinic: SmallClinic, **other: Any) -> None:
    about = {"trial_id": trial.trial_id, "by": clinic.nurse, "at": EVENING, "reason": "Mistyped"}
    wrong = UUID(trial.medicines["tramadol"])
    change_medicines(**{**about, "change": PlanChange(NEXT, ended=wrong, added=RIGHT), **other})


def read(trial: SmallTrial, clinic: SmallClinic) -> TrialRecord:
    return trial_page(viewer=clinic.nurse, trial_id=trial.trial_id, at=at(20)).record


def taken(trial: SmallTrial, **counts: int) -> dict[str, Fraction]:
    return {trial.medicines[drug]: Fraction(count) for drug, count in counts.items()}


def mme(record: TrialRecord) -> list[Fraction | None]:
    return [day.values.get(Domain.MME_PER_DAY) for day in record.diary.days]


def test_recorded_days_keep_their_plan_and_their_totals(
    clinic: SmallClinic, trial: SmallTrial
) -> None:
    doses = taken(trial, tramadol=4, paracetamol=2)
    record_day(entry=an_entry(trial, doses=doses), by=trial.patient, at=EVENING)
    change(trial, clinic)
    record = read(trial, clinic)
    right = next(medicine for medicine in record.medicines if medicine.name == RIGHT.name)
    later = {**taken(trial, paracetamol=2), str(right.id): Fraction(2)}
    record_day(entry=an_entry(trial, doses=later, day=NEXT), by=trial.patient, at=at(13))
    # 4 of 50 mg, then 2 of 100 mg, each times 0.2 (cdc-2022).
    assert mme(read(trial, clinic)) == [40, 40]


def test_a_day_that_was_asked_keeps_its_plan(clinic: SmallClinic, trial: SmallTrial) -> None:
    for day in (date(2026, 3, 11), date(2026, 3, 12)):
        with pytest.raises(DayWasAsked):
            change(trial, clinic, change=PlanChange(day, added=RIGHT))
    change(trial, clinic)
    record = read(trial, clinic)
    names = [
        [medicine.name for medicine in day_questions(record, day).medicines]
        for day in (date(2026, 3, 12), NEXT)
    ]
    assert names == [
        ["Tramadol 50 mg", "Paracetamol 500 mg"],
        ["Paracetamol 500 mg", "Tramadol 100 mg"],
    ]
    # Typed with the plan of its day, and sent once the plan has changed.
    late = an_entry(trial, doses=taken(trial, tramadol=4, paracetamol=0))
    record_day(entry=late, by=trial.patient, at=at(13))
    assert mme(read(trial, clinic)) == [40]


def test_with_the_leads_in_it_is_a_deviation(clinic: SmallClinic, trial: SmallTrial) -> None:
    change(trial, clinic)
    [deviation] = read(trial, clinic).deviations
    assert (deviation.kind, deviation.reason) == (DeviationKind.MEDICINES, "Mistyped")
    assert deviation.changes[0][1:] == ("Tramadol 50 mg", "Tramadol 100 mg")


def test_what_cannot_be_is_refused(clinic: SmallClinic, trial: SmallTrial) -> None:
    no_strength = PlannedMedicine("Tramadol", "tramadol", MedicineKind.OPIOID)
    for wanted, refusal in (
        (PlanChange(NEXT), NoMedicineChanged),
        (PlanChange(NEXT, ended=uuid4()), NotFound),
        (PlanChange(NEXT, added=no_strength), StrengthMissing),
    ):
        with pytest.raises(refusal):
            change(trial, clinic, change=wanted)
    change(trial, clinic)
    with pytest.raises(HasEnded):
        change(trial, clinic)


def test_a_medicine_is_asked_for_once(clinic: SmallClinic, trial: SmallTrial) -> None:
    again = PlannedMedicine("tramadol", "tramadol", MedicineKind.OPIOID, Fraction(50))
    with pytest.raises(SameMedicineTwice):
        change(trial, clinic, change=PlanChange(NEXT, added=again))
    slow = replace(again, name="Tramadol MR 50 mg")
    wanted = PlanChange(NEXT, added=slow)
    change(trial, clinic, change=wanted)
    change(trial, clinic, change=wanted)  # Back, and saved again.
    with pytest.raises(SentDifferently):
        change(trial, clinic, change=replace(wanted, added=RIGHT))
    with pytest.raises(SameMedicineTwice):
        change(trial, clinic, change=PlanChange(NEXT, added=slow))
    change(trial, clinic, change=PlanChange(date(2026, 3, 15), ended=read_id(trial, clinic, slow)))
    with pytest.raises(SameMedicineTwice):
        change(trial, clinic, change=PlanChange(date(2026, 3, 14), added=slow))
    change(trial, clinic, change=PlanChange(date(2026, 3, 15), added=slow))
    with pytest.raises(TrialOverByThen):
        change(trial, clinic, change=PlanChange(date(2026, 4, 30), added=RIGHT))


def read_id(trial: SmallTrial, clinic: SmallClinic, medicine: PlannedMedicine) -> UUID:
    found = read(trial, clinic).medicines
    return next(each.id for each in found if each.name == medicine.name)


def test_only_the_clinics_own_team_changes_the_plan(clinic: SmallClinic, trial: SmallTrial) -> None:
    with db.transaction():
        stranger = small_clinic("Leeds").nurse
    with pytest.raises(NotFound):
        change(trial, clinic, by=stranger)
    for by in (trial.patient, clinic.representative):
        with pytest.raises(NotAllowed):
            change(trial, clinic, by=by)
