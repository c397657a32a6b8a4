"""Every trial has a stored result, or the doctor says so."""

from sqlalchemy import delete, update

from tests.doctor.installation import only
from tests.services.small_clinic import small_clinic, small_trial
from trialtrack import db
from trialtrack.doctor.finding import Level
from trialtrack.doctor.results import stored_results
from trialtrack.models import TrialOutcome


def test_a_trial_without_a_result_of_todays_method_is_wrong(database: db.Database) -> None:
    small_trial(small_clinic())
    only([stored_results()], Level.OK, "results")
    with db.transaction() as session:
        session.execute(update(TrialOutcome).values(method="0"))
    only([stored_results()], Level.WRONG, "1 trial has none", "check outcomes --repair")
    with db.transaction() as session:
        session.execute(delete(TrialOutcome))
    only([stored_results()], Level.WRONG, "1 trial has none")
