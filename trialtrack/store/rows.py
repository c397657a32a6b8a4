"""The rows of many trials, in a fixed number of SELECTs however many trials there are."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from trialtrack.models import (
    Clinic,
    ClinicRating,
    ConflictSettlement,
    DateCorrection,
    DayExclusion,
    DiaryEntry,
    EntryText,
    PatientIdentity,
    PatientMerge,
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
    other_people: ByTrial[Signed[TrialMove]]


def read_rows(session: Session, trial_ids: Collection[UUID], *, words: bool = True) -> Rows:
    """Nineteen SELECTs. Ids that do not exist are not in the answer.

    Without `words` ten, of what a result depends on: no free text, nothing that was only asked.
    """
    ids = list(trial_ids)
    nothing: ByTrial[Any] = defaultdict(list)
    return Rows(
        trials=_trials(session, ids),
        sites=_sites(session, ids),
        medicines=_medicines(session, ids),
        protocols=_protocols(session, ids),
        ratings=_ratings(session, ids),
        moves=_moves(session, ids) if words else nothing,
        programmes=_programmes(session, ids),
        intervals=_intervals(session, ids),
        entries=_entries(session, ids) if words else _wordless_entries(session, ids),
        texts=_texts(session, ids) if words else nothing,
        settlements=_settlements(session, ids),
        asked=_asked(session, ids) if words else nothing,
        cancellings=_cancellings(session, ids) if words else nothing,
        leads=read_leads(session, ids) if words else {},
        end_answers=read_end_answers(session, ids),
        dates_moved=_dates_moved(session, ids) if words else nothing,
        exclusions=_exclusions(session, ids),
        renames=_renames(session, ids) if words else nothing,
        other_people=_other_people(session, ids) if words else nothing,
    )


def _trials(session: Session, ids: list[UUID]) -> dict[UUID, OneTrial]:
    rows = session.execute(
        select(Trial, Clinic, PatientIdentity, Withdrawal.withdrawn_at)
        .join(Clinic, Clinic.id == Trial.clinic_id)
        .outerjoin(PatientIdentity, PatientIdentity.patient_id == Trial.patient_id)
        .outerjoin(Withdrawal, of_its_patient())
        .where(Trial.id.in_(ids))
    )
    return {row[0].id: (row[0], row[1], row[2], row[3]) for row in rows}


def _sites(session: Session, ids: list[UUID]) -> ByTrial[TrialSite]:
    wanted = select(TrialSite).where(TrialSite.trial_id.in_(ids)).order_by(TrialSite.position)
    return _grouped(session.scalars(wanted), lambda row: row.trial_id)


def _medicines(session: Session, ids: list[UUID]) -> ByTrial[TrialMedicine]:
    of_trials = select(TrialMedicine).where(TrialMedicine.trial_id.in_(ids))
    rows = session.scalars(of_trials.order_by(TrialMedicine.position))
    return _grouped(rows, lambda row: row.trial_id)


def _protocols(session: Session, ids: list[UUID]) -> ByTrial[Signed[ProtocolVersion]]:
    rows = session.execute(
        select(ProtocolVersion, PersonalText.text, Staff.name)
        .join(Staff, Staff.id == ProtocolVersion.created_by_id)
        .outerjoin(PersonalText, PersonalText.id == ProtocolVersion.deviation_text_id)
        .where(ProtocolVersion.trial_id.in_(ids))
        .order_by(ProtocolVersion.version)
    )
    return _grouped([(row[0], row[1], row[2]) for row in rows], lambda row: row[0].trial_id)


def _ratings(session: Session, ids: list[UUID]) -> ByTrial[ClinicRating]:
    of_trials = select(ClinicRating).where(ClinicRating.trial_id.in_(ids))
    rows = session.scalars(of_trials.order_by(ClinicRating.recorded_at, ClinicRating.id))
    return _grouped(rows, lambda row: row.trial_id)


def _moves(session: Session, ids: list[UUID]) -> ByTrial[Signed[RemovalMove]]:
    rows = session.execute(
        select(RemovalMove, PersonalText.text, Staff.name)
        .join(Staff, Staff.id == RemovalMove.moved_by_id)
        .join(PersonalText, PersonalText.id == RemovalMove.reason_text_id)
        .where(RemovalMove.trial_id.in_(ids))
        .order_by(RemovalMove.moved_at, RemovalMove.id)
    )
    return _grouped([(row[0], row[1], row[2]) for row in rows], lambda row: row[0].trial_id)


def _cancellings(session: Session, ids: list[UUID]) -> ByTrial[Signed[TrialCancellation]]:
    rows = session.execute(
        select(TrialCancellation, PersonalText.text, Staff.name)
        .join(Staff, Staff.id == TrialCancellation.decided_by_id)
        .join(PersonalText, PersonalText.id == TrialCancellation.reason_text_id)
        .where(TrialCancellation.trial_id.in_(ids))
        .order_by(TrialCancellation.decided_at, TrialCancellation.id)
    )
    return _grouped([(row[0], row[1], row[2]) for row in rows], lambda row: row[0].trial_id)


def _dates_moved(session: Session, ids: list[UUID]) -> ByTrial[Signed[DateCorrection]]:
    rows = session.execute(
        select(DateCorrection, PersonalText.text, Staff.name)
        .join(Staff, Staff.id == DateCorrection.corrected_by_id)
        .join(PersonalText, PersonalText.id == DateCorrection.reason_text_id)
        .where(DateCorrection.trial_id.in_(ids))
        .order_by(DateCorrection.number)
    )
    return _grouped([(row[0], row[1], row[2]) for row in rows], lambda row: row[0].trial_id)


def _exclusions(session: Session, ids: list[UUID]) -> ByTrial[Signed[DayExclusion]]:
    rows = session.execute(
        select(DayExclusion, PersonalText.text, Staff.name)
        .join(Staff, Staff.id == DayExclusion.decided_by_id)
        .join(PersonalText, PersonalText.id == DayExclusion.reason_text_id)
        .where(DayExclusion.trial_id.in_(ids))
        .order_by(DayExclusion.day, DayExclusion.number)
    )
    return _grouped([(row[0], row[1], row[2]) for row in rows], lambda row: row[0].trial_id)


def _renames(session: Session, ids: list[UUID]) -> ByTrial[Signed[SiteRename]]:
    rows = session.execute(
        select(SiteRename, PersonalText.text, Staff.name)
        .join(Staff, Staff.id == SiteRename.renamed_by_id)
        .join(PersonalText, PersonalText.id == SiteRename.reason_text_id)
        .where(SiteRename.trial_id.in_(ids))
        .order_by(SiteRename.renamed_at, SiteRename.id)
    )
    return _grouped([(row[0], row[1], row[2]) for row in rows], lambda row: row[0].trial_id)


def _other_people(session: Session, ids: list[UUID]) -> ByTrial[Signed[TrialMove]]:
    """From one person to another; two records that were one person's are no two people."""
    of_another = or_(TrialMove.merge_id.is_(None), TrialMove.to_id == PatientMerge.merged_id)
    rows = session.execute(
        select(TrialMove, PersonalText.text, Staff.name)
        .join(Staff, Staff.id == TrialMove.moved_by_id)
        .join(PersonalText, PersonalText.id == TrialMove.reason_text_id)
        .outerjoin(PatientMerge, PatientMerge.id == TrialMove.merge_id)
        .where(TrialMove.trial_id.in_(ids), of_another)
        .order_by(TrialMove.moved_at, TrialMove.id)
    )
    return _grouped([(row[0], row[1], row[2]) for row in rows], lambda row: row[0].trial_id)


