"""The team cancels a trial, or takes it up again."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer

from trialtrack.access import TrialState
from trialtrack.clock import now_utc
from trialtrack.queries.trial_page import trial_page
from trialtrack.services.cancel_trial import cancel_trial, take_up_trial
from trialtrack.store.records import TrialRecord
from trialtrack.web.clinic.cancelled import before_cancelling, before_taking_up, cancelled_words
from trialtrack.web.clinic.person import person
from trialtrack.web.clinic.reason import ReasonForm
from trialtrack.web.clinic.taken import done
from trialtrack.web.sessions import viewer

blueprint = Blueprint("cancelling", __name__)
Page = str | tuple[str, int] | Answer


@blueprint.route("/trials/<uuid:trial_id>/cancel", methods=["GET", "POST"])
def cancel(trial_id: UUID) -> Page:
    """What cancelling means for this trial, the reason, and the button."""
    record, form = _record(trial_id), ReasonForm()
    if done(
        form,
        lambda: cancel_trial(
            trial_id=trial_id, reason=form.reason.data or "", by=viewer(), at=now_utc()
        ),
    ):
        return redirect(url_for("clinic.trial", trial_id=trial_id), 303)
    page = render_template(
        "clinic/cancel.html",
        form=form,
        who=person(record),
        cancelled=cancelled_words(record),
        removed=record.state is TrialState.REMOVED,
        means=before_cancelling(record),
        placed=record.state is TrialState.PLACED,
    )
    return (page, 422) if form.is_submitted() else page


@blueprint.route("/trials/<uuid:trial_id>/take-up", methods=["GET", "POST"])
def take_up(trial_id: UUID) -> Page:
    """Why it goes on after all."""
    record, form = _record(trial_id), ReasonForm()
    if done(
        form,
        lambda: take_up_trial(
            trial_id=trial_id, reason=form.reason.data or "", by=viewer(), at=now_utc()
        ),
    ):
        return redirect(url_for("clinic.trial", trial_id=trial_id), 303)
    page = render_template(
        "clinic/take_up.html",
        form=form,
        who=person(record),
        cancelled=cancelled_words(record),
        means=before_taking_up(record),
    )
    return (page, 422) if form.is_submitted() else page


def _record(trial_id: UUID) -> TrialRecord:
    return trial_page(viewer=viewer(), trial_id=trial_id, at=now_utc()).record
