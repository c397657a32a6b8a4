"""The daily course of pain: what is drawn on which day, and what is left undrawn."""

import pytest

from tests.figures.made_trials import MADE_TRIALS, days, entry, made, on
from tests.figures.reading import levels, named, names, points, said, words
from trialtrack.clinical.diary import DiaryDay, Measure
from trialtrack.figures.pain import pain_chart
from trialtrack.figures.theme import ACCENT, CLOSE, MET, PAPER, Figure
from trialtrack.figures.timeline import Occasions


def chart(kind: str, site: int = 0, compact: bool = False) -> Figure:
    trial = MADE_TRIALS[kind]()
    result = trial.assessment.sites[site]
    return pain_chart(
        trial.diary, result, trial.assessment, occasions=trial.occasions, compact=compact
    )


def test_the_line_has_a_gap_on_the_missing_day_and_nothing_crosses_it() -> None:
    line = named(chart("ended"), "average pain")
    assert line["mode"] == "lines+markers"
    assert line["connectgaps"] is False
    assert line["x"] == [on(n).isoformat() for n in range(-7, 9)]
    assert line["y"] == [7, 8, 7, 8, 7, 7, 7, None, 5, 4, 3, None, 2, 2, 2, None]


def test_a_missing_day_is_drawn_on_the_axis_and_said_in_words() -> None:
    figure = chart("ended")
    assert points(named(figure, "? missing")) == {on(4).isoformat(): 0}
    assert said(figure, 4) == "day 4: average pain, nothing recorded"
    assert named(figure, "? missing")["marker"]["color"] == CLOSE
    (question,) = [trace for trace in figure["data"] if trace.get("mode") == "text"]
    assert (question["x"], question["text"]) == ([on(4).isoformat()], ["<b>?</b>"])


def test_the_day_of_the_procedure_is_not_missing() -> None:
    assert on(0).isoformat() not in points(named(chart("all missing"), "? missing"))


def test_every_day_of_an_empty_trial_is_missing() -> None:
    expected = [on(n).isoformat() for n in (*range(-7, 0), *range(1, 8))]
    assert list(points(named(chart("all missing"), "? missing"))) == expected


def test_days_ahead_are_not_missing() -> None:
    assert list(points(named(chart("running"), "? missing"))) == [on(3).isoformat()]


def test_a_late_day_is_a_hollow_point_on_the_line() -> None:
    figure = chart("late")
    late = named(figure, "entered late")
    assert points(late) == {on(-2).isoformat(): 7, on(3).isoformat(): 3}
    assert (late["marker"]["color"], late["marker"]["line"]["color"]) == (PAPER, ACCENT)
    assert points(named(figure, "average pain"))[on(3).isoformat()] == 3
    assert said(figure, 3).startswith("day 3: average 3, entered late")


def test_a_late_day_that_does_not_count_leaves_the_line() -> None:
    figure = chart("late not counted")
    assert on(3).isoformat() not in points(named(figure, "average pain"))
    assert points(named(figure, "not counted"))[on(3).isoformat()] == 3
    assert said(figure, 3).startswith("day 3: average 3, entered late, not counted")


def test_an_excluded_day_is_a_grey_cross_with_its_reason() -> None:
    figure = chart("excluded")
    assert points(named(figure, "left out")) == {on(-4).isoformat(): 8, on(5).isoformat(): 2}
    assert named(figure, "left out")["marker"]["symbol"] == "x-thin"
    assert on(5).isoformat() not in points(named(figure, "average pain"))
    assert said(figure, 5).startswith("day 5: average 2, left out: stimulation &lt;off&gt;")


def test_an_excluded_day_without_an_answer_is_not_missing() -> None:
    trial = made([*days(), DiaryDay(on(4), excluded="travel")])
    figure = pain_chart(trial.diary, trial.assessment.primary, trial.assessment)
    assert trial.assessment.primary.evaluation.missing == ()
    assert "? missing" not in names(figure)


def test_washout_days_are_drawn_outside_the_line() -> None:
    figure = chart("long washout")
    assert list(points(named(figure, "not counted"))) == [on(1).isoformat(), on(2).isoformat()]
    assert said(figure, 2).startswith("day 2: average 4, washout, not counted")
    hatched = named(figure, "washout")
    assert hatched["fillpattern"]["shape"] == "/"
    assert (hatched["x"][0], hatched["x"][1]) == ("2026-03-09 12:00", "2026-03-12 12:00")


def test_days_between_baseline_and_placement_are_not_counted_and_not_missing() -> None:
    figure = chart("baseline ended early")
    assert len(points(named(figure, "not counted"))) == 11
    assert list(points(named(figure, "? missing"))) == [on(-17).isoformat(), on(4).isoformat()]


def test_baseline_and_threshold_are_drawn_at_their_values() -> None:
    figure = chart("ended")
    assert levels(figure) == pytest.approx([51 / 7, 51 / 14])
    assert {"baseline 7.3", "50% threshold 3.6"} <= set(words(figure))
    (threshold,) = [n for n in figure["layout"]["annotations"] if "threshold" in n["text"]]
    assert threshold["font"]["color"] == MET


