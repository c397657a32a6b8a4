"""Single-use addresses with which anyone can sign in as anyone of the demonstration."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from trialtrack import db
from trialtrack.access import Refusal, Role, Viewer
from trialtrack.demo.card import CardThere, a_card
from trialtrack.demo.clinic_there import SomeoneThere, demonstration_clinic, people_there
from trialtrack.services.sign_in_link import issue_sign_in_link

PATH = "/sign-in/link/"
NAMED = (
    Role.CONSULTANT,
    Role.NURSE,
    Role.ADMINISTRATOR,
    Role.REPRESENTATIVE,
    Role.PATIENT,
)


class NoDemonstration(Refusal):
    """There is no demonstration clinic in this database. Start it first, with make run."""


@dataclass(frozen=True, slots=True)
class Link:
    """An address that signs one person in, once, within 10 minutes."""

    name: str
    url: str


def links(*, address: str, at: datetime) -> Mapping[Role, tuple[Link, ...]]:
    """A fresh link for everyone there, by role; patients whose trial is running come first.

    `address` is where the demonstration is served, without a slash at its end.
    """
    with db.transaction():
        return _issue(people_there(clinic_id=_clinic()), address, at)


def one_link_a_role(*, address: str, at: datetime) -> Mapping[Role, tuple[Link, ...]]:
    """The same for the first person of each role."""
    with db.transaction():
        first: dict[Role, SomeoneThere] = {}
        for someone in people_there(clinic_id=_clinic()):
            first.setdefault(someone.role, someone)
        return _issue(first.values(), address, at)


def card_of_someone(*, address: str, at: datetime) -> CardThere:
    """A new card that works, of the patient whose leads went in last."""
    with db.transaction():
        return a_card(clinic_id=_clinic(), address=address, at=at)


def _clinic() -> UUID:
    clinic_id = demonstration_clinic()
    if clinic_id is None:
        raise NoDemonstration
    return clinic_id


def _issue(
    people: Iterable[SomeoneThere], address: str, at: datetime
) -> Mapping[Role, tuple[Link, ...]]:
    issued: dict[Role, list[Link]] = {role: [] for role in NAMED}
    for someone in people:
        is_patient = someone.role is Role.PATIENT
        token = issue_sign_in_link(
            patient_id=someone.id if is_patient else None,
            staff_id=None if is_patient else someone.id,
            by=Viewer.system(),
            at=at,
        )
        issued[someone.role].append(Link(someone.name, f"{address}{PATH}{token}"))
    return {role: tuple(found) for role, found in issued.items()}
