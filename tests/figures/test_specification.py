"""The specification plot: sorted, on one axis, and which choice each analysis changes."""

import plotly.graph_objects as go
import pytest

from tests.clinical.diaries import SEVEN_EIGHTS, SEVEN_FOURS, assessed, diary
from tests.figures.made_trials import MADE_TRIALS
from tests.figures.reading import coloured, named, words
from trialtrack.figures.specification import specification_plot
from trialtrack.figures.specifications import Against, Specification, in_order
from trialtrack.figures.theme import ACCENT, INK, PAPER, Figure
from trialtrack.web.clinic.analyses_chart import CHOICES, analyses_chart
from trialtrack.web.clinic.stands import ANALYSES

FOUND = (
    Specification("the result", None, 53.1, "53.1%", True),
    Specification("judged on worst pain", "measure", 44.0, "44.0%", False),
    Specification("the last three days", "window", 61.2, "61.2%", True),
    Specification("judged on pain now", "measure", 53.1, "53.1%", True),
)
AGAINST = Against(50.0, "50% threshold", (31.2, 72.9), "95% interval<br>31 to 73%")


@pytest.fixture(params=[False, True], ids=["wide", "phone"])
def figure(request: pytest.FixtureRequest) -> Figure:
    return specification_plot(FOUND, AGAINST, compact=request.param)


def test_plotly_takes_it_at_both_widths(figure: Figure) -> None:
    go.Figure(coloured(figure))


def test_from_the_least_reduction_to_the_greatest_and_the_result_before_its_equal() -> None:
    names = [each.name for each in in_order(FOUND)]
    assert names == [
        "judged on worst pain", "the result", "judged on pain now", "the last three days",
    ]  # fmt: skip


def test_shape_tells_the_result_and_filling_whether_the_threshold_is_met(figure: Figure) -> None:
    marker = named(figure, "reduction")["marker"]
    assert marker["symbol"] == ["circle", "diamond", "circle", "circle"]
    assert marker["color"] == [PAPER, INK, ACCENT, ACCENT]
    assert named(figure, "reduction")["customdata"][0] == "judged on worst pain: 44.0%, not met"


def test_below_each_stands_the_choice_that_it_changes_and_none_below_the_result() -> None:
    wide = specification_plot(FOUND, AGAINST)
    assert wide["layout"]["yaxis2"]["ticktext"] == ["measure", "window"]
    changed = named(wide, "changed")
    assert list(zip(changed["x"], changed["y"], strict=True)) == [(1, 1.5), (3, 1.5), (4, 0.5)]
    assert len(named(wide, "unchanged")["x"]) == 4 * 2 - 3


def test_threshold_and_interval_are_drawn_and_named_and_nothing_zooms() -> None:
    layout = specification_plot(FOUND, AGAINST)["layout"]
    band, line = layout["shapes"]
    assert (band["y0"], band["y1"], line["y0"]) == (31.2, 72.9, 50.0)
    assert {"50% threshold", "95% interval<br>31 to 73%"} <= set(words({"layout": layout}))
    assert layout["xaxis"]["fixedrange"]
    assert layout["yaxis"]["fixedrange"]


def test_on_a_phone_each_is_named_over_its_own_dot(figure: Figure) -> None:
    phone = specification_plot(FOUND, AGAINST, compact=True)
    assert "judged on worst pain: 44.0%" in words(phone)
    assert "<b>the result</b>: 53.1%" in words(phone)


def test_a_fall_below_zero_stretches_the_axis() -> None:
    worse = Specification("the last three days", "window", -12.0, "−12.0%", False)
    wide = specification_plot([*FOUND, worse], AGAINST)
    assert wide["layout"]["yaxis"]["range"] == [-20.0, 100.0]


def test_every_analysis_of_the_method_has_a_name_and_a_choice() -> None:
    assert set(CHOICES) == set(ANALYSES)


def test_the_chart_has_a_row_for_the_result_and_each_other_analysis() -> None:
    made = MADE_TRIALS["everything"]().assessment
    chart = analyses_chart(made)
    assert chart is not None
    rows = chart.table["rows"]
    assert len(rows) == 1 + len(made.primary.other_analyses)
    assert [row[0] for row in rows] == [str(n + 1) for n in range(len(rows))]
    assert "other analyses from" in chart.alt


def test_a_result_that_is_not_judged_has_neither_word_in_its_row_nor_an_answer_beside_it() -> None:
    made = assessed(diary(SEVEN_EIGHTS, "4 4 4 . . . ."))
    chart = analyses_chart(made)
    assert chart is not None
    own = [row[1:] for row in chart.table["rows"] if row[1].startswith("the result")]
    assert own == [("the result, not judged", "–", "50.0%", "not judged")]
    assert "threshold; the result is not judged." in chart.alt
    assert "as the result is" not in chart.alt
    judged = analyses_chart(assessed(diary(SEVEN_EIGHTS, SEVEN_FOURS)))
    assert judged is not None
    assert judged.alt.endswith("threshold, as the result is.")


def test_while_the_leads_are_in_there_is_none() -> None:
    assert analyses_chart(MADE_TRIALS["running"]().assessment) is None
