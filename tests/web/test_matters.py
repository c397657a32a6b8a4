"""What needs someone, on top of the staff's list."""

from collections.abc import Iterable

import pytest
from sqlalchemy.orm import Session

from tests.web.clinics import NOW, SmallClinic
from tests.web.conftest import SignIn
from tests.web.pages import read
from trialtrack.access import Role, Viewer
from trialtrack.queries import attention
from trialtrack.queries.matter import Matter, MatterKind, person_seen, trials_with


def cannot_walk(session: Session, viewer: Viewer) -> Iterable[Matter]:
    for trial, clinic, identity in session.execute(trials_with(viewer)):
        person = person_seen(viewer, trial.patient_id, identity)
        kind, words = MatterKind.EMERGENCY_SIGN, "Cannot walk"
        yield Matter(kind, trial.id, trial.id, person, NOW, clinic.time_zone, words)


def test_nothing_waiting_is_said_quietly(clinic: SmallClinic, sign_in: SignIn) -> None:
    answer = sign_in(clinic.nurse).get("/trials")
    read(answer)
    assert "Nothing needs anybody." in answer.text


def test_what_waits_stands_above_the_trials_with_the_person_and_since_when(
    clinic: SmallClinic, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attention, "SOURCES", (cannot_walk,))
    answer = sign_in(clinic.nurse).get("/trials")
    read(answer)
    top, _, rest = answer.text.partition("1 trial, 1 of them running")
    for words in (
        "Cannot walk",
        "Garcia, Ana",
        "4 Feb 1961",
        "H-one",
        "14 March at 20:30",
        "1 thing needs someone today",
    ):
        assert words in top
    assert "Cannot walk" not in rest


def test_a_stranger_and_a_representative_see_nothing_of_it(
    clinic: SmallClinic,
    stranger: SmallClinic,
    sign_in: SignIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(attention, "SOURCES", (cannot_walk,))
    assert "Garcia" not in sign_in(stranger.nurse).get("/trials").text
    text = sign_in(clinic.hires(Role.REPRESENTATIVE)).get("/trials").text
    assert "Cannot walk" not in text
    assert "Needs someone" not in text
