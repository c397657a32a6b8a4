"""The leads of a trial: which are planned, where they were placed, and what was changed."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer
from wtforms import TextAreaField
from wtforms.validators import Length

from trialtrack.clock import now_utc
from trialtrack.models import LeadStage
from trialtrack.queries.trial_page import trial_page
from trialtrack.services.leads import PlannedLead, record_leads
from trialtrack.services.refusals import ReasonMissing
from trialtrack.store.records import TrialRecord
from trialtrack.web.clinic.conduct.lead_rows import fill, lead_rows, leads_in
from trialtrack.web.clinic.conduct.lead_words import leads_words
from trialtrack.web.clinic.conduct.page_form import PageForm
from trialtrack.web.clinic.person import person
from trialtrack.web.clinic.taken import done
from trialtrack.web.sessions import viewer

blueprint = Blueprint("leads", __name__)


class LeadsForm(PageForm):
    """All leads, written down anew; a change after placement has its reason."""

    leads = lead_rows()
    reason = TextAreaField(
        "Why are they changed?",
        validators=[Length(max=2000, message="Shorten this to 2000 characters.")],
    )
    typed: tuple[PlannedLead, ...] = ()

    def validate(self, extra_validators: object = None) -> bool:
        """Every row that is not empty has to be a lead."""
        sound = bool(super().validate(extra_validators))
        leads = leads_in(self.leads)
        self.typed = leads or ()
        return sound and leads is not None


@blueprint.route("/trials/<uuid:trial_id>/leads", methods=["GET", "POST"])
def record(trial_id: UUID) -> str | tuple[str, int] | Answer:
    """What is written down, and the rows to write it down anew."""
    found = trial_page(viewer=viewer(), trial_id=trial_id, at=now_utc()).record
    form = LeadsForm()
    if done(form, lambda: _keep(trial_id, form), {ReasonMissing: "reason"}):
        flash("The leads are written down.", "note")
        return redirect(url_for("leads.record", trial_id=trial_id), 303)
    if form.is_fresh:
        fill(form.leads, found.leads[-1].leads if found.leads else ())
    form.number()
    page = render_template(
        "clinic/conduct/leads.html",
        form=form,
        who=person(found),
        written=leads_words(found),
        needs_reason=_needs_reason(found),
        was_placed=found.was_placed,
    )
    return (page, 422) if form.is_submitted() else page


def _keep(trial_id: UUID, form: LeadsForm) -> None:
    record_leads(
        trial_id=trial_id,
        leads=form.typed,
        by=viewer(),
        at=now_utc(),
        reason=form.reason.data,
        record_id=form.id,
    )


def _needs_reason(found: TrialRecord) -> bool:
    stages = {each.stage for each in found.leads}
    return found.was_placed and bool(stages - {LeadStage.PLANNED})
