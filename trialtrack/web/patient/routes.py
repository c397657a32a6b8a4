"""The diary: choose a day, answer, check, save, see that it is saved, correct."""

from datetime import date, datetime
from uuid import UUID, uuid4

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from trialtrack.access import Refusal
from trialtrack.clock import now_utc
from trialtrack.queries.day_questions import DayQuestions, day_questions
from trialtrack.queries.own_trial import OwnTrial, own_trial
from trialtrack.queries.past_answers import asks_birth_date
from trialtrack.services.amend_day import amend_day
from trialtrack.services.day_entry import Receipt
from trialtrack.services.keep_entry import DifferentAnswersUnderSameId
from trialtrack.services.record_day import record_day
from trialtrack.web.diary.answers import answer_sections, said_in_form
from trialtrack.web.diary.changes import CHANGE, change_form
from trialtrack.web.diary.day import day_page, step_words
from trialtrack.web.diary.device import device_time, stamp
from trialtrack.web.diary.forms import SAYS_NO_ANSWER, DiaryForm, diary_form
from trialtrack.web.diary.reading import entry_of, fill
from trialtrack.web.diary.second_look import Odd, asks_before_saving, asks_second_look
from trialtrack.web.forms import reopened
from trialtrack.web.headers import allow_back
from trialtrack.web.patient.at_home import at_home
from trialtrack.web.patient.closed import (
    cannot_be_saved,
    closed_page,
    is_kept,
    late_words,
    why_not_sent,
)
from trialtrack.web.patient.consent import ask_for_consent
from trialtrack.web.patient.differs import differs_page
from trialtrack.web.patient.home import home_page
from trialtrack.web.patient.kept import is_saved
from trialtrack.web.patient.moved import not_asked_words
from trialtrack.web.patient.receipt import answers_page, saved_page
from trialtrack.web.sessions import viewer
from trialtrack.web.signs.with_the_day import keep_report
from trialtrack.web.waiting.begun import REPLACES, What, begun_forms, take_up
from trialtrack.web.waiting.first_kept import first_kept_at

blueprint = Blueprint("patient", __name__)
# First what cannot wait: it is kept whatever becomes of the rest.
blueprint.before_request(keep_report)
blueprint.before_request(ask_for_consent)
Page = str | tuple[str, int] | Answer


@blueprint.get("/diary")
def home() -> Page:
    """The days, and which can be filled in."""
    own = _own()
    begun, asks = begun_forms(viewer=viewer(), at=own.at), asks_birth_date(viewer=viewer())
    page = home_page(own, begun, asks_birth_date=asks)
    return render_template("patient/home.html", page=page, at_home=at_home(own))


@blueprint.get("/diary/<day>")
def day(day: str) -> Page:
    """The questions of a day, as they were left; one that is answered already is shown instead.

    Whoever did not come by the choice of days is asked there first where either may be meant.
    Where the device has to ask who is there, the day can be filled in anew without that.
    """
    own, questions = _asked(day)
    if reopened() is not None:
        return _found_page(own, questions)
    if questions.answered is not None:
        return redirect(url_for("patient.answers", day=day))
    if questions.day not in own.open_days:
        return render_template("patient/closed.html", page=closed_page(own, questions.day))
    if own.leaves_day_open and questions.day == own.today and "chosen" not in request.args:
        return redirect(url_for("patient.home"))
    asks = asks_birth_date(viewer=viewer())
    begun = take_up(viewer=viewer(), at=own.at, day=questions.day, what=What.ANSWER, shown=not asks)
    locked = begun is not None and asks
    return _form_page(own, questions, _form(questions), None, locked=locked)


@blueprint.get("/diary/<day>/correct")
def correct(day: str) -> Page:
    """The same questions with the answers that stand, to put one right."""
    own, questions = _asked(day)
    if questions.answered is None or questions.day not in own.open_days:
        return redirect(url_for("patient.answers", day=day))
    if take_up(viewer=viewer(), at=own.at, day=questions.day, what=What.CORRECTION):
        return _found_page(own, questions)
    form = _form(questions)
    fill(form, questions)
    return _form_page(own, questions, form, questions.answered.id)


@blueprint.post("/diary/<day>/check")
def check(day: str) -> Page:
    """The answers to look over; nothing is saved yet, or the receipt of what is."""
    own, questions = _asked(day)
    form = _form(questions)
    if not form.validate():
        return _form_page(own, questions, form, _replaces(), refused=True)
    if is_saved(own, form, _replaces()):
        return redirect(url_for("patient.saved", entry_id=form.entry_id.data), 303)
    since = _kept_since(url_for("patient.save", day=day)) or own.at
    if words := cannot_be_saved(own, form.entry_id.data, questions.day, since):
        return _form_page(own, questions, form, _replaces(), (words,), refused=True)
    if odd := asks_second_look(form):
        return _form_page(own, questions, form, _replaces(), odd=odd)
    page = {
        "day": questions.day,
        "step": step_words(own.record, questions.day),
        "sections": answer_sections(questions, said_in_form(form)),
        "kept": [pair for pair in request.form.items(multi=True) if pair[0] != "device_sent"],
    }
    allow_back()
    return render_template("patient/check.html", page=page)


