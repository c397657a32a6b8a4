"""Who may do what: one table of role x action x ownership x state, and the refusals."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self
from uuid import UUID

from trialtrack.action import Action
from trialtrack.refusal import (
    AlreadyPlaced,
    AlreadyRemoved,
    NotAllowed,
    NotCancelled,
    NotFound,
    NotYetPlaced,
    NotYetRemoved,
    Refusal,
    TrialCancelled,
)

__all__ = ["GRANTS", "STAFF_ROLES", "STATES", "Account", "Action", "Owned", "Reach"]
__all__ += ["Role", "TrialState", "Viewer", "allowed", "require"]
__all__ += ["AlreadyPlaced", "AlreadyRemoved", "NotAllowed", "NotCancelled", "NotFound"]
__all__ += ["NotYetPlaced", "NotYetRemoved", "Refusal", "TrialCancelled"]


class Role(StrEnum):
    """In which capacity someone acts; `system` is a job or a command of this installation."""

    PATIENT = "patient"
    NURSE = "nurse"
    CONSULTANT = "consultant"
    REPRESENTATIVE = "representative"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"


STAFF_ROLES = (Role.NURSE, Role.CONSULTANT, Role.REPRESENTATIVE, Role.ADMINISTRATOR)


class Reach(StrEnum):
    """Whose things a grant covers: one's own, those of one's clinic, or all."""

    OWN = "own"
    CLINIC = "clinic"
    ALL = "all"


class TrialState(StrEnum):
    """How far a trial is: leads planned, in, or out; or that it was cancelled.

    A cancelled trial keeps its days and gets no verdict, counts in no rate and is on no list of
    what is to be done, but for warning signs: those are still reported, and still wait to be seen.
    """

    PLANNED = "planned"
    PLACED = "placed"
    REMOVED = "removed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Account:
    """Someone who signs in, a member of staff or a patient, whichever session they are in."""

    staff_id: UUID | None = None
    patient_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is looking or acting. `clinic_id` is None only for the system acting on no clinic.

    `session_id` says from which signed-in session, for the audit row.
    """

    role: Role
    clinic_id: UUID | None
    staff_id: UUID | None = None
    patient_id: UUID | None = None
    session_id: UUID | None = None

    @property
    def account(self) -> Account:
        """Who it is, in whatever session."""
        return Account(self.staff_id, self.patient_id)

    @classmethod
    def system(cls, clinic_id: UUID | None = None) -> Self:
        """The installation itself: a job, a command."""
        return cls(Role.SYSTEM, clinic_id)


@dataclass(frozen=True, slots=True)
class Owned:
    """To whom the thing belongs that an action is about."""

    clinic_id: UUID
    patient_id: UUID | None = None


_TEAM: Mapping[Role, Reach] = {Role.NURSE: Reach.CLINIC, Role.CONSULTANT: Reach.CLINIC}
_WITH_REPRESENTATIVE = {**_TEAM, Role.REPRESENTATIVE: Reach.CLINIC}
_DIARY = {**_TEAM, Role.PATIENT: Reach.OWN}