def _programmes(session: Session, ids: list[UUID]) -> ByTrial[Programme]:
    of_trials = select(Programme).where(Programme.trial_id.in_(ids))
    rows = session.scalars(of_trials.order_by(Programme.created_at, Programme.name))
    return _grouped(rows, lambda row: row.trial_id)


def _intervals(session: Session, ids: list[UUID]) -> ByTrial[ProgrammeInterval]:
    of_trials = select(ProgrammeInterval).where(ProgrammeInterval.trial_id.in_(ids))
    rows = session.scalars(of_trials.order_by(ProgrammeInterval.starts_at))
    return _grouped(rows, lambda row: row.trial_id)


def _entries(session: Session, ids: list[UUID]) -> ByTrial[EntryRow]:
    reason = aliased(PersonalText)
    rows = session.execute(
        select(DiaryEntry, PersonalText.text, Staff.name, reason.text)
        .outerjoin(Staff, Staff.id == DiaryEntry.entered_by_id)
        .outerjoin(PersonalText, PersonalText.id == DiaryEntry.note_text_id)
        .outerjoin(reason, reason.id == DiaryEntry.reason_text_id)
        .where(DiaryEntry.trial_id.in_(ids))
        .order_by(DiaryEntry.day, DiaryEntry.received_at, DiaryEntry.id)
    )
    found = [(row[0], row[1], row[2], row[3]) for row in rows]
    return _grouped(found, lambda row: row[0].trial_id)


def _wordless_entries(session: Session, ids: list[UUID]) -> ByTrial[EntryRow]:
    rows = session.scalars(
        select(DiaryEntry)
        .where(DiaryEntry.trial_id.in_(ids))
        .order_by(DiaryEntry.day, DiaryEntry.received_at, DiaryEntry.id)
    )
    return _grouped([(row, None, None, None) for row in rows], lambda row: row[0].trial_id)


def _texts(session: Session, ids: list[UUID]) -> Mapping[UUID, list[tuple[EntryText, str | None]]]:
    rows = session.execute(
        select(EntryText, PersonalText.text)
        .join(DiaryEntry, DiaryEntry.id == EntryText.entry_id)
        .outerjoin(PersonalText, PersonalText.id == EntryText.text_id)
        .where(DiaryEntry.trial_id.in_(ids))
        .order_by(EntryText.entry_id, EntryText.kind, EntryText.position)
    )
    return _grouped([(row[0], row[1]) for row in rows], lambda row: row[0].entry_id)


def _asked(session: Session, ids: list[UUID]) -> ByTrial[Asked]:
    return _grouped(read_asked(session, ids), lambda each: each.trial_id)


def _settlements(session: Session, ids: list[UUID]) -> ByTrial[Signed[ConflictSettlement]]:
    rows = session.execute(
        select(ConflictSettlement, PersonalText.text, Staff.name)
        .join(Staff, Staff.id == ConflictSettlement.settled_by_id)
        .join(PersonalText, PersonalText.id == ConflictSettlement.reason_text_id)
        .where(ConflictSettlement.trial_id.in_(ids))
        .order_by(ConflictSettlement.settled_at, ConflictSettlement.id)
    )
    return _grouped([(row[0], row[1], row[2]) for row in rows], lambda row: row[0].trial_id)


def _grouped(rows: Iterable[T], trial_of: Callable[[T], UUID]) -> ByTrial[T]:
    by_trial: defaultdict[UUID, list[T]] = defaultdict(list)
    for row in rows:
        by_trial[trial_of(row)].append(row)
    return by_trial
