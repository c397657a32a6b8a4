"""The days of a trial as CSV, for whoever works them out anew."""

from uuid import UUID

from flask import Blueprint, Response, render_template

from trialtrack.clock import now_utc
from trialtrack.queries.trial_export import TrialExport, trial_export
from trialtrack.reports.archive import DESCRIBED, archive
from trialtrack.services.note_export import note_export
from trialtrack.web.clinic.person import person_of
from trialtrack.web.forms import Form
from trialtrack.web.sessions import viewer

blueprint = Blueprint("exports", __name__)


class ExportForm(Form):
    """Nothing to fill in: the file is asked for by a form, since that is kept in the audit."""


@blueprint.route("/trials/<uuid:trial_id>/csv", methods=["GET", "POST"])
def trial(trial_id: UUID) -> str | tuple[str, int] | Response:
    """What is in the file; then the file, once it is noted who takes it."""
    found, form = trial_export(viewer=viewer(), trial_id=trial_id, at=now_utc()), ExportForm()
    if form.validate_on_submit():
        return _file(found)
    who = person_of(trial_id, found.patient)
    page = render_template("clinic/export.html", form=form, who=who, files=DESCRIBED)
    return (page, 422) if form.is_submitted() else page


def _file(found: TrialExport) -> Response:
    made = archive(found.record, found.assessment, found.expected)
    trial_id = found.record.trial_id
    note_export(trial_id=trial_id, sha256=made.digest, days=made.days, by=viewer(), at=now_utc())
    answer = Response(made.content, mimetype="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return answer
