"""What days.csv says of a day at a site, column by column."""

from collections.abc import Callable
from fractions import Fraction
from typing import Final

from trialtrack.clinical.diary import Domain, Measure
from trialtrack.clinical.windows import Period
from trialtrack.models import ExclusionCause
from trialtrack.reports.columns import Cell, Column, Kind
from trialtrack.reports.day_rows import LISTED, DayRow, site_words
from trialtrack.store.records import EntryFacts

PERIODS: Final = {
    Period.BASELINE: "baseline",
    Period.BETWEEN: "before_placement",
    Period.WASHOUT: "washout",
    Period.TREATMENT: "treatment",
    Period.AFTER: "after_removal",
}
NO_ENTRY: Final = "nobody answered the day"
NOT_ANSWERED: Final = "not recorded; never 0"
PER_DAY: Final = "Of the day, and alike on the row of each site"

_MEASURES: Final = {
    Measure.AVERAGE: "Pain on average over the day",
    Measure.WORST: "Worst pain of the day",
    Measure.LEAST: "Least pain of the day",
    Measure.NOW: "Pain at the moment of answering",
}
_MME: Final = (
    "Opioids taken that day as oral morphine equivalent, by the factors of mme_table; a lower "
    "bound where uncounted_drugs names something. An estimate for following one person over time; "
    "never for converting one opioid into another"
)
_DOMAINS: Final = {
    Domain.SLEEP_HOURS: ("Hours slept in the night before", "hours", "0 to 24", "6"),
    Domain.SLEEP_QUALITY: ("How well slept; 10 is best", "own scale", "0 to 10", "6"),
    Domain.AWAKENINGS: ("How often awake in the night", "times a night", "0 to 50", "6"),
    Domain.STEPS: ("Steps", "steps a day", "0 and up", "6"),
    Domain.WALKING_MINUTES: ("Time spent walking", "minutes a day", "0 to 1440", "6"),
    Domain.STANDING_MINUTES: ("Time spent standing", "minutes a day", "0 to 1440", "6"),
    Domain.ACTIVITY_INTERFERENCE: (
        "How much pain interfered with activity; 0 is not at all",
        "own scale",
        "0 to 10",
        "6",
    ),
    Domain.MME_PER_DAY: (_MME, "mg a day", "0 and up", "7"),
    Domain.RESCUE_DOSES: ("Doses of other painkillers taken", "doses a day", "0 and up", "6"),
}


def _score(measure: Measure) -> Callable[[DayRow], Cell]:
    return lambda row: row.score(measure)


def _value(domain: Domain) -> Callable[[DayRow], Cell]:
    return lambda row: row.value(domain)


def _of_entry(read: Callable[[EntryFacts], Cell]) -> Callable[[DayRow], Cell]:
    return lambda row: None if row.entry is None else read(row.entry)


def _uncounted(row: DayRow) -> Cell:
    drugs = row.diary_day.uncounted_drugs if row.diary_day is not None else ()
    return LISTED.join(drugs) or None


def _stated(row: DayRow) -> Fraction | None:
    return None if row.diary_day is None else row.diary_day.stated_relief_percent


def _mme_table(row: DayRow) -> Cell:
    known = row.value(Domain.MME_PER_DAY) is not None
    return str(row.record.opioid_table) if known else None


