"""What does it rest on: the baseline, the days, who entered them, what was left out or changed."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from trialtrack.clinical.display import display_number
from trialtrack.clinical.results import BaselineSource
from trialtrack.clinical.windows import Window
from trialtrack.clinical.working import DayUse, Working
from trialtrack.models import Origin
from trialtrack.queries.trial_list import AssessedTrial
from trialtrack.store.programme_settings import NO_SETTINGS
from trialtrack.store.records import TrialRecord
from trialtrack.store.righted import Deviation
from trialtrack.web.clinic.changes import changes
from trialtrack.web.clinic.conduct.lead_words import lead_words
from trialtrack.web.clinic.conduct.programme_words import settings_words
from trialtrack.web.clinic.working_steps import BASELINE, WINDOW
from trialtrack.web.words import because, count, date_words, short_day, signed

MOST_DAYS_NAMED = 5
SETTLED, DEVIATIONS = "Settled or waiting", "Deviations"
NO_DEVIATION = "None: the protocol is as it was set before the start."
FIELDS = {
    "planned_removal_on": "planned end",
    "placed_on": "start",
    "removed_on": "end",
    "primary_site": "primary site",
    "opioid_table": "opioid table",
    "threshold_percent": "threshold, percent",
    "measure": "pain measure",
    "baseline_days": "days of baseline",
    "baseline_min_days": "fewest days of baseline",
    "baseline_ends_on": "end of baseline",
    "baseline_floor": "lowest baseline",
    "washout_days": "days of washout",
    "window_days": "days of the window",
    "window_min_days": "fewest days of the window",
    "window_min_share": "least share of the window",
    "activity_measure": "measure of activity",
    "late_hours": "hours until a day closes",
    "count_late": "late days count",
    "autocorrelation": "correlation from day to day",
    "day_sd": "prior SD of a day",
    "day_sd_df": "weight of the prior SD",
}
"""What a deviation changed, as the page says it; a name that is not here is said as it is."""


@dataclass(frozen=True, slots=True)
class Ground:
    """One thing that the answer rests on.

    `close`: a reader should know it before leaning on it. `days`: where the page of the working
    lists the days that it comes from.
    """

    name: str
    lines: tuple[str, ...]
    close: bool = False
    days: str | None = None


def rests_on(trial: AssessedTrial, made: Working) -> tuple[Ground, ...]:
    """In the order in which a reader asks; what there is none of is left out."""
    record = trial.record
    settled = changes(record)
    deviations = tuple(deviation_words(each) for each in record.deviations)
    grounds = (
        Ground("Baseline", tuple(_baseline(trial, made)), days=BASELINE),
        Ground("Days", tuple(_days(made)), days=WINDOW),
        Ground("Left out", tuple(_left_out(made, record))),
        Ground("Entered", (_who_wrote(record),)),
        Ground("Stimulation", tuple(_stimulation(record))),
        Ground(SETTLED, settled, close=any_waits(record)),
        Ground(DEVIATIONS, deviations or (NO_DEVIATION,), close=bool(deviations)),
    )
    return tuple(ground for ground in grounds if ground.lines)


def any_waits(record: TrialRecord) -> bool:
    """Whether the team has two answers to settle, or a correction that was asked for."""
    conflicts = any(day.conflicting for day in record.days.values())
    return conflicts or any(each.decision is None for each in record.asked)


def _baseline(trial: AssessedTrial, made: Working) -> Iterator[str]:
    baseline = made.result.baseline
    days = len(baseline.recorded)
    if baseline.mean is None:
        yet = " yet" if trial.today < trial.record.diary.placed_on else ""
        yield f"None{yet}: {count(days, 'diary day')}, and no rating in clinic."
        return
    mean = display_number(baseline.mean)
    if baseline.source is BaselineSource.CLINIC:
        yield f"One rating in clinic, {mean} (grade C); {count(days, 'diary day')}."
        return
    spread = "" if baseline.spread is None else f", spread {baseline.spread:.1f}"
    yield f"{count(days, 'diary day')}, mean {mean}{spread} (grade {baseline.grade})."
    if baseline.slope is not None and abs(baseline.slope) * 2 > 1:
        slope = signed(display_number(baseline.slope))
        yield f"It moved by {slope} points a day."
    if baseline.clinic_rating is not None:
        yield f"The one rating in clinic was {display_number(baseline.clinic_rating)}."


def _days(made: Working) -> Iterator[str]:
    evaluation = made.result.evaluation
    if evaluation.window is None:
        yield "No day of treatment yet."
        return
    expected = count(evaluation.expected, "day")
    missing = _named("missing", evaluation.missing)
    yield f"{len(evaluation.recorded)} of {expected}, {span_words(evaluation.window)}{missing}."
    late = [day.day for day in (*made.baseline.days, *made.evaluation.days) if day.late]
    if late:
        counted = "they count" if made.protocol.count_late else "they do not count"
        yield f"{count(len(late), 'day')} entered late ({_listed(late)}); {counted}."


def span_words(window: Window) -> str:
    """The days of a window, the last one in."""
    last = window.end - timedelta(days=1)
    return (
        short_day(last) if window.days == 1 else f"{short_day(window.first)} to {short_day(last)}"
    )


def _named(what: str, days: Iterable[date]) -> str:
    found = list(days)
    return f"; {what}: {_listed(found)}" if found else ""


def _listed(days: list[date]) -> str:
    said = ", ".join(map(short_day, days[:MOST_DAYS_NAMED]))
    more = len(days) - MOST_DAYS_NAMED
    return f"{said} and {more} more" if more > 0 else said


def _left_out(made: Working, record: TrialRecord) -> Iterator[str]:
    reasons = {day.day: day.excluded for day in record.diary.days}
    for name, window in (("baseline", made.baseline), ("window", made.evaluation)):
        for day in window.days:
            if day.use is DayUse.EXCLUDED:
                reason = reasons.pop(day.day, None)
                said = f"{short_day(day.day)} of the {name}{f': {reason}' if reason else ''}"
                yield f"{said}{_decided(day.day, record)}"
    for left, reason in reasons.items():
        if reason is not None:
            yield f"{short_day(left)}, outside both: {reason}{_decided(left, record)}"


def _decided(day: date, record: TrialRecord) -> str:
    found = record.excluded.get(day)
    if found is None:
        return "."
    on = date_words(found.at.astimezone(ZoneInfo(record.time_zone)).date())
    return f", decided by {found.by_name} on {on}{because(found.reason)}"


def _who_wrote(record: TrialRecord) -> str:
    entries = [day.effective for day in record.days.values()]
    if not entries:
        return "Nothing yet."
    came = Counter(entry.origin for entry in entries)
    by_patient = came[Origin.PATIENT]
    corrected = sum(day.corrected for day in record.days.values())
    who = (
        "All by the patient"
        if by_patient == len(entries)
        else f"{by_patient} of {count(len(entries), 'day')} by the patient, {_by_staff(came)}"
    )
    return f"{who}; {count(corrected, 'day')} corrected." if corrected else f"{who}."


def _stimulation(record: TrialRecord) -> Iterator[str]:
    """Where the leads lie, and what each programme was set to, as far as it is written down."""
    if record.leads and record.leads[-1].leads:
        leads = "; ".join(map(lead_words, record.leads[-1].leads))
        yield f"{leads[:1].upper()}{leads[1:]}{'' if record.was_placed else ', as planned'}."
    known = [each for each in record.programmes if each.settings != NO_SETTINGS]
    yield from (f"{each.name}: {settings_words(each.settings)}." for each in known)


def _by_staff(came: Counter[Origin]) -> str:
    said = ((Origin.TRANSCRIBED, "copied from paper"), (Origin.TELEPHONE, "said on the telephone"))
    return ", ".join(f"{came[origin]} {words}" for origin, words in said if came[origin])


def deviation_words(deviation: Deviation) -> str:
    """What was changed after the start, from what to what, when, by whom, and why."""
    changed = ", ".join(
        f"{FIELDS.get(name, name.replace('_', ' '))} from {_value(old)} to {_value(new)}"
        for name, old, new in deviation.changes
    )
    reason = f" Reason: {deviation.reason.rstrip('.')}." if deviation.reason else ""
    signature = f"{date_words(deviation.at.date())}, {deviation.by_name}"
    return f"{signature}: {changed}.{reason}"


def _value(written: str) -> str:
    try:
        return date_words(date.fromisoformat(written))
    except ValueError:
        return {"true": "yes", "false": "no", "None": "not set"}.get(written, written)