GRANTS: Mapping[Action, Mapping[Role, Reach]] = {
    Action.ADD_CLINIC: {Role.SYSTEM: Reach.ALL},
    Action.CHANGE_NUMBERS: {Role.SYSTEM: Reach.ALL},
    Action.SEE_CLINICS: {Role.SYSTEM: Reach.ALL},
    Action.ADD_STAFF: {Role.SYSTEM: Reach.ALL, Role.ADMINISTRATOR: Reach.CLINIC},
    Action.ISSUE_PASSWORD_LINK: {Role.SYSTEM: Reach.ALL, Role.ADMINISTRATOR: Reach.CLINIC},
    Action.CLOSE_ACCOUNT: {Role.ADMINISTRATOR: Reach.CLINIC},
    Action.ISSUE_SIGN_IN_LINK: {Role.SYSTEM: Reach.ALL},
    Action.ADD_PATIENT: {**_TEAM, Role.SYSTEM: Reach.ALL},
    Action.SEE_PATIENTS: _TEAM,
    Action.CORRECT_IDENTITY: _TEAM,
    Action.MOVE_TRIAL: _TEAM,
    Action.MERGE_PATIENTS: _TEAM,
    Action.PLAN_TRIAL: _TEAM,
    Action.SET_GOAL: _TEAM,
    Action.AMEND_PROTOCOL: _TEAM,
    Action.DEVIATE_FROM_PROTOCOL: {Role.CONSULTANT: Reach.CLINIC},
    Action.RECORD_PLACEMENT: _TEAM,
    Action.RECORD_REMOVAL: _TEAM,
    Action.PLAN_REMOVAL: _TEAM,
    Action.CHANGE_MEDICINES: _TEAM,
    Action.EXCLUDE_DAY: {Role.CONSULTANT: Reach.CLINIC},
    Action.RENAME_SITE: _TEAM,
    Action.POSTPONE_PLACEMENT: _TEAM,
    Action.CORRECT_PLACEMENT: _TEAM,
    Action.CORRECT_REMOVAL: _TEAM,
    Action.TAKE_BACK_REMOVAL: _TEAM,
    Action.CANCEL_TRIAL: _TEAM,
    Action.TAKE_UP_TRIAL: _TEAM,
    Action.RECORD_CLINIC_RATING: _TEAM,
    Action.ADD_PROGRAMME: _WITH_REPRESENTATIVE,
    Action.SWITCH_PROGRAMME: _WITH_REPRESENTATIVE,
    Action.AMEND_PROGRAMME: _TEAM,
    Action.CORRECT_PROGRAMMES: _TEAM,
    Action.RECORD_LEADS: _TEAM,
    Action.RECORD_END_ANSWERS: _TEAM,
    Action.RECORD_DAY: _DIARY,
    Action.AMEND_DAY: _DIARY,
    Action.ENTER_DAY: _TEAM,
    Action.ASK_CORRECTION: {Role.PATIENT: Reach.OWN},
    Action.SETTLE_CORRECTION: _TEAM,
    Action.SETTLE_CONFLICT: _TEAM,
    Action.GIVE_CONSENT: {Role.PATIENT: Reach.OWN},
    Action.WITHDRAW: _DIARY,
    Action.MAKE_CARD: _TEAM,
    Action.END_DEVICE: _DIARY,
    Action.PUBLISH_NOTICE: {Role.ADMINISTRATOR: Reach.CLINIC},
    Action.HANDLE_WAITING_FORM: {
        Role.PATIENT: Reach.OWN,
        **dict.fromkeys(STAFF_ROLES, Reach.OWN),
    },
    Action.SEE_OWN_DIARY: {Role.PATIENT: Reach.OWN},
    Action.SEE_TRIALS: {**_WITH_REPRESENTATIVE, Role.SYSTEM: Reach.ALL},
    Action.SEE_TRIAL: {**_WITH_REPRESENTATIVE, Role.SYSTEM: Reach.ALL},
    Action.EXPORT_TRIAL: _TEAM,
    Action.SEE_ATTENTION: _TEAM,
    Action.PUT_ASIDE: _TEAM,
    Action.RAISE_FLAG: _DIARY,
    Action.ACKNOWLEDGE_FLAG: _TEAM,
    Action.SEE_FLAGS: _TEAM,
    Action.PUBLISH_ADVICE: {Role.ADMINISTRATOR: Reach.CLINIC},
    Action.CHECK_OUTCOMES: {Role.SYSTEM: Reach.ALL},
    Action.REPAIR_OUTCOME: {Role.SYSTEM: Reach.ALL},
    Action.SEE_NOTES: {**_TEAM, Role.SYSTEM: Reach.ALL},
    Action.SEE_STAFF: {Role.ADMINISTRATOR: Reach.CLINIC, Role.SYSTEM: Reach.ALL},
    Action.SEE_IDENTITY: {**_TEAM, Role.ADMINISTRATOR: Reach.CLINIC, Role.SYSTEM: Reach.ALL},
}
"""Role x action x ownership. What is not listed is refused."""

