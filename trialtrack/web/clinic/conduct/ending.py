"""What the patient answers at the end of the trial, typed by staff, and corrected."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer

from trialtrack.clock import now_utc
from trialtrack.queries.goal import trial_goal
from trialtrack.queries.trial_list import AssessedTrial
from trialtrack.queries.trial_page import trial_page
from trialtrack.services.check_answers import AnswerOutOfRange
from trialtrack.services.end_answers import AnsweredBeforePlacement, record_end_answers
from trialtrack.services.refusals import NotYet, ReasonMissing
from trialtrack.web.clinic.cancelled import closed_words
from trialtrack.web.clinic.conduct.end_form import CorrectEndForm
from trialtrack.web.clinic.conduct.end_words import end_words
from trialtrack.web.clinic.person import person
from trialtrack.web.clinic.taken import done
from trialtrack.web.sessions import viewer

blueprint = Blueprint("ending", __name__)
BESIDE = {
    NotYet: "answered_on",
    AnsweredBeforePlacement: "answered_on",
    AnswerOutOfRange: "own_relief",
    ReasonMissing: "reason",
}


@blueprint.route("/trials/<uuid:trial_id>/end", methods=["GET", "POST"])
def answers(trial_id: UUID) -> str | tuple[str, int] | Answer:
    """The answers that are there, and the questions."""
    found = trial_page(viewer=viewer(), trial_id=trial_id, at=now_utc())
    form = CorrectEndForm()
    if done(form, lambda: _keep(found, form), BESIDE):
        flash("The answers are kept.", "note")
        return redirect(url_for("ending.answers", trial_id=trial_id), 303)
    counts = found.record.answers_at_the_end
    if form.is_fresh:
        if counts is not None:
            form.fill(counts)
        else:
            form.answered_on.data = found.today
    form.number()
    form.replaces.data = "" if counts is None else str(counts.id)
    goal = trial_goal(viewer=viewer(), trial_id=trial_id)
    written = [
        end_words(each, found.record.time_zone, has_goal=goal is not None)
        for each in reversed(found.record.end_answers)
    ]
    page = render_template(
        "clinic/conduct/end.html",
        form=form,
        closed=closed_words(found.record),
        who=person(found.record),
        goal=goal,
        written=written,
        removed=found.record.diary.removed_on,
    )
    return (page, 422) if form.is_submitted() else page


def _keep(found: AssessedTrial, form: CorrectEndForm) -> None:
    record_end_answers(
        trial_id=found.record.trial_id,
        answers=form.answers(found.today),
        by=viewer(),
        at=now_utc(),
        replaces=form.replaces_id,
        reason=form.reason.data,
    )
