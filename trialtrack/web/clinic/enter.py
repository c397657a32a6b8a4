"""Staff enter a day: which one, the questions of the patient's own page, a look, the receipt."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from trialtrack.access import NotFound, Refusal
from trialtrack.clock import now_utc
from trialtrack.queries.day_questions import DayQuestions, day_questions
from trialtrack.queries.trial_days import TrialDays
from trialtrack.services.keep_entry import DifferentAnswersUnderSameId
from trialtrack.services.record_day import record_day
from trialtrack.web.clinic.cancelled import closed_words
from trialtrack.web.clinic.day_routes import days_of, read_day
from trialtrack.web.clinic.enter_form import entry_form, staff_entry
from trialtrack.web.clinic.enter_words import choice_page, enter_page, entered_page, look_page
from trialtrack.web.diary.changes import CHANGE, change_form
from trialtrack.web.diary.day import day_page
from trialtrack.web.diary.forms import DiaryForm
from trialtrack.web.diary.second_look import Odd, asks_before_saving, asks_second_look
from trialtrack.web.diary.steps import Step, carried, step_sent
from trialtrack.web.headers import allow_back
from trialtrack.web.sessions import viewer

blueprint = Blueprint("enter", __name__)
SENT_BEFORE = (
    "This page was saved already with other answers. If you save these as well, both are kept, and "
    "the team settles which one counts."
)
Page = str | tuple[str, int] | Answer


@dataclass(frozen=True, slots=True)
class _Entered:
    trial: TrialDays
    questions: DayQuestions
    form: DiaryForm


@blueprint.get("/trials/<uuid:trial_id>/enter")
def which(trial_id: UUID) -> Page:
    """Which day."""
    return render_template("clinic/enter_which.html", page=choice_page(days_of(trial_id)))


@blueprint.route("/trials/<uuid:trial_id>/enter/<day>", methods=["GET", "POST"])
def day(trial_id: UUID, day: str) -> Page:
    """The questions; then the answers to look over; then they are saved."""
    entered = _entered(trial_id, day)
    step = step_sent()
    if step is None and closed_words(entered.trial.record):
        return which(trial_id)
    if step is None or step is Step.EDIT:
        change_form(entered.form, request.form.get(CHANGE, ""))
        return _form_page(entered)
    if not entered.form.validate():
        return _form_page(entered, refused=True)
    if step is Step.SAVE:
        return _save(entered)
    odd = asks_second_look(entered.form)
    if odd:
        return _form_page(entered, odd=odd)
    allow_back()
    page = look_page(entered.trial, entered.questions, entered.form, carried())
    return render_template("clinic/enter_look.html", page=page)


@blueprint.get("/trials/<uuid:trial_id>/entered/<uuid:entry_id>")
def entered(trial_id: UUID, entry_id: UUID) -> Page:
    """That it is saved, when, and under which reference."""
    trial = days_of(trial_id)
    for found in trial.record.days.values():
        for entry in found.entries:
            if entry.id == entry_id:
                page = entered_page(trial, entry)
                return render_template("clinic/entered.html", page=page)
    raise NotFound


def _entered(trial_id: UUID, day: str) -> _Entered:
    trial, found = days_of(trial_id), read_day(day)
    # What was typed for a day that was moved meanwhile is shown again, with why.
    typed = request.method == "POST" and trial.record.ever_asked(found, trial.at)
    if not typed and found not in trial.record.diary_days.so_far(trial.at):
        abort(404)
    questions = day_questions(trial.record, found)
    form = entry_form(trial, questions)
    if form.is_fresh:
        form.entry_id.data = str(uuid4())
    return _Entered(trial, questions, form)


def _save(entered: _Entered) -> Page:
    found = entered.trial.record.days.get(entered.questions.day)
    entry_id = entered.form.entry_id.data
    kept = found is not None and any(str(each.id) == entry_id for each in found.entries)
    if not kept and (odd := asks_before_saving(entered.form)):
        return _form_page(entered, odd=odd)
    try:
        receipt = record_day(entry=staff_entry(entered.form), by=viewer(), at=now_utc())
    except DifferentAnswersUnderSameId:
        # Sent anew, these become an answer of their own beside the one that is kept.
        entered.form.entry_id.data = str(uuid4())
        return _form_page(entered, (SENT_BEFORE,), refused=True)
    except Refusal as refusal:
        return _form_page(entered, (str(refusal),), refused=True)
    trial_id = entered.questions.trial_id
    return redirect(url_for("enter.entered", trial_id=trial_id, entry_id=receipt.entry_id), 303)


def _form_page(
    entered: _Entered,
    problems: tuple[str, ...] = (),
    *,
    odd: tuple[Odd, ...] = (),
    refused: bool = False,
) -> Page:
    if step_sent() is not None:
        allow_back()
    trial, questions = entered.trial, entered.questions
    asked = day_page(trial.record, questions, is_today=False, problems=problems, odd=odd)
    text = render_template(
        "clinic/enter_day.html", page=enter_page(trial, questions), asked=asked, form=entered.form
    )
    return text, 422 if refused else 200
