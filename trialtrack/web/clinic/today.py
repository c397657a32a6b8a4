"""The page on which nurses land: what needs somebody now, and nothing else."""

from flask import Blueprint, render_template

from trialtrack.clock import now_utc
from trialtrack.queries.today import today
from trialtrack.web.clinic.today_words import today_page
from trialtrack.web.sessions import viewer

blueprint = Blueprint("today", __name__)


@blueprint.get("/today")
def show() -> str:
    """Everything that needs somebody at the clinic, as of now."""
    page = today_page(today(viewer=viewer(), at=now_utc()))
    return render_template("clinic/today.html", page=page, today_count=page.count)
