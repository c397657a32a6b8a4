"""Text as people type it: signs that no keyboard makes and no database takes are left out."""

import re
from typing import Any

from flask import Flask, Request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict

# Controls but for tab and the ends of lines, and halves of signs. PostgreSQL refuses NUL in a
# text, files of other programs refuse the rest, and a digest cannot be made of half a sign.
NEVER_TYPED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class TypedText(ImmutableMultiDict[str, Any]):
    """The fields of a form or of an address, as typed."""

    def __init__(self, mapping: Any = None) -> None:
        given = MultiDict[str, Any](mapping)
        super().__init__(
            [(as_typed(key), as_typed(value)) for key, value in given.items(multi=True)]
        )


class TypedRequest(Request):
    """A request whose texts can be kept."""

    parameter_storage_class = TypedText


def as_typed(value: Any) -> Any:
    """A text without the signs that nobody typed; anything else as it is.

    >>> as_typed(f"in{chr(0)} pain")
    'in pain'
    """
    return NEVER_TYPED.sub("", value) if isinstance(value, str) else value


def init_plain_text(app: Flask) -> None:
    """Read every form and address so."""
    app.request_class = TypedRequest