@pytest.mark.parametrize(
    ("kind", "drawn"),
    [
        ("no baseline", []),
        ("all missing", []),
        ("baseline zero", [0.0]),
        ("clinic baseline", [7.0, 3.5]),
        ("low threshold", [51 / 7, 51 / 7 * 0.95]),
    ],
)
def test_a_level_is_drawn_only_where_it_can_be_said(kind: str, drawn: list[float]) -> None:
    assert levels(chart(kind)) == pytest.approx(drawn)
    assert any("threshold" in text for text in words(chart(kind))) is (len(drawn) == 2)


def test_a_baseline_from_the_clinic_says_so() -> None:
    assert "baseline 7 (clinic)" in words(chart("clinic baseline"))


def test_names_of_levels_that_lie_close_are_kept_apart() -> None:
    figure = chart("low threshold")
    upper, lower = [n for n in figure["layout"]["annotations"] if n["x"] == 1]
    apart_px = (upper["y"] - lower["y"]) / 10 * 230 + upper["yshift"] - lower["yshift"]
    assert apart_px >= 14.9


def test_leads_in_and_out_are_dotted_and_named() -> None:
    figure = chart("ended")
    assert {"leads in", "leads out"} <= set(words(figure))
    dotted = [s for s in figure["layout"]["shapes"] if s["line"].get("dash") == "2px 3px"]
    assert [shape["x0"] for shape in dotted] == [on(0).isoformat(), on(8).isoformat()]


def test_a_planned_removal_says_that_it_is_planned() -> None:
    assert "leads out (planned)" in words(chart("running"))


def test_another_modality_uses_its_own_words() -> None:
    trial = made(days())
    occasions = Occasions(placed_label="catheter in", removed_label="catheter out")
    figure = pain_chart(
        trial.diary, trial.assessment.primary, trial.assessment, occasions=occasions
    )
    assert {"catheter in", "catheter out"} <= set(words(figure))


def test_the_evaluation_window_has_a_bracket_with_its_mean() -> None:
    assert "evaluated: mean 3, 6 of 7 days" in words(chart("ended"))
    assert "so far: mean 4.5, 2 of 3 days" in words(chart("running"))
    assert not any("so far" in text for text in words(chart("no treatment day yet")))


def test_programmes_are_named_where_they_came_on() -> None:
    figure = chart("programme change")
    assert [text for text in words(figure) if "tonic" in text] == ["tonic &lt;b&gt;2&lt;/b&gt;"]
    (label,) = [n for n in figure["layout"]["annotations"] if "tonic" in n["text"]]
    assert label["x"] == "2026-03-14 12:00"


def test_worst_pain_is_a_faint_line_and_can_be_left_away() -> None:
    trial = made(days())
    site = trial.assessment.primary
    figure = pain_chart(trial.diary, site, trial.assessment)
    worst = named(figure, "worst pain")
    assert worst["y"][:4] == [9, 10, 9, 10]
    assert said(figure, -7).endswith("<br>worst 9")
    assert worst["connectgaps"] is False
    alone = pain_chart(trial.diary, site, trial.assessment, also=None)
    assert "worst pain" not in names(alone)
    same = pain_chart(trial.diary, site, trial.assessment, also=Measure.AVERAGE)
    assert names(same).count("average pain") == 1


def test_each_site_has_its_own_days_and_gaps() -> None:
    leg = chart("two sites", site=1)
    expected = [on(n).isoformat() for n in (-3, 1, 2, 6)]
    assert list(points(named(leg, "average pain"))) == expected
    missing = points(named(leg, "? missing"))
    assert on(3).isoformat() in missing
    assert said(leg, 3) == "day 3: average pain, not answered"
    assert said(leg, 4) == "day 4: average pain, nothing recorded"


def test_zero_is_a_point_and_not_a_gap() -> None:
    assert points(named(chart("baseline zero"), "average pain"))[on(-7).isoformat()] == 0


def test_what_was_entered_after_the_day_one_looks_is_not_drawn() -> None:
    trial = made(days(), as_of=3)
    figure = pain_chart(trial.diary, trial.assessment.primary, trial.assessment)
    assert max(points(named(figure, "average pain"))) == on(3).isoformat()


def test_a_day_that_was_opened_but_not_answered_is_said_to_be_so() -> None:
    trial = made([*days(), entry(4, None)])
    figure = pain_chart(trial.diary, trial.assessment.primary, trial.assessment)
    assert said(figure, 4) == "day 4: average pain, not answered"


def test_a_phone_has_a_key_in_words_instead_of_the_legend() -> None:
    figure = chart("late", compact=True)
    assert figure["layout"]["showlegend"] is False
    assert figure["layout"]["dragmode"] is False
    assert {"\N{WHITE CIRCLE} entered late", "? missing"} <= set(words(figure))
    assert "50%<br>3.6" in words(figure)


def test_a_sixty_day_trial_on_a_phone_has_few_ticks_and_spaced_question_marks() -> None:
    figure = chart("sixty days", compact=True)
    assert len(figure["layout"]["xaxis"]["tickvals"]) <= 5
    assert len(points(named(figure, "? missing"))) == 4
    (question,) = [trace for trace in figure["data"] if trace.get("mode") == "text"]
    assert question["x"] == [on(10).isoformat(), on(31).isoformat()]
