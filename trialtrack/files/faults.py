"""What is wrong with a file, said so that the person can find the place and mend it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MOST_FAULTS_PRINTED = 20
LONGEST_VALUE_SHOWN = 60


class FaultyInput(Exception):
    """What was given cannot be assessed."""

    def __init__(self, faults: "FaultList") -> None:
        super().__init__("\n".join(faults.lines()))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. `row` is the line as an editor counts it, the header being row 1.

    >>> str(Fault("diary.csv", "'11' is not within 0 to 10", row=4, column="average"))
    "diary.csv, row 4, column average: '11' is not within 0 to 10"
    """

    file: str
    words: str
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        place = [self.file] if self.file else []
        if self.row is not None:
            place.append(f"row {self.row}")
        if self.column is not None:
            place.append(f"column {self.column}" if self.file else self.column)
        return f"{', '.join(place)}: {self.words}" if place else self.words


class FaultList:
    """Counts every fault and keeps the first of them: a wrong file can have a million."""

    def __init__(self) -> None:
        self._kept: list[Fault] = []
        self.count = 0

    def __bool__(self) -> bool:
        return self.count > 0

    def __iter__(self) -> Iterator[Fault]:
        return iter(self._kept)

    @property
    def is_full(self) -> bool:
        """Whether one more would only be counted."""
        return self.count >= MOST_FAULTS_PRINTED

    def add(self, file: str, words: str, row: int | None = None, column: str | None = None) -> None:
        """One more fault."""
        self.count += 1
        if len(self._kept) < MOST_FAULTS_PRINTED:
            self._kept.append(Fault(file, words, row, column))

    def lines(self) -> list[str]:
        """One line a fault, then how many more there are."""
        lines = [str(fault) for fault in self._kept]
        more = self.count - len(lines)
        return [*lines, f"and {more} more fault{'s' if more > 1 else ''}"] if more else lines

    def refuse_if_any(self) -> None:
        """Raise FaultyInput when there is a fault."""
        if self:
            raise FaultyInput(self)


def shown(value: str) -> str:
    """A value as it stands in a fault: quoted, shortened, control characters made visible.

    >>> shown("7,5"), shown("x" * 100)[-8:]
    ("'7,5'", "xxx...'")
    """
    short = value if len(value) <= LONGEST_VALUE_SHOWN else value[:LONGEST_VALUE_SHOWN] + "..."
    return repr(short)


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that begins with `name` or looks most like it, compared without case.

    >>> nearest("mme", ["programme", "mme_per_day"]), nearest("avrage", ["late", "average"])
    ('mme_per_day', 'average')
    """
    from difflib import SequenceMatcher  # Only wanted once something is wrong.

    def likeness(candidate: str) -> tuple[bool, float]:
        one, other = name.casefold(), candidate.casefold()
        return other.startswith(one), SequenceMatcher(None, one, other).ratio()

    return max(known, key=likeness, default=None)
