"""What somebody typed into one form: as it is written into a table, and whose it is there."""

import json
from dataclasses import dataclass
from typing import Self

from sqlalchemy import ColumnElement, false

from trialtrack.access import Account
from trialtrack.models import WaitingForm


@dataclass(frozen=True, slots=True)
class TypedForm:
    """The address that a form is sent to, and its fields in their order."""

    address: str
    fields: tuple[tuple[str, str], ...]

    def as_text(self) -> str:
        """The form as JSON, the same for the same form."""
        return json.dumps([self.address, self.fields], separators=(",", ":"))

    @classmethod
    def from_text(cls, text: str) -> Self:
        """The form that `as_text` wrote."""
        address, fields = json.loads(text)
        return cls(address, tuple((name, value) for name, value in fields))


def waits_for(account: Account) -> ColumnElement[bool]:
    """The rows that are this account's; none where there is no account, as for a job."""
    if account.staff_id is not None:
        return WaitingForm.staff_id == account.staff_id
    if account.patient_id is not None:
        return WaitingForm.patient_id == account.patient_id
    return false()
