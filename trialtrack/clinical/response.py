"""The primary result: baseline, window, reduction, band and verdict. METHOD section 3."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from trialtrack.clinical.diary import Diary, DiaryDay, Measure
from trialtrack.clinical.protocol import Protocol
from trialtrack.clinical.results import Band, BaselineSource, Reason, Stage, Verdict
from trialtrack.clinical.samples import Course, Sample, course
from trialtrack.clinical.windows import (
    Window,
    baseline_window,
    last_days,
)

GRADE_A_DAYS = 5
BANDS = (
    (Fraction(80), Band.HIGH),
    (Fraction(50), Band.SUBSTANTIAL),
    (Fraction(30), Band.MODERATE),
    (Fraction(10), Band.MINIMAL),
)
WORSE_FROM = Fraction(-10)


def reduction_percent(baseline: Fraction | None, trial: Fraction | None) -> Fraction | None:
    """Fall of mean pain as a percentage of baseline; negative when pain rose, never clipped.

    None when either mean is missing, or baseline is 0: there is nothing to reduce.

    >>> reduction_percent(Fraction(8), Fraction(4))
    Fraction(50, 1)
    """
    if baseline is None or trial is None or not baseline.numerator:
        return None
    scaled_baseline = baseline.numerator * trial.denominator
    return Fraction(
        100 * (scaled_baseline - trial.numerator * baseline.denominator),
        scaled_baseline,
    )


def band(reduction: Fraction) -> Band:
    """The size of a reduction in words.

    >>> band(Fraction(-10)), band(Fraction(99, 10)), band(Fraction(50))
    (<Band.WORSE: 'worse'>, <Band.NONE: 'none'>, <Band.SUBSTANTIAL: 'substantial'>)
    """
    if reduction <= WORSE_FROM:
        return Band.WORSE
    return next((name for least, name in BANDS if reduction >= least), Band.NONE)


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to look at a site: the protocol's own, or one with a single change (section 5)."""

    measure: Measure
    count_late: bool
    with_excluded: bool
    washout_days: int
    window_days: int


def protocol_choice(protocol: Protocol) -> Choice:
    """What the protocol says, which makes the primary result."""
    return Choice(
        protocol.measure,
        protocol.count_late,
        False,
        protocol.washout_days,
        protocol.window_days,
    )


@dataclass(frozen=True, slots=True)
class BaselineMean:
    """Where the baseline mean comes from; source and mean None when there is no baseline."""

    source: BaselineSource | None
    mean: Fraction | None
    diary: Sample

    @property
    def grade(self) -> str | None:
        """A: diary of 5 days or more. B: diary of fewer. C: clinic rating."""
        if self.source is BaselineSource.DIARY:
            return "A" if self.diary.count >= GRADE_A_DAYS else "B"
        return "C" if self.source is BaselineSource.CLINIC else None

    def same_as(self, other: "BaselineMean") -> bool:
        """Whether both rest on the same days of the diary, or both on the clinic rating."""
        if self.source is not other.source:
            return False
        return self.source is not BaselineSource.DIARY or self.diary.days == other.diary.days


@dataclass(frozen=True, slots=True)
class SiteCase:
    """All that one site's result is worked out from, as it stood on the day `as_of`.

    Rows for days after `as_of` play no part.
    """

    diary: Diary
    protocol: Protocol
    as_of: date
    site: str
    days: tuple[DiaryDay, ...]
    _courses: dict[Measure, Course] = field(default_factory=dict, compare=False)

    @property
    def stage(self) -> Stage:
        """Final when the leads are out on `as_of`."""
        removed = self.diary.removed_on
        return Stage.FINAL if removed is not None and self.as_of >= removed else Stage.INTERIM

    def course(self, measure: Measure) -> Course:
        """The values of a measure at this site."""
        if measure not in self._courses:
            nothing: Mapping[Measure, Fraction] = {}
            self._courses[measure] = course(
                self.days, lambda day: day.scores.get(self.site, nothing).get(measure)
            )
        return self._courses[measure]

    def treatment(self, choice: Choice) -> Window | None:
        """All treatment days so far. While the leads are in, today counts once it is recorded."""
        removed = self.diary.removed_on
        if removed is not None and self.as_of >= removed:
            end = removed
        elif self.course(choice.measure).has(self.as_of, count_late=choice.count_late):
            end = self.as_of + timedelta(days=1)
        else:
            end = self.as_of
        first = self.diary.placed_on + timedelta(days=choice.washout_days)
        return Window(first, end) if first < end else None

    def evaluation_window(self, choice: Choice) -> Window | None:
        """The last `window_days` of the treatment days; None before the first of them."""
        return last_days(self.treatment(choice), choice.window_days)

    def evaluation(self, choice: Choice) -> Sample:
        """The recorded days of the evaluation window."""
        return self.course(choice.measure).within(
            self.evaluation_window(choice),
            count_late=choice.count_late,
            with_excluded=choice.with_excluded,
        )

    def baseline(self, choice: Choice) -> BaselineMean:
        """The diary's mean when it has days enough, else the clinic rating, else nothing."""
        diary = self.course(choice.measure).within(
            baseline_window(self.diary, self.protocol),
            count_late=choice.count_late,
            with_excluded=choice.with_excluded,
        )
        if diary.count >= self.protocol.baseline_min_days:
            return BaselineMean(BaselineSource.DIARY, diary.mean, diary)
        rating = self.diary.clinic_ratings.get(self.site)
        source = None if rating is None else BaselineSource.CLINIC
        return BaselineMean(source, rating, diary)


def site_case(diary: Diary, protocol: Protocol, as_of: date, site: str) -> SiteCase:
    """One site of a diary, with the days up to `as_of`."""
    days = diary.days
    if days and days[-1].day > as_of:
        days = tuple(day for day in days if day.day <= as_of)
    return SiteCase(diary, protocol, as_of, site, days)


def baseline_reason(baseline: Fraction | None, protocol: Protocol) -> Reason | None:
    """Rules 1 and 2: why a baseline mean cannot carry a percent, None when it can.

    A mean of 0 is below any floor, also below a floor that a protocol puts at 0.
    """
    if baseline is None:
        return Reason.NO_BASELINE
    if baseline < protocol.baseline_floor or not baseline.numerator:
        return Reason.BASELINE_BELOW_FLOOR
    return None


def reasons(
    baseline: Fraction | None,
    window: Window | None,
    expected: int,
    recorded: int,
    rules: Protocol,
) -> tuple[Reason, ...]:
    """Rules 1 to 3, all that apply. Excluding days must not make a thin window look full."""
    found = baseline_reason(baseline, rules)
    thin = (
        window is None
        or expected == 0
        or recorded < rules.window_min_days
        or recorded < rules.window_min_share * window.days
    )
    return tuple(
        reason for reason in (found, Reason.TOO_FEW_DAYS if thin else None) if reason is not None
    )


def verdict(
    stage: Stage,
    why: tuple[Reason, ...],
    reduction: Fraction | None,
    threshold: Fraction,
) -> Verdict:
    """The first rule that applies; an interim result has none. The threshold is inclusive."""
    if stage is Stage.INTERIM:
        return Verdict.PENDING
    if why or reduction is None:
        return Verdict.NOT_ASSESSABLE
    return Verdict.MET if reduction >= threshold else Verdict.NOT_MET
