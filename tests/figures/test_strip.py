"""Words above a panel never lie on one another."""

from itertools import pairwise

import pytest

from tests.figures.made_trials import MADE_TRIALS
from trialtrack.figures.panels import trial_labels, window_labels
from trialtrack.figures.strip import Label, packed, strip_px
from trialtrack.figures.theme import COMPACT, WIDE, Sizes
from trialtrack.figures.timeline import timeline


@pytest.mark.parametrize("size", [WIDE, COMPACT], ids=["wide", "phone"])
@pytest.mark.parametrize("kind", sorted(MADE_TRIALS))
def test_labels_of_one_row_do_not_touch(kind: str, size: Sizes) -> None:
    trial = MADE_TRIALS[kind]()
    days = timeline(trial.diary, trial.assessment, trial.occasions)
    labels = window_labels(days, "baseline: mean 26.4", "so far: mean at least 12.5")
    placed = packed([*labels, *trial_labels(days)], size)
    assert len(placed) == len(labels) + len(trial_labels(days))
    for row in {row for _, row in placed}:
        spans = sorted(label.span(size) for label, its in placed if its == row)
        for (_, end), (start, _) in pairwise(spans):
            assert end < start


def test_labels_that_would_lie_on_one_another_go_up_a_row() -> None:
    three = [Label("leads in", "2026-03-10", 0.5) for _ in range(3)]
    placed = packed(three, COMPACT)
    assert [row for _, row in placed] == [0, 1, 2]
    assert strip_px(placed) == 8 + 3 * 15
    assert strip_px(packed([], COMPACT)) == 8


@pytest.mark.parametrize(("share", "anchor"), [(0.0, "left"), (0.5, "center"), (1.0, "right")])
def test_a_label_at_the_edge_is_turned_inwards(share: float, anchor: str) -> None:
    label = Label("leads out of the left leg (planned)", "2026-03-10", share, "center")
    assert label.kept_inside(COMPACT).anchor == anchor
