"""TOML read without trust: what is wrong with it is a fault, never a traceback."""

import tomllib
from collections.abc import Callable
from typing import Any

from trialtrack.files.faults import FaultList
from trialtrack.files.table import Source

DEEPEST = 20
"""So deep may tables and lists stand in one another; nothing of ours comes near it."""


def read_toml(
    source: Source, faults: FaultList, parse_float: Callable[[str], Any] = float
) -> dict[str, Any] | None:
    """What the file says; None once a fault has been added."""
    try:
        said = tomllib.loads(source.stream.read().decode("utf-8-sig"), parse_float=parse_float)
        _check(said)
    except UnicodeDecodeError:
        words = "the file is not UTF-8 text"
    except tomllib.TOMLDecodeError as error:
        words = f"the file is not TOML: {error}"
    except RecursionError:
        words = "the file is not TOML that can be read: it nests too deep"
    except ValueError:
        words = "the file is not TOML that can be read: a whole number is too large"
    except OSError as error:
        words = f"the file cannot be read: {error.strerror}"
    else:
        return said
    faults.add(source.name, words)
    return None


def _check(said: dict[str, Any]) -> None:
    # Level by level: what is too deep to be printed must not be walked by recursion either.
    level: list[Any] = [said]
    for _ in range(DEEPEST):
        for value in level:
            if isinstance(value, int) and value.bit_length() > 63:
                raise ValueError
        level = [
            inner
            for value in level
            if isinstance(value, dict | list)
            for inner in (value.values() if isinstance(value, dict) else value)
        ]
    if level:
        raise RecursionError
