"""Work that happens after an answer, one piece at a time: looking somebody up, writing a mail.

The answer must neither wait for a mail server nor show, by how long it takes, whether there is
such an account.
"""

import logging
from collections.abc import Callable
from queue import Full, Queue
from threading import Lock, Thread

from sqlalchemy.exc import SQLAlchemyError

from trialtrack.db import DatabaseBusy
from trialtrack.mail import MailFailed

MOST_WAITING = 100
_log = logging.getLogger("trialtrack.mail")


class Outbox:
    """One queue and one thread, which starts with the first piece of work."""

    def __init__(self) -> None:
        self._waiting: Queue[Callable[[], None]] = Queue(MOST_WAITING)
        self._starting = Lock()
        self._thread: Thread | None = None

    def later(self, work: Callable[[], None]) -> None:
        """Do it after this answer; with a hundred pieces waiting it is let go, and logged."""
        try:
            self._waiting.put_nowait(work)
        except Full:
            _log.error("a mail was not sent: %s others are waiting", MOST_WAITING)
            return
        with self._starting:
            if self._thread is None:
                self._thread = Thread(target=self._work, name="outbox", daemon=True)
                self._thread.start()

    def settle(self) -> None:
        """Wait until nothing is waiting or under way."""
        self._waiting.join()

    def _work(self) -> None:
        while True:
            work = self._waiting.get()
            try:
                work()
            except MailFailed as problem:
                _log.error("a mail was not sent: %s", problem)
            except (SQLAlchemyError, DatabaseBusy) as problem:
                _log.error("a mail was not written: %s", type(problem).__name__)
            except Exception as problem:  # noqa: BLE001 - the next mail must still go out.
                # Its words and its traceback may hold an address.
                _log.error("a mail failed: %s", type(problem).__name__)
            finally:
                self._waiting.task_done()
