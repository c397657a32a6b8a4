"""A trial stands under the wrong patient: who is the right one, and why."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer
from wtforms import HiddenField

from trialtrack.access import Refusal, TrialState
from trialtrack.clock import now_utc
from trialtrack.queries.patient_page import patient_page
from trialtrack.queries.trial_page import trial_page
from trialtrack.services.correct_identity import NumberTaken
from trialtrack.services.move_trial import MovedMeanwhile, move_trial, move_trial_to_new
from trialtrack.store.find_people import HINT
from trialtrack.store.records import TrialRecord
from trialtrack.web.clinic.identity_form import IdentityForm
from trialtrack.web.clinic.patient_words import Named, named_person
from trialtrack.web.clinic.patients import searched
from trialtrack.web.clinic.person import person
from trialtrack.web.clinic.reason import ReasonForm
from trialtrack.web.clinic.taken import done
from trialtrack.web.sessions import viewer
from trialtrack.web.typed import as_id

blueprint = Blueprint("wrong_patient", __name__)
Page = str | tuple[str, int] | Answer
MOVED = "The trial stands under the right person now. Make them a card: the one before is ended."


class MoveForm(ReasonForm):
    """Why; and whose the trial was on the page that this was decided on."""

    from_id = HiddenField()


class MoveToNewForm(IdentityForm):
    """The right person, who is not known here yet, and the same."""

    from_id = HiddenField()


@blueprint.get("/trials/<uuid:trial_id>/move")
def choose(trial_id: UUID) -> str:
    """Look for the right person."""
    who = person(_record(trial_id))
    return render_template("clinic/move_choose.html", who=who, page=searched(), hint=HINT)


@blueprint.route("/trials/<uuid:trial_id>/move/<uuid:patient_id>", methods=["GET", "POST"])
def to(trial_id: UUID, patient_id: UUID) -> Page:
    """Both people, what it means, and the reason."""
    form, right = MoveForm(), _named(patient_id)

    def move(from_id: UUID) -> None:
        move_trial(
            trial_id=trial_id,
            from_id=from_id,
            to_id=patient_id,
            reason=form.reason.data or "",
            by=viewer(),
            at=now_utc(),
        )

    return _page("clinic/move_trial.html", trial_id, form, move, right)


@blueprint.route("/trials/<uuid:trial_id>/move/new", methods=["GET", "POST"])
def to_new(trial_id: UUID) -> Page:
    """Who the right person is, where nobody here is them; what it means, and the reason."""
    form = MoveToNewForm()

    def move(from_id: UUID) -> None:
        move_trial_to_new(
            trial_id=trial_id,
            from_id=from_id,
            identity=form.identity(),
            reason=form.reason.data or "",
            shares_number=bool(form.shares_number.data),
            by=viewer(),
            at=now_utc(),
        )

    return _page("clinic/move_new.html", trial_id, form, move, None)


def _page(
    template: str,
    trial_id: UUID,
    form: MoveForm | MoveToNewForm,
    move: Callable[[UUID], None],
    other: Named | None,
) -> Page:
    record = _record(trial_id)
    form.from_id.data = form.from_id.data or str(record.patient.id)

    def refused(refusal: Refusal) -> None:
        nonlocal other
        form.refuse(refusal)
        if isinstance(refusal, MovedMeanwhile):
            form.from_id.data = str(record.patient.id)
        if isinstance(refusal, NumberTaken):
            other = _named(refusal.whose)

    if done(form, lambda: move(as_id(form.from_id.data) or record.patient.id), refused=refused):
        flash(MOVED, "note")
        return redirect(url_for("clinic.trial", trial_id=trial_id), 303)
    who = replace(person(record), patient_id=None)
    said = {"form": form, "who": who, "other": other, "means": _means(record)}
    page = render_template(template, **said)
    return (page, 422) if form.is_submitted() else page


def _record(trial_id: UUID) -> TrialRecord:
    return trial_page(viewer=viewer(), trial_id=trial_id, at=now_utc()).record


def _named(patient_id: UUID) -> Named:
    return named_person(patient_page(viewer=viewer(), patient_id=patient_id).person)


def _means(record: TrialRecord) -> tuple[str, ...]:
    """What will happen, for this trial."""
    placed = record.state is not TrialState.PLANNED
    said = [
        "Everything of the trial goes along: its days, notes, warning signs and result.",
        "Its card ends, and the telephones signed in with it are signed out at once.",
        "What was typed on them and not sent is thrown away: nobody else is to see it.",
        "The right person is asked whether they agree, whatever the wrong one had answered.",
    ]
    if placed:
        said.append("The leads went in already, so it is a deviation and stands beside the result.")
    return tuple(said)
