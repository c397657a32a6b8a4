"""A consultant leaves a day out of the result, or puts it back."""

from datetime import date
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from trialtrack.clock import now_utc
from trialtrack.models import ExclusionCause
from trialtrack.queries.trial_page import trial_page
from trialtrack.services.exclude_day import exclude_day, put_day_back
from trialtrack.web.clinic.answer_changed import answer_told
from trialtrack.web.clinic.day_routes import read_day
from trialtrack.web.clinic.excluded import CAUSES, exclusion_page
from trialtrack.web.clinic.reason import ReasonForm, reason_field
from trialtrack.web.clinic.taken import done
from trialtrack.web.sessions import viewer

blueprint = Blueprint("exclude", __name__)
Page = str | tuple[str, int] | Answer


class ExclusionForm(ReasonForm):
    """Why a day is left out: one of a few causes, and words."""

    cause = RadioField(
        "Why is the day left out?",
        choices=[SelectChoice(cause.value, words) for cause, words in CAUSES.items()],
        validators=[InputRequired("Choose why the day is left out.")],
    )
    reason = reason_field()


class PutBackForm(ReasonForm):
    """Why a day counts again."""

    cause = RadioField(choices=[], validate_choice=False, validators=[Optional()])


@blueprint.route("/trials/<uuid:trial_id>/days/<day>/exclude", methods=["GET", "POST"])
def decide(trial_id: UUID, day: str) -> Page:
    """What the day counts as, what changes, and why."""
    found, chosen = trial_page(viewer=viewer(), trial_id=trial_id, at=now_utc()), read_day(day)
    record = found.record
    if chosen not in record.days:
        abort(404)
    form = PutBackForm() if chosen in record.excluded else ExclusionForm()

    if done(form, lambda: _save(trial_id, chosen, form)):
        return redirect(url_for("days.one", trial_id=trial_id, day=day), 303)
    page = exclusion_page(record, chosen, now_utc())
    text = render_template("clinic/exclude.html", page=page, form=form)
    return (text, 422) if form.is_submitted() else text


def _save(trial_id: UUID, day: date, form: ExclusionForm | PutBackForm) -> None:
    by, at, reason = viewer(), now_utc(), form.reason.data or ""
    with answer_told(trial_id):
        if isinstance(form, PutBackForm):
            put_day_back(trial_id=trial_id, day=day, reason=reason, by=by, at=at)
            return
        cause = ExclusionCause(form.cause.data)
        exclude_day(trial_id=trial_id, day=day, cause=cause, reason=reason, by=by, at=at)
