"""Record that the leads are out, and with it what the patient answers at the end."""

from datetime import date, timedelta
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer
from wtforms import BooleanField
from wtforms.validators import InputRequired

from trialtrack.access import TrialState
from trialtrack.clock import now_utc
from trialtrack.queries.goal import trial_goal
from trialtrack.queries.trial_list import AssessedTrial
from trialtrack.queries.trial_page import trial_page
from trialtrack.services.end_answers import AnsweredBeforePlacement
from trialtrack.services.plan_trial import RemovalBeforePlacement
from trialtrack.services.programmes import SwitchedAfterRemoval
from trialtrack.services.record_removal import DaysAfterRemoval, record_removal
from trialtrack.services.refusals import NotYet
from trialtrack.services.sensible_days import RemovalTooFar
from trialtrack.web.clinic.cancelled import closed_words
from trialtrack.web.clinic.conduct.end_form import EndForm
from trialtrack.web.clinic.conduct.moments import DayField
from trialtrack.web.clinic.conduct.protocol_words import days_words
from trialtrack.web.clinic.person import person
from trialtrack.web.clinic.taken import done
from trialtrack.web.sessions import viewer
from trialtrack.web.words import long_day

blueprint = Blueprint("removal", __name__)
EARLY = timedelta(days=2)
BESIDE = {
    NotYet: "removed_on",
    RemovalBeforePlacement: "removed_on",
    RemovalTooFar: "removed_on",
    SwitchedAfterRemoval: "removed_on",
    DaysAfterRemoval: "days_after",
    AnsweredBeforePlacement: "answered_on",
}


class RemovalForm(EndForm):
    """The day, and the answers as far as the patient gave them."""

    removed_on = DayField(
        "The leads came out on",
        refusal="Write the day on which the leads came out.",
        validators=[InputRequired("Write the day on which the leads came out.")],
    )
    early = BooleanField("They came out on that day, before the day that was planned")
    days_after = BooleanField("The leads came out on that day, and the diary went on after it")
    planned_on: date

    def validate(self, extra_validators: object = None) -> bool:
        """A day well before the one planned is ticked, since it may be a slip."""
        sound = bool(super().validate(extra_validators))
        day: date | None = self.removed_on.data
        if day is not None and self.planned_on - day > EARLY and not self.early.data:
            planned = long_day(self.planned_on)
            self.early.errors = [
                f"Removal was planned for {planned}. Check the day, then tick that it is right."
            ]
        return sound and not self.early.errors


@blueprint.route("/trials/<uuid:trial_id>/removal", methods=["GET", "POST"])
def record(trial_id: UUID) -> str | tuple[str, int] | Answer:
    """The day, and the questions; once it is recorded, what the trial has."""
    found = trial_page(viewer=viewer(), trial_id=trial_id, at=now_utc())
    form = RemovalForm()
    form.planned_on = found.record.planned_removal_on
    if _is_recorded(found, form) or done(form, lambda: _keep(found, form), BESIDE):
        answered = not form.answers(form.removed_on.day).is_empty
        flash(_said(found, answered=answered), "note")
        address = "clinic.trial" if answered else "ending.answers"
        return redirect(url_for(address, trial_id=trial_id), 303)
    form.number()
    page = render_template(
        "clinic/conduct/removal.html",
        form=form,
        closed=closed_words(found.record),
        who=person(found.record),
        state=found.record.state,
        states=TrialState,
        removed_on=found.record.diary.removed_on,
        planned=found.record.planned_removal_on,
        days=days_words(found),
        goal=trial_goal(viewer=viewer(), trial_id=trial_id),
    )
    return (page, 422) if form.is_submitted() else page


def _is_recorded(found: AssessedTrial, form: RemovalForm) -> bool:
    """Whether all of what is sent is kept already, as a double tap sends it."""
    day = found.record.diary.removed_on
    if day is None or not form.validate_on_submit() or form.removed_on.data != day:
        return False
    answers = form.answers(day)
    return answers.is_empty or answers.id in {each.id for each in found.record.end_answers}


def _keep(found: AssessedTrial, form: RemovalForm) -> None:
    answers = form.answers(form.removed_on.day)
    record_removal(
        trial_id=found.record.trial_id,
        removed_on=form.removed_on.day,
        by=viewer(),
        at=now_utc(),
        answers=None if answers.is_empty else answers,
        days_after_are_known=form.days_after.data,
    )


def _said(found: AssessedTrial, *, answered: bool) -> str:
    if answered:
        return "The removal and the patient’s answers are kept."
    if closed_words(found.record):
        return "The removal is kept."
    return "The removal is kept. The patient’s answers are still missing."
