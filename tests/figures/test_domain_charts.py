"""Sleep, activity and doses beside the pain: zero, missing, means, and what cannot be counted."""

from dataclasses import replace
from fractions import Fraction

import pytest

from tests.figures.made_trials import MADE_TRIALS, MadeTrial, changed, days, made, on
from tests.figures.reading import named, names, points, said, words
from trialtrack.clinical.diary import DiaryDay, Domain
from trialtrack.clinical.opioids import OpioidTable
from trialtrack.figures.domains import (
    DOSES,
    domain_chart,
    domain_notes,
    recorded_domains,
    scale_of,
)
from trialtrack.figures.theme import CLOSE, Figure


def chart(trial: MadeTrial, *domains: Domain) -> Figure:
    return domain_chart(trial.diary, trial.assessment, domains, occasions=trial.occasions)


def mean_lines(figure: Figure) -> list[tuple[str, str, float]]:
    return [
        (shape["x0"], shape["x1"], shape["y0"])
        for shape in figure["layout"]["shapes"]
        if shape["type"] == "line" and shape["y0"] == shape["y1"]
    ]


def test_no_dose_is_a_mark_on_the_axis_and_not_an_empty_place() -> None:
    figure = chart(MADE_TRIALS["ended"](), Domain.MME_PER_DAY)
    bars = named(figure, "opioid dose")
    assert bars["type"] == "bar"
    assert [points(bars)[on(n).isoformat()] for n in (1, 2, 5)] == [15, 10, 0]
    marks = points(named(figure, "none"))
    assert marks == {on(n).isoformat(): 0 for n in (5, 6, 7)}
    assert named(figure, "none")["cliponaxis"] is False


def test_a_day_without_an_answer_is_missing_and_not_zero() -> None:
    figure = chart(MADE_TRIALS["ended"](), Domain.MME_PER_DAY)
    assert on(4).isoformat() not in points(named(figure, "opioid dose"))
    assert on(4).isoformat() not in points(named(figure, "none"))
    missing = named(figure, "? missing")
    assert list(points(missing)) == [on(4).isoformat()]
    assert missing["marker"]["color"] == CLOSE


def test_one_question_left_out_is_missing_in_its_own_chart_alone() -> None:
    def without_sleep(day: DiaryDay) -> DiaryDay:
        left: dict[Domain, Fraction] = {
            d: v for d, v in day.values.items() if d != Domain.SLEEP_HOURS
        }
        return replace(day, values=left)

    trial = made(changed(days(), without_sleep, 2))
    sleep = chart(trial, Domain.SLEEP_HOURS)
    assert list(points(named(sleep, "? missing"))) == [on(2).isoformat(), on(4).isoformat()]
    walking = chart(trial, Domain.WALKING_MINUTES)
    assert list(points(named(walking, "? missing"))) == [on(4).isoformat()]


def test_means_are_drawn_over_their_own_windows() -> None:
    figure = chart(MADE_TRIALS["ended"](), Domain.SLEEP_HOURS)
    (before, during) = mean_lines(figure)
    assert before[:2] == ("2026-03-02 12:00", "2026-03-09 12:00")
    assert during[:2] == ("2026-03-10 12:00", "2026-03-17 12:00")
    # 8.5 less half of the mean pain, 51/7 before and 3 during.
    assert (before[2], during[2]) == pytest.approx((8.5 - 51 / 14, 7.0))
    assert {"baseline: mean 4.9", "evaluated: mean 7"} <= set(words(figure))


def test_a_mean_that_cannot_be_said_is_not_drawn() -> None:
    figure = chart(MADE_TRIALS["no treatment day yet"](), Domain.SLEEP_HOURS)
    assert len(mean_lines(figure)) == 1
    assert not mean_lines(chart(MADE_TRIALS["all missing"](), Domain.SLEEP_HOURS))


