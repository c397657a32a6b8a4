"""The method's names in words, for the text report."""

from trialtrack.clinical.diary import Domain
from trialtrack.clinical.results import (
    Band,
    FlipState,
    IntervalReason,
    Leg,
    Reason,
    TrialWarning,
    Verdict,
)

VERDICTS = {
    Verdict.MET: "met",
    Verdict.NOT_MET: "not met",
    Verdict.NOT_ASSESSABLE: "not assessable",
    Verdict.PENDING: "pending",
}

REASONS = {
    Reason.NO_BASELINE: "there is no baseline: too few diary days and no rating taken in clinic",
    Reason.BASELINE_BELOW_FLOOR: "the baseline is below the protocol's floor",
    Reason.TOO_FEW_DAYS: "too few days of the evaluation window are recorded",
}

BANDS = {
    Band.WORSE: "worse",
    Band.NONE: "no improvement",
    Band.MINIMAL: "minimal improvement",
    Band.MODERATE: "moderate improvement",
    Band.SUBSTANTIAL: "substantial improvement",
    Band.HIGH: "high improvement",
}

INTERVAL_REASONS = {
    IntervalReason.INTERIM: "an interim result has none",
    IntervalReason.NOT_ASSESSABLE: "the trial is not assessable",
    IntervalReason.CLINIC_BASELINE: "the baseline is a single rating taken in clinic",
    IntervalReason.TOO_FEW_DAYS_FOR_SPREAD: "fewer than two days are recorded on one side",
    IntervalReason.BASELINE_TOO_UNCERTAIN: "the baseline is too uncertain",
}

FLIP_STATES = {
    FlipState.NOTHING_MISSING: "No day is missing.",
    FlipState.CANNOT_FLIP: "Whatever the missing days were, the answer stands.",
    FlipState.ONLY_IF_WORSE_THAN_BASELINE: (
        "The answer flips only if the missing days were worse than the baseline: above {at}."
    ),
    FlipState.ONLY_IF_BETTER_THAN_ANY_DAY: (
        "The answer flips only if the missing days were better than any recorded day: {at} or less."
    ),
    FlipState.FRAGILE: (
        "Fragile: the answer could well flip; it takes missing days that averaged over {at}."
    ),
}
FRAGILE_NOT_MET = (
    "Fragile: the answer could well flip; it would if the missing days averaged {at} or less."
)

WARNINGS = {
    TrialWarning.SINGLE_RATING_BASELINE: (
        "The baseline is one rating; such a rating is likely to be of a bad day."
    ),
    TrialWarning.STEEP_SLOPE: (
        "Pain changes by more than half a point a day over the window: "
        "one mean describes two things."
    ),
    TrialWarning.PROGRAMME_CHANGED: (
        "The programme changed inside the window: one mean describes two things."
    ),
}

OTHER_ANALYSES = {
    "measure_average": "on average pain",
    "measure_worst": "on worst pain",
    "measure_now": "on pain now",
    "all_treatment_days": "on all treatment days",
    "last_3_days": "on the last three days",
    "last_recorded_day": "on the last recorded day",
    "without_late": "without late days",
    "one_more_washout_day": "with one more washout day",
    "with_excluded": "with the excluded days",
    "clinic_baseline": "against the clinic rating",
    "last_programme_only": "on the last programme only",
    "leave_one_out_lowest": "leaving out the day that helps most",
    "leave_one_out_highest": "leaving out the day that hurts most",
}

LEGS = {
    Leg.RELIEF: "relief",
    Leg.ACTIVITY: "activity",
    Leg.ANALGESICS: "analgesics",
    Leg.SATISFACTION: "satisfaction",
}

WHY_UNKNOWN = {
    "pending": "the leads are still in",
    "not_assessable": "the pain is not assessable",
    "no_data": "nothing is recorded",
    "too_few_days": "fewer than two days are recorded on one side",
    "restricted": "a fall within 14 days of placement, when lifting and bending are forbidden",
    "no_factor": "a drug has no factor in the dose table",
    "incomplete": "only one of the two questions is answered",
}

DOMAINS = {
    Domain.SLEEP_HOURS: "sleep, hours",
    Domain.SLEEP_QUALITY: "sleep quality, 0 to 10",
    Domain.AWAKENINGS: "awakenings",
    Domain.STEPS: "steps",
    Domain.WALKING_MINUTES: "walking, minutes",
    Domain.STANDING_MINUTES: "standing, minutes",
    Domain.ACTIVITY_INTERFERENCE: "activity interference, 0 to 10",
    Domain.MME_PER_DAY: "opioids, mg of oral morphine a day",
    Domain.RESCUE_DOSES: "doses of other painkillers",
}

DISCORDANT = (
    "They differ by more than the -30 to +41 points seen in most people: a reason to talk, "
    "not a correction."
)
OPIOID_CAUTION = (
    "Oral morphine equivalents are estimates for following one person over time, never for "
    "converting one opioid into another."
)
CERTAINTY_CAUTION = (
    "It leaves out trend, placebo and regression to the mean, and takes days to vary as in "
    "chronic back pain."
)
