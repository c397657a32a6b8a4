"""`kill -9` while eight patients write: nothing that was acknowledged is missing."""

import pytest

from tests.faults.kills import kill_while_writing
from tests.faults.served import killable

KILLS = 20
KILLS_IN_A_SOAK = 500
LEAST_SHARE_IN_FLIGHT = 0.8
SEED = 20_260_314


def held(database_url: str, kills: int) -> None:
    """A run in which nothing was lost, and the kills were no blanks."""
    with killable(database_url) as served:
        tally = kill_while_writing(database_url, served, kills, seed=SEED)
    print(tally)
    assert tally.faults == []
    assert tally.kills == kills
    assert tally.acknowledged >= kills * 8
    assert tally.kills_in_flight >= LEAST_SHARE_IN_FLIGHT * kills
    assert tally.lost > 0, "no write was cut off before its commit"


def test_nothing_acknowledged_is_missing_after_kills(migrated_database_url: str) -> None:
    held(migrated_database_url, KILLS)


@pytest.mark.soak
def test_nothing_acknowledged_is_missing_after_very_many_kills(migrated_database_url: str) -> None:
    held(migrated_database_url, KILLS_IN_A_SOAK)


def test_an_acknowledgement_before_the_commit_is_found_out(sqlite_url: str) -> None:
    with killable(sqlite_url, "acknowledge-before-commit") as served:
        tally = kill_while_writing(sqlite_url, served, KILLS, seed=SEED, stop_at_fault=True)
    assert tally.missing != []
