"""The page to which somebody was going when something else had to come first."""

import re

from flask import current_app
from werkzeug.exceptions import HTTPException

PLAIN_PATH = re.compile(r"/[A-Za-z0-9_./-]*")
PLAIN_QUERY = re.compile(r"[A-Za-z0-9_.=&-]*")


def inside(address: str | None, otherwise: str) -> str:
    """The address if it is a page of ours, never one of another site; else the other one."""
    path, _, query = (address or "").partition("?")
    plain = PLAIN_PATH.fullmatch(path) and PLAIN_QUERY.fullmatch(query) and "//" not in path
    return address if address and plain and _is_a_page(path) else otherwise


def _is_a_page(path: str) -> bool:
    try:
        current_app.url_map.bind("").match(path, method="GET")
    except HTTPException:
        return False
    return True
