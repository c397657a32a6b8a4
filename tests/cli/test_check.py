"""`trialtrack check outcomes`: says what differs, repairs when told to, and by exit status."""

from collections.abc import Iterator

import pytest
from sqlalchemy import delete, update

from tests.cli.served import forked
from tests.cli.test_setting_up import real
from tests.services.small_clinic import SmallTrial, small_clinic, small_trial
from trialtrack import db
from trialtrack.models import TrialOutcome

__all__ = ["real"]
Settings = dict[str, str]
CHECK = ("check", "outcomes")


@pytest.fixture
def trial(real: Settings, migrated_database_url: str) -> Iterator[SmallTrial]:
    """A trial in the installation that the commands see."""
    opened = db.Database.open(migrated_database_url, digest_key=real["TRIALTRACK_DIGEST_KEY"])
    db.use(opened)
    yield small_trial(small_clinic())
    db.use(None)
    opened.close()


def test_a_difference_is_said_and_repaired(real: Settings, trial: SmallTrial) -> None:
    fine = forked(*CHECK, settings=real)
    assert (fine.returncode, fine.stdout) == (0, "The stored results of all 1 trials are right.\n")
    with db.transaction() as session:
        session.execute(update(TrialOutcome).values(recorded_days=5))
    found = forked(*CHECK, settings=real)
    assert (found.returncode, found.stdout) == (1, f"{trial.trial_id}\trecorded_days\t5\t0\n")
    assert "1 of 1 trials differ" in found.stderr
    assert "trialtrack check outcomes --repair" in found.stderr
    repaired = forked(*CHECK, "--repair", settings=real)
    assert (repaired.returncode, "1 stored anew" in repaired.stderr) == (1, True)
    assert forked(*CHECK, settings=real).returncode == 0


def test_migrate_stores_what_is_missing(real: Settings, trial: SmallTrial) -> None:
    with db.transaction() as session:
        session.execute(delete(TrialOutcome))
    done = forked("migrate", settings=real)
    assert (done.returncode, done.stdout) == (0, "Nothing to do.\nStored the results of 1 trial.\n")
    assert forked("migrate", settings=real).stdout == "Nothing to do.\n"
    assert forked(*CHECK, settings=real).returncode == 0
    del trial
