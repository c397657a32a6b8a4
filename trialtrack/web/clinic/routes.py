"""The clinic's pages: the list of trials, and one trial."""

from uuid import UUID

from flask import Blueprint, render_template, request

from trialtrack.access import Action, allowed
from trialtrack.clock import now_utc
from trialtrack.queries.goal import trial_goal
from trialtrack.queries.listed_trials import trial_list
from trialtrack.queries.trial_page import trial_page
from trialtrack.web.clinic import trial as presenter
from trialtrack.web.clinic.charts import charts
from trialtrack.web.clinic.flags import flag_rows, flags_seen
from trialtrack.web.clinic.links import trial_links
from trialtrack.web.clinic.list_asked import asked
from trialtrack.web.clinic.matters import matters_for
from trialtrack.web.clinic.trials import trials_page
from trialtrack.web.headers import allow_charts
from trialtrack.web.sessions import viewer

blueprint = Blueprint("clinic", __name__)


@blueprint.get("/trials")
def trials() -> str:
    """What needs someone; then every trial of the clinic with its answer so far."""
    wished = asked(request.args)
    found = trial_list(viewer=viewer(), at=now_utc(), wanted=wished.wanted, turn=wished.turn)
    page = trials_page(found, wished, viewer())
    matters = matters_for(viewer())
    return render_template(
        "clinic/trials.html",
        page=page,
        matters=matters,
        today_count=None if matters is None else matters.count,
    )


@blueprint.get("/trials/<uuid:trial_id>")
def trial(trial_id: UUID) -> str:
    """One trial: the answer on top, then what it rests on, day by day."""
    allow_charts()
    found = trial_page(viewer=viewer(), trial_id=trial_id, at=now_utc())
    page = presenter.trial_page(found)
    links = trial_links(trial_id, found.record.state, viewer())
    flags = flags_seen(viewer(), trial_id)
    sees_notes = allowed(viewer(), Action.SEE_NOTES)
    return render_template(
        "clinic/trial.html",
        page=page,
        links=links,
        goal=trial_goal(viewer=viewer(), trial_id=trial_id) if sees_notes else None,
        flags=flags and flag_rows(flags, found.record.clinic.time_zone),
        drawn=charts(found.record, found.assessment, flags or ()),
    )
