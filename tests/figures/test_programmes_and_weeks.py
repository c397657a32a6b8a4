"""Programmes side by side, and the weeks of a long trial."""

from dataclasses import replace

import plotly.graph_objects as go
import pytest

from tests.figures.made_trials import MADE_TRIALS, MadeTrial, days, made, on
from tests.figures.reading import coloured, levels, named, said, words
from trialtrack.clinical.diary import DiaryDay
from trialtrack.figures.programmes import (
    CARRIES_OVER,
    TOO_FEW,
    Side,
    programme_chart,
    programme_notes,
    programme_numbers,
    sides,
)
from trialtrack.figures.timeline import timeline
from trialtrack.figures.weeks import week_chart, week_numbers, weeks


def on_programmes(names: str) -> MadeTrial:
    """Eight treatment days on programmes A, B or o (off), by letter; score 4, 3, 2 or 1."""
    entries = days(treatment=[4 - n % 4 for n in range(len(names))])
    called = {"A": "A", "B": "B", "o": "off", "-": None}

    def name(day: DiaryDay) -> DiaryDay:
        number = (day.day - on(0)).days
        return replace(day, programme=called[names[number - 1]]) if number > 0 else day

    return made([name(day) for day in entries], len(names) + 1, len(names) + 1)


def found(trial: MadeTrial) -> tuple[Side, ...]:
    return sides(trial.diary, trial.assessment)


def test_the_dots_are_the_days_that_the_assessment_counts() -> None:
    for kind in MADE_TRIALS:
        for side in found(MADE_TRIALS[kind]()):
            assert len(side.days) == side.result.days
            values = [value for _, value in side.days]
            assert sum(values) / len(values) == side.result.mean


@pytest.mark.parametrize("compact", [False, True])
def test_plotly_takes_it_and_a_single_day_has_no_mean(compact: bool) -> None:
    trial = on_programmes("AAAABoo-")
    figure = programme_chart(found(trial), trial.assessment, compact=compact)
    go.Figure(coloured(figure))
    strokes = [trace for trace in figure["data"] if trace["name"] == "mean"]
    assert len(strokes) == 2
    assert any(TOO_FEW in text for text in words(figure))


def test_off_stands_last_as_its_own_and_the_others_in_order_of_first_use() -> None:
    names = [side.name for side in found(on_programmes("ooBBBAAA"))]
    assert names == ["B", "A", "stimulation off"]


def test_they_are_compared_on_three_days_a_side_and_never_on_fewer() -> None:
    assert programme_notes(found(on_programmes("AABBBBBB"))) == (
        CARRIES_OVER,
        "Not compared: each programme needs three days or more, and there must be two.",
    )
    said = programme_notes(found(on_programmes("AAABBBBB")))
    assert said[0] == CARRIES_OVER
    # Baseline 51/7. A: 4, 3, 2: 1 - 3 * 7 / 51; B: 1, 4, 3, 2, 1: 1 - 2.2 * 7 / 51.
    assert said[1] == "By reduction: B 69.8%, A 58.8%."


def test_one_programme_is_set_beside_nothing() -> None:
    assert found(on_programmes("AAAAAAAA")) == ()


def test_the_table_says_on_how_many_days_which_score() -> None:
    rows = programme_numbers(found(on_programmes("AAAABBBB"))).rows
    assert rows[0] == ("A", "4", "2.5", "65.6%", "1 at 1, 1 at 2, 1 at 3, 1 at 4")


def test_a_week_is_a_stroke_over_its_days_with_how_many_are_behind_it() -> None:
    trial = MADE_TRIALS["sixty days"]()
    by_week = weeks(trial.diary, trial.assessment)
    figure = week_chart(trial.diary, trial.assessment, by_week, occasions=trial.occasions)
    assert named(figure, "days recorded")["text"][:2] == ["7", "4"]
    assert said(figure, 1).startswith("week 1: mean 3.9 of 7 of 7 days, reduction ")
    assert said(figure, -1) == "day -1: in no week of treatment"
    assert len(levels(figure)) == 2, "baseline and threshold"
    days_shown = timeline(trial.diary, trial.assessment, trial.occasions)
    table = week_numbers(by_week, days_shown)
    assert len(table.rows) == len(by_week)
    assert table.rows[1][3] == "4 of 7"


def test_a_trial_of_fourteen_days_has_no_weeks() -> None:
    trial = MADE_TRIALS["ended"]()
    assert weeks(trial.diary, trial.assessment) == ()
