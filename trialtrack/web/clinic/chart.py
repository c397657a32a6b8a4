"""One chart for the template: the figure, the same for a phone, its table and its sentence."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from trialtrack.figures.tables import Table
from trialtrack.figures.theme import Figure

Draw = Callable[[bool], Figure]
"""Draws a figure; True: for a phone."""

SAME = "x"
"""In place of the days of a trace: those that stand once in the figure."""


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart for the template: the figure, its table, and what it shows in a sentence.

    `narrow` is the same figure drawn for a phone, with a height of its own.
    """

    id: str
    title: str
    figure: dict[str, Any]
    narrow: dict[str, Any]
    table: dict[str, Any]
    alt: str
    height: int
    note: str | None


def drawn(
    chart_id: str, title: str, draw: Draw, numbers: Table, alt: str, note: str | None = None
) -> Chart:
    """A chart at both widths with its numbers."""
    wide, narrow = draw(False), draw(True)
    head = [
        {"text": header, "num": n in numbers.number_columns}
        for n, header in enumerate(numbers.headers)
    ]
    return Chart(
        id=chart_id,
        title=title,
        figure=_once(wide),
        narrow=_difference(wide, narrow),
        table={"head": head, "rows": numbers.rows},
        alt=alt,
        height=int(wide["layout"].get("height", 320)),
        note=note,
    )


def _once(figure: Figure) -> Figure:
    """The figure with the list of days, which nearly every trace has, written out once."""
    longest: list[str] = max((trace["x"] for trace in figure["data"]), key=len, default=[])
    data = [{**trace, "x": SAME} if trace["x"] == longest else trace for trace in figure["data"]]
    return {**figure, "data": data, "x": longest}


def _difference(wide: Figure, narrow: Figure) -> Figure:
    """The narrow figure, of each trace only what differs where both have the same traces.

    The days, their values and their words are the same; sent twice they were most of the page.
    """
    pairs = list(zip(wide["data"], narrow["data"], strict=False))
    if len(wide["data"]) != len(narrow["data"]) or any(
        not set(one) <= set(other) for one, other in pairs
    ):
        return narrow
    changed = [
        {key: value for key, value in other.items() if key not in one or one[key] != value}
        for one, other in pairs
    ]
    return {"layout": narrow["layout"], "changed": changed}
