"""trial.csv: the dates, options and protocol that `trialtrack assess --trials` takes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from trialtrack.clinical.protocol import BOUNDS, FIELD_NAMES, text
from trialtrack.clinical.results import Assessment
from trialtrack.reports.columns import Cell, Column, Kind, decimal_text
from trialtrack.reports.day_rows import LISTED, site_words
from trialtrack.store.records import TrialRecord


@dataclass(frozen=True, slots=True)
class TrialRow:
    """The one row of the file."""

    record: TrialRecord
    assessment: Assessment


def _setting(name: str) -> Callable[[TrialRow], Cell]:
    def read(row: TrialRow) -> Cell:
        value = getattr(row.record.protocol, name)
        return None if value is None else text(value)

    return read


def _ratings(row: TrialRow) -> Cell:
    ratings = row.record.diary.clinic_ratings.items()
    return LISTED.join(f"{site_words(site)}={decimal_text(score)}" for site, score in ratings)


_CODES: Final = {
    "measure": "average; worst; least; now",
    "activity_measure": "activity_interference; walking_minutes; standing_minutes; steps",
    "count_late": "true; false",
}
_SETTINGS_SAID: Final = {
    "threshold_percent": ("The reduction from which the threshold is met, itself in", "%"),
    "measure": ("The score of pain that is judged", ""),
    "baseline_days": ("Length of the baseline window", "days"),
    "baseline_min_days": ("Fewest recorded days of a diary baseline", "days"),
    "baseline_ends_on": ("First day that is no longer baseline", ""),
    "baseline_floor": ("Baseline mean under which nothing is assessable", "NRS points"),
    "washout_days": ("Days after placement, itself the first, that do not count", "days"),
    "window_days": ("Length of the evaluation window, the last days of treatment", "days"),
    "window_min_days": ("Fewest recorded days of that window", "days"),
    "window_min_share": ("Least recorded share of that window", "share"),
    "activity_measure": ("By which the leg activity is judged", ""),
    "late_hours": ("For how long after its end a patient can fill in a day", "hours"),
    "count_late": ("Whether days that were entered late count", ""),
    "autocorrelation": ("Correlation from day to day, for the interval", "correlation"),
    "day_sd": ("Prior SD of a daily score, for the interval", "NRS points"),
    "day_sd_df": ("Weight of that prior, for the interval", "degrees of freedom"),
}
_SETTINGS: Final[tuple[Column[TrialRow], ...]] = tuple(
    Column(
        name,
        Kind.CODE if name in _CODES else Kind.DAY if name.endswith("_on") else Kind.DECIMAL,
        _SETTINGS_SAID[name][0],
        _setting(name),
        unit=_SETTINGS_SAID[name][1],
        takes=_CODES.get(name) or (BOUNDS[name][0] if name in BOUNDS else ""),
        blank="the day of placement" if name == "baseline_ends_on" else "never blank",
        method="2",
    )
    for name in FIELD_NAMES
)
TRIAL_COLUMNS: Final[tuple[Column[TrialRow], ...]] = (
    Column("trial", Kind.TEXT, "Pseudonym of the trial", lambda row: str(row.record.trial_id)),
    Column(
        "placed",
        Kind.DAY,
        "Day of placement, day 0; only planned while period is baseline",
        lambda row: row.record.diary.placed_on,
        method="1",
    ),
    Column(
        "removed",
        Kind.DAY,
        "Day on which the leads came out",
        lambda row: row.record.diary.removed_on,
        blank="they are in, or not yet in",
        method="1",
    ),
    Column(
        "as_of",
        Kind.DAY,
        "The diary day as of which the result was worked out",
        lambda row: row.assessment.as_of,
        method="3",
    ),
    Column(
        "primary_site",
        Kind.TEXT,
        "The site that the verdict is about",
        lambda row: site_words(row.assessment.primary_site),
        method="1",
    ),
    Column(
        "clinic_baseline",
        Kind.TEXT,
        "Ratings taken in clinic before placement, site=rating, parted by semicolons",
        _ratings,
        unit="NRS points",
        takes="0 to 10 each",
        blank="none",
        method="3",
    ),
    Column(
        "impression_of_change",
        Kind.WHOLE_NUMBER,
        "At the end: 1 is very much better, 7 very much worse",
        lambda row: row.record.diary.impression_of_change,
        takes="1 to 7",
        blank="not answered",
        method="6",
    ),
    Column(
        "wants_implant",
        Kind.CODE,
        "At the end: whether the person wants the implant",
        lambda row: row.record.diary.wants_implant,
        takes="yes; no; unsure",
        blank="not answered",
        method="6",
    ),
    *_SETTINGS,
)
"""In the order of the file."""
