"""`make bench`: what trialtrack does in a second, beside what the machine could do at best.

Absolute figures move with the machine; quote the ratio to the floor measured in the same run.
"""

import csv
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random
from statistics import median
from uuid import uuid4

import time_machine
from flask import Flask

import trialtrack.db as db
from tests.fixtures.databases import migrate
from tests.fixtures.kept import DIGEST_KEY
from tests.queries.many_trials import NOON, mixed, seed
from tests.web.clinics import NOW, SmallClinic, small_clinic
from tests.web.conftest import settings, signed_in
from tests.web.pages import form_of
from trialtrack.app import create_app
from trialtrack.clinical.answers import DayAnswers
from trialtrack.clinical.diary import Measure
from trialtrack.queries.listed_trials import PAGE, TrialList, trial_list
from trialtrack.services.day_entry import DayEntry
from trialtrack.services.record_day import record_day

TRIALS, ENTRIES, ANSWERS_EACH, SENT, ROUNDS = 1000, 200, 4, 40, 5
PLACED_ON = date(2026, 3, 10)


def per_second(work: Callable[[], None], count: int) -> float:
    """The median over a few rounds."""
    seconds = []
    for _ in range(ROUNDS):
        started_at = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started_at)
    return count / median(seconds)


def trials_file(folder: Path) -> tuple[Path, Path]:
    """1,000 trials of 14 diary days: seven before placement, seven after it."""
    chance, diary, trials = Random(1), folder / "diary.csv", folder / "trials.csv"
    with diary.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["trial", "date", "average", "worst", "sleep_hours", "rescue_doses"])
        for n in range(TRIALS):
            for offset in (*range(-7, 0), *range(1, 8)):
                day, worst = PLACED_ON + timedelta(days=offset), chance.randint(3, 10)
                rows.writerow([n, day, chance.randint(0, worst), worst, 6.5, chance.randint(0, 4)])
    removed_on = PLACED_ON + timedelta(days=8)
    lines = ["trial,placed,removed", *(f"{n},{PLACED_ON},{removed_on}" for n in range(TRIALS))]
    trials.write_text("\n".join(lines))
    return diary, trials


def bench_assess(folder: Path) -> None:
    """The whole command, from starting Python to the last line of JSON."""
    diary, trials = trials_file(folder)
    words = [sys.executable, "-m", "trialtrack.cli", "assess", str(diary), "--trials", str(trials)]

    def assess() -> None:
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL)

    def read() -> None:
        with diary.open(newline="") as file:
            list(csv.reader(file))

    report("trials assessed", per_second(assess, TRIALS), "read as CSV", per_second(read, TRIALS))


def bench_record(folder: Path) -> None:
    """Entries kept one after another, each with its audit row in a commit of its own."""
    url = f"sqlite:///{folder / 'bench.db'}"
    migrate(url)
    database = db.Database.open(url, digest_key=DIGEST_KEY)
    db.use(database)
    # A trial that has very many answers of one day is no usual one: a few to each.
    clinics = [small_clinic(f"r{n}") for n in range(ENTRIES // ANSWERS_EACH)]
    report(
        "days recorded",
        per_second(lambda: record(clinics), ENTRIES),
        "rows committed by SQLite alone",
        per_second(lambda: insert(folder), ENTRIES),
    )
    database.close()


def record(clinics: list[SmallClinic]) -> None:
    """A second answer to a day is kept as well: every call writes."""
    for clinic in (each for each in clinics for _ in range(ANSWERS_EACH)):
        site = str(clinic.site_ids["low back"])
        answers = DayAnswers(NOW.date(), {site: {Measure.AVERAGE: Fraction(3)}})
        entry = DayEntry(uuid4(), clinic.trial_id, answers)
        record_day(entry=entry, by=clinic.patient, at=datetime.combine(NOW, NOW.time(), UTC))


def bench_list(folder: Path) -> None:
    """The first page of the list of trials, of which 200 run."""
    url = f"sqlite:///{folder / 'list.db'}"
    migrate(url)
    database = db.Database.open(url, digest_key=DIGEST_KEY)
    db.use(database)
    clinic = small_clinic()
    seed(clinic, mixed(TRIALS))
    report(
        f"pages of {TRIALS} trials listed",
        per_second(lambda: consume(trial_list(viewer=clinic.nurse, at=NOON)), 1),
        "trials read as rows",
        per_second(lambda: read_all(folder / "list.db"), 1),
    )
    database.close()


def consume(found: TrialList) -> None:
    """It is a page, and full."""
    assert len(found.trials) == PAGE


def read_all(file: Path) -> None:
    """The floor: every trial with its patient and its stored result."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(
            "SELECT * FROM trial JOIN patient_identity USING (patient_id) "
            "LEFT JOIN trial_outcome ON trial_outcome.trial_id = trial.id"
        ).fetchall()


def bench_web(folder: Path) -> None:
    """The same through the whole application: the form read and checked, the session looked up."""
    url = f"sqlite:///{folder / 'web.db'}"
    migrate(url)
    with time_machine.travel(NOW, tick=True):
        app = create_app(settings(url))
        app.config["WTF_CSRF_ENABLED"] = False
        # A trial that has very many answers of one day is no usual one: a fresh one each round.
        rounds = iter([_sender(app, small_clinic(f"n{n}")) for n in range(ROUNDS)])
        report(
            "days sent through the pages",
            per_second(lambda: next(rounds)(), SENT),  # noqa: PLW0108 - a new one each time
            "rows committed by SQLite alone",
            per_second(lambda: insert(folder, SENT), SENT),
        )
    db.in_use().close()


def _sender(app: Flask, clinic: SmallClinic) -> Callable[[], None]:
    client, address = signed_in(app, clinic.patient), f"/diary/{NOW.date()}"
    pain = {f"pain_{site.hex}_average": "3" for site in clinic.site_ids.values()}
    form = {**form_of(client, address), **pain}

    def send() -> None:
        for _ in range(SENT):
            answer = client.post(address, data={**form, "entry_id": str(uuid4())})
            assert answer.status_code == 303, answer.status

    return send


def insert(folder: Path, count: int = ENTRIES) -> None:
    """The floor: the same promise to the disk, and nothing else."""
    with closing(sqlite3.connect(folder / "floor.db", isolation_level=None)) as connection:
        connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
        connection.execute("CREATE TABLE IF NOT EXISTS entry (id TEXT PRIMARY KEY, answers TEXT)")
        for _ in range(count):
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO entry VALUES (?, ?)", (str(uuid4()), "x" * 300))
            connection.execute("COMMIT")


def report(name: str, rate: float, floor: str, best: float) -> None:
    """One line: the rate, the floor, and how many times the floor's time it takes."""
    print(f"{name}: {rate:,.0f}/s; {floor}: {best:,.0f}/s; ratio {best / rate:.1f}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        bench_assess(Path(made))
        bench_record(Path(made))
        bench_list(Path(made))
        bench_web(Path(made))
