"""What follows from a diary and the time: who is silent, what is short, what is due."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import update

from tests.queries.test_attention import selects
from tests.services.small_clinic import (
    SmallClinic,
    SmallTrial,
    an_entry,
    at,
    small_clinic,
    small_trial,
)
from trialtrack import db
from trialtrack.access import NotAllowed
from trialtrack.clinical.protocol import Protocol
from trialtrack.models import ClinicRating, Origin, Trial
from trialtrack.queries.attention import SOURCES
from trialtrack.queries.matter import DueDay, Matter, MatterKind, NoCardUsed, Silence, ThinWindow
from trialtrack.queries.today import Milestone, today
from trialtrack.services.cancel_trial import cancel_trial
from trialtrack.services.make_card import make_card
from trialtrack.services.record_clinic_rating import record_clinic_rating
from trialtrack.services.record_day import record_day
from trialtrack.services.record_removal import record_removal
from trialtrack.services.withdraw import withdraw
from trialtrack.store.diaries import read_diaries

K = MatterKind


def found(clinic: SmallClinic, when: datetime) -> dict[MatterKind, Matter]:
    matters = today(viewer=clinic.nurse, at=when).matters
    assert len({each.kind for each in matters}) == len(matters)
    return {each.kind: each for each in matters}


def logs(trial: SmallTrial, *days: int) -> None:
    """Evening entries for days of March."""
    for day in days:
        entry = an_entry(trial, day=date(2026, 3, day))
        record_day(entry=entry, by=trial.patient, at=at(day))


def planned(clinic: SmallClinic, protocol: Protocol | None = None) -> SmallTrial:
    with db.transaction():
        return small_trial(clinic, placed=False, protocol=protocol)


def test_a_patient_silent_yesterday_is_named_with_how_long_and_until_when(
    clinic: SmallClinic, trial: SmallTrial
) -> None:
    logs(trial, 9, 11, 12)
    assert K.SILENT not in found(clinic, at(13, 9))
    assert K.SILENT not in found(clinic, at(13, 23)), "the day is not over"
    # At 04:00 London time of the 14th the 13th is over.
    assert K.SILENT not in found(clinic, at(14, 3))
    said = found(clinic, at(14, 4))[K.SILENT].facts
    assert isinstance(said, Silence)
    assert (said.days, said.of_all) == ((date(2026, 3, 13),), False)
    assert said.open_until == at(16, 4)
    later = found(clinic, at(15, 9))[K.SILENT].facts
    assert isinstance(later, Silence)
    assert later.days == (date(2026, 3, 13), date(2026, 3, 14))


def test_the_day_of_the_procedure_is_not_asked_for_and_does_not_break_a_silence(
    clinic: SmallClinic, trial: SmallTrial
) -> None:
    assert K.SILENT not in found(clinic, at(11, 9)), "yesterday was day 0"
    said = found(clinic, at(12, 9))[K.SILENT].facts
    assert isinstance(said, Silence)
    assert said.of_all
    assert said.days == (*(date(2026, 3, day) for day in range(3, 10)), date(2026, 3, 11))


def test_before_the_baseline_and_after_the_removal_nobody_is_silent(
    clinic: SmallClinic, trial: SmallTrial
) -> None:
    assert K.SILENT not in found(clinic, at(3, 9))
    record_removal(
        trial_id=trial.trial_id, removed_on=date(2026, 3, 16), by=clinic.nurse, at=at(16, 12)
    )
    assert K.SILENT not in found(clinic, at(17, 9))


@pytest.mark.parametrize(
    ("zone", "still_on_the_12th", "on_the_13th"),
    [
        ("Asia/Tokyo", datetime(2026, 3, 12, 18, 59, tzinfo=UTC), at(12, 19)),
        ("America/New_York", datetime(2026, 3, 13, 7, 59, tzinfo=UTC), at(13, 8)),
    ],
)
def test_yesterday_is_the_patients_own(
    clinic: SmallClinic,
    trial: SmallTrial,
    zone: str,
    still_on_the_12th: datetime,
    on_the_13th: datetime,
) -> None:
    with db.transaction() as session:
        session.execute(update(Trial).values(time_zone=zone))
    logs(trial, 11)
    assert K.SILENT not in found(clinic, still_on_the_12th)
    said = found(clinic, on_the_13th)[K.SILENT].facts
    assert isinstance(said, Silence)
    assert said.days == (date(2026, 3, 12),)


def test_a_night_in_which_the_clocks_change_ends_at_four_by_the_wall(
    clinic: SmallClinic, trial: SmallTrial
) -> None:
    # London, 29 March 2026: 01:00 becomes 02:00, so 04:00 is 03:00 UTC.
    logs(trial, 27)
    with db.transaction() as session:
        session.execute(update(Trial).values(planned_removal_on=date(2026, 4, 9)))
    before, after = datetime(2026, 3, 29, 2, 59, tzinfo=UTC), at(29, 3)
    assert K.SILENT not in found(clinic, before)
    said = found(clinic, after)[K.SILENT].facts
    assert isinstance(said, Silence)
    assert said.days == (date(2026, 3, 28),)
    assert said.open_until == datetime(2026, 3, 31, 3, tzinfo=UTC)


def test_a_short_baseline_is_said_three_days_before_its_end_with_what_can_still_be_had(
    clinic: SmallClinic,
) -> None:
    trial = planned(clinic)
    logs(trial, 3, 5)
    kinds = found(clinic, at(6, 9))
    assert K.BASELINE_SHORT not in kinds, "four days are left"
    short = found(clinic, at(7, 9))[K.BASELINE_SHORT].facts
    assert isinstance(short, ThinWindow)
    # The 4th closed at 04:00 of the 7th; the 6th can still be filled in.
    assert (short.still.recorded, short.still.needed, short.still.left) == (2, 2, 4)
    assert (short.ends_in, short.ends_on) == (3, date(2026, 3, 10))
    lost = found(clinic, at(11, 9))[K.BASELINE_LOST].facts
    assert isinstance(lost, ThinWindow)
    assert (lost.still.needed, lost.still.left) == (2, 1)


def test_a_rating_in_clinic_or_enough_days_end_the_matter(clinic: SmallClinic) -> None:
    trial = planned(clinic)
    logs(trial, 3, 5, 8)
    assert K.BASELINE_LOST in found(clinic, at(12, 9))
    record_clinic_rating(
        trial_id=trial.trial_id,
        site="Lower back",
        score=7,  # type: ignore[arg-type]
        rated_on=date(2026, 3, 9),
        by=clinic.nurse,
        at=at(9, 12),
    )
    assert K.BASELINE_LOST not in found(clinic, at(12, 9))
    logs(trial, 9)
    assert not {K.BASELINE_LOST, K.BASELINE_SHORT} & set(found(clinic, at(10, 9)))
    with db.view() as session:
        assert session.query(ClinicRating).count() == 1


def test_nobody_is_called_short_who_has_missed_nothing(clinic: SmallClinic) -> None:
    trial = planned(clinic, Protocol(baseline_days=4, baseline_min_days=4))
    logs(trial, 6, 7)
    assert K.BASELINE_SHORT not in found(clinic, at(8, 9))


def test_a_thin_window_is_said_two_days_before_the_removal(
    clinic: SmallClinic, trial: SmallTrial
) -> None:
    logs(trial, 11, 12)
    assert K.WINDOW_THIN not in found(clinic, at(15, 9))
    thin = found(clinic, at(16, 9))[K.WINDOW_THIN].facts
    assert isinstance(thin, ThinWindow)
    assert (thin.still.recorded, thin.still.needed, thin.still.left) == (2, 2, 4)
    lost = found(clinic, datetime(2026, 3, 17, 9, tzinfo=UTC))
    assert K.WINDOW_THIN in lost, "three can still be logged"
    logs(trial, 16, 17)
    just = found(clinic, at(17, 21))[K.WINDOW_THIN].facts
    assert isinstance(just, ThinWindow)
    assert just.still.needed == 0


def test_a_window_out_of_reach_is_another_matter(clinic: SmallClinic) -> None:
    with db.transaction() as session:
        small_trial(clinic, protocol=Protocol(late_hours=24))
        session.execute(update(Trial).values(planned_removal_on=date(2026, 3, 16)))
    lost = found(clinic, at(15, 9))[K.WINDOW_LOST].facts
    assert isinstance(lost, ThinWindow)
    # Of five treatment days three are needed, and the 14th and 15th are open.
    assert (lost.still.needed, lost.still.left, lost.ends_in) == (3, 2, 1)


def test_placement_and_removal_are_due_when_their_day_has_come(clinic: SmallClinic) -> None:
    trial = planned(clinic)
    assert K.PLACEMENT_DUE not in found(clinic, at(10, 12))
    due = found(clinic, at(12, 9))[K.PLACEMENT_DUE].facts
    assert isinstance(due, DueDay)
    assert due.days_over == 2
    with db.transaction():
        ends = small_trial(clinic)
    matters = today(viewer=clinic.nurse, at=at(18, 9)).matters
    removal = [each for each in matters if each.kind is K.REMOVAL_DUE]
    assert [each.trial_id for each in removal] == [ends.trial_id]
    assert trial.trial_id not in {each.trial_id for each in removal}
    assert isinstance(removal[0].facts, DueDay)
    assert removal[0].facts.days_over == 0


def test_a_card_is_missed_once_the_baseline_has_begun_and_unused_after_a_day(
    clinic: SmallClinic,
) -> None:
    trial = planned(clinic)
    assert not found(clinic, at(2, 9))
    assert K.CARD_MISSING in found(clinic, at(3, 9))
    make_card(trial_id=trial.trial_id, by=clinic.nurse, at=at(3, 10))
    assert K.CARD_UNUSED not in found(clinic, at(4, 10))
    unused = found(clinic, at(4, 11))[K.CARD_UNUSED].facts
    assert unused == NoCardUsed(at(3, 10), date(2026, 3, 3))
    telephoned = an_entry(
        trial, day=date(2026, 3, 3), origin=Origin.TELEPHONE, reason="Cannot get in"
    )
    record_day(entry=telephoned, by=clinic.nurse, at=at(4, 12))
    assert K.CARD_UNUSED in found(clinic, at(4, 13)), "a call does not mean that the card works"
    logs(trial, 4)
    assert K.CARD_UNUSED not in found(clinic, at(5, 9))


def test_nothing_is_said_of_who_withdrew_or_of_a_trial_that_was_cancelled(
    clinic: SmallClinic, trial: SmallTrial
) -> None:
    with db.transaction():
        cancelled = small_trial(clinic)
    assert {each.trial_id for each in today(viewer=clinic.nurse, at=at(14, 9)).matters} == {
        trial.trial_id,
        cancelled.trial_id,
    }
    withdraw(trial_id=trial.trial_id, reason=None, by=trial.patient, at=at(14, 8))
    cancel_trial(trial_id=cancelled.trial_id, reason="Infection", by=clinic.nurse, at=at(14, 8))
    assert today(viewer=clinic.nurse, at=at(14, 9)).matters == ()
    assert today(viewer=clinic.nurse, at=at(14, 9)).coming == ()


def test_it_is_for_the_team_of_the_clinic_alone(clinic: SmallClinic, trial: SmallTrial) -> None:
    for viewer in (clinic.representative, trial.patient):
        with pytest.raises(NotAllowed):
            today(viewer=viewer, at=at(14))
    with db.transaction():
        elsewhere = small_clinic("Elsewhere")
    assert today(viewer=elsewhere.consultant, at=at(14)).matters == ()


def test_what_comes_next_is_named_soonest_first(clinic: SmallClinic, trial: SmallTrial) -> None:
    planned(clinic)
    coming = today(viewer=clinic.nurse, at=at(9)).coming
    assert [(each.milestone, each.on.day) for each in coming] == [
        (Milestone.BASELINE_ENDS, 10),
        (Milestone.REMOVAL, 18),
    ]


def test_it_costs_the_same_selects_for_one_trial_and_for_many(
    clinic: SmallClinic, trial: SmallTrial
) -> None:
    with db.view() as session:
        whole = selects(lambda: read_diaries(session, [trial.trial_id]))
    # One each: trials with their cards, ended ones without answers, what was put aside, the zone.
    expected = len(SOURCES) + 4 + whole
    assert selects(lambda: today(viewer=clinic.nurse, at=at(14))) == expected
    with db.transaction():
        for _ in range(39):
            small_trial(clinic)
    assert selects(lambda: today(viewer=clinic.nurse, at=at(14))) == expected
    assert len(today(viewer=clinic.nurse, at=at(14)).matters) >= 40
