"""The days of a trial, for its team."""

from datetime import date
from uuid import UUID

from flask import Blueprint, abort, render_template, request

from trialtrack.access import Action, allowed
from trialtrack.clock import now_utc
from trialtrack.queries.trial_days import TrialDays, trial_days
from trialtrack.web.clinic.day import day_page
from trialtrack.web.clinic.days import days_page
from trialtrack.web.clinic.person import person
from trialtrack.web.diary.paper import paper as blank_diary
from trialtrack.web.sessions import viewer

blueprint = Blueprint("days", __name__)


@blueprint.get("/trials/<uuid:trial_id>/days")
def every(trial_id: UUID) -> str:
    """Every day that the diary has had, with what was said of it."""
    return render_template("clinic/days.html", page=days_page(days_of(trial_id)))


@blueprint.get("/trials/<uuid:trial_id>/days/<day>")
def one(trial_id: UUID, day: str) -> str:
    """One day with all its versions."""
    trial = days_of(trial_id)
    can = allowed(viewer(), Action.EXCLUDE_DAY) and trial.record.cancelled is None
    page = day_page(trial, read_day(day), can_exclude=can)
    return render_template("clinic/day.html", page=page)


@blueprint.get("/trials/<uuid:trial_id>/paper")
def paper(trial_id: UUID) -> str:
    """A blank diary to print, without a name on it."""
    trial = days_of(trial_id)
    page = blank_diary(trial.record, trial.today, request.args)
    return render_template("clinic/paper.html", page=page, who=person(trial.record))


def days_of(trial_id: UUID) -> TrialDays:
    """The trial now, for whoever is signed in."""
    return trial_days(viewer=viewer(), trial_id=trial_id, at=now_utc())


def read_day(day: str) -> date:
    """The day of an address; 404 when it is written in any other way."""
    try:
        found = date.fromisoformat(day)
    except ValueError:
        abort(404)
    if found.isoformat() != day:
        abort(404)
    return found
