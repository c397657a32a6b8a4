"""Two sets of answers for one day side by side, with the lines that differ."""

from collections.abc import Iterator
from dataclasses import dataclass

from trialtrack.web.diary.answers import Section


@dataclass(frozen=True, slots=True)
class Side:
    """One question with both answers; None: not answered there."""

    key: str
    left: str | None
    right: str | None

    @property
    def differs(self) -> bool:
        """Whether the two say different things."""
        return self.left != self.right


@dataclass(frozen=True, slots=True)
class SideSection:
    """Questions that belong together."""

    heading: str
    rows: tuple[Side, ...]


def sides(left: tuple[Section, ...], right: tuple[Section, ...]) -> tuple[SideSection, ...]:
    """Every question of either side, once, in the order of the questions."""
    headings = dict.fromkeys(section.heading for section in (*left, *right))
    return tuple(
        SideSection(heading, tuple(_rows(_section(left, heading), _section(right, heading))))
        for heading in headings
    )


def count_differing(table: tuple[SideSection, ...]) -> int:
    """How many questions are answered differently."""
    return sum(row.differs for section in table for row in section.rows)


def _section(sections: tuple[Section, ...], heading: str) -> dict[str, str | None]:
    return {row.key: row.value for each in sections if each.heading == heading for row in each.rows}


def _rows(left: dict[str, str | None], right: dict[str, str | None]) -> Iterator[Side]:
    for key in dict.fromkeys((*left, *right)):
        yield Side(key, left.get(key), right.get(key))
