"""The patient's own blank diary to print, for days without a phone."""

from flask import Blueprint, render_template, request

from trialtrack.clock import now_utc
from trialtrack.queries.own_trial import own_trial
from trialtrack.web.diary.paper import paper
from trialtrack.web.patient.consent import ask_for_consent
from trialtrack.web.sessions import viewer

blueprint = Blueprint("paper", __name__)
blueprint.before_request(ask_for_consent)


@blueprint.get("/diary/paper")
def own() -> str:
    """Sheets without a name; nothing that was answered stands on them."""
    found = own_trial(viewer=viewer(), at=now_utc())
    page = paper(found.record, found.today, request.args)
    return render_template("patient/paper.html", page=page)
