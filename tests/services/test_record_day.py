"""A day is recorded once, and an answer is never overwritten."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from tests.services.small_clinic import (
    EVENING,
    TODAY,
    SmallClinic,
    SmallTrial,
    an_entry,
    at,
    small_clinic,
    small_trial,
)
from trialtrack import db
from trialtrack.access import NotAllowed, NotFound, Role, Viewer
from trialtrack.models import DiaryEntry, Origin, PersonalText
from trialtrack.services.amend_day import amend_day
from trialtrack.services.check_answers import (
    AnswerOutOfRange,
    UnknownMedicine,
    UnknownSite,
)
from trialtrack.services.check_day import DayClosed, DayNotOpenYet
from trialtrack.services.day_entry import UNAMBIGUOUS
from trialtrack.services.keep_entry import DifferentAnswersUnderSameId, NothingToReplace
from trialtrack.services.record_day import record_day
from trialtrack.services.record_removal import record_removal
from trialtrack.services.refusals import ReasonMissing


def entries() -> list[DiaryEntry]:
    with db.view() as session:
        return list(session.scalars(select(DiaryEntry).order_by(DiaryEntry.received_at)))


def test_a_recorded_day_gets_a_receipt(trial: SmallTrial) -> None:
    entry = an_entry(trial, 0, note="  Slept well.  ")
    receipt = record_day(entry=entry, by=trial.patient, at=EVENING)
    assert (receipt.entry_id, receipt.day, receipt.saved_at) == (entry.id, TODAY, EVENING)
    assert (receipt.was_correction, receipt.conflicting) == (False, False)
    assert len(receipt.reference) == 8
    assert set(receipt.reference) <= set(UNAMBIGUOUS)
    kept = entries()[0]
    assert kept.answers == entry.answers.canonical()
    assert '"average":"0"' in kept.answers
    assert kept.late is False


def test_a_note_is_kept_apart_from_the_entry(trial: SmallTrial) -> None:
    record_day(entry=an_entry(trial, note=" Slept well. "), by=trial.patient, at=EVENING)
    kept = entries()[0]
    with db.view() as session:
        assert session.get_one(PersonalText, kept.note_text_id).text == "Slept well."
    assert "Slept" not in kept.answers
    assert kept.note_digest is not None
    assert len(kept.note_digest) == 64


def test_the_same_answers_sent_again_get_the_same_receipt(trial: SmallTrial) -> None:
    entry = an_entry(trial, note="Fine")
    first = record_day(entry=entry, by=trial.patient, at=at(12))
    again = record_day(entry=replace(entry, note="Fine "), by=trial.patient, at=at(29))
    assert again == first
    assert len(entries()) == 1


def test_another_content_under_the_same_id_is_refused(trial: SmallTrial) -> None:
    entry = an_entry(trial, 3, note="Fine")
    first = record_day(entry=entry, by=trial.patient, at=EVENING)
    other_answers = replace(entry, answers=an_entry(trial, 4).answers)
    for other in (other_answers, replace(entry, note=None), replace(entry, note="fine")):
        with pytest.raises(DifferentAnswersUnderSameId):
            record_day(entry=other, by=trial.patient, at=EVENING)
    with pytest.raises(DifferentAnswersUnderSameId):
        amend_day(entry=entry, replaces=first.entry_id, by=trial.patient, at=EVENING)
    assert len(entries()) == 1


def test_a_recorded_day_is_not_overwritten_by_a_second_answer(trial: SmallTrial) -> None:
    record_day(entry=an_entry(trial, 3), by=trial.patient, at=at(12, 19))
    second = record_day(entry=an_entry(trial, 8), by=trial.patient, at=at(12, 20))
    assert second.conflicting
    assert [kept.conflicting for kept in entries()] == [False, True]


def test_a_correction_leaves_the_first_answer(trial: SmallTrial) -> None:
    first = record_day(entry=an_entry(trial, 8), by=trial.patient, at=at(12, 19))
    second = amend_day(
        entry=an_entry(trial, 3), replaces=first.entry_id, by=trial.patient, at=at(12, 20)
    )
    assert (second.was_correction, second.conflicting) == (True, False)
    assert [kept.replaces_id for kept in entries()] == [None, first.entry_id]


def test_a_second_correction_of_the_same_answer_is_kept_as_conflicting(trial: SmallTrial) -> None:
    first = record_day(entry=an_entry(trial, 8), by=trial.patient, at=at(12, 18))
    amend_day(entry=an_entry(trial, 3), replaces=first.entry_id, by=trial.patient, at=at(12, 19))
    third = amend_day(
        entry=an_entry(trial, 5), replaces=first.entry_id, by=trial.patient, at=at(12, 20)
    )
    assert third.conflicting
    fourth = amend_day(
        entry=an_entry(trial, 6), replaces=third.entry_id, by=trial.patient, at=at(12, 21)
    )
    assert fourth.conflicting


def test_a_correction_is_of_an_answer_of_the_same_day(trial: SmallTrial) -> None:
    first = record_day(entry=an_entry(trial, day=date(2026, 3, 11)), by=trial.patient, at=EVENING)
    for replaces in (first.entry_id, uuid4()):
        with pytest.raises(NothingToReplace):
            amend_day(entry=an_entry(trial), replaces=replaces, by=trial.patient, at=EVENING)


@pytest.mark.parametrize(
    ("day", "entered", "refusal"),
    [
        (date(2026, 3, 2), at(3), DayClosed),  # before the baseline
        (date(2026, 3, 3), at(3), None),
        (date(2026, 3, 12), at(12, 4), None),  # its first instant
        (date(2026, 3, 12), at(12, 3), DayNotOpenYet),  # still the evening before
        (date(2026, 3, 13), at(12), DayNotOpenYet),
        (date(2026, 3, 12), at(15, 4), None),  # 48 hours after its end
        (date(2026, 3, 12), at(15, 5), DayClosed),
    ],
)
def test_a_day_is_open_from_its_start_until_two_days_after_its_end(
    trial: SmallTrial, day: date, entered: datetime, refusal: type[Exception] | None
) -> None:
    entry = an_entry(trial, day=day)
    if refusal is None:
        assert record_day(entry=entry, by=trial.patient, at=entered).day == day
        return
    with pytest.raises(refusal):
        record_day(entry=entry, by=trial.patient, at=entered)
    assert entries() == []


def test_an_entry_made_in_time_is_taken_whenever_it_arrives(trial: SmallTrial) -> None:
    entry = an_entry(trial, entered_at=at(12))
    record_day(entry=entry, by=trial.patient, at=at(30))
    assert (entries()[0].late, entries()[0].received_at) == (False, at(30))


def test_a_device_whose_clock_runs_ahead_is_not_believed(trial: SmallTrial) -> None:
    record_day(entry=an_entry(trial, entered_at=at(20)), by=trial.patient, at=EVENING)
    assert entries()[0].entered_at == EVENING


@pytest.mark.parametrize(("hour", "late"), [(4, False), (5, True)])
def test_an_entry_is_late_when_made_over_24_hours_after_its_day_ended(
    trial: SmallTrial, hour: int, late: bool
) -> None:
    record_day(entry=an_entry(trial), by=trial.patient, at=datetime(2026, 3, 14, hour, tzinfo=UTC))
    assert entries()[0].late is late


def test_the_day_of_removal_is_not_part_of_the_diary(
    clinic: SmallClinic, trial: SmallTrial
) -> None:
    record_removal(trial_id=trial.trial_id, removed_on=TODAY, by=clinic.nurse, at=at(12, 12))
    with pytest.raises(DayClosed, match="leads were out"):
        record_day(entry=an_entry(trial), by=trial.patient, at=EVENING)
    record_day(entry=an_entry(trial, day=date(2026, 3, 11)), by=trial.patient, at=EVENING)


def test_staff_enter_a_closed_day_with_a_reason(clinic: SmallClinic, trial: SmallTrial) -> None:
    entry = an_entry(trial, origin=Origin.TELEPHONE)
    with pytest.raises(ReasonMissing):
        record_day(entry=entry, by=clinic.nurse, at=at(20))
    record_day(entry=replace(entry, reason="In hospital"), by=clinic.nurse, at=at(20))
    kept = entries()[0]
    assert (kept.late, kept.entered_by_id) == (True, clinic.nurse.staff_id)
    assert kept.reason_text_id is not None


def test_patients_type_their_own_answers_and_staff_name_their_source(
    clinic: SmallClinic, trial: SmallTrial
) -> None:
    with pytest.raises(NotAllowed):
        record_day(entry=an_entry(trial, origin=Origin.TELEPHONE), by=trial.patient, at=EVENING)
    with pytest.raises(NotAllowed):
        record_day(entry=an_entry(trial), by=clinic.nurse, at=EVENING)
    with pytest.raises(NotAllowed):
        record_day(
            entry=an_entry(trial, origin=Origin.TELEPHONE), by=clinic.representative, at=EVENING
        )


def test_a_strangers_diary_is_not_found(clinic: SmallClinic, trial: SmallTrial) -> None:
    colleague = small_trial(clinic)
    elsewhere = small_clinic("Leeds")
    for stranger in (
        colleague.patient,
        replace(trial.patient, clinic_id=elsewhere.clinic_id),
        Viewer(Role.PATIENT, clinic.clinic_id),
    ):
        with pytest.raises(NotFound):
            record_day(entry=an_entry(trial), by=stranger, at=EVENING)
    with pytest.raises(NotFound):
        record_day(entry=an_entry(trial, origin=Origin.TELEPHONE), by=elsewhere.nurse, at=EVENING)
    assert entries() == []


def test_sites_and_medicines_of_another_trial_are_refused(
    clinic: SmallClinic, trial: SmallTrial
) -> None:
    other = small_trial(clinic)
    mixed = replace(an_entry(other), trial_id=trial.trial_id)
    with pytest.raises(UnknownSite):
        record_day(entry=mixed, by=trial.patient, at=EVENING)
    doses = {other.medicines["tramadol"]: Fraction(1)}
    with pytest.raises(UnknownMedicine):
        record_day(entry=an_entry(trial, doses=doses), by=trial.patient, at=EVENING)


def test_a_refused_entry_leaves_nothing_behind(trial: SmallTrial) -> None:
    with pytest.raises(AnswerOutOfRange):
        record_day(entry=an_entry(trial, 11, note="A note"), by=trial.patient, at=EVENING)
    with db.view() as session:
        assert session.scalar(select(func.count(PersonalText.id))) == 0
