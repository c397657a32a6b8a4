"""The free texts of a diary entry beside its note: kept where they can be erased."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.models import DiaryEntry, EntryText, TextKind, Trial
from trialtrack.services.day_entry import DayEntry
from trialtrack.services.personal import keep_text, keyed_digest

Digests = Mapping[tuple[TextKind, int], str]


def keep_entry_texts(session: Session, entry: DayEntry, trial: Trial, at: datetime) -> None:
    """Keep the texts of an entry that was just added."""
    whose = {"clinic_id": trial.clinic_id, "patient_id": trial.patient_id}
    for (kind, position), text in entry.texts.items():
        kept = keep_text(session, text, **whose, at=at)
        row = EntryText(entry_id=entry.id, kind=kind, position=position)
        row.text_id, row.digest = kept.id, kept.digest
        session.add(row)
    session.flush()


def digests_sent(session: Session, entry: DayEntry) -> Digests:
    """The digests of the texts as they were sent now."""
    return {key: keyed_digest(session, text) for key, text in entry.texts.items()}


def digests_kept(session: Session, entry: DiaryEntry) -> Digests:
    """The digests of the texts as they were kept with an entry."""
    rows = session.scalars(select(EntryText).where(EntryText.entry_id == entry.id))
    return {(row.kind, row.position): row.digest for row in rows}
