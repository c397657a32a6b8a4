"""100,000 random trials: no error, no figure that is not one, and the same as the reference."""

from math import isfinite
from typing import Any

import pytest

from tests.clinical.random_diaries import trials
from tests.clinical.reference import Reference
from trialtrack.clinical.assessment import assess
from trialtrack.clinical.display import display_chance, display_interval
from trialtrack.clinical.results import Assessment, SiteResult

CHUNKS, EACH = 20, 5_000
HELD_AGAINST_THE_REFERENCE = 20
"""One in so many."""


def _check_figures(site: SiteResult, threshold: Any) -> None:
    sure, seen = site.confidence, site.evaluation
    floats = [site.baseline.spread, sure.chance_met, *(sure.interval_percent or ())]
    assert all(value is None or isfinite(value) for value in floats)
    if sure.chance_met is not None:
        assert 0 <= sure.chance_met <= 1
        assert display_chance(sure.chance_met)
    if sure.interval_percent is not None:
        assert site.reduction_percent is not None
        low, high = sure.interval_percent
        assert low < site.reduction_percent < high
        assert display_interval(sure.interval_percent)
    assert (sure.interval_percent is None) is (sure.interval_reason is not None)
    assert len(seen.missing) + len(seen.recorded) == seen.expected
    assert seen.expected + len(seen.excluded) == (seen.window.days if seen.window else 0)
    if site.reduction_percent is not None:
        assert site.reduction_percent <= 100
        assert site.display is not None
    for other in site.other_analyses:
        assert other.met == (other.reduction_percent >= threshold)


def _compare(site: SiteResult, reference: Reference) -> None:
    expected = reference.figures()
    window = site.evaluation.window
    found = {
        "verdict": site.verdict,
        "reasons": list(site.reasons),
        "reduction": site.reduction_percent,
        "source": site.baseline.source,
        "b": site.baseline.mean,
        "window": None if window is None else (window.first, window.end),
        "missing": list(site.evaluation.missing),
        "missing_days": (site.missing_days.flips_at, site.missing_days.state),
        "others": {
            other.name: (other.reduction_percent, other.met) for other in site.other_analyses
        },
        "same_answer": site.same_answer,
    }
    confidence = expected.pop("confidence")
    assert found == expected
    if confidence is None:
        assert site.confidence.chance_met is None
        assert site.confidence.interval_percent is None
        return
    reason, chance, ends = confidence
    assert site.confidence.interval_reason == reason
    assert site.confidence.chance_met == pytest.approx(chance, abs=1e-9)
    found_ends = site.confidence.interval_percent
    assert (found_ends is None) is (ends is None)
    assert found_ends is None or found_ends == pytest.approx(ends, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_no_diary_raises_or_gives_a_figure_that_is_none(chunk: int) -> None:
    for n, (given, rules, as_of) in enumerate(trials(chunk, EACH)):
        found: Assessment = assess(given, rules, as_of)
        for site in found.sites:
            _check_figures(site, rules.threshold_percent)
        if n % HELD_AGAINST_THE_REFERENCE == 0:
            _compare(found.sites[-1], Reference(given, rules, as_of, found.sites[-1].site))


@pytest.mark.soak
def test_every_site_of_20_000_diaries_is_as_the_reference_has_it() -> None:
    for given, rules, as_of in trials(-1, 20_000):
        for site in assess(given, rules, as_of).sites:
            _compare(site, Reference(given, rules, as_of, site.site))
