"""What somebody typed into a form: what of it may be kept, and how it is read elsewhere."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from trialtrack.store.typed_forms import TypedForm

NEVER_KEPT = re.compile(
    r"csrf|password|passcode|secret|token|birth|born|code$|^again$", re.IGNORECASE
)
"""Names of fields that prove who someone is; they are asked for again."""

BIRTH = re.compile(r"birth|born", re.IGNORECASE)

NOT_TYPED = re.compile(r"made|seen|sites_seen|step|looked_again|filled_\w+|device_\w+|was_\w+")
"""Names of fields that a page of ours fills in, `made` with something signed."""

LEAVE_TO = "leave_to"
"""Names where a page leads that is left with its form half filled in."""

LEFT_BY = "/leave"
"""Ends the address by which such a form comes; the rest is the address it is sent to in the end."""

WAITING = "waiting"
"""Names the waiting form that a page was filled from, in its address and among its fields."""


def kept_fields() -> list[tuple[str, str]]:
    """What was typed, field by field, without what proves who someone is."""
    return [
        (name, value)
        for name, value in request.form.items(multi=True)
        if not NEVER_KEPT.search(name)
    ]


def birth_typed() -> bool:
    """Whether a date of birth was typed, which is not kept."""
    return any(BIRTH.search(name) and value.strip() for name, value in request.form.items())


def typed_form() -> TypedForm:
    """The form of this request, to be kept."""
    query = [(name, value) for name, value in _query() if name != WAITING]
    path = request.path.removesuffix(LEFT_BY)
    address = f"{path}?{urlencode(query)}" if query else path
    fields = [pair for pair in kept_fields() if pair[0] not in (WAITING, LEAVE_TO)]
    return TypedForm(address, tuple(fields))


def waiting_id() -> UUID | None:
    """Which waiting form the page of this request was filled from, where it was."""
    try:
        return as_id(request.values.get(WAITING, ""))
    except RequestEntityTooLarge:
        return None


def readable(fields: Iterable[tuple[str, str]]) -> Iterator[dict[str, str]]:
    """What was typed, to be read where the form itself cannot be shown."""
    for name, value in fields:
        words = " ".join(part for part in name.split("_") if as_id(part) is None)
        is_ours = as_id(value) is not None or NOT_TYPED.fullmatch(name)
        if value.strip() and not is_ours:
            yield {"key": words.capitalize(), "value": value}


def as_id(text: str) -> UUID | None:
    """The id that a text writes, if it writes one."""
    try:
        return UUID(text)
    except ValueError:
        return None


def _query() -> list[tuple[str, str]]:
    return parse_qsl(request.query_string.decode("ascii", "replace"), keep_blank_values=True)
