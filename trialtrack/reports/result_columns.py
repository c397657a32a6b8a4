"""results.csv and analyses.csv: what the method says of each site, at full precision."""

from collections.abc import Callable
from fractions import Fraction
from typing import Final

from trialtrack.clinical.assessment import METHOD
from trialtrack.clinical.results import (
    BaselineSource,
    Certainty,
    FlipState,
    IntervalReason,
    Leg,
    LegState,
    OtherAnalysis,
    Reason,
    Stage,
    Verdict,
)
from trialtrack.reports.columns import Cell, Column, Kind
from trialtrack.reports.day_rows import LISTED, site_words
from trialtrack.reports.result_rows import (
    Read,
    ResultRow,
    code_column,
    count_column,
    day_column,
    flag_column,
    number_column,
    text_column,
)


def _leg(leg: Leg) -> Column[ResultRow]:
    def read(row: ResultRow) -> Cell:
        primary = row.site.site == row.assessment.primary_site
        return row.assessment.legs.states[leg] if primary else None

    return code_column(
        f"leg_{leg}", f"The leg {leg}, of the primary site", read, LegState, "6", "another site"
    )


def _bound(n: int) -> Read:
    def read(row: ResultRow) -> Cell:
        interval = row.site.confidence.interval_percent
        return None if interval is None else interval[n]

    return read


def _supported(row: ResultRow) -> Cell:
    primary = row.site.site == row.assessment.primary_site
    return row.assessment.legs.supported if primary else None


def _window(last: bool) -> Read:
    def read(row: ResultRow) -> Cell:
        window = row.site.evaluation.window
        if window is None:
            return None
        return window.each_day()[-1] if last else window.first

    return read


