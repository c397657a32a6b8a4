"""Who has left a trial: the person whose it is, and not one whose it was taken for before."""

from sqlalchemy import ColumnElement, and_

from trialtrack.models import Trial, Withdrawal


def of_its_patient() -> ColumnElement[bool]:
    """Joins a withdrawal to its trial."""
    return and_(Withdrawal.trial_id == Trial.id, Withdrawal.patient_id == Trial.patient_id)
