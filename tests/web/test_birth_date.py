"""A date of birth as people write it, on the page that a card opens."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.web.clinics import NOW, SmallClinic
from tests.web.pages import form_of, read
from trialtrack import db
from trialtrack.models import Card
from trialtrack.services.make_card import make_card
from trialtrack.store.card_codes import written

BORN = {"birth_day": "4", "birth_month": "2", "birth_year": "1961"}


@pytest.fixture
def address(clinic: SmallClinic) -> str:
    """The path of a new card."""
    code = make_card(trial_id=clinic.trial_id, replaces=None, by=clinic.nurse, at=NOW)
    return f"/c/{written(code)}"


@pytest.mark.parametrize(
    ("day", "month", "year"),
    [("04", "02", "1961"), (" 4 ", "Feb", "1961 "), ("4.", "february", "1961")],
)
def test_the_date_is_read_as_people_write_it(
    address: str, client: FlaskClient, day: str, month: str, year: str
) -> None:
    sent = {"birth_day": day, "birth_month": month, "birth_year": year}
    assert client.post(address, data=sent).status_code == 303


@pytest.mark.parametrize(
    "whole",
    [
        "4/2/1961", "04.02.1961", "4 February 1961", "4th Feb, 1961", "1961-02-04", "04021961",
        " 4 2 1961 ", "04 02 1961", "February 4 1961", "Feb 4th, 1961",
    ],
)  # fmt: skip
def test_a_whole_date_in_the_first_field_is_taken_apart(
    address: str, client: FlaskClient, whole: str
) -> None:
    page = read(client.get(address))
    assert [c for c in page.controls if "maxlength" in c] == [], "nothing that is typed is cut"
    sent = {**page.fields, "birth_day": whole}
    assert client.post(address, data=sent).status_code == 303


@pytest.mark.parametrize(
    ("whole", "fields", "words"),
    [
        ("4/2/61", ["4", "2", "61"], "Write the year you were born with four figures"),
        ("040261", ["04", "02", "61"], "Write the year you were born with four figures"),
        ("Feb 4 61", ["4", "Feb", "61"], "Write the year you were born with four figures"),
        ("4 Feb 61", ["4", "Feb", "61"], "Write the year you were born with four figures"),
        ("31/2/1961", ["31", "2", "1961"], "There is no such day"),
        ("4/2", ["4/2", "", ""], "Write the day you were born"),
        ("61-02-04", ["61-02-04", "", ""], "Write the day you were born"),
    ],
)
def test_a_whole_date_that_is_unclear_is_kept_and_is_no_wrong_try(
    address: str, client: FlaskClient, whole: str, fields: list[str], words: str
) -> None:
    for _ in range(6):
        refused = client.post(address, data={**form_of(client, address), "birth_day": whole})
        assert refused.status_code == 422
        assert words in refused.text
        found = read(refused).fields
        assert [found[f"birth_{part}"] for part in ("day", "month", "year")] == fields
    assert ("with four figures" in refused.text) == (fields[2] != "1961")
    with db.view() as session:
        assert session.scalars(select(Card.wrong_dates)).one() == 0


def test_a_whole_date_beside_another_month_is_not_believed(
    address: str, client: FlaskClient
) -> None:
    sent = {"birth_day": "4/2/1961", "birth_month": "3", "birth_year": "1961"}
    refused = client.post(address, data=sent)
    assert refused.status_code == 422
    assert read(refused).fields["birth_day"] == "4/2/1961"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"birth_day": ""}, "Write the day you were born"),
        ({"birth_day": "32"}, "Write the day you were born"),
        ({"birth_month": "13"}, "Write the month you were born"),
        ({"birth_month": "Ju"}, "Write the month you were born"),
        ({"birth_year": "61"}, "with four figures"),
        ({"birth_day": "31"}, "There is no such day"),
        ({"birth_year": "1061"}, "Check the year"),
    ],
)
def test_a_slip_of_the_pen_is_no_wrong_try_and_is_kept(
    address: str, client: FlaskClient, change: dict[str, str], words: str
) -> None:
    refused = client.post(address, data={**BORN, **change})
    assert refused.status_code == 422
    assert words in refused.text
    assert read(refused).fields["birth_year"] == {**BORN, **change}["birth_year"]
    with db.view() as session:
        assert session.scalars(select(Card.wrong_dates)).one() == 0
