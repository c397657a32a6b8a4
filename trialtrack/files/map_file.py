"""MAP.toml read into a ForeignMap; every fault of it is named."""

import re
from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from trialtrack.files.columns import NUMBERS
from trialtrack.files.faults import FaultList, nearest, shown
from trialtrack.files.foreign_map import (
    Action,
    DateMap,
    EnteredMap,
    FaultyMap,
    ForeignMap,
    MoreDecimals,
    RowRule,
    Several,
    SiteMap,
    WhenAbsent,
)
from trialtrack.files.table import Source
from trialtrack.files.toml_file import read_toml

Choice = TypeVar("Choice", bound=StrEnum)

_KINDS = {str: "text", int: "a whole number", list: "a list of texts", dict: "a table"}


class _Section:
    """One table of the map. What is taken from it is checked; what is left over is unknown."""

    def __init__(self, said: Mapping[str, Any], place: str, file: str, faults: FaultList) -> None:
        self._said = said
        self._place = place
        self._file = file
        self._faults = faults

    def fault(self, key: str, words: str) -> None:
        self._faults.add(self._file, words, column=f"{self._place}{key}")

    def has(self, key: str) -> bool:
        return key in self._said

    def take(self, key: str, kind: type, default: Any) -> Any:
        value = self._said.get(key, default)
        if value is not default and (not isinstance(value, kind) or isinstance(value, bool)):
            self.fault(key, f"{shown(str(value))} is not {_KINDS[kind]}")
            return default
        return value

    def text(self, key: str, default: str = "") -> str:
        value: str = self.take(key, str, default)
        return value

    def needed(self, key: str) -> str:
        if self._said.get(key, "") == "":
            self.fault(key, "is missing")
        return self.text(key)

    def format(self, default: str) -> str:
        text = self.text("format", default)
        if not _is_format(text):
            self.fault("format", f"{shown(text)} is no format such as {default}")
            return default
        return text

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.take(key, list, [])
        if not all(isinstance(item, str) for item in value):
            self.fault(key, f"{shown(str(value))} is not a list of texts")
            return ()
        return tuple(value)

    def pairs(self, key: str) -> dict[str, str]:
        value = self.take(key, dict, {})
        if not all(isinstance(item, str) for item in value.values()):
            self.fault(key, f"{shown(str(value))} does not give a text for each")
            return {}
        return dict(value)

    def choice(self, key: str, default: Choice) -> Choice:
        text = self.text(key, default.value)
        try:
            return type(default)(text)
        except ValueError:
            self.fault(key, f"{shown(text)} is not one of {', '.join(type(default))}")
            return default

    def section(self, key: str) -> "_Section":
        return _Section(self.take(key, dict, {}), f"{self._place}{key}.", self._file, self._faults)

    def sections(self, key: str) -> list["_Section"]:
        said = self.take(key, list, [])
        if not all(isinstance(item, dict) for item in said):
            self.fault(key, "is not a list of tables, each headed [[rows]]")
            return []
        return [
            _Section(item, f"{self._place}{key} {number}.", self._file, self._faults)
            for number, item in enumerate(said, 1)
        ]

    def refuse_others(self, known: Collection[str]) -> None:
        for key in self._said:
            if key not in known:
                self.fault(key, f"there is no such setting; the nearest is {nearest(key, known)!r}")


def read_map(source: Source) -> ForeignMap:
    """The map in a TOML file. Raises FaultyMap, with every fault."""
    faults = FaultList()
    said = read_toml(source, faults)
    if said is not None:
        found = _map(_Section(said, "", source.name, faults))
    if faults:
        raise FaultyMap(faults)
    return found