_PLANNED, _PLACED, _REMOVED = TrialState.PLANNED, TrialState.PLACED, TrialState.REMOVED
_CANCELLED = TrialState.CANCELLED
_GOES_ON = frozenset({_PLANNED, _PLACED, _REMOVED})
STATES: Mapping[Action, frozenset[TrialState]] = {
    Action.AMEND_PROTOCOL: frozenset({_PLANNED}),
    Action.DEVIATE_FROM_PROTOCOL: frozenset({_PLACED, _REMOVED}),
    Action.SET_GOAL: frozenset({_PLANNED, _PLACED}),
    Action.RECORD_PLACEMENT: frozenset({_PLANNED}),
    Action.RECORD_REMOVAL: frozenset({_PLACED}),
    Action.PLAN_REMOVAL: frozenset({_PLANNED, _PLACED}),
    Action.RECORD_CLINIC_RATING: frozenset({_PLANNED, _PLACED}),
    Action.ADD_PROGRAMME: frozenset({_PLANNED, _PLACED}),
    Action.SWITCH_PROGRAMME: frozenset({_PLACED}),
    Action.AMEND_PROGRAMME: frozenset({_PLANNED, _PLACED, _REMOVED}),
    Action.CORRECT_PROGRAMMES: frozenset({_PLACED, _REMOVED}),
    Action.RECORD_LEADS: frozenset({_PLANNED, _PLACED, _REMOVED}),
    Action.RECORD_END_ANSWERS: frozenset({_REMOVED}),
    Action.CHANGE_MEDICINES: frozenset({_PLANNED, _PLACED}),
    Action.EXCLUDE_DAY: _GOES_ON,
    Action.EXPORT_TRIAL: _GOES_ON,
    Action.RENAME_SITE: _GOES_ON,
    Action.POSTPONE_PLACEMENT: frozenset({_PLANNED}),
    Action.CORRECT_PLACEMENT: frozenset({_PLACED, _REMOVED}),
    Action.CORRECT_REMOVAL: frozenset({_REMOVED}),
    Action.TAKE_BACK_REMOVAL: frozenset({_REMOVED}),
    Action.CANCEL_TRIAL: frozenset({_PLANNED, _PLACED}),
    Action.TAKE_UP_TRIAL: frozenset({_CANCELLED}),
    Action.ENTER_DAY: _GOES_ON,
}
"""At which states of a trial an action is possible; an action not listed: at every one."""

_WRONG_STATE: Mapping[TrialState, type[Refusal]] = {
    _PLANNED: NotYetPlaced,
    _PLACED: AlreadyPlaced,
    _REMOVED: AlreadyRemoved,
    _CANCELLED: TrialCancelled,
}


def allowed(viewer: Viewer, action: Action, of: Owned | None = None) -> bool:
    """Whether the viewer's role reaches the thing with this action, whatever its state.

    `of` None asks only whether the role has the action at all.
    """
    reach = GRANTS[action].get(viewer.role)
    if reach is None:
        return False
    if of is None or reach is Reach.ALL:
        return True
    if viewer.clinic_id != of.clinic_id:
        return False
    return reach is Reach.CLINIC or (
        viewer.patient_id is not None and viewer.patient_id == of.patient_id
    )


def require(
    viewer: Viewer, action: Action, of: Owned | None = None, state: TrialState | None = None
) -> None:
    """Raise NotAllowed unless the table grants it; then the refusal for a wrong state, if given."""
    if not allowed(viewer, action, of):
        raise NotAllowed
    if state is not None and action in STATES and state not in STATES[action]:
        if state is _PLACED and STATES[action] == {_REMOVED}:
            raise NotYetRemoved
        raise NotCancelled if STATES[action] == {_CANCELLED} else _WRONG_STATE[state]
