"""What the patient of a trial wants to be able to do: read, set, and said anew."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, Length

from trialtrack.access import Refusal
from trialtrack.clock import now_utc
from trialtrack.queries.goal import trial_goal
from trialtrack.queries.trial_page import trial_page
from trialtrack.services.set_goal import MOST_GOAL_CHARACTERS, GoalSetMeanwhile, set_goal
from trialtrack.web.clinic.person import person
from trialtrack.web.clinic.taken import done
from trialtrack.web.forms import Form
from trialtrack.web.sessions import viewer

blueprint = Blueprint("goal", __name__)
NO_GOAL = "Write the goal in the patient’s own words."


class GoalForm(Form):
    """The goal in the patient's own words."""

    seen = HiddenField()
    goal = TextAreaField(
        "What the patient wants to be able to do",
        validators=[
            DataRequired(NO_GOAL),
            Length(
                max=MOST_GOAL_CHARACTERS,
                message=f"Shorten the goal to {MOST_GOAL_CHARACTERS} characters.",
            ),
        ],
    )


@blueprint.route("/trials/<uuid:trial_id>/goal", methods=["GET", "POST"])
def say(trial_id: UUID) -> str | tuple[str, int] | Answer:
    """The goal that counts, to be said anew; the one before stays in the record."""
    found = trial_page(viewer=viewer(), trial_id=trial_id, at=now_utc())
    before, form = trial_goal(viewer=viewer(), trial_id=trial_id), GoalForm()
    if form.is_fresh:
        form.goal.data = before
        form.seen.data = before or ""

    def keep() -> None:
        by, at, seen = viewer(), now_utc(), form.seen.data
        set_goal(trial_id=trial_id, words=form.goal.data, by=by, at=at, seen=seen)

    def refused(refusal: Refusal) -> None:
        form.refuse(refusal)
        if isinstance(refusal, GoalSetMeanwhile):
            form.goal.errors = [f"There it is now: {before or 'none'}"]
            form.seen.data = before or ""

    if done(form, keep, refused=refused):
        flash("The goal is saved.", "note")
        return redirect(url_for("clinic.trial", trial_id=trial_id), 303)
    page = render_template("clinic/goal.html", form=form, who=person(found.record), before=before)
    return (page, 422) if form.is_submitted() else page
