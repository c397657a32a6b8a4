"""The rows of many trials, in a fixed number of SELECTs however many trials there are."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import BindParameter, Select, bindparam, null, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from trialtrack.models import (
    Clinic,
    ClinicRating,
    ConflictSettlement,
    DateCorrection,
    DayExclusion,
    DiaryEntry,
    EntryText,
    MedicineChange,
    PatientIdentity,
    PersonalText,
    Programme,
    ProgrammeInterval,
    ProtocolVersion,
    RemovalMove,
    SiteRename,
    Staff,
    Trial,
    TrialCancellation,
    TrialMedicine,
    TrialMove,
    TrialSite,
    Withdrawal,
)
from trialtrack.store.asked import Asked, read_asked
from trialtrack.store.end_answers import EndFacts, read_end_answers
from trialtrack.store.leads import LeadsFacts, read_leads
from trialtrack.store.withdrawals import of_its_patient

T = TypeVar("T")
ByTrial = Mapping[UUID, list[T]]
OneTrial = tuple[Trial, Clinic, PatientIdentity | None, datetime | None]
"""A trial, its clinic, who the patient is (None: erased), and when they withdrew."""

Signed = tuple[T, str | None, str | None]
"""A row, the text that it refers to (None: none, or erased), and the name of who signed it."""

EntryRow = tuple[DiaryEntry, str | None, str | None, str | None]
"""An entry, its note, the name of who entered it (None: the patient), and that person's reason."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Everything that is kept of some trials, by trial, in the order in which it counts."""

    trials: Mapping[UUID, OneTrial]
    sites: ByTrial[TrialSite]
    medicines: ByTrial[TrialMedicine]
    protocols: ByTrial[Signed[ProtocolVersion]]
    ratings: ByTrial[ClinicRating]
    moves: ByTrial[Signed[RemovalMove]]
    programmes: ByTrial[Programme]
    intervals: ByTrial[ProgrammeInterval]
    entries: ByTrial[EntryRow]
    texts: Mapping[UUID, list[tuple[EntryText, str | None]]]
    """By entry, each with its words (None: erased)."""

    settlements: ByTrial[Signed[ConflictSettlement]]
    asked: ByTrial[Asked]
    cancellings: ByTrial[Signed[TrialCancellation]]
    leads: Mapping[UUID, tuple[LeadsFacts, ...]]
    end_answers: Mapping[UUID, tuple[EndFacts, ...]]
    dates_moved: ByTrial[Signed[DateCorrection]]
    exclusions: ByTrial[Signed[DayExclusion]]
    renames: ByTrial[Signed[SiteRename]]
    medicine_changes: ByTrial[Signed[MedicineChange]]
    person_moves: ByTrial[Signed[TrialMove]]


# Made once: to make a statement takes longer than to run it, and a page or a saved answer runs all.
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_TRIALS = (
    select(Trial, Clinic, PatientIdentity, Withdrawal.withdrawn_at)
    .join(Clinic, Clinic.id == Trial.clinic_id)
    .outerjoin(PatientIdentity, PatientIdentity.patient_id == Trial.patient_id)
    .outerjoin(Withdrawal, of_its_patient())
    .where(Trial.id.in_(_IDS))
)
_SITES = select(TrialSite).where(TrialSite.trial_id.in_(_IDS)).order_by(TrialSite.position)
_MEDICINES = (
    select(TrialMedicine).where(TrialMedicine.trial_id.in_(_IDS)).order_by(TrialMedicine.position)
)
_RATINGS = (
    select(ClinicRating)
    .where(ClinicRating.trial_id.in_(_IDS))
    .order_by(ClinicRating.recorded_at, ClinicRating.id)
)
_PROGRAMMES = (
    select(Programme)
    .where(Programme.trial_id.in_(_IDS))
    .order_by(Programme.created_at, Programme.name)
)
_INTERVALS = (
    select(ProgrammeInterval)
    .where(ProgrammeInterval.trial_id.in_(_IDS))
    .order_by(ProgrammeInterval.starts_at)
)
_PROTOCOLS = (
    select(ProtocolVersion, PersonalText.text, Staff.name)
    .join(Staff, Staff.id == ProtocolVersion.created_by_id)
    .outerjoin(PersonalText, PersonalText.id == ProtocolVersion.deviation_text_id)
    .where(ProtocolVersion.trial_id.in_(_IDS))
    .order_by(ProtocolVersion.version)
)


def _with_reason(
    table: Any, by: InstrumentedAttribute[UUID], *order: InstrumentedAttribute[Any]
) -> Select[*tuple[Any, ...]]:
    return (
        select(table, PersonalText.text, Staff.name)
        .join(Staff, Staff.id == by)
        .join(PersonalText, PersonalText.id == table.reason_text_id)
        .where(table.trial_id.in_(_IDS))
        .order_by(*order)
    )


