"""What a patient began of a day and did not send: it opens again where it was typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from flask import current_app, g, request, url_for
from werkzeug.exceptions import HTTPException

from trialtrack.access import Role, Viewer
from trialtrack.queries.waiting_forms import Waiting, waiting_forms
from trialtrack.services.end_waiting_form import Ending, end_waiting_form
from trialtrack.store.typed_forms import TypedForm
from trialtrack.web.forms import reopened
from trialtrack.web.typed import typed_form
from trialtrack.web.words import day_words

PAGE, REPLACES = "entry_id", "replaces"
_PAGES: Mapping[str, str] = {
    "patient.check": "patient.day",
    "patient.edit": "patient.day",
    "patient.save": "patient.day",
    "asking.ask": "asking.ask",
}
"""Where a form of a day is sent, and the page on which it is filled in."""


class What(StrEnum):
    """What sending it would be."""

    ANSWER = "answer"
    CORRECTION = "correction"
    REQUEST = "request"


_TITLES: Mapping[What, str] = {
    What.ANSWER: "{} is begun and not saved",
    What.CORRECTION: "Your correction of {} is begun and not saved",
    What.REQUEST: "Your question about {} is begun and not sent",
}


@dataclass(frozen=True, slots=True)
class Begun:
    """One form of a day that waits, whether it was left or could not be sent."""

    waiting: Waiting
    day: date
    what: What
    page: str

    @property
    def href(self) -> str:
        """Its page, filled in."""
        return url_for(self.page, day=self.day.isoformat(), waiting=str(self.waiting.id))

    def is_of_page(self, entry_id: str | None) -> bool:
        """Whether it was typed into the page with this id, however often that was shown."""
        return dict(self.waiting.typed.fields).get(PAGE) == entry_id


def begun_of(waiting: Waiting) -> Begun | None:
    """What was begun with a form that waits; None where it is of no day of the diary."""
    said = _of_a_day(waiting.typed)
    return None if said is None else Begun(waiting, *said)


def begun_forms(*, viewer: Viewer | None, at: datetime) -> tuple[Begun, ...]:
    """All that a patient began, the newest first; nothing of anybody else's."""
    if viewer is None or viewer.role is not Role.PATIENT:
        return ()
    every = map(begun_of, waiting_forms(viewer=viewer, at=at))
    return tuple(found for found in every if found is not None)


def begun_title(begun: Sequence[Begun]) -> str:
    """What stands on other pages of it: which days, and that they are not sent."""
    said = [_TITLES[each.what].format(day_words(each.day)) for each in begun]
    return "; ".join(dict.fromkeys(said))


def take_up(
    *, viewer: Viewer, at: datetime, day: date, what: What, shown: bool = True
) -> Begun | None:
    """Fill the page of this request with what was begun of a day, where something was.

    `shown` False: only find it, on a device that has to ask first who is there.
    """
    if request.method != "GET" or reopened() is not None:
        return None
    for found in begun_forms(viewer=viewer, at=at):
        if (found.day, found.what) == (day, what):
            if shown:
                g.reopened = found.waiting
            return found
    return None


def end_begun(*, viewer: Viewer, at: datetime) -> None:
    """The form of this request was sent: what was put aside of the very same page is over.

    Back shows the page as it was before that, and it knows nothing of what waits.
    """
    if request.endpoint not in ("patient.check", "patient.save", "asking.ask"):
        return
    for found in begun_like_this(viewer=viewer, at=at):
        if found.is_of_page(request.form.get(PAGE)):
            end_waiting_form(form_id=found.waiting.id, ending=Ending.SENT, by=viewer, at=at)


def begun_like_this(*, viewer: Viewer, at: datetime) -> tuple[Begun, ...]:
    """What was begun before of the same day as the form of this request, and would be the same."""
    sent = _of_a_day(typed_form())
    every = begun_forms(viewer=viewer, at=at) if sent is not None else ()
    return tuple(each for each in every if (each.day, each.what, each.page) == sent)


def _of_a_day(typed: TypedForm) -> tuple[date, What, str] | None:
    """The day, what sending it would be, and the page on which it is filled in."""
    try:
        path = typed.address.partition("?")[0]
        endpoint, values = current_app.url_map.bind("").match(path, method="POST")
        day = date.fromisoformat(str(values.get("day", "")))
    except (HTTPException, ValueError):
        return None
    page = _PAGES.get(endpoint)
    if page is None:
        return None
    replaces = bool(dict(typed.fields).get(REPLACES))
    what = What.CORRECTION if replaces else What.ANSWER
    return day, What.REQUEST if page == "asking.ask" else what, page
