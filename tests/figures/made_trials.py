"""Trials written out for the charts' tests, by the name of what is odd about each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction

from trialtrack.clinical.assessment import assess
from trialtrack.clinical.diary import Diary, DiaryDay, Domain, Measure
from trialtrack.clinical.protocol import Protocol
from trialtrack.clinical.results import Assessment
from trialtrack.figures.timeline import Event, LaneKind, Occasions, Stretch

PLACED = date(2026, 3, 10)
BASELINE = (7, 8, 7, 8, 7, 7, 7)
RELIEF = (5, 4, 3, None, 2, 2, 2)
Scores = Sequence[int | float | None]


@dataclass(frozen=True)
class MadeTrial:
    """A trial with what its charts are made from."""

    diary: Diary
    assessment: Assessment
    occasions: Occasions = field(default_factory=Occasions)


def on(number: int) -> date:
    """Day `number` of a trial placed on 10 March 2026."""
    return PLACED + timedelta(days=number)


def entry(number: int, score: int | float | None, site: str = "low back") -> DiaryDay:
    """An answered day: sleep, walking and doses follow the score; worst is two above."""
    if score is None:
        return DiaryDay(on(number))
    exact = Fraction(str(score))
    return DiaryDay(
        day=on(number),
        scores={site: {Measure.AVERAGE: exact, Measure.WORST: min(exact + 2, Fraction(10))}},
        values={
            Domain.SLEEP_HOURS: Fraction(17, 2) - exact / 2,
            Domain.SLEEP_QUALITY: 10 - exact,
            Domain.WALKING_MINUTES: Fraction(60) - 5 * exact,
            Domain.ACTIVITY_INTERFERENCE: exact,
            Domain.MME_PER_DAY: 5 * exact - 10 if exact > 2 else Fraction(0),
            Domain.RESCUE_DOSES: Fraction(int(exact) // 3),
        },
    )


def days(baseline: Scores = BASELINE, treatment: Scores = RELIEF, first: int = 1) -> list[DiaryDay]:
    """Baseline days up to placement and treatment days from day `first`; None is no entry."""
    start = -len(baseline)
    numbered = [*enumerate(baseline, start), *enumerate(treatment, first)]
    return [entry(number, score) for number, score in numbered if score is not None]


def changed(
    entries: Sequence[DiaryDay], change: Callable[[DiaryDay], DiaryDay], *numbers: int
) -> tuple[DiaryDay, ...]:
    """The same days with those of these numbers changed."""
    chosen = {on(number) for number in numbers}
    return tuple(change(day) if day.day in chosen else day for day in entries)


def made(
    entries: Sequence[DiaryDay],
    removed: int | None = 8,
    as_of: int = 8,
    protocol: Protocol | None = None,
    sites: tuple[str, ...] = ("low back",),
    occasions: Occasions | None = None,
    ratings: Mapping[str, Fraction] | None = None,
) -> MadeTrial:
    """A trial of these days, assessed on day `as_of`."""
    ordered = tuple(sorted(entries, key=lambda day: day.day))
    removed_on = None if removed is None else on(removed)
    diary = Diary(PLACED, removed_on, sites[0], sites, ordered, ratings or {})
    assessment = assess(diary, protocol or Protocol(), on(as_of))
    return MadeTrial(diary, assessment, occasions or Occasions())


def _late(day: DiaryDay) -> DiaryDay:
    return replace(day, late=True)


def _left_out(day: DiaryDay) -> DiaryDay:
    return replace(day, excluded="stimulation <off>")


def _uncounted(day: DiaryDay) -> DiaryDay:
    return replace(day, uncounted_drugs=("buprenorphine",))


def _with_leg(day: DiaryDay) -> DiaryDay:
    leg = {Measure.AVERAGE: Fraction(6), Measure.NOW: Fraction(11, 2)}
    return replace(day, scores={**day.scores, "left leg": leg})


def _on_programmes(entries: Sequence[DiaryDay]) -> list[DiaryDay]:
    def programme(number: int) -> str | None:
        return None if number < 1 or number == 4 else "burst 1" if number < 4 else "tonic <b>2</b>"

    return [replace(day, programme=programme((day.day - PLACED).days)) for day in entries]


def _sixty_days() -> MadeTrial:
    course = [None if n in (9, 10, 11, 30) else 3 + n % 3 for n in range(59)]
    planned = Occasions(planned_removal_on=on(60))
    return made(days(treatment=course), None, 48, occasions=planned)


def _everything() -> MadeTrial:
    course = (6, 5.5, 3, None, 2, 0, 2, 3, 2, None, 0, 0, 1)
    entries = changed(_on_programmes(days(treatment=course)), _late, -3, 7)
    entries = changed(changed(entries, _left_out, 8), _uncounted, 2, 3)
    return made([*entries, entry(0, 4)], 14, 14, occasions=_events())


def _events() -> Occasions:
    stretches = (
        Stretch("burst 1", (on(0), 0.3), (on(4), 0.4)),
        Stretch("off", (on(4), 0.4), (on(4), 0.6)),
        Stretch("tonic <b>2</b>", (on(4), 0.6), None),
    )
    return Occasions(
        stretches=stretches,
        events={kind: (Event(on(n + 9), f"{kind} <off>"),) for n, kind in enumerate(LaneKind)},
    )


MADE_TRIALS: Mapping[str, Callable[[], MadeTrial]] = {
    "ended": lambda: made(days()),
    "no baseline": lambda: made(days(baseline=(8, 7))),
    "clinic baseline": lambda: made(days(baseline=()), ratings={"low back": Fraction(7)}),
    "baseline zero": lambda: made(days(baseline=(0,) * 7, treatment=(0, 1, 0, 0, None, 0, 0))),
    "before placement": lambda: made(days(treatment=(), baseline=(7, 6, 7)), None, -1),
    "no treatment day yet": lambda: made(
        days(treatment=()), None, 0, occasions=Occasions(planned_removal_on=on(8))
    ),
    "removed on the day of placement": lambda: made(days(treatment=()), 0, 0),
    "running": lambda: made(
        days(treatment=(5, 4, None)), None, 4, occasions=Occasions(planned_removal_on=on(8))
    ),
    "sixty days": _sixty_days,
    "all missing": lambda: made([]),
    "late": lambda: made(changed(days(), _late, -2, 3)),
    "late not counted": lambda: made(
        changed(days(), _late, -2, 3), protocol=Protocol(count_late=False)
    ),
    "excluded": lambda: made(changed(days(), _left_out, -4, 5)),
    "two sites": lambda: made(
        changed(days(), _with_leg, -3, 1, 2, 6), sites=("low back", "left leg")
    ),
    "programme change": lambda: made(_on_programmes(days())),
    "long washout": lambda: made(days(), protocol=Protocol(washout_days=3)),
    "baseline ended early": lambda: made(
        [*days((7,) * 16), entry(0, 6)], protocol=Protocol(baseline_ends_on=on(-10))
    ),
    "uncounted drug": lambda: made(changed(days(), _uncounted, 1, 2)),
    "worsening": lambda: made(days(treatment=(8, 9, 10, 10, 9, 10, 10))),
    "low threshold": lambda: made(days(), protocol=Protocol(threshold_percent=Fraction(5))),
    "everything": _everything,
}
