"""Servers that are wrong on purpose: what the tests of faults find right must find these wrong."""

import io
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from queue import Queue
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

from flask import Flask
from werkzeug.test import run_wsgi_app

from trialtrack import db
from trialtrack.access import Action, Viewer
from trialtrack.models import DiaryEntry
from trialtrack.services import keep_entry, record_day
from trialtrack.services.day_entry import DayEntry, Receipt
from trialtrack.services.find_trial import trial_for

Environment = dict[str, Any]


def nothing_wrong(_app: Flask) -> None:
    """As it is."""


def check_then_insert(_app: Flask) -> None:
    """Look whether the entry is there, then put it there: between the two another one can."""

    def wrong(*, entry: DayEntry, by: Viewer, at: Any) -> Receipt:
        sent = keep_entry.Sent(entry, None, by, at)
        with db.view() as session:
            kept = session.get(DiaryEntry, entry.id)
            if kept is not None:
                return keep_entry._receipt(kept)
        with db.transaction() as session:
            trial = trial_for(session, entry.trial_id, by, Action.RECORD_DAY)
            conflicting = keep_entry._conflicts(session, sent)
            kept = keep_entry._add(session, sent, trial, conflicting=conflicting)
            return keep_entry._receipt(kept)

    _replace(record_day.record_day, wrong)


def acknowledge_before_commit(app: Flask) -> None:
    """Say that a day is saved, and save it afterwards, from a queue in memory."""
    real, waiting = app.wsgi_app, Queue[tuple[Environment, bytes]]()

    def work() -> None:
        while True:
            environment, body = waiting.get()
            run_wsgi_app(real, {**environment, "wsgi.input": io.BytesIO(body)})

    @cache
    def begin() -> None:  # In the process that serves: threads do not outlive a fork.
        Thread(target=work, daemon=True).start()

    def wrong(environment: Environment, start_response: Callable[..., Any]) -> Iterable[bytes]:
        begin()
        if environment["REQUEST_METHOD"] != "POST":
            return real(environment, start_response)
        body = environment["wsgi.input"].read()
        waiting.put((environment, body))
        saved = f"/diary/saved/{parse_qs(body.decode())['entry_id'][0]}"
        start_response("303 SEE OTHER", [("Location", saved), ("Content-Length", "0")])
        return []

    app.wsgi_app = wrong  # type: ignore[method-assign,assignment]


def _replace(right: object, wrong: object) -> None:
    """Put a wrong service wherever the pages have the right one."""
    holders = [
        module
        for name, module in sys.modules.items()
        if name.startswith("trialtrack.web.") and getattr(module, "record_day", None) is right
    ]
    if not holders:
        raise LookupError("no page records a day")
    for module in holders:
        vars(module)["record_day"] = wrong


VARIANTS: Mapping[str, Callable[[Flask], None]] = {
    "right": nothing_wrong,
    "check-then-insert": check_then_insert,
    "acknowledge-before-commit": acknowledge_before_commit,
}
