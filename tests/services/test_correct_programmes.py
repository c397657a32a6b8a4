"""What was on when is put right after the fact, and what was recorded before can be traced."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from tests.services.small_clinic import SmallClinic, SmallTrial, at, small_clinic, small_trial
from trialtrack import db
from trialtrack.access import NotAllowed, NotFound, NotYetPlaced
from trialtrack.models import AuditEvent, PersonalText, ProgrammeCorrection, ProgrammeInterval
from trialtrack.services.correct_programmes import (
    EndsBeforeItBegins,
    NothingCorrected,
    OutsideTheTrial,
    WasOn,
    correct_programmes,
)
from trialtrack.services.programmes import add_programme, switch_programme
from trialtrack.services.record_removal import record_removal
from trialtrack.services.refusals import ReasonMissing, SentDifferently
from trialtrack.store.diaries import read_diaries

TWO = tuple[UUID, UUID]
Interval = tuple[UUID | None, datetime, datetime | None]


@pytest.fixture
def two(clinic: SmallClinic, trial: SmallTrial) -> TWO:
    """Burst from the 10th, tonic from the 14th."""
    burst, tonic = (
        add_programme(trial_id=trial.trial_id, name=name, by=clinic.nurse, at=at(10))
        for name in ("Burst", "Tonic")
    )
    for programme, day in ((burst, 10), (tonic, 14)):
        switch_programme(
            trial_id=trial.trial_id, programme_id=programme, by=clinic.nurse, at=at(day)
        )
    return burst, tonic


def intervals() -> list[Interval]:
    with db.view() as session:
        rows = session.scalars(select(ProgrammeInterval).order_by(ProgrammeInterval.starts_at))
        return [(row.programme_id, row.starts_at, row.ends_at) for row in rows]


def correct(
    clinic: SmallClinic, trial: SmallTrial, was_on: WasOn, reason: str = "She rang", day: int = 15
) -> None:
    correct_programmes(
        trial_id=trial.trial_id, was_on=was_on, reason=reason, by=clinic.nurse, at=at(day)
    )


def test_it_was_off_for_some_hours_of_a_past_day(
    clinic: SmallClinic, trial: SmallTrial, two: TWO
) -> None:
    burst, tonic = two
    correct(clinic, trial, WasOn(uuid4(), None, at(12, 9), at(12, 15)))
    assert intervals() == [
        (burst, at(10), at(12, 9)),
        (None, at(12, 9), at(12, 15)),
        (burst, at(12, 15), at(14)),
        (tonic, at(14), None),
    ]
    with db.view() as session:
        record = read_diaries(session, [trial.trial_id])[trial.trial_id]
    assert [interval.programme for interval in record.intervals][:2] == ["Burst", "off"]


Case = Callable[[UUID, UUID], tuple[WasOn, list[Interval]]]


@pytest.mark.parametrize(
    "case",
    [
        # A missed switch: tonic came a day earlier.
        lambda burst, tonic: (
            WasOn(uuid4(), tonic, at(13), at(14)),
            [(burst, at(10), at(13)), (tonic, at(13), None)],
        ),
        # Over the end of one and the beginning of the next.
        lambda burst, tonic: (
            WasOn(uuid4(), None, at(13, 9), at(14, 22)),
            [
                (burst, at(10), at(13, 9)),
                (None, at(13, 9), at(14, 22)),
                (tonic, at(14, 22), None),
            ],
        ),
        # And still is: the later switch did not happen.
        lambda burst, tonic: (WasOn(uuid4(), burst, at(12), None), [(burst, at(10), None)]),
        # Before anything was recorded.
        lambda burst, tonic: (
            WasOn(uuid4(), tonic, at(10, 16), at(10, 20)),
            [(tonic, at(10, 16), at(10)), (burst, at(10), at(14)), (tonic, at(14), None)],
        ),
    ],
)
def test_the_intervals_around_give_way(
    clinic: SmallClinic, trial: SmallTrial, two: TWO, case: Case
) -> None:
    was_on, expected = case(*two)
    correct(clinic, trial, was_on)
    assert intervals() == expected


def test_what_was_recorded_before_stands_in_the_correction_and_in_the_audit(
    clinic: SmallClinic, trial: SmallTrial, two: TWO
) -> None:
    burst, tonic = two
    for _ in range(2):  # A double tap is one correction.
        correct(clinic, trial, WasOn(trial.trial_id, None, at(12, 9), at(12, 15)))
    with pytest.raises(SentDifferently):
        correct(clinic, trial, WasOn(trial.trial_id, burst, at(12, 9), at(12, 15)))
    with db.view() as session:
        [kept] = session.scalars(select(ProgrammeCorrection))
        reason = session.get_one(PersonalText, kept.reason_text_id).text
        [event] = session.scalars(
            select(AuditEvent).where(AuditEvent.action == "correct_programmes")
        )
    before = [
        [str(burst), at(10).isoformat(), at(14).isoformat()],
        [str(tonic), at(14).isoformat(), None],
    ]
    assert json.loads(kept.before) == before
    assert reason == "She rang"
    old, new = json.loads(event.changes)["intervals"]
    assert json.loads(old) == before
    assert len(json.loads(new)) == 4


def test_after_removal_a_past_time_can_still_be_put_right_up_to_it(
    clinic: SmallClinic, trial: SmallTrial, two: TWO
) -> None:
    record_removal(
        trial_id=trial.trial_id, removed_on=date(2026, 3, 18), by=clinic.nurse, at=at(18)
    )
    correct(clinic, trial, WasOn(uuid4(), None, at(17, 9), at(17, 15)), day=20)
    assert (None, at(17, 9), at(17, 15)) in intervals()
    for ends_at in (at(20), None):
        with pytest.raises(OutsideTheTrial):
            correct(clinic, trial, WasOn(uuid4(), None, at(18, 9), ends_at), day=20)


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "reason", "refusal"),
    [
        (at(12, 15), at(12, 9), "She rang", EndsBeforeItBegins),
        (at(12, 9), at(12, 9), "She rang", EndsBeforeItBegins),
        (at(9), at(12), "She rang", OutsideTheTrial),
        (at(12), at(15) + timedelta(seconds=1), "She rang", OutsideTheTrial),
        (at(16), None, "She rang", OutsideTheTrial),
        (at(12), at(13), " ", ReasonMissing),
    ],
)
def test_what_cannot_have_been_is_refused(
    clinic: SmallClinic,
    trial: SmallTrial,
    two: TWO,
    starts_at: datetime,
    ends_at: datetime | None,
    reason: str,
    refusal: type[Exception],
) -> None:
    there = intervals()
    with pytest.raises(refusal):
        correct(clinic, trial, WasOn(uuid4(), None, starts_at, ends_at), reason)
    with pytest.raises(NothingCorrected):
        correct(clinic, trial, WasOn(uuid4(), two[0], at(11), at(12)))
    assert intervals() == there


def test_who_may_not_corrects_nothing(clinic: SmallClinic, trial: SmallTrial, two: TWO) -> None:
    was_on = WasOn(uuid4(), None, at(12, 9), at(12, 15))
    said = {"trial_id": trial.trial_id, "was_on": was_on, "reason": "So it was", "at": at(15)}
    with pytest.raises(NotAllowed):
        correct_programmes(**said, by=clinic.representative)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        correct_programmes(**said, by=small_clinic("Leeds").nurse)  # type: ignore[arg-type]
    planned = small_trial(clinic, placed=False)
    with pytest.raises(NotYetPlaced):
        correct(clinic, planned, was_on)
    other = small_trial(clinic)
    with pytest.raises(NotFound):
        correct(clinic, other, WasOn(uuid4(), two[0], at(12), at(13)))
