"""Trials with their diaries, read whole: the one reading that queries and services share."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from fractions import Fraction
from uuid import UUID

from sqlalchemy.orm import Session

from trialtrack.clinical.answers import DayAnswers
from trialtrack.clinical.diary import STIMULATION_OFF, Diary, DiaryDay, Domain
from trialtrack.models import (
    Clinic,
    MedicineChange,
    PatientIdentity,
    ProtocolVersion,
    Trial,
    TrialMedicine,
)
from trialtrack.store.case import Case
from trialtrack.store.deviations import deviations
from trialtrack.store.entry_days import day_records
from trialtrack.store.late_changes import without_late_changes
from trialtrack.store.medicine_totals import medicine_totals
from trialtrack.store.programme_days import programme_all_day
from trialtrack.store.programme_settings import settings_of
from trialtrack.store.records import (
    ClinicFacts,
    DayRecord,
    IntervalFacts,
    MedicineFacts,
    PatientFacts,
    ProgrammeFacts,
    SiteFacts,
    TrialRecord,
)
from trialtrack.store.righted import cancellings, dates_moved, excluded_now, exclusions
from trialtrack.store.rows import Rows, read_rows
from trialtrack.store.site_renames import sites_renamed


def read_diaries(session: Session, trial_ids: Collection[UUID]) -> dict[UUID, TrialRecord]:
    """The trials by id, in the order asked for, in twenty SELECTs however many there are.

    Which trials a viewer may read is the caller's to say: see `scope.trials_within`.
    """
    rows = read_rows(session, trial_ids)
    return {
        trial_id: _Reading(rows, trial_id).record()
        for trial_id in trial_ids
        if trial_id in rows.trials
    }


class Cases:
    """What the results of some trials are worked out from: no word of anybody, few SELECTs."""

    def __init__(self, session: Session, trial_ids: Collection[UUID]) -> None:
        self._rows = read_rows(session, trial_ids, words=False)

    def of(self, trial_id: UUID) -> Case:
        """One of them. Each is put together apart, so that one that cannot be spoils no other."""
        return _Reading(self._rows, trial_id).case()


class _Reading:
    """One trial's rows on the way to its record."""

    def __init__(self, rows: Rows, trial_id: UUID) -> None:
        self.trial, self.clinic, self.identity, self.withdrawn_at = rows.trials[trial_id]
        self.rows = rows
        self.protocols = rows.protocols[trial_id]
        self.version: ProtocolVersion = self.protocols[-1][0]
        self.sites = tuple(
            SiteFacts(site.id, site.name, site.position) for site in rows.sites[trial_id]
        )
        self.site_names = {site.id: site.name for site in self.sites}
        changes = [row for row, *_ in rows.medicine_changes[trial_id]]
        self.medicines = tuple(_medicine(row, changes) for row in rows.medicines[trial_id])
        self.programmes = tuple(
            ProgrammeFacts(row.id, row.name, settings_of(row)) for row in rows.programmes[trial_id]
        )
        self.intervals = self._intervals()
        self.end_answers = rows.end_answers.get(trial_id, ())
        self.exclusions = exclusions(rows.exclusions[trial_id])
        self.excluded = excluded_now(self.exclusions)
        self.days = day_records(rows.entries[trial_id], rows.texts, rows.settlements[trial_id])

    def record(self) -> TrialRecord:
        trial = self.trial
        return TrialRecord(
            trial_id=trial.id,
            clinic=_clinic(self.clinic),
            patient=_patient(trial, self.identity),
            modality=trial.modality,
            trial_drug=trial.trial_drug,
            time_zone=trial.time_zone,
            state=trial.state,
            placement_recorded_at=trial.placement_recorded_at,
            planned_removal_on=trial.planned_removal_on,
            diary=self._diary(self.days),
            diary_at_the_end=self._diary_at_the_end(),
            protocol=self.version.rules(),
            protocol_version=self.version.version,
            opioid_table=self.version.opioid_table,
            sites=self.sites,
            medicines=self.medicines,
            programmes=self.programmes,
            intervals=self.intervals,
            deviations=deviations(self.rows, trial, self.site_names),
            days=self.days,
            asked=tuple(self.rows.asked[trial.id]),
            withdrawn_at=self.withdrawn_at,
            cancellings=cancellings(self.rows.cancellings[trial.id]),
            leads=self.rows.leads.get(trial.id, ()),
            end_answers=self.end_answers,
            dates_moved=dates_moved(self.rows.dates_moved[trial.id]),
            exclusions=self.exclusions,
            sites_renamed=sites_renamed(self.rows.renames[trial.id]),
        )

    def case(self) -> Case:
        return Case(
            trial_id=self.trial.id,
            state=self.trial.state,
            time_zone=self.trial.time_zone,
            diary=self._diary(self.days),
            protocol=self.version.rules(),
            protocol_version=self.version.version,
            site_ids={site.name: site.id for site in self.sites},
        )

    def _intervals(self) -> tuple[IntervalFacts, ...]:
        names: Mapping[UUID | None, str] = {
            None: STIMULATION_OFF,
            **{programme.id: programme.name for programme in self.programmes},
        }
        return tuple(
            IntervalFacts(names[row.programme_id], row.starts_at, row.ends_at)
            for row in self.rows.intervals[self.trial.id]
        )

    def _diary_at_the_end(self) -> Diary | None:
        entries, settlements = (
            self.rows.entries[self.trial.id],
            self.rows.settlements[self.trial.id],
        )
        asked = self.rows.asked[self.trial.id]
        before, chosen = without_late_changes(entries, settlements, asked, self.trial)
        if len(before) == len(entries) and len(chosen) == len(settlements):
            return None
        return self._diary(day_records(before, self.rows.texts, chosen))

    def _diary(self, days: Mapping[date, DayRecord]) -> Diary:
        # A rating of a later day says nothing of the time before the leads went in.
        ratings: dict[str, Fraction] = {
            self.site_names[rating.site_id]: rating.score
            for rating in self.rows.ratings[self.trial.id]
            if rating.rated_on <= self.trial.placed_on
        }
        last = self.end_answers[-1] if self.end_answers else None
        return Diary(
            placed_on=self.trial.placed_on,
            removed_on=self.trial.removed_on,
            primary_site=self.site_names[self.version.primary_site_id],
            sites=tuple(site.name for site in self.sites),
            days=tuple(self._day(day, record) for day, record in days.items()),
            clinic_ratings=ratings,
            impression_of_change=None if last is None else last.impression_of_change,
            wants_implant=None if last is None else last.wants_implant,
        )

    def _day(self, day: date, record: DayRecord) -> DiaryDay:
        entry = record.effective
        answers = entry.answers
        plan = [medicine for medicine in self.medicines if medicine.is_asked_on(day)]
        totals = medicine_totals(answers, plan, self.version.opioid_table, self.trial.trial_drug)
        values = dict(answers.values)
        if totals.mme_per_day is not None:
            values[Domain.MME_PER_DAY] = totals.mme_per_day
        if totals.rescue_doses is not None:
            values[Domain.RESCUE_DOSES] = totals.rescue_doses
        return DiaryDay(
            day=day,
            scores={
                self.site_names[UUID(site)]: dict(scores) for site, scores in answers.pain.items()
            },
            values=values,
            stated_relief_percent=answers.stated_relief_percent,
            programme=self._programme(day, answers),
            late=entry.late,
            excluded=self._why_excluded(day),
            uncounted_drugs=totals.uncounted_drugs,
        )

    def _why_excluded(self, day: date) -> str | None:
        found = self.excluded.get(day)
        return found.cause.words if found and found.cause else None

    def _programme(self, day: date, answers: DayAnswers) -> str | None:
        named = {str(programme.id): programme.name for programme in self.programmes}
        said = named.get(answers.programme or "") if answers.off_minutes == 0 else None
        return programme_all_day(self.intervals, day, self.trial.time_zone, said=said)


def _medicine(row: TrialMedicine, changes: Iterable[MedicineChange]) -> MedicineFacts:
    return MedicineFacts(
        row.id,
        row.name,
        row.drug,
        row.strength,
        row.form,
        row.unit_label,
        row.kind,
        row.usual_count,
        next((each.from_on for each in changes if each.added_id == row.id), None),
        next((each.from_on for each in changes if each.ended_id == row.id), None),
    )


def _clinic(row: Clinic) -> ClinicFacts:
    return ClinicFacts(
        row.id, row.name, row.time_zone, row.phone, row.emergency_phone, row.is_demonstration
    )


def _patient(trial: Trial, identity: PatientIdentity | None) -> PatientFacts:
    if identity is None:
        return PatientFacts(trial.patient_id, None, None, None, None)
    return PatientFacts(
        trial.patient_id,
        identity.family_name,
        identity.given_name,
        identity.born_on,
        identity.hospital_number,
    )
