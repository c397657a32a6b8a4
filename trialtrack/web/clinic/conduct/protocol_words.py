"""The protocol of a trial, a sentence a row, and what its days come to."""

from collections.abc import Iterator
from datetime import timedelta

from trialtrack.clinical.diary import Domain, Measure
from trialtrack.clinical.needed import days_required, still_needed
from trialtrack.clinical.protocol import Protocol, text
from trialtrack.clinical.windows import last_days, treatment_window
from trialtrack.queries.trial_list import AssessedTrial
from trialtrack.store.records import TrialRecord
from trialtrack.web.words import count, date_words, long_day

MEASURES = {
    Measure.AVERAGE: "average pain of the day",
    Measure.WORST: "worst pain of the day",
    Measure.LEAST: "least pain of the day",
    Measure.NOW: "pain at the time of the entry",
}
ACTIVITIES = {
    Domain.ACTIVITY_INTERFERENCE: "how much pain interferes with activity",
    Domain.WALKING_MINUTES: "minutes of walking",
    Domain.STANDING_MINUTES: "minutes of standing",
    Domain.STEPS: "steps a day",
}


def protocol_sentences(record: TrialRecord) -> tuple[str, ...]:
    """What is frozen at placement."""
    return tuple(_sentences(record, record.protocol))


def _sentences(record: TrialRecord, rules: Protocol) -> Iterator[str]:
    share = text(rules.window_min_share * 100)
    least = text(rules.baseline_floor)
    yield (
        f"Judged on {MEASURES[rules.measure]} at one site: {record.diary.primary_site}. "
        f"The threshold is met at {text(rules.threshold_percent)}% or more."
    )
    ends = "placement" if rules.baseline_ends_on is None else date_words(rules.baseline_ends_on)
    yield (
        f"Baseline: the {count(rules.baseline_days, 'day')} before {ends}; with fewer than "
        f"{rules.baseline_min_days} of them, the rating taken in clinic. Its mean must be "
        f"{least} or more."
    )
    yield _washout(rules.washout_days)
    yield (
        f"Compared with it: the last {count(rules.window_days, 'treatment day')}. Needed are "
        f"{count(rules.window_min_days, 'day')} or more, and {share}% or more of them."
    )
    yield f"Activity is judged on {ACTIVITIES.get(rules.activity_measure, rules.activity_measure)}."
    late = "count" if rules.count_late else "do not count"
    yield (
        f"The patient can fill in a day until {rules.late_hours} hours after it; entries that are "
        f"late {late}, and are marked."
    )


def _washout(days: int) -> str:
    if days == 0:
        return "Every day counts, that of placement too."
    if days == 1:
        return "The day of placement does not count."
    return f"The first {days} days, that of placement the first of them, do not count."


def days_words(trial: AssessedTrial) -> str:
    """How many treatment days a placed trial still has until its removal, and how many it needs."""
    record = trial.record
    needed = still_needed(
        record.diary, record.protocol, trial.today, record.planned_removal_on, trial.open_from
    )
    removal = long_day(record.planned_removal_on)
    if needed.window is None:
        return f"With removal on {removal} there is no treatment day, so no result can be made."
    if needed.needed == 0:
        return f"The treatment days that are needed at least are there, up to removal on {removal}."
    left = f"Up to removal on {removal}, {count(needed.left, 'treatment day')} can be filled in."
    word = "is" if needed.needed == 1 else "are"
    if not needed.within_reach:
        return f"{left} {needed.needed} {word} needed, so no result can be made unless it is later."
    return f"{left} {needed.needed} of them {word} needed."


def planned_days_words(record: TrialRecord) -> str:
    """The same as it is planned, before placement."""
    rules = record.protocol
    planned = treatment_window(record.diary.placed_on, rules, record.planned_removal_on)
    window = last_days(planned, rules.window_days)
    if window is None:
        return "As planned there is no treatment day, so no result could be made."
    last = long_day(window.end - timedelta(days=1))
    return (
        f"As planned, {count(window.days, 'treatment day')} {'is' if window.days == 1 else 'are'} "
        f"compared, up to {last}; {days_required(window, rules)} of them need an entry."
    )
