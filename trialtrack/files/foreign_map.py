"""A map: how a foreign diary file is read. The README beside this file says what it may hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from trialtrack.files.faults import FaultyInput


class FaultyMap(FaultyInput):
    """The map itself cannot be used."""


class Several(StrEnum):
    """What becomes of several values for one column of one day and site."""

    REFUSE = "refuse"
    MEAN = "mean"
    MAX = "max"
    FIRST = "first"
    LAST = "last"


class MoreDecimals(StrEnum):
    """What becomes of a pain score with more than the one decimal that our file carries."""

    REFUSE = "refuse"
    HALF_UP = "half_up"


class WhenAbsent(StrEnum):
    """What becomes of a row that does not say its day."""

    REFUSE = "refuse"
    DAY_ENTERED = "day_entered"


class Action(StrEnum):
    """What a rule does with the rows that it is for."""

    IGNORE = "ignore"
    REFUSE = "refuse"
    READ_AS = "read_as"


@dataclass(frozen=True, slots=True)
class DateMap:
    """Where the day stands: year, month and day in `parts`, or `column` in strptime's `format`.

    A cell that holds one of `absent` says no day.
    """

    parts: tuple[str, ...] = ()
    column: str | None = None
    format: str = "%Y-%m-%d"
    absent: frozenset[str] = frozenset({""})
    when_absent: WhenAbsent = WhenAbsent.REFUSE


@dataclass(frozen=True, slots=True)
class SiteMap:
    """Where the site stands: `fixed`, or `columns` joined; `names` gives some another name."""

    fixed: str | None = None
    columns: tuple[str, ...] = ()
    joined_by: str = ", "
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EnteredMap:
    """When a row was entered: an instant in strptime's `format`, read in the zone `written_in`.

    `diary_zone` is where the person lives: there the diary day ends at 04:00 the next morning.
    """

    column: str
    format: str
    written_in: str
    diary_zone: str


@dataclass(frozen=True, slots=True)
class RowRule:
    """What to do with rows whose `column` is `equals` one of these; the first that applies."""

    column: str
    equals: frozenset[str]
    action: Action
    reason: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ForeignMap:
    """A whole map. `values` goes from our column to theirs."""

    date: DateMap
    values: Mapping[str, str]
    site: SiteMap = SiteMap()
    encoding: str = "utf-8"
    delimiter: str | None = None
    skip_lines: int = 0
    carry_down: tuple[str, ...] = ()
    several: Several = Several.REFUSE
    more_decimals: MoreDecimals = MoreDecimals.REFUSE
    entered: EnteredMap | None = None
    rules: tuple[RowRule, ...] = ()

    def foreign_columns(self) -> set[str]:
        """Every column that the foreign file must have."""
        named = {*self.date.parts, *self.site.columns, *self.carry_down, *self.values.values()}
        if self.date.column is not None:
            named.add(self.date.column)
        if self.entered is not None:
            named.add(self.entered.column)
        for rule in self.rules:
            named |= {rule.column, *rule.values.values()}
        return named
