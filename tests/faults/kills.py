"""Patients write day after day while the server is killed, and what is there afterwards."""

import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPException
from random import Random
from uuid import UUID, uuid4

from sqlalchemy import Engine, create_engine, func, select, text
from sqlalchemy.pool import NullPool

from tests.cli.served import PATIENCE_S
from tests.faults.served import Diarist, Killable, diarists
from tests.web.pages import Form
from trialtrack.db import engine_url
from trialtrack.models import AuditEvent, DiaryEntry, PersonalText

CLIENTS = 8
LONGEST_WAIT_S = 0.08
KILLS_PER_CLINIC = 25
"""A diary of thousands of entries for one day would be slow, and is nobody's."""


@dataclass
class Tally:
    """What the kills did. `in_flight`: requests that were sent before a kill and not answered.

    Each of those was either `committed` nonetheless or `lost`; both are right, for nobody was
    told anything. `missing` and `changed` are acknowledged entries that are not there as sent.
    """

    kills: int = 0
    kills_in_flight: int = 0
    acknowledged: int = 0
    in_flight: int = 0
    committed: int = 0
    lost: int = 0
    missing: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    half_written: list[str] = field(default_factory=list)
    other_receipts: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)

    @property
    def faults(self) -> list[str]:
        """Everything that must not be."""
        return [
            *self.missing,
            *self.changed,
            *self.half_written,
            *self.other_receipts,
            *self.damaged,
        ]


class Writer:
    """A patient who sends one answer after the other, each a correction of the last."""

    def __init__(self, diarist: Diarist) -> None:
        self.diarist, self.form = diarist, diarist.day_form()
        self.notes: dict[str, str] = {}
        self.acknowledged: list[str] = []
        self.pending: Form | None = None
        self.sent_at = 0.0
        self.written = 0

    def write_until_cut(self) -> None:
        """Send what was not answered; then go on until the connection breaks."""
        self.diarist.connect()
        try:
            self.settle()
            while True:
                self._send(self._next())
                self.written += 1
        except (OSError, HTTPException):
            self.diarist.connection.close()

    def settle(self) -> str | None:
        """Send again what was not answered; where its receipt is."""
        return None if self.pending is None else self._send(self.pending)

    def _next(self) -> Form:
        entry_id = str(uuid4())
        self.notes[entry_id] = f"Answer {len(self.notes)}"
        form = {**self.form, "entry_id": entry_id, "note": self.notes[entry_id]}
        if self.acknowledged:
            form["replaces"] = self.acknowledged[-1]
        return form

    def _send(self, form: Form) -> str:
        self.pending, self.sent_at = form, time.monotonic()
        answer = self.diarist.post(self.diarist.address, form)
        entry_id = form["entry_id"]
        if answer.status != 303 or not (answer.location or "").endswith(entry_id):
            raise AssertionError(f"{answer.status} instead of a receipt: {answer.text}")
        if entry_id not in self.acknowledged[-1:]:
            self.acknowledged.append(entry_id)
        self.pending = None
        return str(answer.location)


@dataclass(frozen=True)
class Kept:
    """What the database holds, read past the application."""

    notes: dict[str, str | None]
    audited: dict[str, int]
    stray_notes: int
    damage: list[str]


