"""Where a file of many trials waits on disk until all of it is known to be without fault."""

import marshal
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from trialtrack.files.diary_rows import Row

ROWS_A_PIECE = 5_000
PIECES_A_WRITE = 100


@dataclass(frozen=True, slots=True)
class SpooledTrial:
    """One row of TRIALS.csv, by column, with its row number, and the trial's diary rows."""

    trial: str
    row: int
    values: Mapping[str, str]
    diary_rows: list[Row]


class Spool:
    """A private database in a temporary file that is gone when it is closed, whatever happens.

    Only plain text and numbers go in, and only this process can read it. SQLite keeps a few
    megabytes in memory; the rest is on disk, however many trials there are.
    """

    def __init__(self) -> None:
        # An empty name is SQLite's own way to ask for an unlinked temporary file.
        self._database = sqlite3.connect("", isolation_level=None)
        for line in (
            "PRAGMA temp_store = FILE",
            "PRAGMA cache_size = -4000",
            "PRAGMA journal_mode = OFF",
            "PRAGMA synchronous = OFF",
            "CREATE TABLE trial (position INTEGER PRIMARY KEY, name TEXT UNIQUE, plan BLOB)",
            "CREATE TABLE piece (position INTEGER NOT NULL, diary_rows BLOB NOT NULL)",
            "CREATE TABLE unknown_trial (name TEXT PRIMARY KEY) WITHOUT ROWID",
            "BEGIN",
        ):
            self._database.execute(line)
        self._waiting: list[tuple[int, bytes]] = []

    def close(self) -> None:
        """Leave nothing behind."""
        self._database.close()

    def add_trial(self, name: str, row: int, values: Mapping[str, str]) -> bool:
        """Keep a row of TRIALS.csv; False when the trial is there already."""
        statement = "INSERT OR IGNORE INTO trial (name, plan) VALUES (?, ?)"
        plan = marshal.dumps((row, dict(values)))
        return self._database.execute(statement, (name, plan)).rowcount == 1

    def position(self, name: str) -> int | None:
        """Where a trial stands in TRIALS.csv; None when it does not."""
        found = self._database.execute(
            "SELECT position FROM trial WHERE name = ?", (name,)
        ).fetchone()
        return None if found is None else int(found[0])

    def is_first_sight(self, unknown_trial: str) -> bool:
        """Whether a trial that TRIALS.csv lacks is met for the first time."""
        statement = "INSERT OR IGNORE INTO unknown_trial VALUES (?)"
        return self._database.execute(statement, (unknown_trial,)).rowcount == 1

    def add_rows(self, position: int, rows: list[Row]) -> None:
        """Keep some of a trial's diary rows, after those that are there."""
        self._waiting.append((position, marshal.dumps(rows)))
        if len(self._waiting) >= PIECES_A_WRITE:
            self._write()

    def trials(self) -> Iterator[SpooledTrial]:
        """Every trial with all of its diary rows, in the order of TRIALS.csv."""
        self._write()
        self._database.execute("CREATE INDEX piece_of_trial ON piece (position)")
        trials = self._database.execute("SELECT position, name, plan FROM trial ORDER BY position")
        for position, name, plan in trials:
            row, values = marshal.loads(plan)  # noqa: S302 - our own writing
            yield SpooledTrial(name, row, values, self._rows_of(position))

    def _rows_of(self, position: int) -> list[Row]:
        pieces = self._database.execute(
            "SELECT diary_rows FROM piece WHERE position = ? ORDER BY rowid", (position,)
        )
        return [
            row
            for (piece,) in pieces
            for row in marshal.loads(piece)  # noqa: S302 - our own writing
        ]

    def _write(self) -> None:
        self._database.executemany("INSERT INTO piece VALUES (?, ?)", self._waiting)
        self._waiting.clear()
