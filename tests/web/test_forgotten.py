"""A forgotten password: a link by e-mail, and nothing that shows who has an account."""

import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from threading import Event

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, update

import trialtrack.db as db
from tests.mail.server import MailServer, mail_server
from tests.web.clinics import BEFORE, NOW, SmallClinic
from tests.web.conftest import settings
from tests.web.pages import read
from trialtrack.access import Role, Viewer
from trialtrack.app import create_app
from trialtrack.models import Staff
from trialtrack.services.add_staff import add_staff
from trialtrack.web.auth.forgotten import OUTBOX
from trialtrack.web.outbox import MOST_WAITING, Outbox

NEW = "tall boats in the harbour"


@pytest.fixture
def post() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def app(sqlite_url: str, now: time_machine.Traveller, post: MailServer) -> Iterator[Flask]:
    """The application of an installation that sends mail."""
    app = create_app(replace(settings(sqlite_url), mail=post.settings()))
    app.config["WTF_CSRF_ENABLED"] = False
    yield app
    db.in_use().close()
    db.use(None)


@pytest.fixture
def ask(app: Flask, clinic: SmallClinic) -> Callable[[str], str]:
    """Ask for a link; the page that follows, when the outbox is empty again."""

    def ask(email: str) -> str:
        client = app.test_client()
        answer = client.post("/forgotten-password", data={"email": email})
        assert answer.status_code == 303
        app.extensions[OUTBOX].settle()
        return client.get(answer.location).text

    return ask


def link_in(post: MailServer, number: int = -1) -> str:
    found = re.search(r"http://127\.0\.0\.1:8000(/password/[\w-]+)\n", post.body(number))
    assert found is not None
    return found[1]


def choose(client: FlaskClient, address: str) -> int:
    return client.post(address, data={"password": NEW, "again": NEW}).status_code


def test_a_link_comes_by_mail_and_sets_a_password(
    clinic: SmallClinic, client: FlaskClient, post: MailServer, ask: Callable[[str], str]
) -> None:
    assert "Forgot your password?" in client.get("/sign-in").text
    read(client.get("/forgotten-password"))
    assert "a mail is on its way" in ask(f" {clinic.email.upper()}")
    assert post.recipients == [[clinic.email]]
    assert post.taken[0]["Subject"] == "Choose your password for trialtrack"
    assert choose(client, link_in(post)) == 303
    assert choose(client, link_in(post)) == 410


def test_the_mail_says_nothing_of_patients(
    clinic: SmallClinic, post: MailServer, ask: Callable[[str], str]
) -> None:
    ask(clinic.email)
    said = post.body() + str(post.taken[0])
    assert "at Clinic one." in said
    for private in ("Garcia", "Ana", "H-one", "1961", "trial/", "&#"):
        assert private not in said


def test_an_unknown_address_gets_the_same_answer_and_no_mail(
    clinic: SmallClinic, post: MailServer, ask: Callable[[str], str]
) -> None:
    known, unknown = ask(clinic.email), ask("nobody@one.example")
    assert known == unknown
    assert post.recipients == [[clinic.email]]


def test_the_answer_takes_the_same_work_whoever_asks(
    app: Flask, clinic: SmallClinic, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed_on: list[object] = []
    monkeypatch.setattr(Outbox, "later", lambda _self, work: handed_on.append(work))
    statements: list[str] = []
    event.listen(
        db.in_use().engine,
        "before_cursor_execute",
        lambda _c, _cursor, statement, *_rest: statements.append(statement),
    )
    seen = []
    for email in (clinic.email, "nobody@one.example", "not an address"):
        statements.clear()
        client.post("/forgotten-password", data={"email": email})
        seen.append(tuple(statements))
    assert len(set(seen)) == 1
    assert not any("staff.email" in statement for statement in seen[0])
    assert len(handed_on) == 3


def test_three_mails_an_hour_and_no_more(
    clinic: SmallClinic,
    client: FlaskClient,
    post: MailServer,
    ask: Callable[[str], str],
    now: time_machine.Traveller,
) -> None:
    said = {ask(clinic.email) for _ in range(5)}
    assert len(said) == 1
    assert len(post.taken) == 3
    assert [client.get(link_in(post, n)).status_code for n in range(3)] == [410, 410, 200]
    now.shift(timedelta(hours=1))
    ask(clinic.email)
    assert len(post.taken) == 4


def test_a_sent_link_works_for_four_hours(
    clinic: SmallClinic,
    client: FlaskClient,
    post: MailServer,
    ask: Callable[[str], str],
    now: time_machine.Traveller,
) -> None:
    ask(clinic.email)
    now.move_to(NOW + timedelta(hours=4, seconds=-1))
    assert client.get(link_in(post)).status_code == 200
    now.move_to(NOW + timedelta(hours=4))
    assert client.get(link_in(post)).status_code == 410


def test_who_has_no_password_yet_gets_a_link_and_a_closed_account_none(
    clinic: SmallClinic,
    post: MailServer,
    ask: Callable[[str], str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    add_staff(
        clinic_id=clinic.clinic_id,
        role=Role.NURSE,
        name="New O'Brien & Co",
        email="o'brien@one.example",
        password=None,
        by=Viewer.system(),
        at=BEFORE,
    )
    ask("o'brien@one.example")
    assert post.recipients == [["o'brien@one.example"]]
    with db.transaction() as session:
        closed = {"disabled_at": BEFORE, "disabled_by_id": clinic.nurse.staff_id}
        session.execute(update(Staff).where(Staff.email == clinic.email).values(**closed))
    ask(clinic.email)
    assert len(post.taken) == 1
    assert "a mail" not in caplog.text, "nothing failed: there was nothing to send"


def test_a_mail_that_fails_is_logged_without_the_address_and_told_to_nobody(
    clinic: SmallClinic,
    post: MailServer,
    ask: Callable[[str], str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    right = ask(clinic.email)
    post.refuses = f"550 {clinic.email} is not here"
    with caplog.at_level(logging.INFO):
        assert ask(clinic.email) == right
    said = [(record.name, record.getMessage()) for record in caplog.records]
    ours = [words for name, words in said if name != "mail.log"]  # That one is the server's.
    assert ours == ["a mail was not sent: it answers 550"]
    post.refuses = None
    ask(clinic.email)
    assert len(post.taken) == 2, "one that fails does not stop the next"


def test_an_odd_address_is_refused_in_words(client: FlaskClient, clinic: SmallClinic) -> None:
    for email in ("", "x" * 260):
        refused = client.post("/forgotten-password", data={"email": email})
        assert refused.status_code == 422
        assert read(refused).fields["email"] == email
        assert "e-mail address.</a>" in refused.text


def test_without_mail_the_page_says_whom_to_ask(sqlite_url: str) -> None:
    app = create_app(settings(sqlite_url))
    client = app.test_client()
    page = client.get("/sign-in").text
    assert "Ask the administrator of your clinic" in page
    assert "forgotten-password" not in page
    assert client.get("/forgotten-password").status_code == 404
    db.in_use().close()
    db.use(None)


def test_with_too_many_waiting_the_next_is_let_go(caplog: pytest.LogCaptureFixture) -> None:
    outbox, gate, done = Outbox(), Event(), list[int]()

    def wait() -> None:
        gate.wait()

    outbox.later(wait)
    for number in range(MOST_WAITING + 5):
        outbox.later(partial(done.append, number))
    gate.set()
    outbox.settle()
    assert MOST_WAITING - 1 <= len(done) <= MOST_WAITING
    assert "a mail was not sent: 100 others are waiting" in caplog.text
