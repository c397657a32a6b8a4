"""A form that arrived without its account: what was typed stays, and nobody else can send it."""

import re
from collections.abc import Iterator
from uuid import UUID

from flask import g, render_template, request

from trialtrack.access import Viewer
from trialtrack.web.form_owner import FORM_SECRET, owner_of
from trialtrack.web.guards import GUARDS, OPEN
from trialtrack.web.signs.told import ADVICE_FIELD

NEVER_KEPT = re.compile(r"csrf|password|secret|token|birth|born|code", re.IGNORECASE)
"""Names of fields that prove who someone is; they are asked for again."""


def carries_answers() -> bool:
    """Whether the request is a form of a guarded page, with something in it."""
    guarded = GUARDS.get(request.endpoint or "", OPEN) is not OPEN
    return guarded and request.method == "POST" and bool(request.form)


def lost_form_page() -> tuple[str, int]:
    """Say that nothing is saved; hold the answers in the page for the account it was made for.

    The form that the page holds keeps its first mark, so only that account can send it.
    """
    viewer: Viewer | None = g.viewer
    mark = request.form.get(FORM_SECRET)
    page = render_template(
        "errors/lost_form.html",
        action=request.full_path,
        kept=list(kept_fields()),
        mark=mark if owner_of(mark) is not None else None,
        said=list(_said()),
        someone_else=viewer is not None,
    )
    return page, 401 if viewer is None else 409


def kept_fields() -> Iterator[tuple[str, str]]:
    """What was typed, without what proves who someone is."""
    for name, value in request.form.items(multi=True):
        if not NEVER_KEPT.search(name):
            yield name, value


def _said() -> Iterator[dict[str, str]]:
    """The same to read and write down, where nobody can send it any more."""
    for name, value in kept_fields():
        words = " ".join(part for part in name.split("_") if not _is_id(part))
        if value.strip() and not _is_id(value) and name != ADVICE_FIELD:
            yield {"key": words.capitalize(), "value": value}


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
