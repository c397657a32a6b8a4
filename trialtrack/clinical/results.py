"""What an assessment says, as frozen values; METHOD sections 3 to 6 and 8. `assessment` makes them.

Percentages and means are exact fractions wherever the method is exact, and floats where it is
not (interval and chance). `None` means "cannot be said", never 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from trialtrack.clinical.diary import Domain
from trialtrack.clinical.protocol import Protocol
from trialtrack.clinical.windows import Window


class Stage(StrEnum):
    """Whether the leads are out on the day one looks; an interim result has no verdict."""

    INTERIM = "interim"
    FINAL = "final"


class BaselineSource(StrEnum):
    """Where the baseline mean comes from."""

    DIARY = "diary"
    CLINIC = "clinic"


class Verdict(StrEnum):
    """Whether the threshold was met; `pending` while the leads are in."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_ASSESSABLE = "not_assessable"
    PENDING = "pending"


class Reason(StrEnum):
    """Why a trial is not assessable, or would not be if it ended now."""

    NO_BASELINE = "no_baseline"
    BASELINE_BELOW_FLOOR = "baseline_below_floor"
    TOO_FEW_DAYS = "too_few_days"


class Band(StrEnum):
    """The size of the change in words (IMMPACT, EVOKE)."""

    WORSE = "worse"
    NONE = "none"
    MINIMAL = "minimal"
    MODERATE = "moderate"
    SUBSTANTIAL = "substantial"
    HIGH = "high"


class Certainty(StrEnum):
    """Whether the interval leaves the threshold outside (`clear`) or not."""

    CLEAR = "clear"
    TOO_CLOSE = "too_close"


class IntervalReason(StrEnum):
    """Why there is no interval."""

    INTERIM = "interim"
    NOT_ASSESSABLE = "not_assessable"
    CLINIC_BASELINE = "clinic_baseline"
    TOO_FEW_DAYS_FOR_SPREAD = "too_few_days_for_spread"
    BASELINE_TOO_UNCERTAIN = "baseline_too_uncertain"


class FlipState(StrEnum):
    """What the missing days would have to be for the answer to flip."""

    NOTHING_MISSING = "nothing_missing"
    CANNOT_FLIP = "cannot_flip"
    ONLY_IF_WORSE_THAN_BASELINE = "only_if_worse_than_baseline"
    ONLY_IF_BETTER_THAN_ANY_DAY = "only_if_better_than_any_day"
    FRAGILE = "fragile"


class TrialWarning(StrEnum):
    """What a reader should know before leaning on the mean."""

    SINGLE_RATING_BASELINE = "single_rating_baseline"
    STEEP_SLOPE = "steep_slope"
    PROGRAMME_CHANGED = "programme_changed"


class LegState(StrEnum):
    """One of the four legs of a success."""

    HOLDS = "holds"
    FAILS = "fails"
    UNKNOWN = "unknown"


class Leg(StrEnum):
    """The four legs: relief, despite activity, with no more analgesics, and satisfied."""

    RELIEF = "relief"
    ACTIVITY = "activity"
    ANALGESICS = "analgesics"
    SATISFACTION = "satisfaction"


@dataclass(frozen=True, slots=True)
class Baseline:
    """The baseline of one site and measure. NRS points; slope in points a day.

    `recorded` are the diary days behind it (also when a clinic rating had to serve),
    `spread` their sample SD; `clinic_rating` is the rating taken in clinic, if any.
    """

    source: BaselineSource | None
    grade: str | None
    mean: Fraction | None
    window: Window
    recorded: tuple[date, ...]
    spread: float | None
    slope: Fraction | None
    diary_mean: Fraction | None
    clinic_rating: Fraction | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The evaluation window of one site and measure. `mean` in NRS points.

    `window` is None before the first treatment day. `late` are days of the window with a value
    that was entered late, counted or not; `excluded` those that a consultant left out.
    """

    window: Window | None
    expected: int
    recorded: tuple[date, ...]
    missing: tuple[date, ...]
    late: tuple[date, ...]
    excluded: tuple[date, ...]
    mean: Fraction | None
    slope: Fraction | None


@dataclass(frozen=True, slots=True)
class Confidence:
    """How sure: 95% interval of the reduction in percent, and the chance that it is met.

    `interval_percent` is (low, high), uncapped; `chance_met` 0 to 1. METHOD section 4.
    """

    interval_percent: tuple[float, float] | None
    interval_reason: IntervalReason | None
    chance_met: float | None
    certainty: Certainty | None


@dataclass(frozen=True, slots=True)
class MissingDays:
    """What the missing days could do. `flips_at` in NRS points; all None when not said."""

    count: int | None
    flips_at: Fraction | None
    state: FlipState | None


@dataclass(frozen=True, slots=True)
class OtherAnalysis:
    """The reduction under one changed choice, and whether it meets the threshold."""

    name: str
    reduction_percent: Fraction
    met: bool


@dataclass(frozen=True, slots=True)
class SiteResult:
    """The whole result of one site. Percent and NRS points; positive when pain fell.

    `same_answer` is (how many other analyses agree, how many there are).
    """

    site: str
    baseline: Baseline
    evaluation: Evaluation
    reduction_percent: Fraction | None
    reduction_points: Fraction | None
    display: str | None
    band: Band | None
    verdict: Verdict
    reasons: tuple[Reason, ...]
    confidence: Confidence
    missing_days: MissingDays
    warnings: tuple[TrialWarning, ...]
    other_analyses: tuple[OtherAnalysis, ...]
    same_answer: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class DomainChange:
    """Means of one domain over the recorded days of both windows, in the domain's own unit."""

    domain: Domain
    baseline_mean: Fraction | None
    trial_mean: Fraction | None
    difference: Fraction | None
    baseline_days: int
    trial_days: int


@dataclass(frozen=True, slots=True)
class Legs:
    """The four legs; `supported` None when none fails and one is unknown, `why` says which.

    `uncounted_drugs`: opioids taken in either window for which the dose table has no factor.
    """

    states: Mapping[Leg, LegState]
    supported: bool | None
    why: Mapping[Leg, str]
    uncounted_drugs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StatedRelief:
    """The person's own estimate beside the calculated reduction, both in percent."""

    mean_percent: Fraction | None
    calculated_percent: Fraction | None
    discordant: bool | None


@dataclass(frozen=True, slots=True)
class ProgrammeResult:
    """One programme's recorded treatment days; the reduction None under two days (too few)."""

    programme: str
    days: int
    mean: Fraction | None
    reduction_percent: Fraction | None


@dataclass(frozen=True, slots=True)
class Assessment:
    """All that the method says of one trial on the day `as_of`."""

    placed_on: date
    removed_on: date | None
    as_of: date
    stage: Stage
    primary_site: str
    protocol: Protocol
    sites: tuple[SiteResult, ...]
    legs: Legs
    domains: tuple[DomainChange, ...]
    stated_relief: StatedRelief
    programmes: tuple[ProgrammeResult, ...]

    @property
    def primary(self) -> SiteResult:
        """The result of the primary site."""
        return next(site for site in self.sites if site.site == self.primary_site)
