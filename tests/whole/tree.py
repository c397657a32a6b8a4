"""The files of this project, without what .gitignore leaves out."""

import os
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def ignored() -> tuple[str, ...]:
    """The names and patterns of .gitignore, and git's own folder."""
    lines = (ROOT / ".gitignore").read_text("utf-8").split()
    return (".git", *(line.strip("/") for line in lines))


def is_ignored(name: str) -> bool:
    """Whether a file or folder of this name is no part of the project."""
    return any(fnmatch(name, pattern) for pattern in ignored())


def files(*folders: str, suffixes: tuple[str, ...] = ("",)) -> Iterator[Path]:
    """Every file under the folders, or under the root, that ends in one of the suffixes."""
    for folder in folders or (".",):
        start = ROOT / folder
        if start.is_file():
            yield start
        for here, subfolders, names in os.walk(start):
            subfolders[:] = sorted(name for name in subfolders if not is_ignored(name))
            for name in sorted(names):
                if not is_ignored(name) and name.endswith(suffixes):
                    yield Path(here, name)


def texts(*folders: str, suffixes: tuple[str, ...] = ("",)) -> Iterator[tuple[str, str]]:
    """The same as (path from the root, text), pictures and the like left out."""
    for path in files(*folders, suffixes=suffixes):
        content = path.read_bytes()
        if b"\0" not in content:
            yield path.relative_to(ROOT).as_posix(), content.decode("utf-8")
