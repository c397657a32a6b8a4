"""One day as a patient sends it, and what there is of it when something goes wrong."""

from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

import trialtrack.db as db
from tests.web.clinics import SmallClinic
from tests.web.pages import Form, form_of, read
from trialtrack.models import AuditEvent, DiaryEntry, PersonalText

TODAY = "/diary/2026-03-14"
NOTHING = {"entries": 0, "audited": 0, "stray notes": 0}
WHOLE = {"entries": 1, "audited": 1, "stray notes": 0}


def answered(clinic: SmallClinic, client: FlaskClient) -> Form:
    """The form of today, answered; scales from the page, whatever else it asks."""
    form = form_of(client, TODAY)
    low_back, left_leg = (clinic.site_ids[name].hex for name in ("low back", "left leg"))
    scores = {f"pain_{low_back}_average": "3", f"pain_{left_leg}_average": "0"}
    return {**form, **scores, "note": "typed “in pain”\r\non two lines"}


def traces(entry_id: str) -> dict[str, int]:
    """What there is of one entry: the row, its audit, and notes that no entry has."""
    with db.view() as session:
        entry, notes = UUID(entry_id), select(DiaryEntry.note_text_id)
        found = {
            "entries": select(func.count()).where(DiaryEntry.id == entry),
            "audited": select(func.count()).where(AuditEvent.subject_id == entry),
            "stray notes": select(func.count()).where(PersonalText.id.not_in(notes)),
        }
        return {name: int(session.execute(count).scalar_one()) for name, count in found.items()}


def refused_and_kept(answer: TestResponse, sent: Form) -> None:
    """503 in words, with when to try again, and everything that was typed in the page."""
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "Not saved yet: please try again" in answer.text
    assert "Traceback" not in answer.text
    assert read(answer).fields == sent


def saved_once(patient: FlaskClient, sent: Form) -> None:
    """What waited in the page is sent as it is, and is saved; sent twice, once."""
    first, again = patient.post(TODAY, data=sent), patient.post(TODAY, data=sent)
    assert (first.status_code, again.location) == (303, first.location)
    assert "is saved" in patient.get(first.location).text
