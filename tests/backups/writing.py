"""People who write while a backup is made: each entry counts from when it was acknowledged."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock, Thread
from uuid import UUID

from sqlalchemy import text

from tests.backups.looking import look
from tests.services.small_clinic import EVENING, SmallTrial, an_entry
from trialtrack.backups.place import Place
from trialtrack.services.record_day import record_day


class Acknowledged:
    """The ids of entries whose receipt was given, by several writers at once."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._ids: set[str] = set()
        self.some = Event()

    def add(self, entry_id: UUID) -> None:
        with self._lock:
            self._ids.add(entry_id.hex)
        self.some.set()

    def now(self) -> set[str]:
        with self._lock:
            return set(self._ids)


@contextmanager
def writers(trials: list[SmallTrial]) -> Iterator[Acknowledged]:
    """One writer a trial, who sends entry after entry through the service until the end."""
    acknowledged, over = Acknowledged(), Event()

    def write(trial: SmallTrial) -> None:
        while not over.is_set():
            receipt = record_day(entry=an_entry(trial, 3), by=trial.patient, at=EVENING)
            acknowledged.add(receipt.entry_id)

    threads = [Thread(target=write, args=(trial,)) for trial in trials]
    for thread in threads:
        thread.start()
    try:
        assert acknowledged.some.wait(60)
        yield acknowledged
    finally:
        over.set()
        for thread in threads:
            thread.join()


def entries_in(place: Place) -> set[str]:
    """The ids of the entries in a database."""
    found = look(place, lambda c: c.execute(text("SELECT id FROM diary_entry")).scalars().all())
    return {str(entry_id).replace("-", "") for entry_id in found}
