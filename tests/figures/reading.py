"""Ways of looking into a figure that the charts' tests share."""

from collections.abc import Iterator, Sequence
from typing import Any

from tests.figures.made_trials import MadeTrial, on
from trialtrack.clinical.diary import Domain
from trialtrack.figures.domains import DOSES, domain_chart
from trialtrack.figures.pain import pain_chart
from trialtrack.figures.theme import Figure
from trialtrack.figures.weeks import week_chart, weeks

COLOUR_KEYS = {
    "color",
    "fillcolor",
    "bgcolor",
    "bordercolor",
    "gridcolor",
    "linecolor",
    "fgcolor",
    "paper_bgcolor",
    "plot_bgcolor",
    "colorway",
}
DOMAIN_SETS = (
    (Domain.SLEEP_HOURS,),
    (Domain.ACTIVITY_INTERFERENCE, Domain.WALKING_MINUTES),
    DOSES,
)


def charts_of(made: MadeTrial, compact: bool = False) -> list[Figure]:
    """Every chart of the days of a trial: one for each site, sleep, activity, doses, weeks."""
    occasions = made.occasions
    pain = [
        pain_chart(made.diary, site, made.assessment, occasions=occasions, compact=compact)
        for site in made.assessment.sites
    ]
    others = [
        domain_chart(made.diary, made.assessment, chosen, occasions=occasions, compact=compact)
        for chosen in DOMAIN_SETS
    ]
    found = weeks(made.diary, made.assessment)
    if found:
        weekly = week_chart(
            made.diary, made.assessment, found, occasions=occasions, compact=compact
        )
        others.append(weekly)
    return pain + others


def leaves(value: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of a figure with the key it stands under; lists keep their key."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, key)
    else:
        yield key, value


def coloured(value: Any) -> Any:
    """The figure with a real colour for each token, as the page's script makes it."""
    if isinstance(value, dict):
        return {key: coloured(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [coloured(inner) for inner in value]
    is_token = isinstance(value, str) and value.startswith("token:")
    return "#123456" if is_token else value


def named(figure: Figure, name: str) -> Figure:
    """The one trace of this name."""
    (found,) = [trace for trace in figure["data"] if trace.get("name") == name]
    return dict(found)


def said(figure: Figure, number: int, yaxis: str = "y") -> str:
    """What is said under the date of a day, counted from placement."""
    (hover,) = [t for t in figure["data"] if t.get("customdata") and t["yaxis"] == yaxis]
    return str(hover["customdata"][hover["x"].index(on(number).isoformat())])


def names(figure: Figure) -> list[str]:
    """The names in the legend."""
    return [trace["name"] for trace in figure["data"] if trace.get("showlegend") is not False]


def points(trace: Figure) -> dict[str, float]:
    """What a trace draws, by day."""
    return {x: y for x, y in zip(trace["x"], trace["y"], strict=True) if y is not None}


def words(figure: Figure) -> list[str]:
    """The texts written on the chart."""
    return [note["text"] for note in figure["layout"]["annotations"]]


def levels(figure: Figure) -> list[float]:
    """Heights of the lines that run across the whole plot."""
    shapes: Sequence[Figure] = figure["layout"]["shapes"]
    return [shape["y0"] for shape in shapes if shape["type"] == "line" and shape["xref"] == "paper"]
