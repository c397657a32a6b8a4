"""What a patient agrees to before the diary opens, and leaving it."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer
from wtforms import HiddenField, TextAreaField
from wtforms.validators import UUID as is_uuid  # noqa: N811
from wtforms.validators import Length, Optional

from trialtrack.access import NotFound
from trialtrack.clock import now_utc
from trialtrack.queries.consent import ConsentState, consent_state
from trialtrack.queries.own_trial import own_trial
from trialtrack.services.give_consent import give_consent
from trialtrack.services.withdraw import withdraw
from trialtrack.web.forms import Form
from trialtrack.web.lost_form import carries_answers, keep_answers
from trialtrack.web.sessions import leave_session, viewer

blueprint = Blueprint("consent", __name__)
Page = str | tuple[str, int] | Answer


class AgreeForm(Form):
    """One tap; which version was on the page goes with it."""

    notice_id = HiddenField(validators=[is_uuid("This page is out of date. Read it again.")])


class WithdrawForm(Form):
    """One tap, and words only if they want to."""

    reason = TextAreaField(
        "Is there anything you want to tell the team about it?",
        validators=[
            Optional(),
            Length(max=2000, message="Your reason: shorten it to 2000 characters."),
        ],
    )


def ask_for_consent() -> Answer | None:
    """Before every page of the diary: someone who has not agreed yet reads the notice first.

    A day that is sent while a new notice waits is kept for them until they have agreed.
    """
    state = consent_state(viewer=viewer())
    if state is not None and state.given_at is None:
        if carries_answers():
            keep_answers(viewer())
        return redirect(url_for("consent.read"))
    return None


@blueprint.route("/consent", methods=["GET", "POST"])
def read() -> Page:
    """The clinic's notice, and one button to agree to it."""
    state, form = _state(), AgreeForm()
    if form.validate_on_submit():
        # The version on the page counts: a newer one, published meanwhile, is read first.
        if form.notice_id.data == str(state.notice.id):
            give_consent(
                trial_id=state.trial_id, notice_id=state.notice.id, by=viewer(), at=now_utc()
            )
            return redirect(url_for("patient.home"), 303)
        form.form_errors = ["The notice was changed meanwhile. Please read it again."]
    form.notice_id.data = str(state.notice.id)
    page = render_template("patient/consent.html", form=form, state=state)
    return (page, 422) if form.form_errors else page


@blueprint.route("/stop", methods=["GET", "POST"])
def stop() -> Page:
    """Leave the trial's diary for good."""
    own, form = own_trial(viewer=viewer(), at=now_utc()), WithdrawForm()
    if not form.validate_on_submit():
        page = render_template("patient/stop.html", form=form)
        return (page, 422) if request.method == "POST" else page
    withdraw(trial_id=own.record.trial_id, reason=form.reason.data, by=viewer(), at=now_utc())
    page = render_template("patient/stopped.html", phone=own.record.clinic.phone)
    leave_session()
    return page


def _state() -> ConsentState:
    state = consent_state(viewer=viewer())
    if state is None:
        raise NotFound
    return state
