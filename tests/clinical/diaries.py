"""Diaries written as one line of scores a window, so that a table can be read beside METHOD.

`diary("8 8 . 8l 8x", "4 3 .")` has a baseline that ends the day before placement and treatment
days from the day after it. A dot is a day without an answer; `l` marks a late entry, `x` a day
that a consultant left out (`.x`: left out and without an answer).
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from trialtrack.clinical.assessment import assess
from trialtrack.clinical.diary import Diary, DiaryDay, Domain, Measure
from trialtrack.clinical.protocol import Protocol
from trialtrack.clinical.results import Assessment, SiteResult

PLACED = date(2026, 3, 10)
BACK = "low back"

SEVEN_EIGHTS = "8 8 8 8 8 8 8"
SEVEN_FOURS = "4 4 4 4 4 4 4"


def on(offset: int) -> date:
    """The day so many days after placement."""
    return PLACED + timedelta(days=offset)


def offsets(days: tuple[date, ...]) -> list[int]:
    """Days as numbers of days after placement."""
    return [(day - PLACED).days for day in days]


def _words(before: str, after: str) -> list[tuple[date, str]]:
    left, right = before.split(), after.split()
    first = [(on(n - len(left)), word) for n, word in enumerate(left)]
    return first + [(on(n + 1), word) for n, word in enumerate(right)]


def diary(before: str, after: str, *, removed: int | None = -1, rating: str | None = None) -> Diary:
    """A diary of one site; `removed` -1 takes the leads out on the day after the last score."""
    days = []
    for day, word in _words(before, after):
        number = word.strip("lx.")
        scores = {BACK: {Measure.AVERAGE: Fraction(number)}} if number else {}
        excluded = "stimulation was off" if "x" in word else None
        if scores or excluded:
            days.append(DiaryDay(day, scores, late="l" in word, excluded=excluded))
    out = len(after.split()) + 1 if removed == -1 else removed
    ratings = {} if rating is None else {BACK: Fraction(rating)}
    removed_on = None if out is None else on(out)
    return Diary(PLACED, removed_on, BACK, (BACK,), tuple(days), ratings)


def changed(
    given: Diary, before: str, after: str, change: Callable[[DiaryDay, str], DiaryDay]
) -> Diary:
    """The diary with each day that has a word changed by it, and made where it is not there."""
    days = {day.day: day for day in given.days}
    for day, word in _words(before, after):
        if word != ".":
            days[day] = change(days.get(day, DiaryDay(day)), word)
    return replace(given, days=tuple(days[day] for day in sorted(days)))


def with_measure(given: Diary, measure: Measure, before: str, after: str) -> Diary:
    """The diary with the scores of another measure beside the average."""

    def score(day: DiaryDay, word: str) -> DiaryDay:
        scores = {**day.scores.get(BACK, {}), measure: Fraction(word)}
        return replace(day, scores={**day.scores, BACK: scores})

    return changed(given, before, after, score)


def with_values(given: Diary, domain: Domain, before: str, after: str) -> Diary:
    """The diary with the values of a domain."""
    return changed(
        given,
        before,
        after,
        lambda day, word: replace(day, values={**day.values, domain: Fraction(word)}),
    )


def with_programmes(given: Diary, after: str) -> Diary:
    """The diary with the programme of each day from the day after placement."""
    return changed(given, "", after, lambda day, word: replace(day, programme=word))


def with_stated_relief(given: Diary, after: str) -> Diary:
    """The diary with the person's own estimates from the day after placement."""
    return changed(
        given, "", after, lambda day, word: replace(day, stated_relief_percent=Fraction(word))
    )


def assessed(given: Diary, rules: Protocol | None = None, as_of: int | None = None) -> Assessment:
    """The assessment on a day, by default that of removal."""
    if as_of is not None:
        return assess(given, rules or Protocol(), on(as_of))
    assert given.removed_on is not None
    return assess(given, rules or Protocol(), given.removed_on)


def result(given: Diary, rules: Protocol | None = None, as_of: int | None = None) -> SiteResult:
    """The result of the primary site on a day, by default that of removal."""
    return assessed(given, rules, as_of).primary


def analyses(given: Diary, rules: Protocol | None = None) -> Mapping[str, Fraction]:
    """The other analyses of the primary site, by name."""
    return {other.name: other.reduction_percent for other in result(given, rules).other_analyses}
