"""One browser, several people: who signs in where another was."""

from flask.testing import FlaskClient

from tests.web.clinics import PASSWORD
from tests.web.pages import form_of
from trialtrack.access import Viewer
from trialtrack.clock import now_utc
from trialtrack.db import transaction
from trialtrack.services.sign_in_session import end_session, open_session
from trialtrack.web.sessions import TOKEN


def become(browser: FlaskClient, person: Viewer) -> None:
    """Someone signs in in this browser, whoever was signed in before."""
    with transaction() as session:
        token = open_session(
            session,
            staff_id=person.staff_id,
            patient_id=person.patient_id,
            action="sign_in",
            at=now_utc(),
        )
    with browser.session_transaction() as cookie:
        cookie[TOKEN] = token


def become_by_password(browser: FlaskClient, email: str) -> None:
    """The same for staff through the page itself."""
    form = form_of(browser, "/sign-in")
    answer = browser.post("/sign-in", data={**form, "email": email, "password": PASSWORD})
    assert answer.status_code == 303


def signed_out_elsewhere(browser: FlaskClient) -> None:
    """The session ends on the server; the browser does not know yet."""
    with browser.session_transaction() as cookie:
        end_session(token=cookie[TOKEN], at=now_utc())
