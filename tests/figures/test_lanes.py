"""The strip under the chart of pain: what happened, on its day, in a lane of its own."""

from dataclasses import replace

from tests.figures.made_trials import MADE_TRIALS, MadeTrial, on
from tests.figures.reading import charts_of, named, said, words
from trialtrack.figures.pain import pain_chart
from trialtrack.figures.tables import pain_numbers
from trialtrack.figures.theme import Figure
from trialtrack.figures.timeline import Event, LaneKind, Occasions, Stretch

HAPPENED = Occasions(
    stretches=(
        Stretch("P1", (on(0), 0.25), (on(3), 0.5)),
        Stretch("off", (on(3), 0.5), (on(4), 0.5)),
        Stretch("P2 <wide>", (on(4), 0.5), None),
    ),
    events={
        LaneKind.PROGRAMME: (Event(on(4), "P2 <wide> from 16:00"),),
        LaneKind.SIGN: (Event(on(2), "warning sign: Sore skin"), Event(on(20), "later")),
        LaneKind.DEVIATION: (Event(on(2), "deviation: one"), Event(on(2), "deviation: two")),
    },
)


def trial(kind: str = "two sites") -> MadeTrial:
    return replace(MADE_TRIALS[kind](), occasions=HAPPENED)


def chart(site: int = 0, compact: bool = False) -> Figure:
    made = trial()
    result = made.assessment.sites[site]
    return pain_chart(made.diary, result, made.assessment, occasions=HAPPENED, compact=compact)


def off_shades(figure: Figure) -> list[Figure]:
    return [shape for shape in figure["layout"]["shapes"] if shape.get("opacity") == 0.22]


def test_only_kinds_of_which_there_is_something_have_a_lane_and_only_under_the_primary_site() -> (
    None
):
    lanes = chart()["layout"]["yaxis2"]
    assert lanes["ticktext"] == ["programme", "warning", "deviation"]
    assert lanes["range"] == [0, 3]
    assert "yaxis2" not in chart(site=1)["layout"]


def test_a_mark_stands_on_its_day_and_says_all_that_happened_then() -> None:
    marks = named(chart(), "deviation")
    assert marks["x"] == [on(2).isoformat()]
    assert said(chart(), 2).endswith("<br>deviation: one<br>deviation: two")
    assert "deviation" not in said(chart(), 3)
    assert named(chart(), "warning")["x"] == [on(2).isoformat()], "what is beyond is not drawn"


def test_stimulation_off_is_shaded_for_as_long_as_it_was_on_every_chart() -> None:
    for figure in charts_of(trial()):
        shades = off_shades(figure)
        assert shades
        assert {(shade["x0"], shade["x1"]) for shade in shades} == {
            ("2026-03-13 00:00", "2026-03-14 00:00")
        }


def test_a_programme_is_named_inside_its_stretch_and_nowhere_over_the_chart() -> None:
    texts = words(chart())
    assert "P1" in texts
    assert "P2 &lt;wide&gt;" in texts
    assert "P2 &lt;wide&gt;" not in words(chart(compact=True)), "no room, so it is shortened"


def test_the_table_tells_the_same_in_the_row_of_the_day() -> None:
    made = trial()
    table = pain_numbers(
        made.diary, made.assessment.primary, made.assessment, occasions=made.occasions
    )
    remarks = {row[1]: row[-1] for row in table.rows}
    assert remarks["2"] == "warning sign: Sore skin; deviation: one; deviation: two"
    assert remarks["3"] == ""