def test_doses_stand_in_two_panels_on_one_axis_of_days() -> None:
    figure = chart(MADE_TRIALS["ended"](), *DOSES)
    assert named(figure, "rescue doses")["yaxis"] == "y2"
    assert figure["layout"]["xaxis"]["anchor"] == "y2"
    assert "xaxis2" not in figure["layout"]
    assert "<b>Rescue doses a day</b>" in words(figure)
    assert names(figure).count("? missing") == 1


def test_a_dose_with_a_drug_that_is_not_counted_is_at_least() -> None:
    figure = chart(MADE_TRIALS["uncounted drug"](), *DOSES)
    bars = named(figure, "opioid dose")
    hatched = [
        x for x, shape in zip(bars["x"], bars["marker"]["pattern"]["shape"], strict=True) if shape
    ]
    assert hatched == [on(1).isoformat(), on(2).isoformat()]
    assert said(figure, 1) == "day 1: opioid dose at least 15 mg, not counted: buprenorphine"
    assert "evaluated: mean at least 5" in words(figure)
    assert "baseline: mean 26.4" in words(figure)
    assert "evaluated: mean 0.5" in words(figure)


def test_rescue_doses_are_not_hatched_for_an_opioid_that_is_not_counted() -> None:
    bars = named(chart(MADE_TRIALS["uncounted drug"](), *DOSES), "rescue doses")
    assert not any(bars["marker"]["pattern"]["shape"])


def test_notes_name_what_is_not_counted_and_warn_of_converting() -> None:
    trial = MADE_TRIALS["uncounted drug"]()
    missing, caution = domain_notes(trial.diary, trial.assessment, DOSES, OpioidTable.CDC_2022)
    assert "(CDC 2022): buprenorphine, taken on 2 days" in missing
    assert caution.endswith("never for converting one opioid into another.")
    assert domain_notes(trial.diary, trial.assessment, (Domain.STEPS,), None) == ()


def test_late_and_excluded_amounts_look_different() -> None:
    figure = chart(MADE_TRIALS["everything"](), Domain.MME_PER_DAY)
    assert list(points(named(figure, "left out"))) == [on(8).isoformat()]
    assert list(points(named(figure, "entered late"))) == [on(-3).isoformat(), on(7).isoformat()]
    assert list(points(named(figure, "not counted"))) == [on(0).isoformat()]


@pytest.mark.parametrize(
    ("domain", "highest", "top", "ticks"),
    [
        (Domain.SLEEP_HOURS, 6.5, 10, [0, 2, 4, 6, 8, 10]),
        (Domain.SLEEP_HOURS, 12, 15, [0, 5, 10, 15]),
        (Domain.MME_PER_DAY, 0, 20, [0, 5, 10, 15, 20]),
        (Domain.MME_PER_DAY, 240, 250, [0, 50, 100, 150, 200, 250]),
        (Domain.RESCUE_DOSES, 1, 4, [0, 1, 2, 3, 4]),
        (Domain.STEPS, 12345, 15000, [0, 5000, 10000, 15000]),
        (Domain.AWAKENINGS, 50, 50, [0, 10, 20, 30, 40, 50]),
    ],
)
def test_a_scale_starts_at_zero_and_reaches_the_highest_value(
    domain: Domain, highest: float, top: float, ticks: list[float]
) -> None:
    assert scale_of(domain, highest) == (top, ticks)


def test_domains_never_answered_can_be_left_away() -> None:
    diary = MADE_TRIALS["ended"]().diary
    asked = (Domain.STEPS, Domain.SLEEP_HOURS, Domain.MME_PER_DAY)
    assert recorded_domains(diary, asked) == (Domain.SLEEP_HOURS, Domain.MME_PER_DAY)


def test_a_mean_of_zero_is_drawn() -> None:
    figure = chart(MADE_TRIALS["baseline zero"](), Domain.MME_PER_DAY)
    assert [level for _, _, level in mean_lines(figure)] == [0, 0]
    assert Fraction(0) == MADE_TRIALS["baseline zero"]().assessment.domains[-2].baseline_mean
