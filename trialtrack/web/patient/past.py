"""Past answers ask for the date of birth when the device was left alone for half an hour.

Today's diary never asks: whoever is in pain fills it in. And nothing that is sent ever asks, so
that no answer is lost by it.
"""

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from trialtrack.access import Role
from trialtrack.clock import now_utc
from trialtrack.queries.here import here
from trialtrack.queries.past_answers import asks_birth_date
from trialtrack.services.confirm_birth_date import (
    DeviceShut,
    NotYourBirthDate,
    confirm_birth_date,
)
from trialtrack.web.birth_date import BirthDateForm, tries_left
from trialtrack.web.next_page import inside
from trialtrack.web.sessions import leave_session, viewer
from trialtrack.web.typed import waiting_id

blueprint = Blueprint("past", __name__)
Page = str | tuple[str, int] | Answer
SHOWS_PAST_ANSWERS = frozenset(
    {
        "asking.ask",
        "asking.asked",
        "patient.answers",
        "patient.correct",
        "progress.see",
        "signs.reported",
        "signs.sent",
        "waiting.all_forms",
    }
)
"""Pages of the patient that show what was answered before; a new one of them is listed here. Any
page shows it that is filled in with what was typed before and not sent."""


@blueprint.before_app_request
def ask_birth_date() -> Answer | None:
    """Before a page of past answers: the date of birth, if the device was left alone."""
    shows = request.endpoint in SHOWS_PAST_ANSWERS or waiting_id() is not None
    if not shows or request.method not in ("GET", "HEAD"):
        return None
    if g.viewer is None or g.viewer.role is not Role.PATIENT:
        return None
    if not asks_birth_date(viewer=g.viewer):
        return None
    return redirect(url_for("past.birth_date", next=request.full_path.rstrip("?")))


@blueprint.route("/birth-date", methods=["GET", "POST"])
def birth_date() -> Page:
    """Ask, and lead on to where the person was going."""
    form = BirthDateForm()
    if not form.validate_on_submit() or form.born_on is None:
        page = render_template("patient/birth_date.html", form=form)
        return (page, 422) if form.is_submitted() else page
    try:
        confirm_birth_date(born_on=form.born_on, by=viewer(), at=now_utc())
    except NotYourBirthDate as wrong:
        form.form_errors = [f"{wrong} {tries_left(wrong.left)} this phone is signed out."]
        return render_template("patient/birth_date.html", form=form), 422
    except DeviceShut:
        return _shut()
    return redirect(inside(request.args.get("next"), url_for("patient.home")), 303)


def _shut() -> Page:
    phone = here(viewer=viewer()).clinic_phone
    leave_session()
    g.viewer = None
    return render_template("patient/shut.html", phone=phone), 410
