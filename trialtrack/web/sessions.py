"""Who is signed in: an opaque id in the signed cookie, everything else in the database."""

from datetime import timedelta
from typing import Any

from flask import Flask, Response, g, redirect, request, session, url_for
from werkzeug.exceptions import Forbidden

from config import Settings
from trialtrack.access import Viewer, allowed
from trialtrack.clock import now_utc
from trialtrack.queries.here import here
from trialtrack.services.sign_in_session import end_session, resolve_session
from trialtrack.web.guards import GUARDS, OPEN

TOKEN = "token"
PUBLIC_FILES = ("static", "shared.plotly")


def viewer() -> Viewer:
    """Who is signed in; only on pages that are guarded."""
    if g.viewer is None:
        raise Forbidden
    found: Viewer = g.viewer
    return found


def start_session(token: str) -> None:
    """Keep the id of a new session in the cookie; nothing of an earlier one stays."""
    session.clear()
    session[TOKEN] = token
    session.permanent = True


def leave_session() -> None:
    """End the session on the server, and forget its id here."""
    token = session.get(TOKEN)
    if token is not None:
        end_session(token=token, at=now_utc())
    session.clear()


def init_sessions(app: Flask) -> None:
    """Find out who is signed in before each request, and whether they may ask for it."""
    settings: Settings = app.config["TRIALTRACK"]
    idle = timedelta(minutes=settings.session_idle_minutes)

    @app.before_request
    def find_viewer() -> Response | None:
        g.viewer = None
        if request.endpoint is None or request.endpoint in PUBLIC_FILES:
            return None
        token = session.get(TOKEN)
        if token is not None:
            g.viewer = resolve_session(token=token, at=now_utc(), idle=idle)
        return _refusal(request.endpoint)

    @app.context_processor
    def frame() -> dict[str, Any]:
        found = here(viewer=g.get("viewer"))
        return {
            "demonstration": found.demonstration,
            "clinic_name": found.clinic_name,
            "clinic_phone": found.clinic_phone,
            "signed_in_as": found.staff_name,
            "home_url": url_for("auth.start"),
        }


def _refusal(endpoint: str) -> Response | None:
    action = GUARDS[endpoint]
    if action is OPEN:
        return None
    if g.viewer is None:
        came_from = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("auth.sign_in", next=came_from))  # type: ignore[return-value]
    if not allowed(g.viewer, action):
        raise Forbidden
    return None
