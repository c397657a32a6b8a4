"""Who is meant by what somebody typed: a name, a date of birth, a hospital number, or several."""

from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true

from trialtrack.access import Action, Role, Viewer, allowed
from trialtrack.models import Patient, PatientIdentity, PatientMerge
from trialtrack.store.merges import stands
from trialtrack.store.search_keys import number_key, parts, plain, spellings
from trialtrack.store.typed_dates import dates_in

MOST_CHARACTERS = 120
MOST_WORDS = 8
HINT = (
    "Name, date of birth or hospital number. A date is read day first: 12/3/1978 is 12 March 1978."
)
"""Stands at every box that is searched with this, since nothing is guessed silently."""


def patients_within(viewer: Viewer) -> ColumnElement[bool]:
    """The patients whose identity a viewer may see: their clinic's; the system without one, all."""
    if not allowed(viewer, Action.SEE_IDENTITY):
        return false()
    if viewer.role is Role.SYSTEM and viewer.clinic_id is None:
        return true()
    return Patient.clinic_id == viewer.clinic_id


def find_people(viewer: Viewer, typed: str) -> Select[UUID]:
    """The ids of the patients within reach who are meant: all of them when nothing was typed.

    Who may not see identities finds nobody. Where a record is part of another of the same person,
    both are found by either's name and number. Use it as `Trial.patient_id.in_(find_people(…))`.
    """
    ids = select(Patient.id).where(patients_within(viewer))
    said = typed.strip()[:MOST_CHARACTERS]
    if not said:
        return ids
    ids = ids.join(PatientIdentity, PatientIdentity.patient_id == Patient.id).where(meant(said))
    found = ids.cte("found", recursive=True)
    into = select(PatientMerge.into_id).join(found, found.c.id == PatientMerge.merged_id)
    return select(found.union(into.where(stands())).c.id)


def meant(typed: str) -> ColumnElement[bool]:
    """The condition on an identity; whatever is typed together has to be true together."""
    dated = dates_in(typed)
    if dated is None:
        return _named(typed)
    days, rest = dated
    # The same characters may be a number with dashes in it, such as 12-03-1978.
    return or_(
        and_(PatientIdentity.born_on.in_(days), _named(rest) if rest else true()), _numbered(typed)
    )


def _named(typed: str) -> ColumnElement[bool]:
    words = typed.split()[:MOST_WORDS]
    every = [_word(word) for word in words if plain(word)]
    if not every:
        # Nothing but signs: that is nobody, and not everybody.
        return false()
    return or_(and_(*every), _numbered(typed))


def _word(word: str) -> ColumnElement[bool]:
    """One word: how some part of the name begins, or a piece of the hospital number."""
    pieces = [each for each in parts(word) if plain(each)]
    begun = or_(*(_begins(each) for each in spellings(word)))
    if len(pieces) > 1:
        begun = or_(begun, and_(*(or_(*map(_begins, spellings(each))) for each in pieces)))
    return or_(begun, _numbered(word))


def _begins(key: str) -> ColumnElement[bool]:
    return PatientIdentity.name_key.contains(f" {key}", autoescape=True)


def _numbered(typed: str) -> ColumnElement[bool]:
    """A piece of the hospital number, since nurses often know the last figures; letters whole."""
    key = number_key(typed)
    if key is None:
        return false()
    if not any(each.isdigit() for each in key):
        return PatientIdentity.number_key == key
    return PatientIdentity.number_key.contains(key, autoescape=True)