@blueprint.post("/diary/<day>/edit")
def edit(day: str) -> Page:
    """Back to the questions, with everything as it was, or with the one thing that was pressed."""
    own, questions = _asked(day)
    form = _form(questions)
    change_form(form, request.form.get(CHANGE, ""))
    return _form_page(own, questions, form, _replaces())


@blueprint.post("/diary/<day>")
def save(day: str) -> Page:
    """Record the day. A second tap brings the same id, and so the same receipt."""
    own, questions = _asked(day)
    form, replaces = _form(questions), _replaces()
    if not form.validate():
        return _form_page(own, questions, form, replaces, refused=True)
    if not is_kept(own, form.entry_id.data, questions.day) and (odd := asks_before_saving(form)):
        return _form_page(own, questions, form, replaces, odd=odd)
    try:
        receipt = _record(form, replaces)
    except DifferentAnswersUnderSameId:
        return _differs(day, form)
    except Refusal as refusal:
        why = not_asked_words(own, questions.day) or str(refusal)
        words = f"{why} The clinic’s number is {own.record.clinic.phone}."
        return _form_page(own, questions, form, replaces, (words,), refused=True)
    return redirect(url_for("patient.saved", entry_id=receipt.entry_id), 303)


@blueprint.get("/diary/saved/<uuid:entry_id>")
def saved(entry_id: UUID) -> Page:
    """That it is saved, when, and under which reference."""
    own = _own()
    return render_template("patient/saved.html", page=saved_page(own, own.entry(entry_id)))


@blueprint.get("/diary/<day>/answers")
def answers(day: str) -> Page:
    """What was sent for a day, the first answer too."""
    own, questions = _asked(day)
    if questions.answered is None:
        return redirect(url_for("patient.home"))
    return render_template("patient/answers.html", page=answers_page(own, questions))


def _own() -> OwnTrial:
    return own_trial(viewer=viewer(), at=now_utc())


def _asked(day: str) -> tuple[OwnTrial, DayQuestions]:
    try:
        asked_for = date.fromisoformat(day)
    except ValueError:
        abort(404)
    own = _own()
    # Only days that the diary has or had: others have no page, and no yesterday to ask about.
    if day != asked_for.isoformat() or not own.record.ever_asked(asked_for, own.at):
        abort(404)
    return own, day_questions(own.record, asked_for)


def _form(questions: DayQuestions) -> DiaryForm:
    form = diary_form(questions)()
    if not form.entry_id.data:
        form.entry_id.data = str(uuid4())
    return form


def _replaces() -> UUID | None:
    waiting = reopened()
    said = (
        request.form.get(REPLACES) if waiting is None else dict(waiting.typed.fields).get(REPLACES)
    )
    try:
        return UUID(said) if said else None
    except ValueError:
        abort(400)


def _kept_since(page: str) -> datetime | None:
    return first_kept_at(viewer=viewer(), at=now_utc(), page=page, apart_from=SAYS_NO_ANSWER)


def _record(form: DiaryForm, replaces: UUID | None) -> Receipt:
    by, at = viewer(), now_utc()
    device = device_time(form, at)
    entry = entry_of(
        form,
        entered_at=_kept_since(request.path) or device.entered_at,
        clock_skew_seconds=device.clock_skew_seconds,
    )
    if replaces is None:
        return record_day(entry=entry, by=by, at=at)
    return amend_day(entry=entry, replaces=replaces, by=by, at=at)


def _differs(day: str, form: DiaryForm) -> Page:
    own, questions = _asked(day)  # Anew: what stands may have come while this one was on its way.
    sent = answer_sections(questions, said_in_form(form))
    asks = asks_birth_date(viewer=viewer())
    page = differs_page(own, questions, sent, asks_birth_date=asks)
    allow_back()
    return render_template("patient/differs.html", page=page), 409


def _found_page(own: OwnTrial, questions: DayQuestions) -> Page:
    """What waits, filled in; where it cannot be saved by now, that comes before it is gone over."""
    form, waiting = _form(questions), reopened()
    kept_at = own.at if waiting is None else waiting.kept_at
    why = why_not_sent(own, form.entry_id.data, questions.day, kept_at)
    return _form_page(own, questions, form, _replaces(), (why,) if why else ())


def _form_page(
    own: OwnTrial,
    questions: DayQuestions,
    form: DiaryForm,
    replaces: UUID | None,
    problems: tuple[str, ...] = (),
    *,
    odd: tuple[Odd, ...] = (),
    refused: bool = False,
    locked: bool = False,
) -> Page:
    if request.method == "POST":
        allow_back()
    stamp(form, own.at)
    page = day_page(
        own.record,
        questions,
        is_today=questions.day == own.today,
        change_href=url_for("patient.edit", day=questions.day.isoformat()),
        replaces=replaces,
        problems=problems,
        odd=odd,
    )
    # What is locked is told of by the page itself.
    hushed = {"something_waits": False} if locked else {}
    said = {
        **hushed,
        "locked": locked,
        "at_home": at_home(own),
        "late_words": late_words(own, questions.day),
    }
    return render_template(
        "patient/day.html", page=page, form=form, **said
    ), 422 if refused else 200
