"""A trial from plan to removal: what each step changes, needs and refuses."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from uuid import uuid4

import pytest
from sqlalchemy import select

from tests.services.small_clinic import (
    EVENING,
    PLACED_AT,
    PLANNED_AT,
    SmallClinic,
    SmallTrial,
    at,
    kept_trial,
    small_clinic,
    small_trial,
)
from trialtrack import db
from trialtrack.access import (
    AlreadyPlaced,
    AlreadyRemoved,
    NotAllowed,
    NotFound,
    NotYetPlaced,
    TrialState,
)
from trialtrack.clinical.protocol import Protocol
from trialtrack.models import MedicineKind, Modality, ProtocolVersion
from trialtrack.services.amend_protocol import NothingAmended, amend_protocol
from trialtrack.services.check_answers import AnswerOutOfRange
from trialtrack.services.date_corrections import RemovalNotMoved
from trialtrack.services.plan_removal import plan_removal
from trialtrack.services.plan_trial import (
    NoSites,
    PlannedMedicine,
    PrimarySiteUnknown,
    RemovalBeforePlacement,
    SameSiteTwice,
    StrengthMissing,
    TrialPlan,
    plan_trial,
)
from trialtrack.services.protocol_versions import ProtocolDoesNotFit
from trialtrack.services.record_clinic_rating import RatedAfterPlacement, record_clinic_rating
from trialtrack.services.record_placement import record_placement
from trialtrack.services.record_removal import record_removal
from trialtrack.services.refusals import NameMissing, NotYet, ReasonMissing, UnknownTimeZone
from trialtrack.services.sensible_days import DayTooFar, RemovalTooFar

STRICTER = Protocol(threshold_percent=Fraction(60))


@pytest.fixture
def planned(clinic: SmallClinic) -> SmallTrial:
    with db.transaction():
        return small_trial(clinic, placed=False)


def plan(patient: SmallTrial) -> TrialPlan:
    assert patient.patient.patient_id is not None
    return TrialPlan(
        patient_id=patient.patient.patient_id,
        modality=Modality.DRG,
        placed_on=date(2026, 3, 10),
        planned_removal_on=date(2026, 3, 18),
        sites=("Foot",),
        primary_site="foot",
    )


def versions() -> list[ProtocolVersion]:
    with db.view() as session:
        return list(session.scalars(select(ProtocolVersion).order_by(ProtocolVersion.version)))


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"sites": ()}, NoSites),
        ({"sites": ("Foot", " foot ")}, SameSiteTwice),
        ({"sites": ("Foot", " ")}, NameMissing),
        ({"primary_site": "knee"}, PrimarySiteUnknown),
        ({"planned_removal_on": date(2026, 3, 9)}, RemovalBeforePlacement),
        ({"placed_on": date(2020, 3, 10), "planned_removal_on": date(2020, 3, 18)}, DayTooFar),
        ({"planned_removal_on": date(2027, 3, 18)}, RemovalTooFar),
        ({"protocol": Protocol(baseline_ends_on=date(2026, 3, 11))}, ProtocolDoesNotFit),
        ({"time_zone": "Europe/Nowhere"}, UnknownTimeZone),
        ({"medicines": (PlannedMedicine("M", "m", MedicineKind.OPIOID),)}, StrengthMissing),
        ({"patient_id": uuid4()}, NotFound),
    ],
)
def test_a_plan_that_cannot_be_is_refused_whole(
    clinic: SmallClinic, planned: SmallTrial, change: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        plan_trial(plan=replace(plan(planned), **change), by=clinic.nurse, at=PLANNED_AT)  # type: ignore[arg-type]
    assert len(versions()) == 1


def test_a_trial_is_planned_at_the_patients_own_clinic(planned: SmallTrial) -> None:
    elsewhere = small_clinic("Leeds")
    with pytest.raises(NotFound):
        plan_trial(plan=plan(planned), by=elsewhere.nurse, at=PLANNED_AT)


def test_a_protocol_is_amended_freely_before_placement(
    clinic: SmallClinic, planned: SmallTrial
) -> None:
    version = amend_protocol(
        trial_id=planned.trial_id,
        protocol=STRICTER,
        primary_site="left leg",
        by=clinic.nurse,
        at=PLANNED_AT,
    )
    assert version == 2
    first, second = versions()
    assert [first.threshold_percent, second.threshold_percent] == [Fraction(50), Fraction(60)]
    assert second.primary_site_id.hex == planned.sites["Left leg"].replace("-", "")
    with pytest.raises(NothingAmended):
        amend_protocol(trial_id=planned.trial_id, protocol=STRICTER, by=clinic.nurse, at=PLANNED_AT)


def test_after_placement_the_protocol_changes_only_as_a_deviation(
    clinic: SmallClinic, trial: SmallTrial
) -> None:
    change = {"trial_id": trial.trial_id, "protocol": STRICTER, "at": EVENING}
    with pytest.raises(AlreadyPlaced):
        amend_protocol(**change, by=clinic.consultant)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        amend_protocol(**change, by=clinic.nurse, deviation_reason="Wrong")  # type: ignore[arg-type]
    with pytest.raises(ReasonMissing):
        amend_protocol(**change, by=clinic.consultant, deviation_reason=" ")  # type: ignore[arg-type]
    amend_protocol(**change, by=clinic.consultant, deviation_reason="Wrong form")  # type: ignore[arg-type]
    assert [version.is_deviation for version in versions()] == [False, True]


def test_before_placement_nothing_deviates(clinic: SmallClinic, planned: SmallTrial) -> None:
    with pytest.raises(NotYetPlaced):
        amend_protocol(
            trial_id=planned.trial_id,
            protocol=STRICTER,
            deviation_reason="Wrong form",
            by=clinic.consultant,
            at=PLANNED_AT,
        )


def test_placement_is_recorded_once_for_a_day_that_has_come(
    clinic: SmallClinic, planned: SmallTrial
) -> None:
    for placed_on, refusal in ((date(2026, 3, 11), NotYet), (date(2026, 3, 19), NotYet)):
        with pytest.raises(refusal):
            record_placement(
                trial_id=planned.trial_id, placed_on=placed_on, by=clinic.nurse, at=PLACED_AT
            )
    with pytest.raises(RemovalBeforePlacement):
        record_placement(
            trial_id=planned.trial_id, placed_on=date(2026, 3, 19), by=clinic.nurse, at=at(20)
        )
    record_placement(
        trial_id=planned.trial_id, placed_on=date(2026, 3, 9), by=clinic.nurse, at=PLACED_AT
    )
    kept = kept_trial(planned.trial_id)
    assert (kept.placed_on, kept.state) == (date(2026, 3, 9), TrialState.PLACED)
    assert kept.placement_recorded_by_id == clinic.nurse.staff_id
    with pytest.raises(AlreadyPlaced, match=r"already, by Southend nurse\. .* under Leads"):
        record_placement(
            trial_id=planned.trial_id, placed_on=date(2026, 3, 9), by=clinic.nurse, at=PLACED_AT
        )


def test_a_slip_in_the_year_of_a_placement_is_refused_in_words(
    clinic: SmallClinic, planned: SmallTrial
) -> None:
    about = {"trial_id": planned.trial_id, "by": clinic.nurse, "at": PLACED_AT}
    with pytest.raises(DayTooFar, match=r"2,191 days before the day that was planned\. Check the"):
        record_placement(**about, placed_on=date(2020, 3, 10))  # type: ignore[arg-type]
    with pytest.raises(RemovalTooFar, match="373 days; 120 can be planned at most"):
        plan_removal(**about, planned_removal_on=date(2027, 3, 18))  # type: ignore[arg-type]
    record_placement(**about, placed_on=date(2026, 3, 10))  # type: ignore[arg-type]
    assert kept_trial(planned.trial_id).placed_on == date(2026, 3, 10)


def test_a_placement_outside_the_protocols_reach_is_refused(clinic: SmallClinic) -> None:
    protocol = Protocol(baseline_ends_on=date(2026, 3, 10))
    trial = small_trial(clinic, protocol=protocol, placed=False)
    with pytest.raises(ProtocolDoesNotFit):
        record_placement(
            trial_id=trial.trial_id, placed_on=date(2026, 3, 9), by=clinic.nurse, at=PLACED_AT
        )


def test_removal_is_recorded_once_and_after_placement(
    clinic: SmallClinic, planned: SmallTrial, trial: SmallTrial
) -> None:
    def remove(removed: SmallTrial, day: int) -> None:
        record_removal(
            trial_id=removed.trial_id, removed_on=date(2026, 3, day), by=clinic.nurse, at=at(18)
        )

    with pytest.raises(NotYetPlaced):
        remove(planned, 18)
    with pytest.raises(RemovalBeforePlacement):
        remove(trial, 9)
    with pytest.raises(NotYet):
        remove(trial, 19)
    remove(trial, 18)
    assert kept_trial(trial.trial_id).state is TrialState.REMOVED
    with pytest.raises(AlreadyRemoved):
        remove(trial, 18)


def test_a_removal_day_moves_freely_before_placement_and_with_a_reason_after(
    clinic: SmallClinic, planned: SmallTrial, trial: SmallTrial
) -> None:
    day = date(2026, 3, 20)
    plan_removal(trial_id=planned.trial_id, planned_removal_on=day, by=clinic.nurse, at=PLANNED_AT)
    assert kept_trial(planned.trial_id).planned_removal_on == day
    with pytest.raises(ReasonMissing):
        plan_removal(trial_id=trial.trial_id, planned_removal_on=day, by=clinic.nurse, at=EVENING)
    plan_removal(
        trial_id=trial.trial_id,
        planned_removal_on=day,
        reason="Theatre closed",
        by=clinic.nurse,
        at=EVENING,
    )
    with pytest.raises(RemovalNotMoved):
        plan_removal(trial_id=trial.trial_id, planned_removal_on=day, by=clinic.nurse, at=EVENING)
    with pytest.raises(RemovalBeforePlacement):
        plan_removal(
            trial_id=trial.trial_id,
            planned_removal_on=date(2026, 3, 9),
            by=clinic.nurse,
            at=EVENING,
        )


def test_a_clinic_rating_is_0_to_10_at_a_site_of_the_trial(
    clinic: SmallClinic, planned: SmallTrial
) -> None:
    def rate(score: str, site: str = "lower back", day: int = 1) -> None:
        record_clinic_rating(
            trial_id=planned.trial_id,
            site=site,
            score=Fraction(score),
            rated_on=date(2026, 3, day),
            by=clinic.nurse,
            at=PLANNED_AT,
        )

    for score in ("0", "10", "7.5"):
        rate(score)
    for score in ("-1", "10.5", "11"):
        with pytest.raises(AnswerOutOfRange):
            rate(score)
    with pytest.raises(NotFound):
        rate("7", site="knee")
    with pytest.raises(NotYet):
        rate("7", day=2)


@pytest.mark.parametrize(("day", "refused"), [(9, False), (10, False), (11, True)])
def test_a_clinic_rating_is_taken_before_the_leads_go_in(
    clinic: SmallClinic, trial: SmallTrial, day: int, refused: bool
) -> None:
    def rate() -> None:
        record_clinic_rating(
            trial_id=trial.trial_id,
            site="Lower back",
            score=Fraction(7),
            rated_on=date(2026, 3, day),
            by=clinic.nurse,
            at=EVENING,
        )

    if not refused:
        rate()
        return
    with pytest.raises(RatedAfterPlacement, match="before they go in"):
        rate()


def test_a_trial_of_another_clinic_is_not_found(trial: SmallTrial) -> None:
    stranger = small_clinic("Leeds").consultant
    with pytest.raises(NotFound):
        record_removal(
            trial_id=trial.trial_id, removed_on=date(2026, 3, 12), by=stranger, at=EVENING
        )
    with pytest.raises(NotAllowed):
        record_removal(
            trial_id=trial.trial_id, removed_on=date(2026, 3, 12), by=trial.patient, at=EVENING
        )
