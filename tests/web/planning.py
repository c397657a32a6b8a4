"""What a nurse types into the form of a new trial, for tests of it."""

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.pages import form_of, page_of

NEW = "/trials/new"
WHO = {
    "family_name": "Okafor",
    "given_name": "Ben",
    "birth_day": "9",
    "birth_month": "5",
    "birth_year": "1970",
    "hospital_number": "RQ 77-12",
    "phone": "01632 960111",
}
PLAN = {
    "treatment": "scs_burst.scs_short",
    "placed_on": "2026-03-24",
    "sites-0-name": "low back",
    "sites-1-name": "Left leg",
    "primary": "0",
    "medicines-0-name": "tramadol 50",
    "medicines-0-usual": "4",
    "medicines-1-name": "Paracetamol 500 mg",
    "goal": "Walk the dog",
}


def checked(client: FlaskClient, address: str = NEW, **changed: str) -> TestResponse:
    """The form of somebody new, filled in and looked over; `changed` fields are typed otherwise."""
    typed = {**form_of(client, address), **WHO, **PLAN, **changed}
    return client.post(address, data={**typed, "step": "check"})


def saved(client: FlaskClient, page: str, address: str = NEW, **chosen: str) -> TestResponse:
    """The button of the page that was looked over."""
    return client.post(address, data={**page_of(page).fields, **chosen, "step": "save"})
