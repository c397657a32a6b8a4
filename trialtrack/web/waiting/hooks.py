"""What happens round every request of somebody for whom a form waits."""

from typing import Any

from flask import Flask, Response, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from trialtrack.access import Viewer
from trialtrack.clock import now_utc
from trialtrack.db import DatabaseBusy
from trialtrack.queries.waiting_forms import something_waits, waiting_forms
from trialtrack.services.end_waiting_form import Ending, end_waiting_form
from trialtrack.web.forms import reopened, waiting_tag
from trialtrack.web.guards import GUARDS, OPEN
from trialtrack.web.sessions import ARRIVING
from trialtrack.web.typed import WAITING, waiting_id
from trialtrack.web.waiting.begun import Begun, begun_forms, begun_of, begun_title, end_begun
from trialtrack.web.waiting.page import EDITORS

SENT = 303
"""How a form of ours answers once its service has done what it asked for, and only then."""
SAY_WHAT_WAS_BEGUN = ("patient.home", "signs.page", "signs.send")


def init_waiting(app: Flask) -> None:
    """Tell on arrival and on every page; fill a page again; forget what was sent."""
    app.before_request(_tell_on_arrival)
    app.before_request(_fill_again)
    app.after_request(_forget_what_was_sent)
    app.context_processor(_frame)
    app.jinja_env.globals.update(waiting_tag=waiting_tag, begun_last=_begun)


def _tell_on_arrival() -> ResponseReturnValue | None:
    viewer = _viewer()
    if viewer is None or request.method != "GET" or not session.get(ARRIVING):
        return None
    del session[ARRIVING]
    if something_waits(viewer=viewer, at=now_utc()):
        return redirect(url_for("waiting.all_forms"))
    return None


def _fill_again() -> None:
    """Find the form that the address names; only on the page that it was typed into."""
    viewer, asked_for = _viewer(), waiting_id()
    if viewer is None or asked_for is None or request.method != "GET":
        return
    for waiting in waiting_forms(viewer=viewer, at=now_utc()):
        begun = begun_of(waiting)
        page = waiting.typed.address if begun is None else begun.href
        if waiting.id == asked_for and page.partition("?")[0] == request.path:
            g.reopened = waiting


def _forget_what_was_sent(response: Response) -> Response:
    """Only after the answer that it was done: a crash before leaves the form waiting."""
    viewer = _viewer()
    guarded = GUARDS.get(request.endpoint or "", OPEN) is not OPEN
    done = request.method == "POST" and (response.status_code == SENT or g.get("taken", False))
    if viewer is None or not guarded or not done:
        return response
    try:
        if (sent := waiting_id()) is not None:
            end_waiting_form(form_id=sent, ending=Ending.SENT, by=viewer, at=now_utc())
        end_begun(viewer=viewer, at=now_utc())
    except (SQLAlchemyError, DatabaseBusy) as error:
        # What was asked for is done and said so; the form stays on the list.
        current_app.logger.error("a sent form still waits: %s", type(error).__name__)
    return response


def _frame() -> dict[str, Any]:
    viewer = _viewer()
    found_again = reopened() is not None or (
        waiting_id() is not None and request.endpoint in EDITORS.values()
    )
    looked_at = found_again or waiting_id() is not None or request.blueprint == WAITING
    waits = viewer is not None and not looked_at and _waits(viewer)
    named = _named(viewer) if waits and viewer is not None else None
    return {"something_waits": waits, "what_waits": named, "found_again": found_again}


def _named(viewer: Viewer) -> str | None:
    """Which days were begun, where nothing else waits."""
    every = [begun_of(each) for each in waiting_forms(viewer=viewer, at=now_utc())]
    begun = [each for each in every if each is not None]
    return begun_title(begun) if len(begun) == len(every) else None


def _waits(viewer: Viewer) -> bool:
    """Whether the page has to say so: what was begun of a day, some say themselves."""
    if request.endpoint not in SAY_WHAT_WAS_BEGUN:
        return something_waits(viewer=viewer, at=now_utc())
    return any(begun_of(each) is None for each in waiting_forms(viewer=viewer, at=now_utc()))


def _begun() -> Begun | None:
    """What the patient began last."""
    return next(iter(begun_forms(viewer=_viewer(), at=now_utc())), None)


def _viewer() -> Viewer | None:
    found: Viewer | None = g.get("viewer")
    return found
