"""The line dies under way: a resend gets the receipt, and half a form is no form."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import urlencode

import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from tests.cli.served import PATIENCE_S
from tests.faults.kills import read_kept
from tests.faults.served import Diarist, Killable, diarists, killable
from tests.web.pages import Form
from trialtrack.db import engine_url

HALF_SENT = 100


@pytest.fixture
def served(migrated_database_url: str) -> Iterator[Killable]:
    """The application, served."""
    with killable(migrated_database_url) as served:
        yield served


def send_and_hang_up(diarist: Diarist, form: Form, share: float = 1) -> socket.socket:
    """Send the form, or the first part of it, and do not read what comes back."""
    body = urlencode(form).encode()
    head = (
        f"POST {diarist.address} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nCookie: trialtrack={diarist.cookie}"
        "\r\n\r\n"
    )
    line = socket.create_connection(("127.0.0.1", diarist.port))
    line.sendall(head.encode() + body[: int(len(body) * share)])
    return line


def kept(database_url: str, number: int) -> list[str]:
    """The entries, once there are so many of them."""
    engine = create_engine(engine_url(database_url), poolclass=NullPool)
    gives_up_at = time.monotonic() + PATIENCE_S
    while len(found := read_kept(engine).notes) < number:
        assert time.monotonic() < gives_up_at, "it was not saved"
        time.sleep(0.01)
    return list(found)


def test_an_answer_that_was_lost_after_the_commit_is_given_again(
    migrated_database_url: str, served: Killable
) -> None:
    diarist = diarists(migrated_database_url, served.port, 1)[0]
    form = diarist.day_form()
    send_and_hang_up(diarist, form).close()
    assert kept(migrated_database_url, 1) == [form["entry_id"]]
    again = [diarist.post(diarist.address, form) for _ in range(2)]
    assert {(answer.status, answer.location) for answer in again} == {
        (303, f"/diary/saved/{form['entry_id']}")
    }
    assert "is saved" in diarist.get(str(again[0].location)).text
    assert kept(migrated_database_url, 1) == [form["entry_id"]]


def test_half_a_form_is_not_saved_and_keeps_nobody_out(
    migrated_database_url: str, served: Killable
) -> None:
    slow, quick = diarists(migrated_database_url, served.port, 2)
    half, whole = slow.day_form(), quick.day_form()
    with ExitStack() as lines:
        for _ in range(HALF_SENT):
            lines.enter_context(send_and_hang_up(slow, half, share=0.5))
        assert quick.post(quick.address, whole).status == 303
    assert kept(migrated_database_url, 1) == [whole["entry_id"]]
    assert slow.post(slow.address, half).status == 303
    assert set(kept(migrated_database_url, 2)) == {whole["entry_id"], half["entry_id"]}