_MOVES = _with_reason(RemovalMove, RemovalMove.moved_by_id, RemovalMove.moved_at, RemovalMove.id)
_CANCELLINGS = _with_reason(
    TrialCancellation,
    TrialCancellation.decided_by_id,
    TrialCancellation.decided_at,
    TrialCancellation.id,
)
_DATES_MOVED = _with_reason(DateCorrection, DateCorrection.corrected_by_id, DateCorrection.number)
_EXCLUSIONS = _with_reason(
    DayExclusion, DayExclusion.decided_by_id, DayExclusion.day, DayExclusion.number
)
_RENAMES = _with_reason(SiteRename, SiteRename.renamed_by_id, SiteRename.renamed_at, SiteRename.id)
_MEDICINE_CHANGES = _with_reason(
    MedicineChange,
    MedicineChange.changed_by_id,
    MedicineChange.from_on,
    MedicineChange.changed_at,
    MedicineChange.id,
)
_SETTLEMENTS = _with_reason(
    ConflictSettlement,
    ConflictSettlement.settled_by_id,
    ConflictSettlement.settled_at,
    ConflictSettlement.id,
)
_PERSON_MOVES = _with_reason(TrialMove, TrialMove.moved_by_id, TrialMove.moved_at, TrialMove.id)
_OF_ENTRIES = (DiaryEntry.day, DiaryEntry.received_at, DiaryEntry.id)
_WHY = aliased(PersonalText)
_ENTRIES = (
    select(DiaryEntry, PersonalText.text, Staff.name, _WHY.text)
    .outerjoin(Staff, Staff.id == DiaryEntry.entered_by_id)
    .outerjoin(PersonalText, PersonalText.id == DiaryEntry.note_text_id)
    .outerjoin(_WHY, _WHY.id == DiaryEntry.reason_text_id)
    .where(DiaryEntry.trial_id.in_(_IDS))
    .order_by(*_OF_ENTRIES)
)
_WORDLESS_ENTRIES = (
    select(DiaryEntry, null(), null(), null())
    .where(DiaryEntry.trial_id.in_(_IDS))
    .order_by(*_OF_ENTRIES)
)
_TEXTS = (
    select(EntryText, PersonalText.text)
    .join(DiaryEntry, DiaryEntry.id == EntryText.entry_id)
    .outerjoin(PersonalText, PersonalText.id == EntryText.text_id)
    .where(DiaryEntry.trial_id.in_(_IDS))
    .order_by(EntryText.entry_id, EntryText.kind, EntryText.position)
)


class _Reader:
    """Runs the statements for some trials."""

    def __init__(self, session: Session, trial_ids: Collection[UUID]) -> None:
        self.session, self.ids = session, {"ids": list(trial_ids)}

    def trials(self) -> dict[UUID, OneTrial]:
        rows = self.session.execute(_TRIALS, self.ids)
        return {row[0].id: (row[0], row[1], row[2], row[3]) for row in rows}

    def each(self, wanted: Select[T]) -> ByTrial[T]:
        """One table's rows by trial."""
        return _grouped(self.session.scalars(wanted, self.ids), lambda row: row.trial_id)

    def wide(self, wanted: Select[*tuple[Any, ...]]) -> ByTrial[Any]:
        """A table's rows with what is joined to them, by trial."""
        rows = self.session.execute(wanted, self.ids)
        return _grouped(map(tuple, rows), lambda row: row[0].trial_id)

    def texts(self) -> Mapping[UUID, list[tuple[EntryText, str | None]]]:
        rows = self.session.execute(_TEXTS, self.ids)
        return _grouped([(row[0], row[1]) for row in rows], lambda row: row[0].entry_id)


def _grouped(rows: Iterable[Any], key: Callable[[Any], UUID]) -> Mapping[UUID, list[Any]]:
    by_key: defaultdict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        by_key[key(row)].append(row)
    return by_key


def read_rows(session: Session, trial_ids: Collection[UUID], *, words: bool = True) -> Rows:
    """Twenty SELECTs. Ids that do not exist are not in the answer.

    Without `words` eleven, of what a result depends on: no free text, nothing that was only asked.
    """
    read = _Reader(session, trial_ids)
    nothing: ByTrial[Any] = defaultdict(list)
    ids = list(trial_ids)
    return Rows(
        trials=read.trials(),
        sites=read.each(_SITES),
        medicines=read.each(_MEDICINES),
        protocols=read.wide(_PROTOCOLS),
        ratings=read.each(_RATINGS),
        moves=read.wide(_MOVES) if words else nothing,
        programmes=read.each(_PROGRAMMES),
        intervals=read.each(_INTERVALS),
        entries=read.wide(_ENTRIES if words else _WORDLESS_ENTRIES),
        texts=read.texts() if words else nothing,
        settlements=read.wide(_SETTLEMENTS),
        asked=_grouped(read_asked(session, ids), lambda each: each.trial_id) if words else nothing,
        cancellings=read.wide(_CANCELLINGS) if words else nothing,
        leads=read_leads(session, ids) if words else {},
        end_answers=read_end_answers(session, ids),
        dates_moved=read.wide(_DATES_MOVED) if words else nothing,
        exclusions=read.wide(_EXCLUSIONS),
        renames=read.wide(_RENAMES) if words else nothing,
        medicine_changes=read.wide(_MEDICINE_CHANGES),
        person_moves=read.wide(_PERSON_MOVES) if words else nothing,
    )
