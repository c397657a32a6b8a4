"""The administrator lets people in and lets them go; a stranger and a colleague cannot."""

import re
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.web.clinics import BEFORE, SmallClinic
from tests.web.conftest import SignIn
from tests.web.pages import read
from trialtrack import db
from trialtrack.access import Role, Viewer
from trialtrack.models import AuditEvent
from trialtrack.services.add_staff import add_staff

NEW = "tall boats in the harbour"


def administrator_of(clinic: SmallClinic, name: str) -> Viewer:
    staff_id = add_staff(
        clinic_id=clinic.clinic_id,
        role=Role.ADMINISTRATOR,
        name="Ruth Abara",
        email=f"ruth@{name}.example",
        password=None,
        by=Viewer.system(),
        at=BEFORE,
    )
    return Viewer(Role.ADMINISTRATOR, clinic.clinic_id, staff_id=staff_id)


@pytest.fixture
def ruth(clinic: SmallClinic, sign_in: SignIn) -> FlaskClient:
    return sign_in(administrator_of(clinic, "one"))


def link_in(page: str) -> str:
    found = re.search(r"http://127\.0\.0\.1:8000(/password/[\w-]+)<", page)
    assert found is not None
    return found[1]


def page_of(person: Viewer) -> str:
    return f"/staff/{person.staff_id}"


def test_someone_new_gets_a_link_that_is_shown_once(
    clinic: SmallClinic, ruth: FlaskClient, client: FlaskClient
) -> None:
    assert "Add someone" in ruth.get("/staff").text
    read(ruth.get("/staff/new"))
    sent = {"name": "Tom Okoro", "email": "Tom@one.example", "role": "nurse"}
    page = ruth.post("/staff/new", data=sent)
    assert page.status_code == 200
    read(page)
    link = link_in(page.text)
    assert client.post(link, data={"password": NEW, "again": NEW}).status_code == 303
    listed = ruth.get("/staff").text
    assert "tom@one.example" in listed
    assert "/password/" not in listed


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": " "}, "Write the person’s name."),
        ({"name": "x" * 81}, "Shorten the name to 80 characters."),
        ({"email": ""}, "Write the person’s e-mail address."),
        ({"email": "tom"}, "Give an e-mail address such as name@example.org."),
        ({"email": "nurse@one.example"}, "Somebody already signs in with this e-mail address."),
        ({"role": ""}, "Choose what the person does here."),
        ({"role": "patient"}, "Not a valid choice."),
    ],
)
def test_what_is_refused_keeps_what_was_typed(
    ruth: FlaskClient, changes: dict[str, str], said: str
) -> None:
    sent = {"name": "Tom Okoro", "email": "tom@one.example", "role": "nurse", **changes}
    refused = ruth.post("/staff/new", data=sent)
    assert refused.status_code == 422
    assert said in refused.text
    fields = read(refused).fields
    assert (fields["name"], fields["email"]) == (sent["name"], sent["email"])


def test_a_colleague_hands_over_a_new_link_and_the_old_one_ends(
    clinic: SmallClinic, ruth: FlaskClient, client: FlaskClient
) -> None:
    page = page_of(clinic.nurse)
    read(ruth.get(page))
    first = link_in(ruth.post(f"{page}/link").text)
    second = link_in(ruth.post(f"{page}/link").text)
    assert (client.get(first).status_code, client.get(second).status_code) == (410, 200)
    assert "A link to choose a password is out, until Tuesday 17 March at 20:30" in (
        ruth.get(page).text
    )
    with db.view() as session:
        made = session.scalars(
            select(AuditEvent).where(AuditEvent.action == "issue_password_link")
        ).all()
    assert [event.subject_id for event in made] == [clinic.nurse.staff_id] * 2
    assert {event.actor_role for event in made} == {Role.ADMINISTRATOR}


def test_closing_an_account_signs_the_person_out_and_can_be_undone(
    clinic: SmallClinic, ruth: FlaskClient, sign_in: SignIn
) -> None:
    page, nurse = page_of(clinic.nurse), sign_in(clinic.nurse)
    asked = ruth.get(f"{page}/close")
    assert "They are signed out at once, everywhere." in asked.text
    read(asked)
    assert nurse.get("/trials").status_code == 200
    assert ruth.post(f"{page}/close").status_code == 303
    assert nurse.get("/trials").status_code == 302
    closed = ruth.get(page)
    read(closed)
    assert "New password link" not in closed.text
    assert ruth.post(f"{page}/link").status_code == 409
    assert ruth.post(f"{page}/open").status_code == 303
    assert "New password link" in ruth.get(page).text


def test_nobody_closes_their_own_account(clinic: SmallClinic, sign_in: SignIn) -> None:
    own = administrator_of(clinic, "one")
    ruth = sign_in(own)
    assert "Close this account" not in ruth.get(page_of(own)).text
    assert ruth.post(f"{page_of(own)}/close").status_code == 409
    assert ruth.get("/staff").status_code == 200


def test_a_stranger_finds_nobody_and_a_colleague_is_refused(
    clinic: SmallClinic, stranger: SmallClinic, sign_in: SignIn, client: FlaskClient
) -> None:
    page = page_of(clinic.nurse)
    ways = [("get", page), ("post", f"{page}/link"), ("get", f"{page}/close")]
    ways += [("post", f"{page}/close"), ("post", f"{page}/open")]
    elsewhere = sign_in(administrator_of(stranger, "two"))
    for viewer, status in (
        (elsewhere, 404),
        (sign_in(clinic.consultant), 403),
        (sign_in(clinic.patient), 403),
        (client, 302),
    ):
        for method, address in ways:
            assert getattr(viewer, method)(address).status_code == status, (method, address)
    nobody = page.replace(str(clinic.nurse.staff_id), str(UUID(int=7)))
    assert elsewhere.get(nobody).status_code == 404
