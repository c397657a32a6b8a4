"""All that is known of one trial, as frozen values: what pages, figures and exports read."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Self
from uuid import UUID

from trialtrack.access import TrialState
from trialtrack.clinical.answers import DayAnswers
from trialtrack.clinical.diary import Diary
from trialtrack.clinical.opioids import Form, OpioidTable
from trialtrack.clinical.protocol import Protocol
from trialtrack.clock import diary_day
from trialtrack.models import MedicineKind, Modality, Origin
from trialtrack.store.asked import Asked
from trialtrack.store.end_answers import EndFacts
from trialtrack.store.leads import LeadsFacts
from trialtrack.store.open_days import DiaryDays
from trialtrack.store.programme_settings import NO_SETTINGS, ProgrammeSettings
from trialtrack.store.righted import Cancelling, DateMoved, Deviation, Exclusion, excluded_now
from trialtrack.store.site_renames import SiteRenamed

MOST_SKEW_SECONDS = 600
"""By how much a device's clock may be out before it is said."""


@dataclass(frozen=True, slots=True)
class ClinicFacts:
    """The clinic of a trial, with the numbers that a patient can call."""

    id: UUID
    name: str
    time_zone: str
    phone: str
    emergency_phone: str
    is_demonstration: bool


@dataclass(frozen=True, slots=True)
class PatientFacts:
    """The patient of a trial. Everything but the id is None once it is erased."""

    id: UUID
    family_name: str | None
    given_name: str | None
    born_on: date | None
    hospital_number: str | None


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """A pain site; `name` is its key in the diary, `id` its key in an entry's answers."""

    id: UUID
    name: str
    position: int


@dataclass(frozen=True, slots=True)
class MedicineFacts:
    """A medicine of the plan. `strength` of one unit: mg by mouth, mcg/h for a patch.

    The plan has it from `from_on` up to, not including, `until_on`; None: without such a bound.
    """

    id: UUID
    name: str
    drug: str
    strength: Fraction | None
    form: Form
    unit_label: str
    kind: MedicineKind
    usual_count: Fraction | None
    from_on: date | None = None
    until_on: date | None = None

    def is_asked_on(self, day: date) -> bool:
        """Whether the diary asks for it on a day."""
        begun = self.from_on is None or self.from_on <= day
        return begun and (self.until_on is None or day < self.until_on)


@dataclass(frozen=True, slots=True)
class ProgrammeFacts:
    """A stimulation programme of the trial, with its settings as far as they are known."""

    id: UUID
    name: str
    settings: ProgrammeSettings = NO_SETTINGS


@dataclass(frozen=True, slots=True)
class IntervalFacts:
    """From when until when a programme was on (`off`: none was). `ends_at` None: it still is."""

    programme: str
    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """One entry of a day as sent. `entered_by`: the staff member's name; None: the patient.

    `reason`: why staff entered a day that the patient could no longer fill in. `other_names`: what
    the medicines outside the plan are called, in the order of the answers; None once it is erased.
    `clock_skew_seconds`: by how much the device's clock was ahead. `written_on`: the date on the
    paper that it was copied from.
    """

    id: UUID
    reference: str
    answers: DayAnswers
    note: str | None
    entered_at: datetime
    received_at: datetime
    late: bool
    origin: Origin
    entered_by: str | None
    reason: str | None
    written_on: date | None
    replaces_id: UUID | None
    conflicting: bool
    side_effects: str | None
    other_names: tuple[str | None, ...]
    clock_skew_seconds: int | None

    @property
    def clock_was_wrong(self) -> bool:
        """Whether the device's clock was more than ten minutes out. METHOD section 1."""
        return abs(self.clock_skew_seconds or 0) > MOST_SKEW_SECONDS


@dataclass(frozen=True, slots=True)
class Settled:
    """Of two answers for a day, which one the team chose, when, who, and why (None: erased)."""

    chosen: EntryFacts
    other: EntryFacts
    at: datetime
    by_name: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class DayRecord:
    """All entries of one diary day.

    `versions`: a first answer, then each correction of it; the last counts. `conflicting`: kept
    beside them, and of no effect until the clinic settles it. `set_aside`: of no effect since
    the clinic chose another, which `settled` tells.
    """

    day: date
    versions: tuple[EntryFacts, ...]
    conflicting: tuple[EntryFacts, ...] = ()
    set_aside: tuple[EntryFacts, ...] = ()
    settled: tuple[Settled, ...] = ()

    @property
    def effective(self) -> EntryFacts:
        """The answers that count."""
        return self.versions[-1]

    @property
    def entries(self) -> tuple[EntryFacts, ...]:
        """Everything that was sent for the day."""
        return (*self.versions, *self.conflicting, *self.set_aside)

    def without_words(self) -> Self:
        """The same day without what anybody wrote about it."""
        return replace(
            self,
            versions=tuple(map(_wordless, self.versions)),
            conflicting=tuple(map(_wordless, self.conflicting)),
            set_aside=tuple(map(_wordless, self.set_aside)),
            settled=tuple(
                Settled(_wordless(each.chosen), _wordless(each.other), each.at, each.by_name, None)
                for each in self.settled
            ),
        )

    @property
    def corrected(self) -> bool:
        """Whether the first answer was replaced."""
        return len(self.versions) > 1


