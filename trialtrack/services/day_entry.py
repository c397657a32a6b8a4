"""What a person sends for one diary day, and what they get back."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from trialtrack.clinical.answers import DayAnswers
from trialtrack.models import Origin, TextKind

UNAMBIGUOUS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Digits and capitals without 0, 1, I and O: read out on the telephone, none is another."""

REFERENCE_CHARACTERS = 8
_BITS_EACH = 5


@dataclass(frozen=True, slots=True)
class DayEntry:
    """The answers of one day as sent. `id` is the sender's own, so that a resend is seen as one.

    `entered_at`: when they were entered on the device; None: now. `reason`: why a member of
    staff enters a day that the patient can no longer fill in. `other_names`: what the medicines
    outside the plan are called, in the order of the answers. `clock_skew_seconds`: by how much
    the device's clock is ahead of ours; None: it did not say. `written_on`: the date on the
    paper.
    """

    id: UUID
    trial_id: UUID
    answers: DayAnswers
    note: str | None = None
    origin: Origin = Origin.PATIENT
    entered_at: datetime | None = None
    reason: str | None = None
    side_effects: str | None = None
    other_names: tuple[str, ...] = ()
    clock_skew_seconds: int | None = None
    written_on: date | None = None

    @property
    def note_text(self) -> str | None:
        """The note without blanks around it; None when nothing is left."""
        return (self.note or "").strip() or None

    @property
    def texts(self) -> dict[tuple[TextKind, int], str]:
        """The other free texts, by what they are about and their place, without blanks around."""
        names = {(TextKind.OTHER_MEDICINE, n): name for n, name in enumerate(self.other_names)}
        written = {(TextKind.SIDE_EFFECTS, 0): self.side_effects or "", **names}
        return {key: text.strip() for key, text in written.items() if text.strip()}


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was saved, when, and the reference by which to speak of it.

    `conflicting`: kept, but another answer of this day was there first; the clinic settles it.
    """

    entry_id: UUID
    reference: str
    saved_at: datetime
    day: date
    was_correction: bool
    conflicting: bool


def reference_of(entry_id: UUID) -> str:
    """Eight characters for an entry, always the same ones.

    >>> reference_of(UUID(int=1)) == reference_of(UUID(int=1))
    True
    """
    number = int.from_bytes(sha256(entry_id.bytes).digest()[:REFERENCE_CHARACTERS])
    places = range(REFERENCE_CHARACTERS)
    return "".join(UNAMBIGUOUS[number >> (_BITS_EACH * n) & 31] for n in places)


def salted_hash(canonical: str, salt: str) -> str:
    """SHA-256 of the one text of some answers and a random salt: the same answers can be told."""
    return sha256(f"{salt}:{canonical}".encode()).hexdigest()
