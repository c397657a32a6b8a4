"""The export of a trial: who may take it, and that it is kept who did."""

import hashlib
import io
import json
from zipfile import ZipFile

from sqlalchemy import select

import trialtrack.db as db
from tests.web.clinics import SmallClinic
from tests.web.conftest import SignIn
from tests.web.pages import read
from trialtrack.access import Role
from trialtrack.models import AuditEvent


def noted() -> list[AuditEvent]:
    with db.view() as session:
        exported = select(AuditEvent).where(AuditEvent.action == "export_trial")
        return list(session.scalars(exported))


def test_the_page_says_what_is_in_it_and_taking_it_is_noted_with_its_digest(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    address = f"/trials/{clinic.trial_id}/csv"
    nurse = sign_in(clinic.nurse)
    page = nurse.get(address)
    read(page)
    assert "Garcia, Ana" in page.text
    assert noted() == [], "looking is not taking"
    answer = nurse.post(address)
    assert answer.mimetype == "application/zip"
    assert f"trial-{clinic.trial_id}-2026-03-14.zip" in answer.headers["Content-Disposition"]
    (event,) = noted()
    assert event.actor_staff_id == clinic.nurse.staff_id
    assert event.subject_id == clinic.trial_id
    digest = hashlib.sha256(answer.data).hexdigest()
    # 7 days of baseline, then 10 to 14 March.
    assert json.loads(event.changes) == {"sha256": [None, digest], "days": [None, 12]}
    with ZipFile(io.BytesIO(answer.data)) as files:
        assert "Garcia" not in files.read("days.csv").decode()


def test_the_trial_page_leads_to_it_for_the_team_alone(
    clinic: SmallClinic, stranger: SmallClinic, sign_in: SignIn
) -> None:
    address = f"/trials/{clinic.trial_id}/csv"
    assert address in sign_in(clinic.consultant).get(f"/trials/{clinic.trial_id}").text
    representative = sign_in(clinic.hires(Role.REPRESENTATIVE))
    assert address not in representative.get(f"/trials/{clinic.trial_id}").text
    for client, status in (
        (representative, 403),
        (sign_in(clinic.patient), 403),
        (sign_in(stranger.nurse), 404),
    ):
        assert client.get(address).status_code == status
        assert client.post(address).status_code == status
    assert noted() == []
