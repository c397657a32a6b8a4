"""The interval and the sparkline as SVG: well formed, said in words, nothing bridged."""

import re
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from tests.figures.made_trials import MADE_TRIALS, made
from trialtrack.clinical.results import SiteResult, Verdict
from trialtrack.figures.interval import Scale, interval_figure
from trialtrack.figures.sparkline import sparkline, trial_sparkline
from trialtrack.figures.svg import drawing, element

SVG = "{http://www.w3.org/2000/svg}"
HALF = Fraction(50)


def read(svg: str | None) -> ElementTree.Element:
    assert svg is not None
    root = ElementTree.fromstring(svg)
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    for found in root.iter():
        assert not {"style", "id", "onload"} & set(found.attrib)
        assert found.tag in {f"{SVG}{name}" for name in ALLOWED}
    return root


ALLOWED = ("svg", "line", "circle", "rect", "polyline", "text")


def with_class(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [found for found in root.iter() if found.get("class") == name]


def result(
    reduction: int | str | None,
    interval: tuple[float, float] | None = None,
    verdict: Verdict = Verdict.MET,
) -> SiteResult:
    site = MADE_TRIALS["ended"]().assessment.primary
    return replace(
        site,
        reduction_percent=None if reduction is None else Fraction(reduction),
        verdict=verdict,
        confidence=replace(site.confidence, interval_percent=interval),
    )


@pytest.mark.parametrize("kind", sorted(MADE_TRIALS))
def test_every_trial_has_sound_drawings(kind: str) -> None:
    trial = MADE_TRIALS[kind]()
    for site in trial.assessment.sites:
        figure = interval_figure(site, trial.assessment.protocol.threshold_percent)
        assert (figure is None) is (site.reduction_percent is None)
        if figure is not None:
            read(figure)
        read(trial_sparkline(trial.diary, site, trial.assessment))


@pytest.mark.parametrize(
    ("site", "words"),
    [
        (
            result("58.84", (37.4, 79.6)),
            "Reduction 58.8%; 95% interval 37 to 80%; the 50% threshold lies inside it",
        ),
        (
            result("81.2", (66.0, 131.0)),
            "Reduction 81.2%; 95% interval 66 to 100%; the 50% threshold lies outside it",
        ),
        (
            result("-12", (-44.5, 12.0), Verdict.NOT_MET),
            (
                "Reduction -12.0%; 95% interval -45 to 12%; the 50% threshold lies outside it; "
                "the scale runs from -50 to 100%"
            ),
        ),
        (result("50"), "Reduction 50.0%; at or above the 50% threshold, without an interval"),
        (result("49.99"), "Reduction 49.9%; below the 50% threshold, without an interval"),
        (
            result("-0.04", None, Verdict.PENDING),
            (
                "Reduction 0.0%; below the 50% threshold, without an interval; "
                "the scale runs from -10 to 100%"
            ),
        ),
    ],
)
def test_the_interval_is_said_in_words(site: SiteResult, words: str) -> None:
    assert read(interval_figure(site, HALF)).get("aria-label") == words


def test_the_interval_lies_on_the_scale_with_the_threshold_through_it() -> None:
    root = read(interval_figure(result("60", (40.0, 80.0)), HALF))
    (band,), (line,), (point,) = (with_class(root, c) for c in ("i-band", "i-met", "i-point"))
    assert (band.get("x1"), band.get("x2")) == ("146.8", "279.6")
    assert line.get("x1") == line.get("x2") == "180"
    assert point.get("cx") == "213.2"


def test_an_interval_beyond_100_ends_at_the_scale() -> None:
    (band,) = with_class(read(interval_figure(result("90", (70.0, 180.0)), HALF)), "i-band")
    assert band.get("x2") == "346"


def test_worsening_extends_the_scale_below_zero_and_marks_zero() -> None:
    root = read(interval_figure(result("-30", (-58.0, -2.0), Verdict.NOT_MET), HALF))
    assert {text.text for text in with_class(root, "i-text")} == {"−60", "0", "100%"}
    assert len(with_class(root, "i-scale")) == 2
    assert Scale(-60).x(-60) == 14
    assert Scale(-60).x(100) == 346


@pytest.mark.parametrize("low", [-5.0, -58.0, -400.0, -25000.0])
@pytest.mark.parametrize("threshold", [1, 30, 50, 97, 100])
def test_words_under_the_scale_never_touch(low: float, threshold: int) -> None:
    root = read(interval_figure(result(int(low) + 5, (low, 20.0)), Fraction(threshold)))
    spans = sorted(
        (float(text.get("x", "")) - 3.6 * len(said), float(text.get("x", "")) + 3.6 * len(said))
        for text in root.iter(f"{SVG}text")
        if (said := text.text or "")
    )
    assert spans[0][0] >= 0
    assert spans[-1][1] <= 360
    for (_, end), (start, _) in pairwise(spans):
        assert start > end


def test_a_result_without_a_verdict_is_an_open_point() -> None:
    root = read(interval_figure(result("42", None, Verdict.PENDING), HALF))
    assert with_class(root, "i-open")
    assert not with_class(root, "i-point")
    assert not with_class(root, "i-band")


def test_without_a_reduction_there_is_no_drawing() -> None:
    assert interval_figure(result(None), HALF) is None


def numbers(*values: int | None) -> list[Fraction | None]:
    return [None if value is None else Fraction(value) for value in values]


def test_a_sparkline_is_broken_at_a_gap_and_marks_it() -> None:
    root = read(sparkline(numbers(7, 7, None, 4, 3, None, 2), Fraction(7), Fraction(7, 2)))
    lines = [found.get("points", "").split() for found in with_class(root, "i-line")]
    assert [len(line) for line in lines] == [2, 2]
    assert len(with_class(root, "i-dot")) == 1
    assert len(with_class(root, "i-miss")) == 2
    assert root.get("aria-label") == (
        "Pain by day: 5 recorded, 2 missing; first 7, last 2; baseline mean 7; threshold 3.5"
    )


def test_a_sparkline_goes_down_when_pain_falls_and_stays_inside() -> None:
    root = read(sparkline(numbers(10, 0), None, None, width=100, height=30))
    (line,) = with_class(root, "i-line")
    assert line.get("points") == "4.0,4.0 96.0,26.0"
    assert not with_class(root, "i-met")
    assert not with_class(root, "i-base")


@pytest.mark.parametrize(
    ("values", "label"),
    [
        (numbers(), "Pain by day: 0 recorded, 0 missing"),
        (numbers(None), "Pain by day: 0 recorded, 1 missing"),
        (numbers(0), "Pain by day: 1 recorded, 0 missing; first 0, last 0"),
    ],
)
def test_a_sparkline_of_hardly_anything_is_still_sound(
    values: list[Fraction | None], label: str
) -> None:
    root = read(sparkline(values, None, None))
    assert root.get("aria-label") == label
    assert not any(re.search("nan|inf", value) for e in root.iter() for value in e.attrib.values())


def test_words_of_a_drawing_are_never_markup() -> None:
    root = read(drawing("sparkline", 10, 10, '7 "of" <10> & more', [element("text", "a<b", x=1)]))
    assert root.get("aria-label") == '7 "of" <10> & more'
    assert [text.text for text in root] == ["a<b"]


def test_the_day_of_the_procedure_is_a_line_and_not_a_missing_day() -> None:
    trial = MADE_TRIALS["ended"]()
    root = read(trial_sparkline(trial.diary, trial.assessment.primary, trial.assessment))
    assert len(with_class(root, "i-placed")) == 1
    assert len(with_class(root, "i-miss")) == 1


def test_an_excluded_day_is_a_gap_without_a_mark() -> None:
    trial = MADE_TRIALS["excluded"]()
    root = read(trial_sparkline(trial.diary, trial.assessment.primary, trial.assessment))
    assert len(with_class(root, "i-miss")) == 1
    assert "11 recorded" in (root.get("aria-label") or "")


def test_a_trial_without_a_day_has_a_sparkline_of_missing_days() -> None:
    trial = made([])
    root = read(trial_sparkline(trial.diary, trial.assessment.primary, trial.assessment))
    assert len(with_class(root, "i-miss")) == 14
