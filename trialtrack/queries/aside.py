"""What was put aside, laid beside what stands."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.access import Viewer
from trialtrack.models import PersonalText, PutAside, Staff
from trialtrack.queries.matter import Matter, Note
from trialtrack.store.scope import trials_within

TOLD_FOR = timedelta(days=14)
"""For so long a matter that stands again tells what was noted about it."""

BROUGHT_BACK_FIRST = PutAside.words_digest.is_not(None)
"""Of one instant: what was brought back was put aside before."""

Key = tuple[UUID, str, UUID]


def with_notes(
    session: Session, viewer: Viewer, matters: Iterable[Matter], at: datetime
) -> tuple[Matter, ...]:
    """The matters with what was noted of each, in one SELECT, the newest first.

    A note made before a matter began was about another one.
    """
    rows = session.execute(
        select(PutAside, Staff.name, PersonalText.text)
        .join(Staff, Staff.id == PutAside.put_aside_by_id)
        .outerjoin(PersonalText, PersonalText.id == PutAside.words_text_id)
        .where(
            PutAside.trial_id.in_(trials_within(viewer)),
            PutAside.put_aside_at > at - TOLD_FOR,
            PutAside.put_aside_at <= at,
        )
        .order_by(PutAside.put_aside_at.desc(), BROUGHT_BACK_FIRST, PutAside.id)
    )
    kept: defaultdict[Key, list[Note]] = defaultdict(list)
    for row, by_name, words in rows:
        brought_back = row.words_digest is None
        note = Note(row.put_aside_at, by_name, words, row.until, brought_back)
        kept[row.trial_id, row.kind, row.subject_id].append(note)
    return tuple(_noted(matter, kept) for matter in matters)


def _noted(matter: Matter, kept: defaultdict[Key, list[Note]]) -> Matter:
    notes = kept.get((matter.trial_id, matter.kind.value, matter.subject_id), [])
    return replace(matter, notes=tuple(note for note in notes if note.at >= matter.since))
