"""plotly's own browser bundle, served from the installed package, and what it asks of the CSP.

The bundle puts two kinds of style sheet into the page: empty ones that it fills rule by rule, and
one of a map library, written out whole. Both are allowed by their hash, worked out from the file
that is installed, so that an upgrade of plotly cannot leave a stale hash behind.
"""

import base64
import gzip
import hashlib
import re
from functools import cache
from importlib.metadata import version
from importlib.resources import files

_WHOLE_SHEET = re.compile(r'createElement\("style"\).{0,200}?\.textContent=\'((?:[^\'\\]|\\.)*)\'')
_ESCAPE = re.compile(r"\\(.)")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}


def bundle_version() -> str:
    """The version of plotly that is installed; part of the bundle's address."""
    return version("plotly")


def bundle() -> bytes:
    """The JavaScript file as installed."""
    return (files("plotly") / "package_data" / "plotly.min.js").read_bytes()


@cache
def compressed_bundle() -> bytes:
    """The same, gzipped once for the life of the process: 4.8 MB become 1.4."""
    return gzip.compress(bundle(), compresslevel=6, mtime=0)


@cache
def style_hashes() -> tuple[str, ...]:
    """CSP sources for every style sheet that the bundle puts into the page."""
    written_out = [
        _ESCAPE.sub(lambda m: _ESCAPES.get(m[1], m[1]), match[1])
        for match in _WHOLE_SHEET.finditer(bundle().decode("utf-8"))
    ]
    return tuple(_source(sheet) for sheet in ("", *written_out))


def _source(sheet: str) -> str:
    digest = hashlib.sha256(sheet.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
