"""Which days count, and which count differently after a change, in words."""

from datetime import date, timedelta

from trialtrack.clinical.windows import Window
from trialtrack.queries.recount import Counted, Recount, Use
from trialtrack.web.words import count, day_words, long_day

USES = {
    Use.BASELINE: "counts as baseline",
    Use.EVALUATED: "counts in the result",
    Use.TREATMENT: "is kept, outside the days that are compared",
    Use.WASHOUT: "is kept, in the days of settling that do not count",
    Use.BEFORE: "is kept, before the days that count",
    Use.AFTER: "is kept, after the leads came out",
    Use.EXCLUDED: "is left out",
}


def window_words(window: Window | None) -> str:
    """The days of a window with their weekdays, both named days in it."""
    if window is None:
        return "none"
    last = window.end - timedelta(days=1)
    days = count(window.days, "day")
    if window.days == 1:
        return f"{day_words(window.first)} ({days})"
    return f"{day_words(window.first)} to {day_words(last)} ({days})"


def day_or_none(day: date | None) -> str:
    """A day, or that there is none."""
    return "–" if day is None else long_day(day)


def differing_words(found: Recount) -> tuple[str, ...]:
    """A sentence for every day with answers that counts differently."""
    said = []
    for day, old, new in found.differing:
        before = USES[old].replace("counts", "counted").replace("is ", "was ", 1)
        said.append(f"{day_words(day)} {USES[new]}; before it {before}.")
    return tuple(said)


def counts_words(found: Counted) -> str:
    """How many days stand on either side."""
    baseline, evaluation = found.result.baseline, found.result.evaluation
    of = f" of {evaluation.expected}" if evaluation.window is not None else ""
    return (
        f"{len(baseline.recorded)} of {count(baseline.window.days, 'baseline day')}, "
        f"{len(evaluation.recorded)}{of} in the result"
    )
