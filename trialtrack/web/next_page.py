"""The page to which somebody was going when something else had to come first."""

import re

from flask import current_app
from werkzeug.exceptions import HTTPException

PLAIN_PATH = re.compile(r"/[A-Za-z0-9_./-]*")


def inside(address: str | None, otherwise: str) -> str:
    """The address if it is a page of ours, never one of another site; else the other one."""
    if address and PLAIN_PATH.fullmatch(address) and "//" not in address and _is_a_page(address):
        return address
    return otherwise


def _is_a_page(path: str) -> bool:
    try:
        current_app.url_map.bind("").match(path, method="GET")
    except HTTPException:
        return False
    return True
