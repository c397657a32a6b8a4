"""A patient asks the team to correct a closed day, or to add one that is missing."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid4

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer
from wtforms import HiddenField, TextAreaField
from wtforms.validators import UUID as is_uuid  # noqa: N811
from wtforms.validators import Length, Optional

from trialtrack.access import Refusal
from trialtrack.clock import now_utc
from trialtrack.queries.day_questions import DayQuestions, day_questions
from trialtrack.queries.own_trial import OwnTrial, own_trial
from trialtrack.services.ask_correction import ask_correction
from trialtrack.services.keep_entry import DifferentAnswersUnderSameId
from trialtrack.web.diary.answers import answer_sections, said_in_form
from trialtrack.web.diary.changes import CHANGE, change_form
from trialtrack.web.diary.day import day_page
from trialtrack.web.diary.forms import DiaryForm, diary_form
from trialtrack.web.diary.reading import entry_of, fill
from trialtrack.web.diary.second_look import Odd, asks_before_saving, asks_second_look
from trialtrack.web.diary.steps import Step, carried, step_sent
from trialtrack.web.forms import Form, reopened
from trialtrack.web.headers import allow_back
from trialtrack.web.patient.asked import asked_page, waits
from trialtrack.web.patient.closed import why_not_asked
from trialtrack.web.patient.consent import ask_for_consent
from trialtrack.web.patient.moved import not_asked_words
from trialtrack.web.sessions import viewer
from trialtrack.web.waiting.begun import What, take_up
from trialtrack.web.words import day_words

blueprint = Blueprint("asking", __name__)
blueprint.before_request(ask_for_consent)
Page = str | tuple[str, int] | Answer


class AskFields(Form):
    """What comes with the answers: which ones were on the page, and what was wrong."""

    replaces = HiddenField(validators=[Optional(), is_uuid("Open the day again.")])
    why = TextAreaField(
        "What was wrong, or why is the day missing?",
        validators=[Optional(), Length(max=2000, message="Shorten this to 2000 characters.")],
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    own: OwnTrial
    questions: DayQuestions
    form: DiaryForm


@blueprint.route("/diary/<day>/ask", methods=["GET", "POST"])
def ask(day: str) -> Page:
    """The questions with the answers that count, to write what they should be; then a look."""
    own, questions = _closed_day(day)
    step = step_sent()
    take_up(viewer=viewer(), at=own.at, day=questions.day, what=What.REQUEST)
    # What was typed is shown or sent on: the same again gets its receipt, other words stay.
    if step is None and reopened() is None and waits(own, questions.day):
        return redirect(url_for("asking.asked", day=day))
    asked = _Asked(own, questions, _form(questions))
    if step is None or step is Step.EDIT:
        change_form(asked.form, request.form.get(CHANGE, ""))
        why = why_not_asked(own, questions.day) if step is None else None
        return _form_page(asked, (why,) if why else ())
    if not asked.form.validate():
        return _form_page(asked, refused=True)
    if step is Step.SAVE:
        return _send(asked)
    if words := not_asked_words(own, questions.day):
        return _form_page(asked, (words,), refused=True)
    odd = asks_second_look(asked.form)
    return _form_page(asked, odd=odd) if odd else _check_page(asked)


@blueprint.get("/diary/<day>/asked")
def asked(day: str) -> Page:
    """What was asked for about a day, and what the team decided."""
    own, questions = _closed_day(day)
    page = asked_page(own, questions)
    if not page.requests:
        abort(404)
    return render_template("patient/asked.html", page=page)


def _closed_day(day: str) -> tuple[OwnTrial, DayQuestions]:
    own = own_trial(viewer=viewer(), at=now_utc())
    try:
        found = date.fromisoformat(day)
    except ValueError:
        abort(404)
    # Of a day that was moved meanwhile nothing new can be asked; what was typed is shown, with why.
    asks = request.method == "GET" and request.endpoint == "asking.ask"
    new = asks and reopened() is None
    days = own.record.diary_days.so_far(own.at)
    is_there = found in days if new else own.record.ever_asked(found, own.at)
    if found in own.open_days or not is_there:
        abort(404)
    return own, day_questions(own.record, found)


def ask_form(questions: DayQuestions) -> type[DiaryForm]:
    """The form class: the questions of the day, and what comes with the answers."""
    return type("AskForm", (AskFields, diary_form(questions)), {})


def _form(questions: DayQuestions) -> DiaryForm:
    form = ask_form(questions)()
    if form.is_fresh:
        fill(form, questions)
        form["replaces"].data = str(questions.answered.id) if questions.answered else ""
        form.entry_id.data = str(uuid4())
    return form


def _send(asked: _Asked) -> Page:
    form = asked.form
    sent_before = any(str(each.id) == form.entry_id.data for each in asked.own.record.asked)
    if not sent_before and (odd := asks_before_saving(form, "sent")):
        return _form_page(asked, odd=odd)
    entry = replace(entry_of(form), reason=form["why"].data)
    replaces = UUID(form["replaces"].data) if form["replaces"].data else None
    try:
        ask_correction(asked=entry, replaces=replaces, by=viewer(), at=now_utc())
    except DifferentAnswersUnderSameId as refusal:
        # Under a new number they can be sent; under this one they never could.
        form.entry_id.data = str(uuid4())
        return _form_page(asked, (str(refusal),), refused=True)
    except Refusal as refusal:
        words = not_asked_words(asked.own, asked.questions.day) or str(refusal)
        return _form_page(asked, (words,), refused=True)
    return redirect(url_for("asking.asked", day=asked.questions.day.isoformat()), 303)


def _check_page(asked: _Asked) -> Page:
    allow_back()
    day = asked.questions.day
    page = {
        "day": day,
        "day_words": day_words(day),
        "sections": answer_sections(asked.questions, said_in_form(asked.form)),
        "why": asked.form["why"].data,
        "kept": carried(),
    }
    return render_template("patient/ask_check.html", page=page)


def _form_page(
    asked: _Asked,
    problems: tuple[str, ...] = (),
    *,
    odd: tuple[Odd, ...] = (),
    refused: bool = False,
) -> Page:
    if step_sent() is not None:
        allow_back()
    record, questions = asked.own.record, asked.questions
    page = day_page(record, questions, is_today=False, problems=problems, odd=odd)
    text = render_template(
        "patient/ask.html", page=page, form=asked.form, day_words=day_words(questions.day)
    )
    return text, 422 if refused else 200
