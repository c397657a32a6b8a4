"""A page that is left with its form half filled in: what was typed is put aside, unsaved.

The links of such a page are buttons of its form, so that this needs no script.
"""

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as Answer

from trialtrack.access import NotFound
from trialtrack.clock import now_utc
from trialtrack.queries.day_questions import day_questions
from trialtrack.queries.own_trial import own_trial
from trialtrack.services.end_waiting_form import Ending, end_waiting_form
from trialtrack.services.keep_waiting_form import TooMuchWaiting, keep_waiting_form
from trialtrack.services.withdraw import HasWithdrawn
from trialtrack.web.diary.forms import SAYS_NO_ANSWER, DiaryForm, diary_form
from trialtrack.web.diary.reading import fill
from trialtrack.web.diary.touched import is_touched
from trialtrack.web.headers import allow_back
from trialtrack.web.patient.asking import ask_form
from trialtrack.web.sessions import viewer
from trialtrack.web.signs.form import signs_form
from trialtrack.web.signs.with_the_day import keep_report
from trialtrack.web.typed import LEAVE_TO, kept_fields, typed_form, waiting_id
from trialtrack.web.waiting.begun import PAGE, REPLACES, begun_like_this
from trialtrack.web.waiting.first_kept import said_in

blueprint = Blueprint("leaving", __name__)
# What cannot wait is kept whatever becomes of the rest; agreeing to a notice can.
blueprint.before_request(keep_report)
Page = str | tuple[str, int] | Answer
HOME = "home"
WAYS: Mapping[str, str] = {
    HOME: "patient.home",
    "signs": "signs.page",
    "sign-out": "auth.sign_out",
    "not-sent": "waiting.all_forms",
}
"""Where the links of such a page lead, by the value of its buttons."""


@blueprint.post("/diary/<day>/leave")
def day(day: str) -> Page:
    """The questions of a day, first or to correct it, or the look at its answers."""
    return _leave(day, asks=False, back=url_for("patient.edit", day=day))


@blueprint.post("/diary/<day>/ask/leave")
def ask(day: str) -> Page:
    """What the team is to be asked about a closed day."""
    return _leave(day, asks=True, back=url_for("asking.ask", day=day))


def _leave(day: str, *, asks: bool, back: str) -> Page:
    to = url_for(WAYS.get(request.form.get(LEAVE_TO, HOME), WAYS[HOME]))
    if not _touched(day, asks=asks):
        if (emptied := waiting_id()) is not None:
            ending = Ending.THROWN_AWAY
            end_waiting_form(form_id=emptied, ending=ending, by=viewer(), at=now_utc())
        return redirect(to)
    try:
        _put_aside()
    except TooMuchWaiting:
        allow_back()
        said = {"kept": kept_fields(), "back_to_it": back, "go_on": to}
        return render_template("patient/not_aside.html", **said), 409
    except HasWithdrawn:
        return redirect(to)  # Nothing is collected any more, and the pages say so.
    return redirect(to)


def _put_aside() -> None:
    """Keep it in place of what was put aside of the same before.

    Where nothing was changed since, that one stays: we have had these answers for as long.
    """
    by, at, typed = viewer(), now_utc(), typed_form()
    before = {
        each.waiting.id: each.waiting.typed
        for each in begun_like_this(viewer=by, at=at)
        if each.is_of_page(request.form.get(PAGE))
    }
    older, said = {*before, waiting_id()}, said_in(typed.fields, SAYS_NO_ANSWER)
    for form_id, other in before.items():
        if said_in(other.fields, SAYS_NO_ANSWER) == said:
            typed, older = other, older - {form_id}
            break
    ids = [each for each in older if each is not None]
    keep_waiting_form(typed=typed, account=by.account, at=at, instead_of=ids)


def _touched(day: str, *, asks: bool) -> bool:
    signs = signs_form()
    if signs.reports or signs.signs_any.data or (signs.signs_words.data or "").strip():
        return True
    try:
        own = own_trial(viewer=viewer(), at=now_utc())
        questions = day_questions(own.record, date.fromisoformat(day))
    except (NotFound, ValueError):
        return True  # No page of ours; what is in it is kept all the same.
    form: type[DiaryForm] = ask_form(questions) if asks else diary_form(questions)
    fresh = form(formdata=MultiDict())
    if asks or request.form.get(REPLACES):
        fill(fresh, questions)
    return is_touched(form(), fresh)
