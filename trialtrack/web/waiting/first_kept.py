"""Since when we have the very answers that are sent now, where they had to wait."""

from collections.abc import Container, Iterable
from datetime import datetime

from trialtrack.access import Viewer
from trialtrack.queries.waiting_forms import waiting_forms
from trialtrack.web.typed import WAITING, kept_fields, waiting_id


def first_kept_at(*, viewer: Viewer, at: datetime, apart_from: Container[str]) -> datetime | None:
    """The instant, by our own clock; None when nothing waited, or something was changed since.

    `apart_from` names the fields that say nothing of what was answered. Who could not sign in for
    days must not find a day closed that was answered in time: we have the answers since then.
    """
    form_id = waiting_id()
    if form_id is None:
        return None
    sent = _said(kept_fields(), apart_from)
    for waiting in waiting_forms(viewer=viewer, at=at):
        if waiting.id == form_id and _said(waiting.typed.fields, apart_from) == sent:
            return waiting.kept_at
    return None


def _said(fields: Iterable[tuple[str, str]], apart_from: Container[str]) -> list[tuple[str, str]]:
    return sorted(
        (name, "\n".join(value.strip().splitlines()))
        for name, value in fields
        if value.strip() and name != WAITING and name not in apart_from
    )
