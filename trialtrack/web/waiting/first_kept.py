"""Since when we have the very answers that are sent now, where they had to wait."""

from collections.abc import Container, Iterable
from datetime import datetime

from trialtrack.access import Viewer
from trialtrack.queries.waiting_forms import waiting_forms
from trialtrack.web.typed import LEAVE_TO, WAITING, kept_fields, waiting_id


def first_kept_at(
    *, viewer: Viewer, at: datetime, page: str, apart_from: Container[str]
) -> datetime | None:
    """The instant, by our own clock; None when nothing waited, or something was changed since.

    `page`: the address under which all steps of the form are sent, which says what the answers
    are about: those of one day were never those of another. `apart_from` names the fields that
    say nothing of what was answered. Who could not sign in for
    days must not find a day closed that was answered in time: we have the answers since then.
    """
    form_id = waiting_id()
    if form_id is None:
        return None
    sent = said_in(kept_fields(), apart_from)
    for waiting in waiting_forms(viewer=viewer, at=at):
        kept_here = waiting.id == form_id and _is_under(page, waiting.typed.address)
        if kept_here and said_in(waiting.typed.fields, apart_from) == sent:
            return waiting.kept_at
    return None


def _is_under(page: str, address: str) -> bool:
    return f"{address.partition('?')[0]}/".startswith(f"{page}/")


def said_in(fields: Iterable[tuple[str, str]], apart_from: Container[str]) -> list[tuple[str, str]]:
    """What fields say, to be compared: without blanks around it, and without what is left empty."""
    return sorted(
        (name, "\n".join(value.strip().splitlines()))
        for name, value in fields
        if value.strip() and name not in (WAITING, LEAVE_TO) and name not in apart_from
    )
