"""A page that is left with its form half filled in: what was typed is put aside, unsaved.

The links of such a page are buttons of its form, so that this needs no script. Where it is left in
another way (Back, closed, another app), `draft.js` sends the same to the same address, unseen.
"""

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as Answer

from trialtrack.access import NotFound
from trialtrack.clock import now_utc
from trialtrack.queries.day_questions import day_questions
from trialtrack.queries.own_signs import own_signs
from trialtrack.queries.own_trial import own_trial
from trialtrack.services.end_waiting_form import Ending, end_waiting_form
from trialtrack.services.keep_waiting_form import TooMuchWaiting, keep_waiting_form
from trialtrack.services.withdraw import HasWithdrawn
from trialtrack.web.diary.forms import SAYS_NO_ANSWER, diary_form
from trialtrack.web.diary.reading import fill
from trialtrack.web.diary.touched import is_touched
from trialtrack.web.headers import allow_back
from trialtrack.web.patient.asking import ask_form
from trialtrack.web.patient.kept import is_asked, is_saved
from trialtrack.web.sessions import viewer
from trialtrack.web.signs.form import signs_form
from trialtrack.web.signs.with_the_day import keep_report
from trialtrack.web.typed import LEAVE_TO, as_id, kept_fields, typed_form, waiting_id
from trialtrack.web.waiting.begun import PAGE, REPLACES, begun_like_this
from trialtrack.web.waiting.first_kept import said_in

blueprint = Blueprint("leaving", __name__)
Page = str | tuple[str, int] | Answer
HOME = "home"
NOWHERE = "nowhere"
"""Said by `draft.js`: nobody tapped, and nobody sees the answer."""
WAYS: Mapping[str, str] = {
    HOME: "patient.home",
    "signs": "signs.page",
    "sign-out": "auth.sign_out",
    "not-sent": "waiting.all_forms",
}
"""Where the links of such a page lead, by the value of its buttons."""


@blueprint.before_request
def report() -> None:
    """What cannot wait is kept whatever becomes of the rest; agreeing to a notice can.

    Not where nobody sees the advice: a report without it would look like help that was called. The
    ticks stay in what is put aside, and are told, with advice, once a link or a button is tapped.
    """
    if not _unseen():
        keep_report()


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
    on = Answer(status=204) if _unseen() else redirect(to)
    if not _touched(day, asks=asks):
        _end_what_waits()
        return on
    try:
        _put_aside()
    except TooMuchWaiting:
        allow_back()
        said = {"kept": kept_fields(), "back_to_it": back, "go_on": to}
        return render_template("patient/not_aside.html", **said), 409
    except HasWithdrawn:
        return on  # Nothing is collected any more, and the pages say so.
    if not _touched(day, asks=asks):
        _end_what_waits()  # It was sent at this very moment.
    return on


def _unseen() -> bool:
    return request.form.get(LEAVE_TO) == NOWHERE


def _end_what_waits() -> None:
    """Nothing of this page is left to send: emptied by its own hand, or sent already."""
    by, at = viewer(), now_utc()
    page = request.form.get(PAGE)
    like = begun_like_this(viewer=by, at=at) if page else ()
    for form_id in {waiting_id(), *(each.waiting.id for each in like if each.is_of_page(page))}:
        if form_id is not None:
            end_waiting_form(form_id=form_id, ending=Ending.THROWN_AWAY, by=by, at=at)


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
    try:
        own = own_trial(viewer=viewer(), at=now_utc())
        questions = day_questions(own.record, date.fromisoformat(day))
    except (NotFound, ValueError):
        return True  # No page of ours; what is in it is kept all the same.
    form = (ask_form if asks else diary_form)(questions)
    sent, fresh = form(), form(formdata=MultiDict())
    if sent.validate():
        replaces = as_id(request.form.get(REPLACES, ""))
        is_sent = is_asked(own, sent) if asks else is_saved(own, sent, replaces)
        if is_sent:
            return _signs_untold(questions.day)
    if _says_of_signs():
        return True
    if asks or request.form.get(REPLACES):
        fill(fresh, questions)
    return is_touched(sent, fresh)


def _says_of_signs() -> bool:
    signs = signs_form()
    return signs.reports or bool(signs.signs_any.data or (signs.signs_words.data or "").strip())


def _signs_untold(day: date) -> bool:
    """Whether a sign is ticked of which the team has no report of that day."""
    signs = signs_form()
    told = [each for each in own_signs(viewer=viewer()).flags if each.day == day]
    known = {sign for each in told for sign in each.signs}
    return signs.reports and (not told or not known.issuperset(signs.chosen()))
