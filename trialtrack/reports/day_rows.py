"""The rows of the export of days: one for each expected day and site, the missing ones too."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from trialtrack.clinical.diary import DiaryDay, Domain, Measure
from trialtrack.clinical.results import Assessment, SiteResult
from trialtrack.clinical.windows import Period, period_of
from trialtrack.models import Origin
from trialtrack.reports.columns import guarded
from trialtrack.store.records import DayRecord, EntryFacts, SiteFacts, TrialRecord

LISTED = "; "
"""Between the parts of a cell that lists several."""


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day at one site: the values that the page of the trial is made from."""

    record: TrialRecord
    assessment: Assessment
    site: SiteFacts
    result: SiteResult
    day: date
    diary_day: DiaryDay | None
    kept: DayRecord | None

    @property
    def entry(self) -> EntryFacts | None:
        """The answers that count."""
        return self.kept.effective if self.kept is not None else None

    @property
    def is_primary(self) -> bool:
        """Whether the verdict is about this site."""
        return self.site.name == self.assessment.primary_site

    @property
    def period(self) -> Period:
        """The part of the trial."""
        return period_of(self.record.diary, self.record.protocol, self.day)

    @property
    def in_baseline_window(self) -> bool:
        """Whether the day is one of the baseline's."""
        return self.day in self.result.baseline.window

    @property
    def in_evaluation_window(self) -> bool:
        """Whether the day is one of the evaluation window of this site."""
        window = self.result.evaluation.window
        return window is not None and self.day in window

    @property
    def recorded(self) -> bool:
        """Whether the day has a value of the protocol's measure here. METHOD section 3."""
        protocol = self.record.protocol
        if self.score(protocol.measure) is None or self.diary_day is None:
            return False
        return protocol.count_late or not self.diary_day.late

    @property
    def in_a_mean(self) -> bool:
        """Whether the value is behind the baseline's or the trial's diary mean at this site."""
        return self.day in (*self.result.baseline.recorded, *self.result.evaluation.recorded)

    def score(self, measure: Measure) -> Fraction | None:
        """The pain at this site."""
        if self.diary_day is None:
            return None
        return self.diary_day.scores.get(self.site.name, {}).get(measure)

    def value(self, domain: Domain) -> Fraction | None:
        """What was recorded once for the day."""
        return None if self.diary_day is None else self.diary_day.values.get(domain)

    @property
    def declined(self) -> str | None:
        """The scores that the person would rather not say."""
        if self.entry is None:
            return None
        return LISTED.join(sorted(self.entry.answers.declined.get(str(self.site.id), ()))) or None

    @property
    def entered_by(self) -> str | None:
        """In which capacity somebody entered the day; never who."""
        if self.entry is None:
            return None
        return "patient" if self.entry.origin is Origin.PATIENT else "staff"

    @property
    def excluded(self) -> str | None:
        """The code of why the day is left out; what was written about it stays in the record."""
        if self.diary_day is None or self.diary_day.excluded is None:
            return None
        return self.record.excluded[self.day].cause


def day_rows(
    record: TrialRecord, assessment: Assessment, expected: Sequence[date]
) -> Iterator[DayRow]:
    """Day by day, and on each day the sites in their order."""
    diary_days = {day.day: day for day in record.diary.days}
    results = {result.site: result for result in assessment.sites}
    for day in expected:
        for site in record.sites:
            yield DayRow(
                record=record,
                assessment=assessment,
                site=site,
                result=results[site.name],
                day=day,
                diary_day=diary_days.get(day),
                kept=record.days.get(day),
            )


def site_words(name: str) -> str:
    """A site as all files of the export name it; a semicolon parts the ratings of two sites."""
    return guarded(name.replace(";", ","))
