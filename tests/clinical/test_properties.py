"""What holds of every diary, whatever its figures."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.clinical.diaries import BACK, PLACED, on
from trialtrack.clinical.assessment import assess
from trialtrack.clinical.diary import Diary, DiaryDay, Domain, Measure
from trialtrack.clinical.display import display_percent
from trialtrack.clinical.protocol import Protocol
from trialtrack.clinical.results import Assessment, Certainty, SiteResult, Verdict

QUICK = settings(max_examples=150, deadline=None)

SCORES = st.integers(0, 100).map(lambda n: Fraction(n, 10))
THRESHOLDS = st.integers(1, 1000).map(lambda n: Fraction(n, 10))


@st.composite
def diary_days(draw: st.DrawFn) -> tuple[DiaryDay, ...]:
    """Days from a week before placement to a fortnight after it, some of them missing."""
    days = []
    for offset in range(-7, draw(st.integers(2, 15))):
        if draw(st.integers(0, 5)) == 0:
            continue
        days.append(
            DiaryDay(
                on(offset),
                {BACK: {Measure.AVERAGE: draw(SCORES)}},
                {Domain.STEPS: Fraction(draw(st.integers(0, 9000)))},
                programme=draw(st.sampled_from([None, "P1", "P2", "off"])),
                late=draw(st.integers(0, 6)) == 0,
                excluded="travel" if draw(st.integers(0, 9)) == 0 else None,
            )
        )
    return tuple(days)


@st.composite
def diaries(draw: st.DrawFn) -> Diary:
    days = draw(diary_days())
    removed = draw(st.integers(1, 16))
    rating = draw(st.none() | SCORES)
    ratings = {} if rating is None else {BACK: rating}
    return Diary(PLACED, on(removed), BACK, (BACK,), days, ratings)


@st.composite
def finished(draw: st.DrawFn) -> Diary:
    """A trial with a baseline over 0 and a recorded last day, so that there is a reduction."""
    before = draw(st.lists(SCORES, min_size=4, max_size=7).filter(any))
    after = [*draw(st.lists(st.none() | SCORES, min_size=2, max_size=9)), draw(SCORES)]
    days = [(on(n - len(before)), score) for n, score in enumerate(before)]
    days += [(on(n + 1), score) for n, score in enumerate(after) if score is not None]
    return Diary(
        PLACED,
        on(len(after) + 1),
        BACK,
        (BACK,),
        tuple(DiaryDay(day, {BACK: {Measure.AVERAGE: score}}) for day, score in days),
    )


@st.composite
def loose_protocols(draw: st.DrawFn) -> Protocol:
    """A protocol by which nearly every finished trial can be assessed."""
    return Protocol(
        threshold_percent=draw(THRESHOLDS),
        baseline_floor=Fraction(0),
        window_min_days=1,
        window_min_share=Fraction(1, 100),
        window_days=draw(st.integers(1, 14)),
    )


@st.composite
def protocols(draw: st.DrawFn) -> Protocol:
    return Protocol(
        threshold_percent=draw(st.just(Fraction(50)) | THRESHOLDS),
        baseline_min_days=draw(st.integers(1, 4)),
        baseline_floor=draw(st.sampled_from([Fraction(0), Fraction(4)])),
        washout_days=draw(st.integers(0, 3)),
        window_days=draw(st.integers(3, 14)),
        window_min_days=draw(st.integers(1, 3)),
        count_late=draw(st.booleans()),
    )


def _final(given_diary: Diary, rules: Protocol) -> SiteResult:
    assert given_diary.removed_on is not None
    return assess(given_diary, rules, given_diary.removed_on).primary


def _scored(given_diary: Diary, scores: Sequence[tuple[date, Fraction]]) -> Diary:
    new = dict(scores)
    return replace(
        given_diary,
        days=tuple(
            replace(day, scores={BACK: {Measure.AVERAGE: new[day.day]}}) if day.day in new else day
            for day in given_diary.days
        ),
    )


def _score(given_diary: Diary, wanted: date) -> Fraction:
    return next(day.scores[BACK][Measure.AVERAGE] for day in given_diary.days if day.day == wanted)


def _shifted(given_diary: Diary, by: timedelta) -> Diary:
    assert given_diary.removed_on is not None
    return replace(
        given_diary,
        placed_on=given_diary.placed_on + by,
        removed_on=given_diary.removed_on + by,
        days=tuple(replace(day, day=day.day + by) for day in given_diary.days),
    )


def _without_dates(found: Assessment) -> object:
    site = found.primary
    return (
        found.stage, found.legs, found.domains, found.programmes, site.verdict, site.reasons,
        site.reduction_percent, site.display, site.confidence, site.missing_days, site.warnings,
        site.other_analyses, site.same_answer, site.baseline.source, site.baseline.mean,
        site.baseline.spread, site.baseline.slope, site.evaluation.mean, site.evaluation.slope,
        site.evaluation.expected,
        [(day - found.placed_on).days for day in site.evaluation.recorded + site.baseline.recorded],
    )  # fmt: skip


@QUICK
@given(diaries(), protocols(), st.integers(-3, 17), st.integers(-900, 9000))
def test_shifting_every_date_changes_nothing(
    given_diary: Diary, rules: Protocol, look: int, by: int
) -> None:
    shift = timedelta(days=by)
    before = assess(given_diary, rules, on(look))
    after = assess(_shifted(given_diary, shift), rules, on(look) + shift)
    assert _without_dates(before) == _without_dates(after)


@QUICK
@given(finished(), loose_protocols(), st.data())
def test_lowering_a_recorded_trial_day_never_lowers_the_reduction(
    given_diary: Diary, rules: Protocol, data: st.DataObject
) -> None:
    before = _final(given_diary, rules)
    day = data.draw(st.sampled_from(before.evaluation.recorded))
    score = _score(given_diary, day)
    lower = score * data.draw(st.integers(0, 10)) / 10
    after = _final(_scored(given_diary, [(day, lower)]), rules)
    assert before.reduction_percent is not None
    assert after.reduction_percent is not None
    assert after.reduction_percent >= before.reduction_percent
    if lower < score:
        assert after.reduction_percent > before.reduction_percent


@QUICK
@given(
    st.fractions(min_value=-300, max_value=100, max_denominator=10**6)
    | st.integers(-3000, 1000).map(lambda n: Fraction(n, 10)),
    THRESHOLDS,
)
def test_the_display_never_crosses_a_one_decimal_threshold(
    value: Fraction, threshold: Fraction
) -> None:
    shown = Fraction(Decimal(display_percent(value).removesuffix("%")))
    assert (shown >= threshold) == (value >= threshold)
    assert abs(shown) <= abs(value) < abs(shown) + Fraction(1, 10)


@QUICK
@given(st.integers(5, 7), st.data(), THRESHOLDS)
def test_the_threshold_is_inclusive_for_every_baseline_of_thirds_or_sevenths(
    days: int, data: st.DataObject, threshold: Fraction
) -> None:
    scores = data.draw(st.lists(st.integers(40, 100), min_size=days, max_size=days))
    baseline = Fraction(sum(scores), 10 * days)
    left = baseline * (1 - threshold / 100)
    for trial, verdict in (
        (left, Verdict.MET),
        (left + Fraction(1, 10**12), Verdict.NOT_MET),
    ):
        before = [DiaryDay(on(n - days), {BACK: {Measure.AVERAGE: Fraction(score, 10)}})
                  for n, score in enumerate(scores)]  # fmt: skip
        after = [DiaryDay(on(n), {BACK: {Measure.AVERAGE: trial}}) for n in range(1, 8)]
        given_diary = Diary(PLACED, on(8), BACK, (BACK,), (*before, *after))
        assert _final(given_diary, Protocol(threshold_percent=threshold)).verdict is verdict


def test_half_of_a_baseline_of_23_thirds_meets_50_percent() -> None:
    before = [DiaryDay(on(n - 3), {BACK: {Measure.AVERAGE: Fraction(s)}})
              for n, s in enumerate((7, 8, 8))]  # fmt: skip
    for last, verdict in ((Fraction(7, 2), Verdict.MET), (Fraction(18, 5), Verdict.NOT_MET)):
        after = [DiaryDay(on(n + 1), {BACK: {Measure.AVERAGE: s}})
                 for n, s in enumerate((Fraction(4), Fraction(4), last))]  # fmt: skip
        given_diary = Diary(PLACED, on(4), BACK, (BACK,), (*before, *after))
        found = _final(given_diary, Protocol(baseline_min_days=3))
        assert (found.baseline.mean, found.verdict) == (Fraction(23, 3), verdict)


@QUICK
@given(diaries(), protocols(), st.randoms(use_true_random=False))
def test_reordering_the_days_inside_a_window_leaves_the_primary_figures_alone(
    given_diary: Diary, rules: Protocol, random: object
) -> None:
    before = _final(given_diary, rules)
    mixed = given_diary
    for days in (before.baseline.recorded, before.evaluation.recorded):
        scores = [_score(given_diary, day) for day in days]
        random.shuffle(scores)  # type: ignore[attr-defined]
        mixed = _scored(mixed, list(zip(days, scores, strict=True)))
    after = _final(mixed, rules)
    for name in ("reduction_percent", "display", "band", "verdict", "reasons", "confidence",
                 "missing_days"):  # fmt: skip
        assert getattr(after, name) == getattr(before, name)
    assert after.evaluation.mean == before.evaluation.mean


@QUICK
@given(diaries(), protocols(), st.integers(1, 30))
def test_scaling_every_score_keeps_the_percent(
    given_diary: Diary, rules: Protocol, tenths: int
) -> None:
    factor = Fraction(tenths, 10)
    no_floor = replace(rules, baseline_floor=Fraction(0))
    scaled = replace(
        _scored(
            given_diary,
            [(day.day, _score(given_diary, day.day) * factor) for day in given_diary.days],
        ),
        clinic_ratings={
            site: rating * factor for site, rating in given_diary.clinic_ratings.items()
        },
    )
    before, after = _final(given_diary, no_floor), _final(scaled, no_floor)
    assert after.reduction_percent == before.reduction_percent
    assert after.verdict is before.verdict
    assert after.other_analyses == before.other_analyses


@QUICK
@given(diaries(), protocols(), THRESHOLDS)
def test_raising_the_threshold_never_turns_not_met_into_met(
    given_diary: Diary, rules: Protocol, other: Fraction
) -> None:
    low, high = sorted((rules.threshold_percent, other))
    verdicts = [
        _final(given_diary, replace(rules, threshold_percent=threshold)).verdict
        for threshold in (low, high)
    ]
    assert verdicts != [Verdict.NOT_MET, Verdict.MET]
    assert (Verdict.NOT_ASSESSABLE in verdicts) == (set(verdicts) == {Verdict.NOT_ASSESSABLE})


@QUICK
@given(finished(), loose_protocols())
def test_the_certainty_is_clear_exactly_when_the_chance_is_beyond_2_5_to_97_5(
    given_diary: Diary, rules: Protocol
) -> None:
    found = _final(given_diary, rules).confidence
    chance = found.chance_met
    if found.certainty is None or chance is None:
        assert found.interval_percent is None
        return
    if min(abs(chance - 0.025), abs(chance - 0.975)) > 1e-12:
        assert (found.certainty is Certainty.CLEAR) == (chance < 0.025 or chance > 0.975)


@QUICK
@given(finished(), loose_protocols())
def test_what_is_said_of_the_missing_days_is_true(given_diary: Diary, rules: Protocol) -> None:
    found = _final(given_diary, rules)
    flips_at, m = found.missing_days.flips_at, len(found.evaluation.missing)
    assert found.missing_days.count == m
    assert (flips_at is None) is (m == 0)
    b, mean = found.baseline.mean, found.evaluation.mean
    if flips_at is None or b is None or mean is None:
        return
    total, expected = mean * len(found.evaluation.recorded), found.evaluation.expected
    for missing_mean, reaches in ((flips_at, True), (flips_at + Fraction(1, 10**9), False)):
        filled = 100 * (b - (total + m * missing_mean) / expected) / b
        assert (filled >= rules.threshold_percent) is reaches
