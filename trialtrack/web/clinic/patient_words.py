"""A person, and the people who were found, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from trialtrack.access import TrialState
from trialtrack.models import IdentityField
from trialtrack.queries.patient_list import FoundPatient, PatientList, TrialOfPatient
from trialtrack.queries.patient_page import Corrected, Merged, Moved, PatientPage
from trialtrack.store.records import PatientFacts
from trialtrack.store.typed_dates import dates_in
from trialtrack.web.clinic.naming import MODALITIES, born_words, person_name
from trialtrack.web.words import at_words, count, date_words

FIELDS = {
    IdentityField.FAMILY_NAME: "Family name",
    IdentityField.GIVEN_NAME: "Given name",
    IdentityField.BORN_ON: "Date of birth",
    IdentityField.HOSPITAL_NUMBER: "Hospital number",
    IdentityField.PHONE: "Telephone",
    IdentityField.EMAIL: "E-mail",
}
NO_SUCH_DAY = (
    "That is no day of the calendar: a date is read day first, 12/3/1978 is 12 March 1978."
)


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody as they are named on a page of the team; `patient_id` leads to their own."""

    patient_id: UUID
    name: str
    born: str
    hospital_number: str


@dataclass(frozen=True, slots=True)
class TrialLine:
    """One trial in one line."""

    trial_id: UUID
    modality: str
    dates: str


@dataclass(frozen=True, slots=True)
class PatientRow:
    """Somebody who was found. `part_of`: their record is part of that one."""

    who: Named
    trials: tuple[TrialLine, ...]
    part_of: Named | None


@dataclass(frozen=True, slots=True)
class FoundPage:
    """What a search found. `unread`: why a date in it was not understood, if so."""

    typed: str
    rows: tuple[PatientRow, ...]
    after: UUID | None
    unread: str | None


@dataclass(frozen=True, slots=True)
class Happened:
    """What was put right about somebody. `merge_id`: a merge that stands and can be taken back."""

    at: datetime
    words: str
    signed: str
    reason: str | None
    merge_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class PatientWords:
    """The page of one person. `past`: what was put right, the newest first."""

    who: Named
    phone: str | None
    email: str | None
    erased: bool
    trials: tuple[TrialLine, ...]
    past: tuple[Happened, ...]
    part_of: Named | None


def named_person(person: PatientFacts) -> Named:
    """Somebody by name, date of birth and hospital number."""
    return Named(person.id, person_name(person), born_words(person), person.hospital_number or "–")


def found_page(typed: str, found: PatientList) -> FoundPage:
    """The people who were found."""
    dated = dates_in(typed)
    unread = NO_SUCH_DAY if dated is not None and not dated[0] and not found.found else None
    return FoundPage(typed, tuple(_row(each) for each in found.found), found.after, unread)


def _row(found: FoundPatient) -> PatientRow:
    part_of = None if found.merged_into is None else named_person(found.merged_into)
    return PatientRow(
        named_person(found.person), tuple(trial_line(each) for each in found.trials), part_of
    )


def trial_line(trial: TrialOfPatient) -> TrialLine:
    """What is tried, and when."""
    placed = date_words(trial.placed_on)
    dates = {
        TrialState.PLANNED: f"planned for {placed}",
        TrialState.PLACED: f"running since {placed}",
        TrialState.REMOVED: f"{placed} to {date_words(trial.removed_on or trial.placed_on)}",
        TrialState.CANCELLED: f"cancelled, was for {placed}",
    }
    return TrialLine(trial.id, MODALITIES[trial.modality], dates[trial.state])


def patient_words(page: PatientPage) -> PatientWords:
    """The page of one person."""
    past = (
        *(_corrected(each, page.time_zone) for each in page.corrected),
        *(_moved(each, page.time_zone) for each in page.moved),
        *(happened for each in page.merged for happened in _merged(each, page.time_zone)),
    )
    return PatientWords(
        who=named_person(page.person),
        phone=page.phone,
        email=page.email,
        erased=page.person.family_name is None,
        trials=tuple(trial_line(each) for each in page.trials),
        past=tuple(sorted(past, key=lambda each: each.at, reverse=True)),
        part_of=None if page.part_of is None else named_person(page.part_of.other),
    )


def sign_in_words(page: PatientPage) -> str:
    """What a new date of birth means for the card."""
    said = "The patient signs in with the date of birth: once corrected, only the new one counts."
    if page.wrong_dates:
        tries = count(page.wrong_dates, "wrong date", "wrong dates")
        said += (
            f" {tries} of birth {'was' if page.wrong_dates == 1 else 'were'} entered so far, "
            "perhaps the right one: the count stays, and a card that is void needs a new one."
        )
    return f"{said} Phones that are signed in stay so."


def _signed(at: datetime, by_name: str, zone: str) -> str:
    return f"{at_words(at, zone)}, {by_name}"


def _corrected(each: Corrected, zone: str) -> Happened:
    field = FIELDS[each.field]
    if each.was_empty:
        words = f"{field} was not given."
    elif each.old is None:
        words = f"{field} was corrected; what it was has been erased."
    elif each.field is IdentityField.BORN_ON:
        words = f"{field} was {date_words(datetime.fromisoformat(each.old).date())}."
    else:
        words = f"{field} was “{each.old}”."
    return Happened(each.at, words, _signed(each.at, each.by_name, zone), each.reason)


def _moved(each: Moved, zone: str) -> Happened:
    other = _other(each.other)
    words = (
        f"A trial stood under {other} and was put here."
        if each.came
        else f"A trial stood here and was put under {other}."
    )
    return Happened(each.at, words, _signed(each.at, each.by_name, zone), each.reason)


def _merged(each: Merged, zone: str) -> Iterator[Happened]:
    other = _other(each.other)
    words = (
        f"The record of {other} is part of this one: the same person."
        if each.theirs
        else f"This record is part of that of {other}: the same person."
    )
    stands = each.split_at is None
    if each.split_at is not None:
        words = f"Taken for the same person as {other}."
        yield Happened(
            each.split_at,
            f"Not the same person as {other}: the records were taken apart again.",
            _signed(each.split_at, each.split_by or "", zone),
            each.split_reason,
        )
    signed = _signed(each.at, each.by_name, zone)
    yield Happened(each.at, words, signed, each.reason, each.id if stands else None)


def _other(person: PatientFacts) -> str:
    who = named_person(person)
    return f"{who.name}, born {who.born}, {who.hospital_number}"
