"""A member of staff records that a patient stops taking part."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from trialtrack.clock import now_utc
from trialtrack.queries.trial_page import trial_page
from trialtrack.services.withdraw import WithdrawnAlready, withdraw
from trialtrack.web.clinic.person import person
from trialtrack.web.forms import Form
from trialtrack.web.sessions import viewer

blueprint = Blueprint("withdrawal", __name__)


class WithdrawalForm(Form):
    """How the team knows."""

    reason = TextAreaField(
        "How do you know, and why?",
        validators=[
            DataRequired("Write how you know that the patient stops."),
            Length(max=2000, message="Shorten this to 2000 characters."),
        ],
    )


@blueprint.route("/trials/<uuid:trial_id>/withdrawal", methods=["GET", "POST"])
def record(trial_id: UUID) -> str | tuple[str, int] | Answer:
    """Ask for the reason, then close the diary."""
    found = trial_page(viewer=viewer(), trial_id=trial_id, at=now_utc())
    form = WithdrawalForm()
    if form.validate_on_submit():
        try:
            withdraw(trial_id=trial_id, reason=form.reason.data, by=viewer(), at=now_utc())
            return redirect(url_for("clinic.trial", trial_id=trial_id), 303)
        except WithdrawnAlready as refusal:
            form.form_errors = [str(refusal)]
    page = render_template(
        "clinic/withdrawal.html",
        form=form,
        who=person(found.record),
        withdrawn=found.record.withdrawn_at,
    )
    return (page, 422) if form.is_submitted() else page
