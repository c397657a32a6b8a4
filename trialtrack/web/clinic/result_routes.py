"""What stands behind a trial's result, and the result as text for another record."""

from uuid import UUID

from flask import Blueprint, render_template, request

from trialtrack.clock import now_utc
from trialtrack.queries.trial_page import trial_page
from trialtrack.web.clinic.person import person
from trialtrack.web.clinic.result_text import text_page
from trialtrack.web.clinic.working import working_page
from trialtrack.web.sessions import viewer

blueprint = Blueprint("results", __name__)


@blueprint.get("/trials/<uuid:trial_id>/working")
def working(trial_id: UUID) -> str:
    """How the result was made, step by step, with the days behind each number."""
    found = trial_page(viewer=viewer(), trial_id=trial_id, at=now_utc())
    page = working_page(found, request.args.get("site"), viewer())
    return render_template("clinic/working.html", page=page, who=person(found.record))


@blueprint.get("/trials/<uuid:trial_id>/text")
def as_text(trial_id: UUID) -> str:
    """The result as plain text, to be pasted into a record."""
    at = now_utc()
    page = text_page(trial_page(viewer=viewer(), trial_id=trial_id, at=at), at)
    return render_template("clinic/result_text.html", page=page, who=person(page.record))