_WHOSE: Final[tuple[Column[ResultRow], ...]] = (
    text_column("trial", "Pseudonym of the trial", lambda row: str(row.record.trial_id)),
    text_column("site", "Where the pain is", lambda row: site_words(row.site.site)),
)
RESULT_COLUMNS: Final[tuple[Column[ResultRow], ...]] = (
    *_WHOSE,
    flag_column(
        "is_primary_site",
        "Whether the verdict of the trial is this site's",
        lambda row: row.site.site == row.assessment.primary_site,
        "1",
        "never blank",
    ),
    text_column("method_version", "The version of the method", lambda _: METHOD),
    text_column("modality", "What is tried", lambda row: str(row.record.modality)),
    text_column(
        "trial_drug", "The drug of a pump trial", lambda row: row.record.trial_drug, "none"
    ),
    text_column("opioid_table", "The dose table", lambda row: str(row.record.opioid_table)),
    text_column("time_zone", "In which the diary day ends", lambda row: row.record.time_zone),
    Column(
        "protocol_version",
        Kind.WHOLE_NUMBER,
        "Which version of the trial's protocol; over 1: it was amended",
        lambda row: row.record.protocol_version,
        method="2",
    ),
    Column(
        "deviations",
        Kind.WHOLE_NUMBER,
        "How many changes after placement are shown beside the result, of the protocol or else",
        lambda row: len(row.record.deviations),
        "changes",
        "0 and up",
        method="2",
    ),
    Column(
        "days_excluded",
        Kind.WHOLE_NUMBER,
        "How many days a consultant left out; days.csv says which",
        lambda row: len(row.record.excluded),
        "days",
        "0 and up",
        method="3",
    ),
    code_column(
        "stage",
        "Whether the leads are out; an interim result has no verdict",
        lambda row: row.assessment.stage,
        Stage,
        "3",
        "never blank",
    ),
    code_column(
        "baseline_source",
        "Where the baseline mean comes from",
        lambda row: row.site.baseline.source,
        BaselineSource,
        "3",
    ),
    Column(
        "baseline_grade",
        Kind.CODE,
        "A: diary of 5 days or more; B: of fewer; C: clinic rating",
        lambda row: row.site.baseline.grade,
        takes="A; B; C",
        blank="no baseline",
        method="3",
    ),
    count_column(
        "baseline_recorded",
        "Recorded days of the baseline window",
        lambda row: len(row.site.baseline.recorded),
        "3",
    ),
    number_column(
        "baseline_mean",
        "Baseline pain",
        lambda row: row.site.baseline.mean,
        "NRS points",
        "3",
        "0 to 10",
    ),
    day_column("evaluation_first", "First day of the evaluation window", _window(last=False)),
    day_column(
        "evaluation_last", "Last day of the evaluation window, itself in", _window(last=True)
    ),
    count_column(
        "evaluation_expected",
        "Days of the evaluation window, less those excluded",
        lambda row: row.site.evaluation.expected,
        "3",
    ),
    count_column(
        "evaluation_recorded",
        "Those of them that are recorded",
        lambda row: len(row.site.evaluation.recorded),
        "3",
    ),
    number_column(
        "evaluation_mean",
        "Pain over the recorded days of the evaluation window",
        lambda row: row.site.evaluation.mean,
        "NRS points",
        "3",
        "0 to 10",
    ),
    number_column(
        "reduction_points",
        "Baseline less evaluation mean; positive when pain fell",
        lambda row: row.site.reduction_points,
        "NRS points",
        "3",
        "-10 to 10",
    ),
    number_column(
        "reduction_percent",
        "The same as a share of the baseline; positive when pain fell (CDISC's PCHG is its "
        "negative); provisional unless verdict is met or not_met",
        lambda row: row.site.reduction_percent,
        "%",
        "3",
        "up to 100",
    ),
    number_column(
        "threshold_percent",
        "The reduction from which the threshold is met, itself in",
        lambda row: row.assessment.protocol.threshold_percent,
        "%",
        "2",
        "over 0 to 100",
    ),
    code_column(
        "verdict", "The verdict", lambda row: row.site.verdict, Verdict, "3", "never blank"
    ),
    Column(
        "reasons",
        Kind.CODE,
        "Why it is not assessable, or would not be if it ended now, parted by semicolons",
        lambda row: LISTED.join(row.site.reasons) or None,
        takes=LISTED.join(Reason),
        blank="none applies",
        method="3",
    ),
    number_column("interval_low_percent", "Lower end of the 95% interval", _bound(0), "%", "4"),
    number_column("interval_high_percent", "Upper end of it, uncapped", _bound(1), "%", "4"),
    code_column(
        "interval_reason",
        "Why there is no interval",
        lambda row: row.site.confidence.interval_reason,
        IntervalReason,
        "4",
        "there is one",
    ),
    number_column(
        "chance_met",
        "Chance that the reduction reaches the threshold if days like these went on",
        lambda row: row.site.confidence.chance_met,
        "share",
        "4",
        "0 to 1",
    ),
    code_column(
        "certainty",
        "Whether the interval leaves the threshold outside",
        lambda row: row.site.confidence.certainty,
        Certainty,
        "4",
    ),
    count_column(
        "missing_days",
        "Expected days that are not recorded",
        lambda row: row.site.missing_days.count,
        "5",
    ),
    number_column(
        "flips_at",
        "Mean of the missing days beyond which the answer flips",
        lambda row: row.site.missing_days.flips_at,
        "NRS points",
        "5",
    ),
    code_column(
        "flip_state",
        "What the missing days would have to be",
        lambda row: row.site.missing_days.state,
        FlipState,
        "5",
    ),
    *(_leg(leg) for leg in Leg),
    flag_column(
        "supported",
        "Whether all four legs hold",
        _supported,
        "6",
        "another site, or a leg is unknown and none fails",
    ),
)


def _of(read: Callable[[OtherAnalysis], Fraction | bool | str]) -> Read:
    return lambda row: None if row.analysis is None else read(row.analysis)


ANALYSIS_COLUMNS: Final[tuple[Column[ResultRow], ...]] = (
    *_WHOSE,
    Column(
        "analysis",
        Kind.CODE,
        "Which one choice is changed against the result; all else as in results.csv",
        _of(lambda other: other.name),
        takes="the names of METHOD section 5",
        method="5",
    ),
    number_column(
        "reduction_percent",
        "The reduction under this analysis; positive when pain fell",
        _of(lambda other: other.reduction_percent),
        "%",
        "5",
        "up to 100",
    ),
    flag_column(
        "met",
        "Whether it reaches the threshold, itself in",
        _of(lambda other: other.met),
        "5",
        "never blank",
    ),
)