def _wordless(entry: EntryFacts) -> EntryFacts:
    nameless = (None,) * len(entry.other_names)
    return replace(entry, note=None, reason=None, side_effects=None, other_names=nameless)


@dataclass(frozen=True, slots=True)
class TrialRecord:
    """One trial: the diary and protocol for the clinical core, and the facts around them.

    `protocol` is the newest version; what changed after placement is in `deviations`.
    `diary_at_the_end`: without what the team let in once the leads were out; None where it let in
    nothing. `asked`: the corrections of closed days that the patient asked for. `withdrawn_at`:
    when the patient stopped taking part. `cancellings`: that the trial was cancelled, and taken up
    again, in order. `leads`, `end_answers`: each as often as written down; the last counts.
    `dates_moved`: planned days that were moved, recorded ones that were wrong.
    `exclusions`: days that a consultant left out or put back. `sites_renamed`: ever.
    """

    trial_id: UUID
    clinic: ClinicFacts
    patient: PatientFacts
    modality: Modality
    trial_drug: str | None
    time_zone: str
    state: TrialState
    placement_recorded_at: datetime | None
    planned_removal_on: date
    diary: Diary
    diary_at_the_end: Diary | None
    protocol: Protocol
    protocol_version: int
    opioid_table: OpioidTable
    sites: tuple[SiteFacts, ...]
    medicines: tuple[MedicineFacts, ...]
    programmes: tuple[ProgrammeFacts, ...]
    intervals: tuple[IntervalFacts, ...]
    deviations: tuple[Deviation, ...]
    days: Mapping[date, DayRecord]
    asked: tuple[Asked, ...]
    withdrawn_at: datetime | None
    cancellings: tuple[Cancelling, ...]
    dates_moved: tuple[DateMoved, ...]
    exclusions: tuple[Exclusion, ...]
    leads: tuple[LeadsFacts, ...] = ()
    end_answers: tuple[EndFacts, ...] = ()
    sites_renamed: tuple[SiteRenamed, ...] = ()

    @property
    def answers_at_the_end(self) -> EndFacts | None:
        """What the patient answered at the end; None: not asked yet."""
        return self.end_answers[-1] if self.end_answers else None

    @property
    def diary_days(self) -> DiaryDays:
        """Which days the diary has, and which of them are open."""
        return DiaryDays(
            self.diary.placed_on,
            self.diary.removed_on,
            self.protocol,
            self.time_zone,
            self.cancelled.at if self.cancelled else None,
        )

    @property
    def last_day(self) -> date:
        """The last day that the diary asks for: the day before the leads come out.

        Of a cancelled trial the last before it was cancelled, or that day if it has an answer.
        """
        last = (self.diary.removed_on or self.planned_removal_on) - timedelta(days=1)
        if self.cancelled is None:
            return last
        day = diary_day(self.cancelled.at, self.time_zone)
        return min(last, day if day in self.days else day - timedelta(days=1))

    def ever_asked(self, day: date, at: datetime) -> bool:
        """Whether a day has an answer, or has begun and is or was the diary's, until it moved."""
        days, moved = self.diary_days, self.dates_moved
        ever = [replace(days, placed_on=each.old_on).first for each in moved if each.is_placement]
        begun = day <= diary_day(at, self.time_zone)
        return day in self.days or (begun and min([days.first, *ever]) <= day)

    @property
    def excluded(self) -> Mapping[date, Exclusion]:
        """The days that are left out now, each with why."""
        return excluded_now(self.exclusions)

    @property
    def was_placed(self) -> bool:
        """Whether the placement is recorded, also of a trial that was cancelled since."""
        return self.placement_recorded_at is not None

    @property
    def cancelled(self) -> Cancelling | None:
        """That the trial is cancelled, when, by whom and why; None where it goes on."""
        return self.cancellings[-1] if self.state is TrialState.CANCELLED else None

    def without_words(self) -> Self:
        """The same trial without any free text: what was written may name anybody."""
        return replace(
            self,
            deviations=tuple(replace(each, reason=None) for each in self.deviations),
            days={day: found.without_words() for day, found in self.days.items()},
            asked=tuple(each.without_words() for each in self.asked),
            cancellings=tuple(replace(each, reason=None) for each in self.cancellings),
            leads=tuple(each.without_words() for each in self.leads),
            end_answers=tuple(each.without_words() for each in self.end_answers),
            dates_moved=tuple(replace(each, reason=None) for each in self.dates_moved),
            exclusions=tuple(replace(each, reason=None) for each in self.exclusions),
        )
