"""The team settles a day: which of two answers counts, or a correction that a patient asked for."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import UUID as is_uuid  # noqa: N811
from wtforms.validators import DataRequired, InputRequired, Length

from trialtrack.access import Refusal
from trialtrack.clock import now_utc
from trialtrack.queries.settling import conflict, correction
from trialtrack.services.settle_conflict import Choice, settle_conflict
from trialtrack.services.settle_correction import settle_correction
from trialtrack.web.clinic.settle_words import SettlePage, conflict_page, correction_page
from trialtrack.web.forms import Form
from trialtrack.web.sessions import viewer

blueprint = Blueprint("settle", __name__)
Page = str | tuple[str, int] | Answer
ACCEPT, DECLINE = "accept", "decline"
STANDING, WAITING = "standing", "waiting"


def _reason() -> TextAreaField:
    return TextAreaField(
        "Why?",
        validators=[
            DataRequired("Write why; the patient reads it too."),
            Length(max=2000, message="Shorten this to 2000 characters."),
        ],
    )


class ConflictForm(Form):
    """Which answer counts; `standing_id` is the one that counted on the page."""

    standing_id = HiddenField(validators=[is_uuid("This page is out of date. Open it again.")])
    choice = RadioField(
        "Which answer counts?",
        choices=[
            SelectChoice(STANDING, "The left one, as until now"),
            SelectChoice(WAITING, "The right one"),
        ],
        validators=[InputRequired("Choose the answer that counts.")],
    )
    reason = _reason()


class CorrectionForm(Form):
    """Accept or decline."""

    choice = RadioField(
        "What do you decide?",
        choices=[
            SelectChoice(ACCEPT, "Accept: the right one counts from now on"),
            SelectChoice(DECLINE, "Decline: it stays as it is"),
        ],
        validators=[InputRequired("Choose whether you accept or decline.")],
    )
    reason = _reason()


@blueprint.route("/conflicts/<uuid:entry_id>", methods=["GET", "POST"])
def one_of_two(entry_id: UUID) -> Page:
    """Both answers, then the choice."""
    page = conflict_page(conflict(viewer=viewer(), entry_id=entry_id, at=now_utc()))
    form = ConflictForm()
    if form.validate_on_submit():
        standing_id = UUID(form.standing_id.data)
        chosen = standing_id if form.choice.data == STANDING else entry_id
        choice = Choice(entry_id, standing_id, chosen)
        try:
            settle_conflict(choice=choice, reason=form.reason.data, by=viewer(), at=now_utc())
        except Refusal as refusal:
            form.form_errors = [str(refusal)]
        else:
            return _to_day(page)
    if form.standing_id.data != str(page.standing_id):
        form.choice.data = None  # What stands on the left is another answer by now.
    form.standing_id.data = str(page.standing_id)
    return _render(page, form)


@blueprint.route("/corrections/<uuid:request_id>", methods=["GET", "POST"])
def asked(request_id: UUID) -> Page:
    """What counts and what is asked for, then the decision."""
    page = correction_page(correction(viewer=viewer(), request_id=request_id, at=now_utc()))
    form = CorrectionForm()
    if form.validate_on_submit():
        accept, by, at = form.choice.data == ACCEPT, viewer(), now_utc()
        try:
            outcome = settle_correction(
                request_id=request_id, accept=accept, reason=form.reason.data, by=by, at=at
            )
        except Refusal as refusal:
            form.form_errors = [str(refusal)]
        else:
            if outcome.conflicting:
                return redirect(url_for("settle.one_of_two", entry_id=outcome.entry_id), 303)
            return _to_day(page)
    return _render(page, form)


def _to_day(page: SettlePage) -> Answer:
    day = page.day.isoformat()
    return redirect(url_for("days.one", trial_id=page.who.trial_id, day=day), 303)


def _render(page: SettlePage, form: Form) -> Page:
    text = render_template("clinic/settle.html", page=page, form=form)
    return (text, 422) if form.is_submitted() else text
