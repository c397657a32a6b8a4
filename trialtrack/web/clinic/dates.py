"""The days of a trial: see them, and put them right after a look at what changes."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer
from wtforms import HiddenField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from trialtrack.access import Refusal
from trialtrack.clinical.protocol import ProtocolError
from trialtrack.clock import now_utc
from trialtrack.queries.trial_page import trial_page
from trialtrack.services.correct_dates import (
    correct_placement,
    correct_removal,
    take_back_removal,
)
from trialtrack.services.date_corrections import Days, RemovalNotMoved, SameDay
from trialtrack.services.plan_removal import plan_removal
from trialtrack.services.plan_trial import RemovalBeforePlacement
from trialtrack.services.postpone_placement import postpone_placement
from trialtrack.services.protocol_versions import ProtocolDoesNotFit
from trialtrack.services.refusals import NotYet
from trialtrack.services.sensible_days import DayTooFar
from trialtrack.store.records import TrialRecord
from trialtrack.web.clinic.answer_changed import answer_told
from trialtrack.web.clinic.dates_words import dates_page, look_page
from trialtrack.web.clinic.moving import (
    WORDS,
    Wanted,
    What,
    can_be_changed,
    day_now,
    with_change,
)
from trialtrack.web.clinic.person import person
from trialtrack.web.clinic.reason import ReasonForm, reason_field
from trialtrack.web.clinic.taken import taken
from trialtrack.web.diary.steps import Step, carried, step_sent
from trialtrack.web.fields import DayField
from trialtrack.web.headers import allow_back
from trialtrack.web.sessions import viewer
from trialtrack.web.words import long_day

blueprint = Blueprint("dates", __name__)
Page = str | tuple[str, int] | Answer
STAYS, MOVES = "stays", "moves"
NO_DAY = "Choose a day, or write it like 10/03/2026."
OF_THE_DAY = (DayTooFar, NotYet, RemovalBeforePlacement, RemovalNotMoved, SameDay)
BASELINE_DOES_NOT_FIT = (
    "The baseline of the protocol would end more than 28 days before the placement, or after it. "
    "Choose another day, or another end of the baseline on the page “Protocol”."
)


class NoRemovalForm(ReasonForm):
    """The leads are still in: nothing but why. `seen`: the days when it was looked at."""

    seen = HiddenField()

    def refuse_day(self, words: str) -> None:
        """Show what is wrong with the day."""
        self.refuse(words)

    def wanted(self, what: What) -> Wanted:
        """What was asked for."""
        return Wanted(what)


class DayForm(NoRemovalForm):
    """Another day, and why."""

    day = DayField("Day", refusal=NO_DAY, validators=[InputRequired(NO_DAY)])
    reason = reason_field()

    def refuse_day(self, words: str) -> None:
        """Show what is wrong with the day, beside it."""
        self.day.errors = [words]

    def wanted(self, what: What) -> Wanted:
        """What was asked for."""
        return Wanted(what, self.day.data)


class PostponeForm(DayForm):
    """Another planned placement: the removal and the baseline move along, or not."""

    removal_on = DayField("Planned removal", refusal=NO_DAY, validators=[Optional()])
    baseline = RadioField(
        "Which days are the baseline?",
        choices=[
            SelectChoice(MOVES, "The days before the new date"),
            SelectChoice(STAYS, "The days before the old date, which are recorded already"),
        ],
        default=MOVES,
    )
    reason = reason_field()

    def wanted(self, what: What) -> Wanted:
        """What was asked for."""
        stays = self.baseline.data == STAYS
        return Wanted(what, self.day.data, self.removal_on.data, baseline_stays=stays)


FORMS: dict[What, type[NoRemovalForm]] = {
    What.PLANNED_PLACEMENT: PostponeForm,
    What.PLANNED_REMOVAL: DayForm,
    What.PLACEMENT: DayForm,
    What.REMOVAL: DayForm,
    What.NO_REMOVAL: NoRemovalForm,
}


@blueprint.get("/trials/<uuid:trial_id>/dates")
def show(trial_id: UUID) -> Page:
    """The days, and every change of them."""
    return render_template("clinic/dates.html", page=dates_page(_record(trial_id), now_utc()))


@blueprint.route("/trials/<uuid:trial_id>/dates/<what>", methods=["GET", "POST"])
def change(trial_id: UUID, what: str) -> Page:
    """Another day and why; then what changes; then it is saved."""
    if what not in {*What}:
        abort(404)
    record, wanted = _record(trial_id), What(what)
    form, step = FORMS[wanted](), step_sent()
    if step is None or step is Step.EDIT or not form.validate():
        return _form_page(record, wanted, form, refused=step in (Step.CHECK, Step.SAVE))
    if step is Step.SAVE:
        return _save(record, wanted, form)
    return _look(record, wanted, form)


def _record(trial_id: UUID) -> TrialRecord:
    return trial_page(viewer=viewer(), trial_id=trial_id, at=now_utc()).record


def _look(record: TrialRecord, what: What, form: NoRemovalForm) -> Page:
    at = now_utc()
    try:
        after = with_change(record, form.wanted(what), at)
        page = look_page(record, after, what, form.reason.data or "", _carried(record), at)
    except ProtocolError:
        form.refuse_day(BASELINE_DOES_NOT_FIT)
        return _form_page(record, what, form, refused=True)
    except Refusal as refusal:
        form.refuse_day(str(refusal))
        return _form_page(record, what, form, refused=True)
    allow_back()
    return render_template("clinic/date_look.html", page=page)


def _carried(record: TrialRecord) -> list[tuple[str, str]]:
    """What was typed, with the days as this page shows them."""
    kept = [each for each in carried() if each[0] != "seen"]
    days = Days(record.diary.placed_on, record.planned_removal_on, record.diary.removed_on)
    return [*kept, ("seen", days.mark)]


def _save(record: TrialRecord, what: What, form: NoRemovalForm) -> Page:
    def save() -> None:
        with answer_told(record.trial_id):
            _service(record.trial_id, form, what)()

    def refused(refusal: Refusal) -> None:
        if isinstance(refusal, ProtocolDoesNotFit):
            form.refuse_day(BASELINE_DOES_NOT_FIT)
        elif isinstance(refusal, OF_THE_DAY):
            form.refuse_day(str(refusal))
        else:
            form.refuse(refusal)

    if taken(save, refused):
        return redirect(url_for("dates.show", trial_id=record.trial_id), 303)
    return _form_page(record, what, form, refused=True)


def _service(trial_id: UUID, form: NoRemovalForm, what: What) -> Callable[[], None]:
    wanted, reason, seen = form.wanted(what), form.reason.data or "", form.seen.data or None
    by, at, day = viewer(), now_utc(), wanted.day
    if wanted.what is What.NO_REMOVAL or day is None:
        return lambda: take_back_removal(trial_id=trial_id, reason=reason, by=by, at=at, seen=seen)
    if wanted.what is What.PLANNED_REMOVAL:
        return lambda: plan_removal(
            trial_id=trial_id, planned_removal_on=day, reason=reason, by=by, at=at, seen=seen
        )
    if wanted.what is What.PLACEMENT:
        return lambda: correct_placement(
            trial_id=trial_id, placed_on=day, reason=reason, by=by, at=at, seen=seen
        )
    if wanted.what is What.REMOVAL:
        return lambda: correct_removal(
            trial_id=trial_id, removed_on=day, reason=reason, by=by, at=at, seen=seen
        )
    return lambda: postpone_placement(
        trial_id=trial_id,
        placed_on=day,
        planned_removal_on=wanted.removal_on,
        baseline_stays=wanted.baseline_stays,
        reason=reason,
        by=by,
        at=at,
        seen=seen,
    )


def _form_page(record: TrialRecord, what: What, form: NoRemovalForm, *, refused: bool) -> Page:
    text = render_template(
        "clinic/date_change.html",
        form=form,
        who=person(record),
        words=WORDS[what],
        now=long_day(day_now(record, what)),
        possible=can_be_changed(record, what),
        removal_now=long_day(record.planned_removal_on),
    )
    return (text, 422) if refused else text
