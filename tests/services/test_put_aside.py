"""Putting aside: with words, for a while, never a warning sign, and it comes back."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from tests.services.small_clinic import SmallClinic, SmallTrial, an_entry, at, small_clinic
from trialtrack import db
from trialtrack.access import NotAllowed, NotFound, Refusal, Role, Viewer
from trialtrack.clinical.signs import Sign
from trialtrack.models import AuditEvent, MatterKind, PersonalText, PutAside
from trialtrack.models.aside import SIGN_KINDS
from trialtrack.queries.matter import Matter
from trialtrack.queries.today import Today, today
from trialtrack.services.put_aside import (
    Aside,
    AsideMeanwhile,
    NeverPutAside,
    NotAWhile,
    NothingChosen,
    WordsMissing,
    bring_back,
    put_aside,
)
from trialtrack.services.raise_flag import Report, raise_flag
from trialtrack.services.record_day import record_day
from trialtrack.web.clinic.deals import WAYS, Heading

MORNING = at(13, 10)
WORDS = "Called, no answer"


def looked_at(clinic: SmallClinic, when: datetime = MORNING) -> Today:
    return today(viewer=clinic.nurse, at=when)


def kinds(matters: tuple[Matter, ...]) -> set[MatterKind]:
    return {each.kind for each in matters}


def of(trial: SmallTrial, **more: object) -> Aside:
    """The silent patient of the morning, put aside until tomorrow."""
    aside = Aside(
        trial_id=trial.trial_id,
        matters=((MatterKind.SILENT, trial.trial_id),),
        words=WORDS,
        until=at(14, 4),
        seen=0,
    )
    return replace(aside, **more)  # type: ignore[arg-type]


def rows() -> int:
    with db.view() as session:
        return len(session.scalars(select(PutAside.id)).all())


def test_it_is_out_of_sight_until_then_and_comes_back_with_what_was_noted(
    clinic: SmallClinic, trial: SmallTrial
) -> None:
    assert MatterKind.SILENT in kinds(looked_at(clinic).matters)
    put_aside(aside=of(trial), by=clinic.nurse, at=MORNING)
    found = looked_at(clinic)
    assert MatterKind.SILENT not in kinds(found.matters)
    assert kinds(found.put_aside) == {MatterKind.SILENT}
    back = looked_at(clinic, at(14, 4))
    silent = next(each for each in back.matters if each.kind is MatterKind.SILENT)
    assert [(note.words, note.by_name, note.at) for note in silent.notes] == [
        (WORDS, "Southend nurse", MORNING)
    ]


def test_what_was_dealt_with_does_not_come_back_and_a_new_silence_is_shown(
    clinic: SmallClinic, trial: SmallTrial
) -> None:
    put_aside(aside=of(trial, until=at(16, 10)), by=clinic.nurse, at=MORNING)
    record_day(entry=an_entry(trial, day=MORNING.date()), by=trial.patient, at=at(13, 20))
    assert MatterKind.SILENT not in kinds(looked_at(clinic, at(14, 9)).put_aside)
    fresh = looked_at(clinic, at(15, 9))
    silent = next(each for each in fresh.matters if each.kind is MatterKind.SILENT)
    assert silent.notes == (), "it was put aside for another silence"


def test_a_warning_sign_is_never_put_aside(clinic: SmallClinic, trial: SmallTrial) -> None:
    report = Report(uuid4(), trial.trial_id, (Sign.WOUND,), "Wet")
    flag_id = raise_flag(report=report, by=trial.patient, at=MORNING).flag_id
    for kind in SIGN_KINDS:
        with pytest.raises(NeverPutAside):
            put_aside(aside=of(trial, matters=((kind, flag_id),)), by=clinic.nurse, at=MORNING)
    assert MatterKind.SIGN_TODAY in kinds(looked_at(clinic).matters)
    assert {kind for kind, way in WAYS.items() if way.heading is Heading.SIGNS} == SIGN_KINDS
    assert set(WAYS) == set(MatterKind)


def test_nor_does_the_database_take_one(clinic: SmallClinic, trial: SmallTrial) -> None:
    put_aside(aside=of(trial), by=clinic.nurse, at=MORNING)
    with pytest.raises(IntegrityError, match="no_warning_sign"), db.transaction() as session:
        session.execute(
            text(
                "INSERT INTO put_aside SELECT trial_id, trial_id, 'sign_today', subject_id, "
                "put_aside_at, put_aside_by_id, until, words_text_id, words_digest FROM put_aside"
            )
        )
    assert rows() == 1


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"words": " \0 "}, WordsMissing),
        ({"matters": ()}, NothingChosen),
        ({"until": MORNING}, NotAWhile),
        ({"until": MORNING + timedelta(days=7, seconds=1)}, NotAWhile),
        ({"trial_id": uuid4()}, NotFound),
    ],
)
def test_it_takes_words_and_a_while(
    clinic: SmallClinic, trial: SmallTrial, wrong: dict[str, object], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        put_aside(aside=of(trial, **wrong), by=clinic.nurse, at=MORNING)
    assert rows() == 0


def test_a_second_tap_is_the_same_and_a_colleague_is_told_who_was_first(
    clinic: SmallClinic, trial: SmallTrial
) -> None:
    for _ in range(2):
        put_aside(aside=of(trial), by=clinic.nurse, at=MORNING)
    assert rows() == 1
    with pytest.raises(AsideMeanwhile, match="Southend nurse has put this aside"):
        put_aside(aside=of(trial, words="In hospital"), by=clinic.consultant, at=MORNING)
    again = of(trial, words="In hospital", seen=1)
    put_aside(aside=again, by=clinic.consultant, at=MORNING + timedelta(minutes=1))
    later = looked_at(clinic, MORNING + timedelta(minutes=2))
    assert [note.words for note in later.put_aside[0].notes] == ["In hospital", WORDS]


def test_it_is_brought_back_once_and_both_stay_on_record(
    clinic: SmallClinic, trial: SmallTrial
) -> None:
    put_aside(aside=of(trial), by=clinic.nurse, at=MORNING)
    later, matters = MORNING + timedelta(minutes=5), of(trial).matters
    for _ in range(2):
        bring_back(trial_id=trial.trial_id, matters=matters, by=clinic.consultant, at=later)
    assert rows() == 2
    found = looked_at(clinic, later)
    assert MatterKind.SILENT in kinds(found.matters)
    assert found.put_aside == ()
    with db.view() as session:
        done = session.scalars(select(AuditEvent).where(AuditEvent.action == "put_aside")).all()
    assert len(done) == 2
    assert all("silent" in each.changes and WORDS not in each.changes for each in done)


def test_its_words_can_be_erased_and_the_rest_stays(clinic: SmallClinic, trial: SmallTrial) -> None:
    put_aside(aside=of(trial), by=clinic.nurse, at=MORNING)
    with db.transaction() as session:
        erased = update(PersonalText).where(PersonalText.text == WORDS)
        session.execute(erased.values(text=None, erased_at=MORNING))
    [silent] = looked_at(clinic).put_aside
    assert silent.notes[0].words is None


def test_neither_a_representative_nor_a_patient_nor_a_stranger_puts_aside(
    clinic: SmallClinic, trial: SmallTrial
) -> None:
    for viewer in (clinic.representative, trial.patient, Viewer(Role.ADMINISTRATOR, None)):
        with pytest.raises(NotAllowed):
            put_aside(aside=of(trial), by=viewer, at=MORNING)
    with db.transaction():
        elsewhere = small_clinic("Elsewhere")
    with pytest.raises(NotFound):
        put_aside(aside=of(trial), by=elsewhere.nurse, at=MORNING)
    assert rows() == 0
