"""The same entry twenty times at once, through the served application: one row, one answer."""

from http.client import HTTPConnection
from uuid import UUID, uuid4

import pytest
from sqlalchemy import create_engine, func, select
from sqlalchemy.pool import NullPool

from tests.faults.served import Answer, Diarist, diarists, killable, read_answer
from tests.web.pages import Form
from trialtrack.db import engine_url
from trialtrack.models import AuditEvent, DiaryEntry

TAPS = 20
ROUNDS = 30
"""As many as a test run has time for; the service alone is asked 200 times in every run."""
ROUNDS_IN_A_SOAK = 200
ROUNDS_FOR_THE_CONTROL = 8
DIARIES = 25
"""Rounds go round so many diaries: one with hundreds of answers to a day would only be slow."""


def tap_at_once(diarist: Diarist, taps: list[HTTPConnection], form: Form) -> set[Answer]:
    """Send the form on every connection before reading any; the answers that there are."""
    for connection in taps:
        diarist.send(connection, diarist.address, form)
    return {read_answer(connection) for connection in taps}


def rounds(database_url: str, variant: str, number: int) -> list[tuple[str, set[Answer]]]:
    """The id of each round's entry, and the different answers that its taps got."""
    with killable(database_url, variant) as served:
        people = diarists(database_url, served.port, DIARIES)
        forms = [person.day_form() for person in people]
        taps = [HTTPConnection("127.0.0.1", served.port) for _ in range(TAPS)]
        found = []
        for n in range(number):
            entry_id = str(uuid4())
            form = {**forms[n % DIARIES], "entry_id": entry_id, "note": f"Round {n}"}
            found.append((entry_id, tap_at_once(people[n % DIARIES], taps, form)))
        for connection in taps:
            connection.close()
    return found


def is_right(entry_id: str, answers: set[Answer]) -> bool:
    """Every tap was told that the entry is saved, in the same words."""
    return [(answer.status, answer.location) for answer in answers] == [
        (303, f"/diary/saved/{entry_id}")
    ]


def held(database_url: str, number: int) -> None:
    """Every round had one answer, and the database has one row and one audit of each."""
    found = rounds(database_url, "right", number)
    assert [answers for entry_id, answers in found if not is_right(entry_id, answers)] == []
    engine = create_engine(engine_url(database_url), poolclass=NullPool)
    with engine.connect() as connection:
        kept = list(connection.execute(select(DiaryEntry.id)).scalars())
        of_entries = select(func.count()).where(AuditEvent.subject_id.in_(kept))
        assert connection.execute(of_entries).scalar_one() == number
    assert sorted(kept) == sorted(UUID(entry_id) for entry_id, _ in found)


def test_the_same_entry_twenty_times_at_once_is_one_row_and_one_answer(
    migrated_database_url: str,
) -> None:
    held(migrated_database_url, ROUNDS)


@pytest.mark.soak
def test_the_same_entry_twenty_times_at_once_stays_one_row(migrated_database_url: str) -> None:
    held(migrated_database_url, ROUNDS_IN_A_SOAK)


def test_check_then_insert_would_be_found_out(migrated_database_url: str) -> None:
    found = rounds(migrated_database_url, "check-then-insert", ROUNDS_FOR_THE_CONTROL)
    wrong = [answers for entry_id, answers in found if not is_right(entry_id, answers)]
    assert wrong != []
    assert any(answer.status >= 500 for answers in wrong for answer in answers)
