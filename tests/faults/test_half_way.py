"""Whichever statement fails while a day is saved, on either database: all of it or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

import trialtrack.db as db
from tests.web.clinics import SmallClinic
from tests.web.conftest import SignIn
from tests.web.one_day import NOTHING, TODAY, WHOLE, answered, refused_and_kept, traces

MOST_STATEMENTS = 60


@contextmanager
def failing_at(number: int) -> Iterator[None]:
    """The database is gone when it is asked for the time of this number."""
    asked = iter(range(1, number + 1))

    def fail(*_: object) -> None:
        if next(asked, None) == number:
            raise OperationalError("a statement", {}, Exception("the line is dead"))

    engine = db.in_use().engine
    event.listen(engine, "before_cursor_execute", fail)
    yield
    event.remove(engine, "before_cursor_execute", fail)


def test_a_day_is_saved_whole_or_not_at_all(
    app: Flask, clinic: SmallClinic, sign_in: SignIn
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    patient = sign_in(clinic.patient)
    sent = answered(clinic, patient)
    failed = 0
    for number in range(1, MOST_STATEMENTS):
        with failing_at(number):
            answer = patient.post(TODAY, data=sent)
        if answer.status_code == 303:
            break
        refused_and_kept(answer, sent)
        assert traces(sent["entry_id"]) == NOTHING
        failed += 1
    assert failed >= 10
    assert traces(sent["entry_id"]) == WHOLE
