"""Every free text that was written in one trial, so that it goes where the trial goes.

Found by the tables themselves and not by a list: whatever table comes to keep a text of a trial
is in it. A text of a person and of no trial, such as a name that was corrected, is not.
"""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, select

from trialtrack.models import AuditEvent, Base, PersonalText

_TEXT = PersonalText.__table__.c.id


def texts_of_trial(trial_id: UUID) -> Iterator[Select[UUID | None]]:
    """The ids of its texts, one SELECT for each column that refers to one."""
    for table in Base.metadata.sorted_tables:
        within = _within(table, trial_id)
        if within is not None:
            for column in table.columns:
                if any(key.column is _TEXT for key in column.foreign_keys):
                    yield select(column).where(within, column.is_not(None))
    # A reason may stand in the audit trail alone.
    yield select(AuditEvent.reason_text_id).where(
        AuditEvent.subject_id == trial_id, AuditEvent.reason_text_id.is_not(None)
    )


def _within(table: Table, trial_id: UUID) -> ColumnElement[bool] | None:
    """The rows of one trial: by its id, or by the id of a row that has it."""
    if "trial_id" in table.columns:
        return table.c.trial_id == trial_id
    for column in table.columns:
        for key in column.foreign_keys:
            parent = key.column.table
            if "trial_id" in parent.columns:
                return column.in_(select(parent.c.id).where(parent.c.trial_id == trial_id))
    return None