_WHERE: Final[tuple[Column[DayRow], ...]] = (
    Column("trial", Kind.TEXT, "Pseudonym of the trial", lambda row: str(row.record.trial_id)),
    Column("date", Kind.DAY, "Diary day; it ends at 04:00", lambda row: row.day, method="1"),
    Column(
        "site", Kind.TEXT, "Where the pain is", lambda row: site_words(row.site.name), method="1"
    ),
    Column(
        "is_primary_site",
        Kind.FLAG,
        "Whether the verdict is about this site; its rows are one for each expected day",
        lambda row: row.is_primary,
        method="1",
    ),
    Column(
        "trial_day",
        Kind.WHOLE_NUMBER,
        "Day counted from placement, which is day 0",
        lambda row: (row.day - row.record.diary.placed_on).days,
        unit="days",
        method="1",
    ),
    Column(
        "period",
        Kind.CODE,
        "The part of the trial",
        lambda row: PERIODS[row.period],
        takes=LISTED.join(PERIODS.values()),
        method="3",
    ),
    Column(
        "in_baseline_window",
        Kind.FLAG,
        "Whether the day is one of the baseline window",
        lambda row: row.in_baseline_window,
        method="3",
    ),
    Column(
        "in_evaluation_window",
        Kind.FLAG,
        "Whether the day is one of the evaluation window of this site",
        lambda row: row.in_evaluation_window,
        method="3",
    ),
    Column("answered", Kind.FLAG, "Whether anybody answered the day", lambda row: bool(row.entry)),
    Column(
        "recorded",
        Kind.FLAG,
        "Whether the day has a value of the protocol's measure at this site, and is not late "
        "where late days do not count",
        lambda row: row.recorded,
        method="3",
    ),
    Column(
        "in_a_mean",
        Kind.FLAG,
        "Whether that value is behind the diary mean of one of the two windows",
        lambda row: row.in_a_mean,
        method="3",
    ),
)
_SCORES: Final[tuple[Column[DayRow], ...]] = tuple(
    Column(
        measure.value,
        Kind.DECIMAL,
        f"{meaning}, at this site",
        _score(measure),
        unit="NRS points",
        takes="0 (no pain) to 10 (worst pain imaginable)",
        blank=NOT_ANSWERED,
        method="1",
    )
    for measure, meaning in _MEASURES.items()
)
_VALUES: Final[tuple[Column[DayRow], ...]] = tuple(
    Column(
        domain.value,
        Kind.DECIMAL,
        f"{meaning}. {PER_DAY}",
        _value(domain),
        unit=unit,
        takes=takes,
        blank=NOT_ANSWERED,
        method=method,
    )
    for domain, (meaning, unit, takes, method) in _DOMAINS.items()
)
_OTHER: Final[tuple[Column[DayRow], ...]] = (
    Column(
        "declined",
        Kind.CODE,
        "Scores at this site that the person would rather not say",
        lambda row: row.declined,
        takes="average; least; now; worst",
        blank="none",
        method="1",
    ),
    Column(
        "mme_table",
        Kind.CODE,
        "The table of factors behind mme_per_day",
        _mme_table,
        takes="cdc-2022; fpm-2020",
        blank="no mme_per_day",
        method="7",
    ),
    Column(
        "uncounted_drugs",
        Kind.TEXT,
        "Opioids taken that day for which the table has no factor, parted by semicolons",
        _uncounted,
        blank="none known",
        method="7",
    ),
    Column(
        "stated_relief_percent",
        Kind.DECIMAL,
        f"The person's own estimate of relief; positive is less pain. {PER_DAY}",
        _stated,
        unit="%",
        takes="-100 to 100",
        blank=NOT_ANSWERED,
        method="6",
    ),
    Column(
        "programme",
        Kind.TEXT,
        "The programme that was on all day; off: stimulation was off all day",
        lambda row: None if row.diary_day is None else row.diary_day.programme,
        blank="unknown, or switched that day",
        method="8",
    ),
    Column(
        "off_minutes",
        Kind.DECIMAL,
        "How long stimulation was off that day, as the person answered",
        _of_entry(lambda entry: entry.answers.off_minutes),
        unit="minutes",
        takes="0 to 1440",
        blank=NOT_ANSWERED,
        method="8",
    ),
)
_CAME: Final[tuple[Column[DayRow], ...]] = (
    Column(
        "late",
        Kind.FLAG,
        "Entered more than 24 hours after the diary day had ended",
        lambda row: None if row.diary_day is None or row.entry is None else row.diary_day.late,
        blank=NO_ENTRY,
        method="1",
    ),
    Column(
        "entered_by",
        Kind.CODE,
        "In which capacity somebody entered the day",
        lambda row: row.entered_by,
        takes="patient; staff",
        blank=NO_ENTRY,
    ),
    Column(
        "origin",
        Kind.CODE,
        "How the answers came: typed by the patient, copied from paper, said on the telephone",
        _of_entry(lambda entry: str(entry.origin)),
        takes="patient; transcribed; telephone",
        blank=NO_ENTRY,
    ),
    Column(
        "entered_at",
        Kind.INSTANT,
        "When the answers that count were entered, by the device",
        _of_entry(lambda entry: entry.entered_at),
        blank=NO_ENTRY,
        method="1",
    ),
    Column(
        "corrected",
        Kind.FLAG,
        "Whether the answers that count replaced earlier ones",
        lambda row: None if row.kept is None else row.kept.corrected,
        blank=NO_ENTRY,
    ),
    Column(
        "conflicting_answers",
        Kind.WHOLE_NUMBER,
        "Further answers of the day that the team has yet to settle; they have no effect",
        lambda row: None if row.kept is None else len(row.kept.conflicting),
        unit="answers",
        blank=NO_ENTRY,
    ),
    Column(
        "excluded",
        Kind.CODE,
        "Left out of the means by a consultant, and why; what was written stays in the record",
        lambda row: row.excluded,
        takes=LISTED.join(ExclusionCause),
        blank="not left out",
        method="3",
    ),
)
DAY_COLUMNS: Final = (*_WHERE, *_SCORES, *_VALUES, *_OTHER, *_CAME)
"""In the order of the file."""
