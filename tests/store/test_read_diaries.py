"""Trials are read whole, in a fixed number of SELECTs, and without anybody else's rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, event, select, update

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
from trialtrack.access import Role, TrialState, Viewer
from trialtrack.clinical.diary import STIMULATION_OFF, Domain, Measure
from trialtrack.clinical.protocol import Protocol
from trialtrack.models import Modality, Origin, PatientIdentity, PersonalText
from trialtrack.services.amend_day import amend_day
from trialtrack.services.amend_protocol import amend_protocol
from trialtrack.services.plan_removal import plan_removal
from trialtrack.services.programmes import add_programme, switch_off, switch_programme
from trialtrack.services.record_clinic_rating import record_clinic_rating
from trialtrack.services.record_day import record_day
from trialtrack.services.record_placement import record_placement
from trialtrack.services.record_removal import record_removal
from trialtrack.store.diaries import read_diaries
from trialtrack.store.records import TrialRecord
from trialtrack.store.righted import DeviationKind
from trialtrack.store.scope import trials_within


def read(trial: SmallTrial) -> TrialRecord:
    with db.view() as session:
        return read_diaries(session, [trial.trial_id])[trial.trial_id]


def reach(viewer: Viewer) -> set[UUID]:
    with db.view() as session:
        return set(session.scalars(trials_within(viewer)))


@contextmanager
def counted(database: db.Database) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            statements.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield statements
    event.remove(database.engine, "before_cursor_execute", note)


def fill(trial: SmallTrial) -> None:
    for day in (10, 11, 12):
        entry = an_entry(trial, day % 10, day=date(2026, 3, day), note=f"Day {day}")
        record_day(entry=entry, by=trial.patient, at=at(day))


def test_nineteen_selects_whatever_the_number_of_trials(
    database: db.Database, clinic: SmallClinic
) -> None:
    with db.transaction():
        noise = small_trial(small_clinic("Leeds"))
        fill(noise)
        trials = [small_trial(clinic) for _ in range(4)]
        for trial in trials:
            fill(trial)
    ids = [trial.trial_id for trial in trials]
    for wanted in (ids[:1], ids):
        with counted(database) as selects, db.view() as session:
            records = read_diaries(session, wanted)
        # trial with clinic and identity, sites, medicines, protocols, ratings, moves of the
        # removal, programmes, intervals, entries, their other texts, conflicts
        # settled, corrections asked for, cancellings, leads, answers at the end, days
        # put right, left out; sites renamed, people
        assert len(selects) == 20
        assert list(records) == wanted
        assert all(len(record.days) == 3 for record in records.values())
        assert all(record.clinic.name == "Southend" for record in records.values())


def test_a_trial_that_does_not_exist_is_not_there(trial: SmallTrial) -> None:
    with db.view() as session:
        assert read_diaries(session, [uuid4()]) == {}
        assert read_diaries(session, []) == {}


def test_a_viewer_reaches_the_trials_of_their_clinic_and_a_patient_their_own(
    clinic: SmallClinic, trial: SmallTrial
) -> None:
    colleague = small_trial(clinic)
    elsewhere = small_clinic("Leeds")
    other = small_trial(elsewhere)
    both = {trial.trial_id, colleague.trial_id}
    assert reach(clinic.consultant) == both
    assert reach(trial.patient) == {trial.trial_id}
    assert reach(elsewhere.nurse) == {other.trial_id}
    assert reach(replace(trial.patient, clinic_id=elsewhere.clinic_id)) == set()
    assert reach(Viewer(Role.PATIENT, clinic.clinic_id)) == set()
    assert reach(Viewer(Role.CONSULTANT, None)) == set()
    assert reach(Viewer.system(clinic.clinic_id)) == both
    assert reach(Viewer.system()) == {*both, other.trial_id}


def test_the_facts_of_a_trial_are_read(trial: SmallTrial) -> None:
    record = read(trial)
    assert (record.patient.family_name, record.patient.given_name) == ("Demo", "Anna")
    assert (record.modality, record.state) == (Modality.SCS_BURST, TrialState.PLACED)
    assert [site.name for site in record.sites] == ["Lower back", "Left leg"]
    assert [medicine.drug for medicine in record.medicines] == ["tramadol", "paracetamol"]
    assert record.protocol == Protocol()
    assert record.diary.primary_site == "Lower back"
    assert (record.diary.placed_on, record.diary.removed_on) == (date(2026, 3, 10), None)
    assert (record.days, record.deviations, record.diary.clinic_ratings) == ({}, (), {})


def test_a_day_has_its_scores_by_name_of_the_site_and_its_values(trial: SmallTrial) -> None:
    entry = an_entry(trial, 0, values={Domain.SLEEP_HOURS: Fraction("6.5")}, note="Fine")
    record_day(entry=entry, by=trial.patient, at=EVENING)
    record = read(trial)
    day = record.diary.days[0]
    assert (day.day, day.scores) == (TODAY, {"Lower back": {Measure.AVERAGE: Fraction(0)}})
    assert day.values == {Domain.SLEEP_HOURS: Fraction(13, 2)}
    kept = record.days[TODAY].effective
    assert (kept.answers, kept.note, kept.entered_by) == (entry.answers, "Fine", None)


def test_the_last_correction_counts_and_every_answer_is_shown(trial: SmallTrial) -> None:
    first = record_day(entry=an_entry(trial, 8), by=trial.patient, at=at(12, 10))
    second = amend_day(
        entry=an_entry(trial, 6), replaces=first.entry_id, by=trial.patient, at=at(12, 11)
    )
    third = amend_day(
        entry=an_entry(trial, 4), replaces=second.entry_id, by=trial.patient, at=at(12, 12)
    )
    root_too = record_day(entry=an_entry(trial, 1), by=trial.patient, at=at(12, 13))
    second_too = amend_day(
        entry=an_entry(trial, 2), replaces=first.entry_id, by=trial.patient, at=at(12, 14)
    )
    after_a_conflict = amend_day(
        entry=an_entry(trial, 3), replaces=root_too.entry_id, by=trial.patient, at=at(12, 15)
    )
    record = read(trial)
    day = record.days[TODAY]
    assert [entry.id for entry in day.versions] == [
        first.entry_id,
        second.entry_id,
        third.entry_id,
    ]
    assert {entry.id for entry in day.conflicting} == {
        root_too.entry_id,
        second_too.entry_id,
        after_a_conflict.entry_id,
    }
    assert (day.effective.id, day.corrected) == (third.entry_id, True)
    assert record.diary.days[0].scores["Lower back"][Measure.AVERAGE] == 4


def test_without_late_changes_a_patients_own_correction_stands_by_itself(
    clinic: SmallClinic, trial: SmallTrial
) -> None:
    day = date(2026, 3, 17)
    record_removal(
        trial_id=trial.trial_id, removed_on=date(2026, 3, 18), by=clinic.nurse, at=at(18, 12)
    )
    paper = an_entry(trial, 6, day=day, origin=Origin.TRANSCRIBED, reason="On paper")
    kept = record_day(entry=paper, by=clinic.nurse, at=at(19, 9))
    corrected = an_entry(trial, 2, day=day)
    amend_day(entry=corrected, replaces=kept.entry_id, by=trial.patient, at=at(19, 12))
    record = read(trial)
    assert record.diary_at_the_end is not None
    for diary in (record.diary, record.diary_at_the_end):
        assert [each.scores["Lower back"][Measure.AVERAGE] for each in diary.days] == [2]


def test_staff_entries_name_who_entered_them(clinic: SmallClinic, trial: SmallTrial) -> None:
    entry = an_entry(trial, origin=Origin.TRANSCRIBED, reason="From paper")
    record_day(entry=entry, by=clinic.nurse, at=at(20))
    record = read(trial)
    kept = record.days[TODAY].effective
    assert (kept.entered_by, kept.origin, kept.late) == (
        "Southend nurse",
        Origin.TRANSCRIBED,
        True,
    )
    assert record.diary.days[0].late


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        (4, ["Burst", "Burst", "off"]),  # at 04:00, with the day
        (5, ["Burst", "Burst", None]),
        (3, ["Burst", None, "off"]),  # still the evening before
    ],
)
def test_a_day_belongs_to_the_programme_that_was_on_all_of_it(
    clinic: SmallClinic, trial: SmallTrial, since: int, expected: list[str | None]
) -> None:
    fill(trial)
    burst = add_programme(trial_id=trial.trial_id, name="Burst", by=clinic.nurse, at=at(9))
    switch = {"trial_id": trial.trial_id, "by": clinic.nurse, "at": at(12)}
    switch_programme(**switch, programme_id=burst, since=at(10, 4))  # type: ignore[arg-type]
    switch_off(**switch, since=at(12, since))  # type: ignore[arg-type]
    record = read(trial)
    assert [day.programme for day in record.diary.days] == expected
    assert [interval.programme for interval in record.intervals] == ["Burst", STIMULATION_OFF]


@pytest.mark.parametrize(
    ("recorded_since", "said", "off_minutes", "expected"),
    [
        (None, "Burst", 0, "Burst"),
        (None, "Burst", 30, None),
        (None, "Burst", None, None),
        (None, "unknown", 0, None),
        (None, None, 0, None),
        (at(10, 4), "Tonic", 0, "Burst"),  # what staff recorded wins
        (at(12, 12), "Tonic", 0, None),  # of an hour of that day, too
        (at(13, 4), "Tonic", 0, "Tonic"),  # from the day after it says nothing of this one
    ],
)
def test_the_patients_word_counts_where_staff_recorded_nothing(
    clinic: SmallClinic,
    trial: SmallTrial,
    recorded_since: datetime | None,
    said: str | None,
    off_minutes: int | None,
    expected: str | None,
) -> None:
    named = {"trial_id": trial.trial_id, "by": clinic.nurse, "at": at(9)}
    ids = {name: add_programme(name=name, **named) for name in ("Burst", "Tonic")}  # type: ignore[arg-type]
    entry = an_entry(trial)
    answers = replace(
        entry.answers,
        programme=str(ids[said]) if said in ids else said,
        off_minutes=None if off_minutes is None else Fraction(off_minutes),
    )
    record_day(entry=replace(entry, answers=answers), by=trial.patient, at=EVENING)
    if recorded_since is not None:
        switch_programme(
            trial_id=trial.trial_id,
            programme_id=ids["Burst"],
            by=clinic.nurse,
            at=at(14),
            since=recorded_since,
        )
    assert [day.programme for day in read(trial).diary.days] == [expected]


def test_the_newest_rating_before_placement_is_the_clinics_baseline(clinic: SmallClinic) -> None:
    trial = small_trial(clinic, placed=False)
    # The last one is recorded before anyone has recorded that the leads were in by then.
    for score, rated_on in ((8, 1), (7, 10), (2, 11)):
        record_clinic_rating(
            trial_id=trial.trial_id,
            site="Left leg",
            score=Fraction(score),
            rated_on=date(2026, 3, rated_on),
            by=clinic.nurse,
            at=at(12, rated_on),
        )
    record_placement(
        trial_id=trial.trial_id, placed_on=date(2026, 3, 10), by=clinic.nurse, at=at(12)
    )
    assert read(trial).diary.clinic_ratings == {"Left leg": Fraction(7)}


def test_deviations_are_read_with_their_reasons(clinic: SmallClinic, trial: SmallTrial) -> None:
    plan_removal(
        trial_id=trial.trial_id,
        planned_removal_on=date(2026, 3, 19),
        reason="Theatre closed",
        by=clinic.nurse,
        at=at(11),
    )
    amend_protocol(
        trial_id=trial.trial_id,
        protocol=Protocol(threshold_percent=Fraction(30)),
        primary_site="Left leg",
        deviation_reason="Wrong form",
        by=clinic.consultant,
        at=at(12),
    )
    record = read(trial)
    moved, amended = record.deviations
    assert (moved.kind, moved.reason, moved.by_name) == (
        DeviationKind.REMOVAL_DAY,
        "Theatre closed",
        "Southend nurse",
    )
    assert moved.changes == (("planned_removal_on", "2026-03-18", "2026-03-19"),)
    assert (amended.kind, amended.at) == (DeviationKind.PROTOCOL, at(12))
    assert set(amended.changes) == {
        ("threshold_percent", "50", "30"),
        ("primary_site", "Lower back", "Left leg"),
    }
    assert (record.protocol.threshold_percent, record.protocol_version) == (Fraction(30), 2)
    assert record.diary.primary_site == "Left leg"


def test_an_erased_patient_leaves_the_record_whole(trial: SmallTrial) -> None:
    record_day(entry=an_entry(trial, note="Secret"), by=trial.patient, at=EVENING)
    with db.transaction() as session:
        session.execute(delete(PatientIdentity))
        session.execute(update(PersonalText).values(text=None, erased_at=EVENING))
    record = read(trial)
    assert (record.patient.family_name, record.patient.born_on) == (None, None)
    assert record.days[TODAY].effective.note is None
    assert record.diary.days[0].scores["Lower back"][Measure.AVERAGE] == 3


def test_a_finished_trial_says_so(clinic: SmallClinic, trial: SmallTrial) -> None:
    record_removal(
        trial_id=trial.trial_id, removed_on=date(2026, 3, 18), by=clinic.nurse, at=at(18)
    )
    record = read(trial)
    assert (record.state, record.diary.removed_on) == (TrialState.REMOVED, date(2026, 3, 18))
    with db.view() as session:
        assert session.scalars(select(PersonalText.id)).all() == []
