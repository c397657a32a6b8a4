"""The page on which a password is chosen: it asks twice, keeps nothing secret, and works once."""

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.clinics import NOW, PASSWORD, SmallClinic
from tests.web.conftest import SignIn
from tests.web.pages import read
from trialtrack.access import Viewer
from trialtrack.services.password_link import issue_password_link

NEW = "tall boats in the harbour"


@pytest.fixture
def address(clinic: SmallClinic) -> str:
    assert clinic.consultant.staff_id is not None
    token = issue_password_link(staff_id=clinic.consultant.staff_id, by=Viewer.system(), at=NOW)
    return f"/password/{token}"


def choose(client: FlaskClient, address: str, password: str, again: str) -> TestResponse:
    return client.post(address, data={"password": password, "again": again})


def test_the_password_is_set_and_the_person_signed_in(
    clinic: SmallClinic, client: FlaskClient, address: str
) -> None:
    answer = choose(client, address, NEW, NEW)
    assert answer.status_code == 303
    page = client.get(client.get(answer.location).location)
    assert "Your password is set, and you are signed in." in page.text
    assert "Garcia, Ana" in page.text
    client.post("/sign-out")
    for password, status in ((PASSWORD, 422), (NEW, 303)):
        sent = {"email": clinic.email, "password": password}
        assert client.post("/sign-in", data=sent).status_code == status


def test_a_mail_scanner_uses_nothing_up(client: FlaskClient, address: str) -> None:
    seen = {client.get(address).status_code for _ in range(50)}
    assert seen == {200}
    assert "Consultant of one at Clinic one" in client.get(address).text
    assert choose(client, address, NEW, NEW).status_code == 303


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [
        ("", "", "Write the password that you want to have."),
        (NEW, NEW + "s", "Write the same password in both fields."),
        ("short", "short", "Choose a password of at least 12 characters."),
        ("clinic one 2026", "clinic one 2026", "Choose a password that is more than a name"),
        ("123456789012", "123456789012", "Choose a password that does not repeat itself"),
    ],
)
def test_a_refused_password_is_said_in_words_and_never_written_back(
    client: FlaskClient, address: str, password: str, again: str, said: str
) -> None:
    refused = choose(client, address, password, again)
    assert refused.status_code == 422
    assert said in refused.text
    fields = read(refused).fields
    assert (fields["password"], fields["again"]) == ("", "")
    assert "There is a problem" in refused.text
    assert choose(client, address, NEW, NEW).status_code == 303


def test_a_used_link_says_what_to_do(client: FlaskClient, address: str) -> None:
    choose(client, address, NEW, NEW)
    for answer in (client.get(address), choose(client, address, NEW, NEW)):
        assert answer.status_code == 410
        assert "This link was used already" in answer.text
        read(answer)


def test_whoever_was_signed_in_elsewhere_is_signed_out(
    clinic: SmallClinic, client: FlaskClient, sign_in: SignIn, address: str
) -> None:
    elsewhere, nurse = sign_in(clinic.consultant), sign_in(clinic.nurse)
    choose(client, address, NEW, NEW)
    assert elsewhere.get("/trials").status_code == 302
    assert nurse.get("/trials").status_code == 200


def test_the_page_and_its_token_are_kept_nowhere(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert address.removeprefix("/password/") not in answer.text


def test_who_is_signed_in_as_somebody_else_becomes_the_person_of_the_link(
    clinic: SmallClinic, sign_in: SignIn, address: str
) -> None:
    nurse = sign_in(clinic.nurse)
    with nurse.session_transaction() as cookie:
        before = dict(cookie)
    assert choose(nurse, address, NEW, NEW).status_code == 303
    assert "Consultant of one" in nurse.get("/trials").text
    with nurse.session_transaction() as cookie:
        cookie.clear()
        cookie.update(before)
    assert nurse.get("/trials").status_code == 302, "the nurse's own session has ended"