def _map(top: _Section) -> ForeignMap:
    known = "encoding delimiter skip_lines carry_down several more_decimals date site values"
    top.refuse_others([*known.split(), "entered", "rows"])
    entered = _entered(top.section("entered")) if top.has("entered") else None
    encoding, delimiter = top.text("encoding", "utf-8"), top.take("delimiter", str, None)
    skip_lines: int = top.take("skip_lines", int, 0)
    if not _can_decode(encoding):
        top.fault("encoding", f"{shown(encoding)} is no text encoding that is known")
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '\r\n"'):
        top.fault("delimiter", f"{shown(delimiter)} is not one character that can part cells")
    if skip_lines < 0:
        top.fault("skip_lines", f"{skip_lines} is below 0")
    date = _date(top.section("date"))
    if date.when_absent is WhenAbsent.DAY_ENTERED and entered is None:
        top.fault("date.when_absent", "needs the table [entered]")
    return ForeignMap(
        date=date,
        values=_values(top),
        site=_site(top.section("site")),
        encoding=encoding,
        delimiter=delimiter,
        skip_lines=skip_lines,
        carry_down=top.texts("carry_down"),
        several=top.choice("several", Several.REFUSE),
        more_decimals=top.choice("more_decimals", MoreDecimals.REFUSE),
        entered=entered,
        rules=tuple(_rule(section) for section in top.sections("rows")),
    )


def _date(section: _Section) -> DateMap:
    section.refuse_others(["columns", "column", "format", "absent", "when_absent"])
    parts = section.texts("columns")
    if section.has("columns") == section.has("column"):
        section.fault("columns", "either columns (year, month, day) or column must be given")
    elif section.has("columns") and len(parts) != 3:
        section.fault("columns", "there must be three: year, month and day")
    return DateMap(
        parts=parts,
        column=section.text("column") or None,
        format=section.format("%Y-%m-%d"),
        absent=frozenset({"", *section.texts("absent")}),
        when_absent=section.choice("when_absent", WhenAbsent.REFUSE),
    )


def _site(section: _Section) -> SiteMap:
    section.refuse_others(["fixed", "columns", "joined_by", "names"])
    if section.has("fixed") and section.has("columns"):
        section.fault("fixed", "a site is either fixed or in columns")
    return SiteMap(
        fixed=section.text("fixed") or None,
        columns=section.texts("columns"),
        joined_by=section.text("joined_by", ", "),
        names=section.pairs("names"),
    )


def _values(section: _Section) -> dict[str, str]:
    values = section.pairs("values")
    if not values:
        section.fault("values", "no column of ours is given one of theirs")
    for ours in values:
        if ours not in NUMBERS:
            closest = nearest(ours, NUMBERS)
            words = f"our diary has no such column of numbers; the nearest is {closest}"
            section.fault(f"values.{ours}", words)
    return values


def _entered(section: _Section) -> EnteredMap:
    section.refuse_others(["column", "format", "written_in", "diary_zone"])
    zones = {key: section.needed(key) for key in ("written_in", "diary_zone")}
    for key, zone in zones.items():
        if zone and not _is_zone(zone):
            section.fault(key, f"{shown(zone)} is no time zone such as Europe/London")
    column = section.needed("column")
    return EnteredMap(column, section.format("%Y-%m-%d %H:%M:%S"), **zones)


def _rule(section: _Section) -> RowRule:
    section.refuse_others(["column", "equals", "action", "reason", "values"])
    action = section.choice("action", Action.REFUSE)
    if not section.texts("equals"):
        section.fault("equals", "the rule is for no text")
    if action is not Action.READ_AS:
        section.needed("reason")
    return RowRule(
        column=section.needed("column"),
        equals=frozenset(section.texts("equals")),
        action=action,
        reason=section.text("reason"),
        values=_values(section) if action is Action.READ_AS else {},
    )


def _can_decode(encoding: str) -> bool:
    try:
        b"a".decode(encoding, errors="replace")
    except (LookupError, ValueError):
        return False
    return True


def _is_format(text: str) -> bool:
    try:
        datetime.strptime("", text)  # noqa: DTZ007 - only whether it can be used at all
    except re.error:
        return False  # It names one thing twice.
    except ValueError as error:
        return "directive" not in str(error) and "stray %" not in str(error)
    return bool(text)


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True
