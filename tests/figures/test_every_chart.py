"""What holds for every chart of every trial, at both widths."""

import json
import math
from datetime import timedelta
from itertools import pairwise

import plotly.graph_objects as go
import pytest

from tests.figures.made_trials import MADE_TRIALS, MadeTrial
from tests.figures.reading import COLOUR_KEYS, charts_of, coloured, leaves, words
from trialtrack.figures.pain import score_of
from trialtrack.figures.theme import CLEAR, CONFIG, TOKENS, Figure
from trialtrack.figures.timeline import Standing, timeline


@pytest.fixture(params=sorted(MADE_TRIALS))
def made(request: pytest.FixtureRequest) -> MadeTrial:
    return MADE_TRIALS[request.param]()


@pytest.fixture(params=[False, True], ids=["wide", "phone"])
def charts(request: pytest.FixtureRequest, made: MadeTrial) -> list[Figure]:
    return charts_of(made, compact=request.param)


def test_plotly_takes_every_chart(charts: list[Figure]) -> None:
    for chart in charts:
        go.Figure(coloured(chart))


def test_plotly_refuses_a_token_where_it_is_left_in(charts: list[Figure]) -> None:
    with pytest.raises(ValueError, match="token:"):
        go.Figure(charts[0])


def test_every_chart_is_plain_json_without_nan(charts: list[Figure]) -> None:
    for chart in charts:
        assert json.loads(json.dumps(chart, allow_nan=False)) == chart
        assert not any(isinstance(v, float) and math.isinf(v) for _, v in leaves(chart))


def test_colours_are_tokens_and_tokens_are_colours(charts: list[Figure]) -> None:
    for chart in charts:
        for key, value in leaves(chart):
            if key in COLOUR_KEYS:
                assert value in (*TOKENS, CLEAR), key
            else:
                assert not str(value).startswith("token:"), key


def test_every_line_has_a_place_for_every_day_so_that_none_is_bridged(
    made: MadeTrial, charts: list[Figure]
) -> None:
    every_day = [d.isoformat() for d in timeline(made.diary, made.assessment, made.occasions).days]
    for chart in charts:
        for trace in chart["data"]:
            if "lines" in trace.get("mode", "") and trace["name"] != "washout":
                assert trace["connectgaps"] is False
                assert trace["x"] == every_day


def test_a_day_without_an_answer_is_a_gap_in_the_line(
    made: MadeTrial, charts: list[Figure]
) -> None:
    for chart, site in zip(charts, made.assessment.sites, strict=False):
        answered = {day.day.isoformat() for day in made.diary.days if site.site in day.scores}
        for trace in chart["data"]:
            if trace.get("name") == "average pain":
                drawn = dict(zip(trace["x"], trace["y"], strict=True))
                assert all(drawn[day] is None for day in drawn if day not in answered)


def test_every_chart_of_a_trial_has_the_same_days(charts: list[Figure]) -> None:
    axes = [chart["layout"]["xaxis"] for chart in charts]
    sides = [(c["layout"]["margin"]["l"], c["layout"]["margin"]["r"]) for c in charts]
    for axis in axes:
        assert axis["range"] == axes[0]["range"]
        assert axis["tickvals"] == axes[0]["tickvals"]
    assert len(set(sides)) == 1


def test_the_axis_runs_half_a_day_beyond_both_ends(made: MadeTrial, charts: list[Figure]) -> None:
    days = timeline(made.diary, made.assessment, made.occasions)
    first, last = charts[0]["layout"]["xaxis"]["range"]
    assert first == f"{days.baseline.first - timedelta(days=1)} 12:00"
    assert last == f"{days.last} 12:00"


def test_day_0_always_has_a_tick(made: MadeTrial, charts: list[Figure]) -> None:
    axis = charts[0]["layout"]["xaxis"]
    assert made.diary.placed_on.isoformat() in axis["tickvals"]
    assert "10 Mar<br>day 0" in axis["ticktext"]


def test_only_the_days_zoom(charts: list[Figure]) -> None:
    for chart in charts:
        scales = [v for key, v in chart["layout"].items() if key.startswith("yaxis")]
        assert scales
        assert all(axis["fixedrange"] for axis in scales)
        assert all(axis["range"][0] == 0 for axis in scales)
        assert chart["layout"]["hovermode"] == "x unified"
        assert chart["layout"]["legend"]["itemclick"] is False


def test_every_shape_and_word_belongs_to_a_panel_that_is_there(charts: list[Figure]) -> None:
    for chart in charts:
        layout = chart["layout"]
        there = {key.replace("axis", "") for key in layout if key.startswith("yaxis")}
        used = [item["yref"] for item in layout["shapes"] + layout["annotations"]]
        used += [trace["yaxis"] for trace in chart["data"]]
        assert {ref.removesuffix(" domain") for ref in used} - {"paper"} == there


def test_panels_lie_inside_the_figure_and_apart(charts: list[Figure]) -> None:
    for chart in charts:
        domains = [v["domain"] for k, v in chart["layout"].items() if k.startswith("yaxis")]
        assert domains[0][1] == 1
        assert domains[-1][0] == 0
        for upper, lower in pairwise(domains):
            assert lower[1] < upper[0]


def test_what_a_person_wrote_is_never_markup(charts: list[Figure]) -> None:
    written = [text for chart in charts for text in words(chart)]
    hovers = [v for chart in charts for key, v in leaves(chart["data"]) if key == "customdata"]
    for text in [*written, *(str(hover) for hover in hovers)]:
        assert "<off>" not in text
        assert "tonic <b>" not in text


def test_each_panel_says_something_of_exactly_every_day_and_nothing_else_is_hovered(
    charts: list[Figure],
) -> None:
    """On a day without a point plotly says that of a day beside it, under the wrong date."""
    for chart in charts:
        hovered = [trace for trace in chart["data"] if trace.get("hoverinfo") != "skip"]
        days = {x for trace in chart["data"] for x in trace["x"] if len(x) == len("2026-03-10")}
        for trace in hovered:
            assert len(trace["x"]) == len(set(trace["x"])) == len(trace["customdata"])
            assert set(trace["x"]) >= days
            assert None not in trace["y"]
            assert all(trace["customdata"])
        assert len({trace["yaxis"] for trace in hovered}) == len(hovered) > 0


def test_missing_treatment_days_are_those_of_the_assessment(made: MadeTrial) -> None:
    for site in made.assessment.sites:
        days = timeline(made.diary, made.assessment, made.occasions, site)
        if site.evaluation.window is None or not made.assessment.protocol.count_late:
            continue
        drawn = days.drawn(score_of(site.site, made.assessment.protocol.measure))
        missing = {d.day for d in drawn if d.standing is Standing.MISSING}
        assert {d for d in missing if d in site.evaluation.window} == set(site.evaluation.missing)


def test_nothing_can_be_sent_away_from_a_chart() -> None:
    assert CONFIG["showSendToCloud"] is False
    assert CONFIG["plotlyServerURL"] == ""
    assert CONFIG["displaylogo"] is False