def read_kept(database: Engine) -> Kept:
    """Every entry with its note and how often it was audited."""
    entries = select(DiaryEntry.id, PersonalText.text).outerjoin(
        PersonalText, DiaryEntry.note_text_id == PersonalText.id
    )
    audits = select(AuditEvent.subject_id, func.count()).group_by(AuditEvent.subject_id)
    # Nothing but entries has free text here.
    owners = select(DiaryEntry.note_text_id).where(DiaryEntry.note_text_id.is_not(None))
    stray = select(func.count(PersonalText.id)).where(PersonalText.id.not_in(owners))
    with database.connect() as connection:
        damage: list[str] = []
        if database.dialect.name == "sqlite":
            damage = [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check"))]
            damage += [str(row) for row in connection.execute(text("PRAGMA foreign_key_check"))]
            damage.remove("ok")
        return Kept(
            {str(key): said for key, said in connection.execute(entries)},
            {str(key): count for key, count in connection.execute(audits)},
            connection.execute(stray).scalar_one(),
            damage,
        )


def kill_while_writing(
    database_url: str, served: Killable, kills: int, *, seed: int, stop_at_fault: bool = False
) -> Tally:
    """Kill the server so many times under eight writers, and compare after each time."""
    tally, chance = Tally(), Random(seed)
    database = create_engine(engine_url(database_url), poolclass=NullPool)
    for writers in _clinics(database_url, served, kills):
        _kill_once(served, writers, tally, chance)
        _compare(read_kept(database), writers, tally)
        served.start()
        if stop_at_fault and tally.faults:
            return tally
        if tally.kills % KILLS_PER_CLINIC == 0 or tally.kills == kills:
            _settle(writers, tally)
            _compare(read_kept(database), writers, tally)
    return tally


def _clinics(database_url: str, served: Killable, kills: int) -> Iterator[list[Writer]]:
    writers: list[Writer] = []
    for kill in range(kills):
        if kill % KILLS_PER_CLINIC == 0:
            writers = [Writer(d) for d in diarists(database_url, served.port, CLIENTS)]
        yield writers


def _kill_once(served: Killable, writers: list[Writer], tally: Tally, chance: Random) -> None:
    before = sum(len(writer.acknowledged) for writer in writers)
    for writer in writers:
        writer.written = 0
    with ThreadPoolExecutor(CLIENTS) as pool:
        writing = [pool.submit(writer.write_until_cut) for writer in writers]
        try:
            _wait_until_all_write(writers, writing)
            time.sleep(chance.uniform(0, LONGEST_WAIT_S))
        finally:
            killed_at = served.kill()
    for each in writing:
        each.result()
    cut = [w for w in writers if w.pending is not None and w.sent_at < killed_at]
    tally.kills += 1
    tally.kills_in_flight += bool(cut)
    tally.in_flight += len(cut)
    tally.acknowledged += sum(len(writer.acknowledged) for writer in writers) - before


def _settle(writers: list[Writer], tally: Tally) -> None:
    """Everything that waits is sent twice, and has one receipt."""
    for writer in writers:
        writer.diarist.connect()
        waiting = writer.pending
        first = writer.settle()
        writer.pending = waiting
        again = writer.settle()
        if first is None or first != again:
            tally.other_receipts.append(f"{first}, then {again}")


def _wait_until_all_write(writers: list[Writer], writing: list[Future[None]]) -> None:
    """Until each has written something new: a connection that nobody took yet is not cut."""
    gives_up_at = time.monotonic() + PATIENCE_S
    while not all(writer.written for writer in writers):
        if any(each.done() for each in writing) or time.monotonic() > gives_up_at:
            break  # The reason is raised when its result is asked for.
        time.sleep(0.002)


def _compare(kept: Kept, writers: list[Writer], tally: Tally) -> None:
    tally.damaged += kept.damage
    if kept.stray_notes:
        tally.half_written.append(f"{kept.stray_notes} notes of no entry")
    for writer in writers:
        for entry_id in writer.acknowledged:
            key = _key(entry_id)
            if key not in kept.notes:
                tally.missing.append(entry_id)
            elif kept.notes[key] != writer.notes[entry_id]:
                tally.changed.append(entry_id)
        for entry_id in writer.notes:
            audited = kept.audited.get(_key(entry_id), 0)
            if audited != (_key(entry_id) in kept.notes):
                tally.half_written.append(f"{entry_id}: audited {audited} times")
        if writer.pending is not None:
            there = _key(writer.pending["entry_id"]) in kept.notes
            tally.committed += there
            tally.lost += not there


def _key(entry_id: str) -> str:
    return str(UUID(entry_id))
