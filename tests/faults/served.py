"""A served installation that can be killed and started again, and patients who write into it."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from html import unescape
from http.client import HTTPConnection
from typing import IO
from urllib.parse import urlencode
from uuid import uuid4

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from tests.cli.served import PATIENCE_S, environment
from tests.faults.server import DIGEST_KEY, SECRET_KEY
from tests.fixtures.databases import ROOT
from tests.web.clinics import CHEAP
from tests.web.pages import Form, page_of
from trialtrack import db
from trialtrack.access import Role, Viewer
from trialtrack.clinical.opioids import OpioidTable
from trialtrack.clock import diary_day, now_utc
from trialtrack.models import Modality
from trialtrack.queries.consent import consent_state
from trialtrack.services.add_clinic import add_clinic
from trialtrack.services.add_patient import Identity, add_patient
from trialtrack.services.add_staff import add_staff
from trialtrack.services.give_consent import give_consent
from trialtrack.services.plan_trial import TrialPlan, plan_trial
from trialtrack.services.record_placement import record_placement
from trialtrack.services.sign_in_session import open_session
from trialtrack.web.sessions import TOKEN

ZONE = "Europe/London"


@dataclass
class Killable:
    """The process that starts servers, and the one that it started last."""

    process: subprocess.Popen[str]
    port: int
    child: int = 0

    def start(self) -> None:
        """Start the server; who connects before it is up waits."""
        self.child = self._ask("start")

    def kill(self) -> float:
        """End the server's process group as a power cut would; when, by the monotonic clock."""
        at = time.monotonic()
        os.killpg(self.child, signal.SIGKILL)
        assert self._ask("reap") == signal.SIGKILL
        self.child = 0
        return at

    def _ask(self, command: str) -> int:
        said, heard = self.process.stdin, self.process.stdout
        assert said is not None
        assert heard is not None
        said.write(f"{command}\n")
        said.flush()
        return read_number(heard)


def read_number(heard: IO[str]) -> int:
    """The next line; the process says nothing but numbers."""
    return int(heard.readline())


@contextmanager
def killable(database_url: str, variant: str = "right") -> Iterator[Killable]:
    """Serve an installation; whatever is left of it ends with the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.server", variant, database_url],
        env=environment(),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        served = Killable(process, read_number(process.stdout))
        served.start()
        yield served
    finally:
        process.communicate()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    location: str | None
    text: str


class Diarist:
    """A patient with a phone: signed in, on one connection that is kept alive."""

    def __init__(self, port: int, cookie: str, day: date) -> None:
        self.port, self.cookie = port, cookie
        self.address = f"/diary/{day.isoformat()}"
        self.connection = self.connect()

    def connect(self) -> HTTPConnection:
        """A new connection; it gives up some day, so that a test that hangs ends."""
        self.connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        return self.connection

    def get(self, path: str) -> Answer:
        """Open a page."""
        self.connection.request("GET", path, headers={"Cookie": f"trialtrack={self.cookie}"})
        return read_answer(self.connection)

    def post(self, path: str, form: Form) -> Answer:
        """Send a form."""
        self.send(self.connection, path, form)
        return read_answer(self.connection)

    def send(self, connection: HTTPConnection, path: str, form: Form) -> None:
        """Send a form without waiting for the answer."""
        told = {
            "Cookie": f"trialtrack={self.cookie}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection.request("POST", path, urlencode(form), told)

    def day_form(self) -> Form:
        """The page of the day with every scale answered, as a browser would send it."""
        link = re.search(rf'href="({self.address}[^"/]*)"', self.get("/diary").text)
        assert link is not None
        page = page_of(self.get(unescape(link[1])).text)
        return {**page.fields, **page.answered("3"), "entry_id": str(uuid4())}


def read_answer(connection: HTTPConnection) -> Answer:
    """The next answer on a connection, read to its end."""
    answer = connection.getresponse()
    return Answer(answer.status, answer.getheader("Location"), answer.read().decode())


def diarists(database_url: str, port: int, number: int) -> list[Diarist]:
    """A new clinic with so many patients, their leads in for two days, each with a phone."""
    database = db.Database.open(database_url, digest_key=DIGEST_KEY)
    db.use(database)
    try:
        with db.transaction():
            clinic_id = add_clinic(
                name=f"Clinic {uuid4()}",
                time_zone=ZONE,
                phone="020 7946 0001",
                emergency_phone="999",
                is_demonstration=False,
                opioid_table=OpioidTable.CDC_2022,
                by=Viewer.system(),
                at=now_utc(),
            )
            staff_id = add_staff(
                clinic_id=clinic_id,
                role=Role.NURSE,
                name="Nurse",
                email=f"{clinic_id}@clinic.example",
                password="a long and plain password",
                by=Viewer.system(),
                at=now_utc(),
                hasher=CHEAP,
            )
            nurse = Viewer(Role.NURSE, clinic_id, staff_id=staff_id)
            return [_diarist(nurse, port, n) for n in range(number)]
    finally:
        db.use(None)
        database.close()


def _diarist(nurse: Viewer, port: int, number: int) -> Diarist:
    at = now_utc()
    today = diary_day(at, ZONE)
    patient_id = add_patient(
        clinic_id=nurse.clinic_id,  # type: ignore[arg-type]  # a nurse has one
        identity=Identity("Writer", f"Number {number}", date(1961, 2, 4), f"H-{number}"),
        by=nurse,
        at=at,
    )
    placed_on = today - timedelta(days=2)
    plan = TrialPlan(
        patient_id=patient_id,
        modality=Modality.SCS_BURST,
        placed_on=placed_on,
        planned_removal_on=today + timedelta(days=5),
        sites=("low back",),
        primary_site="low back",
        medicines=(),
    )
    trial_id = plan_trial(plan=plan, by=nurse, at=at)
    record_placement(trial_id=trial_id, placed_on=placed_on, by=nurse, at=at)
    patient = Viewer(Role.PATIENT, nurse.clinic_id, patient_id=patient_id)
    state = consent_state(viewer=patient)
    assert state is not None
    give_consent(trial_id=trial_id, notice_id=state.notice.id, by=patient, at=at)
    with db.transaction() as session:
        token = open_session(session, staff_id=None, patient_id=patient_id, action="sign_in", at=at)
    return Diarist(port, _cookie(token), today)


def _cookie(token: str) -> str:
    """What the application keeps in a browser that is signed in."""
    signer = Flask(__name__)
    signer.secret_key = SECRET_KEY
    serializer = SecureCookieSessionInterface().get_signing_serializer(signer)
    assert serializer is not None
    return str(serializer.dumps({TOKEN: token, "_permanent": True}))
