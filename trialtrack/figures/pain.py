"""The daily course of pain at one site against its baseline and the threshold."""

from fractions import Fraction
from typing import Any

from trialtrack.clinical.diary import Diary, DiaryDay, Measure
from trialtrack.clinical.display import display_number
from trialtrack.clinical.protocol import text
from trialtrack.clinical.results import Assessment, BaselineSource, SiteResult
from trialtrack.figures.grounds import level
from trialtrack.figures.lanes import lanes
from trialtrack.figures.marks import faint_line, line_traces, words_of_days
from trialtrack.figures.panels import Panel, evaluated, stacked, trial_labels, window_labels
from trialtrack.figures.strip import Label
from trialtrack.figures.theme import INK_2, MET, Figure, Sizes, pain_axis, sizes
from trialtrack.figures.timeline import Occasions, Timeline, ValueOf, timeline
from trialtrack.figures.wording import counted, plain

LABEL_APART_PX = 15


def pain_chart(
    diary: Diary,
    site: SiteResult,
    assessment: Assessment,
    *,
    occasions: Occasions | None = None,
    also: Measure | None = Measure.WORST,
    compact: bool = False,
) -> Figure:
    """Daily pain at a site, 0 to 10, by the protocol's measure; `also` as a faint line behind.

    Missing days are drawn and never bridged. Baseline mean and threshold are drawn where they
    can be said: a baseline of 0 has no threshold. Under the primary site's stands what happened.
    """
    size = sizes(compact)
    days = timeline(diary, assessment, occasions, site)
    measure = assessment.protocol.measure
    behind = also if also is not measure else None
    traces = line_traces(
        days.drawn(score_of(site.site, measure)), f"{measure.value} pain", "y", size
    )
    if behind is not None:
        traces = _behind(days, site.site, behind) + traces
    axis = pain_axis()
    panel = Panel(
        traces,
        top=axis["range"][1],
        ticks=axis["tickvals"],
        labels=_labels(days, site, compact),
        shapes=levels(site, assessment),
        notes=level_names(site, assessment, size),
        said=_said(days, site, behind),
    )
    # What happened is told once, under the site that the verdict is about.
    below = lanes(days, size) if site is assessment.primary else None
    return stacked(days, [panel] if below is None else [panel, below], size, size.height)


def score_of(site: str, measure: Measure) -> ValueOf:
    """Reads one measure at one site from a day's entry."""

    def read(entry: DiaryDay) -> Fraction | None:
        return entry.scores.get(site, {}).get(measure)

    return read


def threshold_points(site: SiteResult, assessment: Assessment) -> Fraction | None:
    """The mean score, in NRS points, at which the threshold is just met.

    None without a baseline, and at a baseline of 0, of which nothing is a percentage.
    """
    mean = site.baseline.mean
    if mean is None or mean == 0:
        return None
    return mean * (1 - assessment.protocol.threshold_percent / 100)


def _behind(days: Timeline, site: str, measure: Measure) -> list[Figure]:
    line = faint_line(days.drawn(score_of(site, measure)), f"{measure.value} pain", "y")
    return [] if line is None else [line]


def _said(days: Timeline, site: SiteResult, behind: Measure | None) -> list[str]:
    """What is said of each day: its score, the other measure's, and what happened on it."""
    measure = days.assessment.protocol.measure
    drawn = days.drawn(score_of(site.site, measure))
    first = words_of_days(drawn, lambda _, value: _score(measure, value), f"{measure.value} pain")
    lines = [[words] for words in first]
    if behind is not None:
        for each, other in zip(lines, days.drawn(score_of(site.site, behind)), strict=True):
            if other.value is not None:
                each.append(_score(behind, other.value))
    if site is days.assessment.primary:
        for each, day in zip(lines, days.days, strict=True):
            each.extend(map(plain, days.occasions.words_of(day)))
    return ["<br>".join(said) for said in lines]


def _score(measure: Measure, value: Fraction) -> str:
    return f"{measure.value} {display_number(value)}"


def _labels(days: Timeline, site: SiteResult, compact: bool) -> list[Label]:
    evaluation = site.evaluation
    words = evaluated(days.assessment.stage, evaluation.mean, compact)
    if evaluation.window is not None and not compact:
        recorded = len(evaluation.recorded)
        words += f", {recorded} of {counted(evaluation.window.days, 'day')}"
    return [*window_labels(days, "baseline", words), *trial_labels(days)]


def levels(site: SiteResult, assessment: Assessment) -> list[Figure]:
    """The baseline mean and the threshold, across the plot, as far as they can be said."""
    mean, threshold = site.baseline.mean, threshold_points(site, assessment)
    shapes = []
    if mean is not None:
        shapes.append(level(float(mean), None, "y", INK_2, "6px 4px", 1.5))
    if threshold is not None:
        shapes.append(level(float(threshold), None, "y", MET, "solid", 2))
    return shapes


def level_names(site: SiteResult, assessment: Assessment, size: Sizes) -> list[Figure]:
    """The two levels' names in the right margin, kept apart where the levels lie close."""
    mean, threshold = site.baseline.mean, threshold_points(site, assessment)
    if mean is None:
        return []
    narrow = size is sizes(compact=True)
    source = " (clinic)" if site.baseline.source is BaselineSource.CLINIC else ""
    between = "<br>" if narrow else " "
    names = [_name(f"baseline{between}{display_number(mean)}{'' if narrow else source}", mean)]
    names[0]["font"] = {"size": size.font, "color": INK_2}
    if threshold is not None:
        percent = text(assessment.protocol.threshold_percent)
        words = f"{percent}%{'' if narrow else ' threshold'}{between}{display_number(threshold)}"
        below = _name(words, threshold) | {"font": {"size": size.font, "color": MET}}
        lines = 2 if narrow else 1
        apart = float(mean - threshold) / 10 * size.height
        push = max(0.0, (LABEL_APART_PX * lines - apart) / 2)
        names = [names[0] | {"yshift": push}, below | {"yshift": -push}]
    return names


def _name(words: str, value: Fraction) -> dict[str, Any]:
    return {
        "text": words,
        "x": 1,
        "xref": "paper",
        "xanchor": "left",
        "xshift": 6,
        "y": float(value),
        "yanchor": "middle",
        "align": "left",
        "showarrow": False,
        "borderpad": 0,
    }
