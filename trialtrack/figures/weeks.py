"""The weekly means of a long trial, on the days of the other charts. METHOD section 6, Course."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from trialtrack.clinical.diary import Diary
from trialtrack.clinical.display import display_number, display_percent
from trialtrack.clinical.response import site_case
from trialtrack.clinical.results import Assessment
from trialtrack.clinical.weeks import WeekMean, weekly_means
from trialtrack.figures.grounds import level
from trialtrack.figures.pain import level_names, levels
from trialtrack.figures.panels import Panel, stacked, trial_labels, window_labels
from trialtrack.figures.tables import NOTHING, Table
from trialtrack.figures.theme import ACCENT, CLOSE, INK_2, Figure, Sizes, pain_axis, sizes
from trialtrack.figures.timeline import Occasions, Timeline, timeline
from trialtrack.figures.wording import counted, day_number, long_day

WEEK_DAYS: Final = 7
MIDDLE: Final = WEEK_DAYS // 2


def weeks(diary: Diary, assessment: Assessment) -> tuple[WeekMean, ...]:
    """The weeks of treatment at the primary site; empty for a trial of 14 days or fewer."""
    case = site_case(diary, assessment.protocol, assessment.as_of, assessment.primary_site)
    return weekly_means(case)


def week_chart(
    diary: Diary,
    assessment: Assessment,
    found: Sequence[WeekMean],
    *,
    occasions: Occasions | None = None,
    compact: bool = False,
) -> Figure:
    """A stroke over the days of each week at its mean, and how many of them are behind it."""
    size = sizes(compact)
    days = timeline(diary, assessment, occasions)
    axis = pain_axis()
    strokes = [
        level(float(week.mean), week.window, "y", ACCENT, "solid", 4)
        for week in found
        if week.mean is not None
    ]
    evaluation = "evaluated" if compact else "evaluation window"
    panel = Panel(
        [_counts(found, size)],
        top=axis["range"][1],
        ticks=axis["tickvals"],
        labels=[*window_labels(days, "baseline", evaluation), *trial_labels(days)],
        shapes=[*levels(assessment.primary, assessment), *strokes],
        notes=level_names(assessment.primary, assessment, size),
        said=_of_each_day(found, days),
    )
    return stacked(days, [panel], size, size.height)


def week_numbers(found: Sequence[WeekMean], days: Timeline) -> Table:
    """The same as a table, a row a week."""
    rows = tuple(
        (
            str(n),
            long_day(week.window.first),
            long_day(week.window.end - timedelta(days=1)),
            f"{week.recorded} of {week.window.days}",
            NOTHING if week.mean is None else display_number(week.mean),
            NOTHING if week.reduction_percent is None else display_percent(week.reduction_percent),
        )
        for n, week in enumerate(found, 1)
    )
    measure = days.assessment.protocol.measure.value
    headers = (
        "Week",
        "From",
        "To",
        "Days recorded",
        f"Mean {measure} pain, 0 to 10",
        "Reduction, %",
    )
    return Table("Pain by week of treatment", headers, rows, (3, 4, 5))


def _said(n: int, week: WeekMean) -> str:
    behind = f"{week.recorded} of {counted(week.window.days, 'day')}"
    if week.mean is None:
        return f"week {n}: no day recorded"
    less = ""
    if week.reduction_percent is not None:
        less = f", reduction {display_percent(week.reduction_percent)}"
    return f"week {n}: mean {display_number(week.mean)} of {behind}{less}"


def _of_each_day(found: Sequence[WeekMean], days: Timeline) -> list[str]:
    """What is said of each day: that of its week. The strokes are shapes, which say nothing."""
    said = {
        day: _said(n, week) for n, week in enumerate(found, 1) for day in week.window.each_day()
    }
    placed_on = days.diary.placed_on
    none = "in no week of treatment"
    return [said.get(day, f"{day_number(day, placed_on)}: {none}") for day in days.days]


def _counts(found: Sequence[WeekMean], size: Sizes) -> Figure:
    """Over the middle of each week: how many of its days are recorded."""
    middles = [week.window.each_day()[min(MIDDLE, week.window.days // 2)] for week in found]
    return {
        "type": "scatter",
        "mode": "text",
        "name": "days recorded",
        "x": [day.isoformat() for day in middles],
        "y": [0 if week.mean is None else float(week.mean) for week in found],
        "yaxis": "y",
        "text": ["<b>?</b>" if week.mean is None else str(week.recorded) for week in found],
        "textposition": "top center",
        "textfont": {
            "color": [CLOSE if week.mean is None else INK_2 for week in found],
            "size": size.font,
        },
        "hoverinfo": "skip",
        "cliponaxis": False,
        "showlegend": False,
    }
