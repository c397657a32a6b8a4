"""Who is signed in: an opaque id in the signed cookie, everything else in the database."""

from datetime import timedelta
from typing import Any

from flask import Flask, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Forbidden

from config import Settings
from trialtrack.access import Action, Role, Viewer, allowed
from trialtrack.clock import now_utc
from trialtrack.queries.here import here
from trialtrack.services.sign_in_session import end_session, resolve_session
from trialtrack.web.form_owner import FORM_SECRET, bind_forms
from trialtrack.web.guards import GUARDS, OPEN
from trialtrack.web.headers import forget_pages
from trialtrack.web.lost_form import carries_answers, lost_form_page

TOKEN = "token"
ARRIVING = "arriving"
"""In the cookie from signing in until the first page."""
PUBLIC_FILES = ("static", "shared.plotly")


def viewer() -> Viewer:
    """Who is signed in; only on pages that are guarded."""
    if g.viewer is None:
        raise Forbidden
    found: Viewer = g.viewer
    return found


def start_session(token: str) -> None:
    """Keep the id of a new session in the cookie; an earlier one ends, and so do its pages."""
    leave_session()
    session[TOKEN] = token
    session[ARRIVING] = True
    session.permanent = True


def leave_session() -> None:
    """End the session on the server, and forget its id and its pages here."""
    token = session.get(TOKEN)
    if token is not None:
        end_session(token=token, at=now_utc())
    session.clear()
    forget_pages()


def init_sessions(app: Flask) -> None:
    """Find out who is signed in before each request, and whether they may ask for it."""
    settings: Settings = app.config["TRIALTRACK"]
    idle = timedelta(minutes=settings.session_idle_minutes)
    app.jinja_env.globals["sees_patients"] = _sees_patients

    @app.before_request
    def find_viewer() -> ResponseReturnValue | None:
        g.viewer = None
        if request.endpoint is None or request.endpoint in PUBLIC_FILES:
            return None
        token = session.get(TOKEN)
        if token is not None:
            g.viewer = resolve_session(token=token, at=now_utc(), idle=idle)
        bind_forms(g.viewer)
        return _refusal(request.endpoint)

    @app.context_processor
    def frame() -> dict[str, Any]:
        found = here(viewer=g.get("viewer"))
        return {
            "demonstration": found.demonstration,
            "clinic_name": found.clinic_name,
            "clinic_phone": found.clinic_phone,
            "emergency_phone": found.emergency_phone,
            "patient_phone": found.clinic_phone if _is_patient() else None,
            "signed_in_as": found.staff_name,
            "sees_today": g.get("viewer") is not None and allowed(g.viewer, Action.SEE_ATTENTION),
            "plans_trials": g.get("viewer") is not None and allowed(g.viewer, Action.PLAN_TRIAL),
            "home_url": url_for("auth.start"),
        }


def _is_patient() -> bool:
    found: Viewer | None = g.get("viewer")
    return found is not None and found.role is Role.PATIENT


def _sees_patients() -> bool:
    found: Viewer | None = g.get("viewer")
    return found is not None and allowed(found, Action.SEE_PATIENTS)


def browser_mark() -> str:
    """What the forms of a browser are bound to while nobody is signed in; "" without any."""
    mark: str = session.get(FORM_SECRET, "") if g.viewer is None else ""
    return mark


def was_signed_in() -> bool:
    """Whether this browser was signed in until now, and its session is over."""
    return g.viewer is None and TOKEN in session


def _is_patients(endpoint: str) -> bool:
    """Whether a page is one of the patients' own: those live in a package of their own."""
    return current_app.view_functions[endpoint].__module__.startswith("trialtrack.web.patient.")


def _refusal(endpoint: str) -> ResponseReturnValue | None:
    action = GUARDS[endpoint]
    if action is OPEN:
        return None
    if g.viewer is None and carries_answers():
        return lost_form_page()
    if g.viewer is None and _is_patients(endpoint):
        # Patients have no password; the page for the team would only puzzle them.
        return redirect(url_for("card.enter"))
    if g.viewer is None:
        came_from = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("auth.sign_in", next=came_from))
    if not allowed(g.viewer, action):
        raise Forbidden
    return None
