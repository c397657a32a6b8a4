"""What the first page of the diary says of the trial: what is new in it, and that it is over."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from tests.web.clinics import NOW, SmallClinic, planned_beside
from tests.web.conftest import SignIn
from tests.web.pages import read
from trialtrack.models import MedicineKind
from trialtrack.services.change_medicines import PlanChange, change_medicines
from trialtrack.services.plan_trial import PlannedMedicine
from trialtrack.services.rename_site import rename_site

PREGABALIN = PlannedMedicine("Pregabalin 75 mg", "pregabalin", MedicineKind.PAINKILLER)


@pytest.fixture
def patient(clinic: SmallClinic, sign_in: SignIn) -> FlaskClient:
    return sign_in(clinic.patient)


def test_an_ended_trial_says_since_when_and_whom_to_call(
    clinic: SmallClinic, patient: FlaskClient, now: time_machine.Traveller
) -> None:
    clinic.end()
    now.move_to(datetime(2026, 3, 22, 9, tzinfo=UTC))
    home = patient.get("/diary")
    read(home)
    above = home.text.partition("Your days")[0]
    for words in (
        "Your diary is closed. Thank you.",
        "Your trial has ended: the leads came out on Wednesday 18 March.",
        "If something feels wrong, call the clinic:",
        '<a class="num" href="tel:02079460001">020 7946 0001</a>',
    ):
        assert words in above
    assert "A blank diary to print" not in home.text
    assert "planned to come out" not in home.text


def test_a_trial_that_goes_on_says_nothing_of_an_end(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    home = patient.get("/diary").text
    assert "has ended" not in home
    assert "If something feels wrong" not in home
    del clinic


@pytest.mark.parametrize(("days", "said"), [(0, True), (1, True), (2, True), (3, False)])
def test_a_medicine_that_was_added_is_said_from_its_eve_for_two_days(
    clinic: SmallClinic,
    patient: FlaskClient,
    now: time_machine.Traveller,
    days: int,
    said: bool,
) -> None:
    change = PlanChange(date(2026, 3, 15), added=PREGABALIN)
    about = {"trial_id": clinic.trial_id, "by": clinic.nurse, "at": NOW, "reason": "New"}
    change_medicines(change=change, **about)  # type: ignore[arg-type]
    now.move_to(NOW + timedelta(days=days))
    line = "Your team added Pregabalin 75 mg to your diary from Sunday 15 March."
    assert (line in patient.get("/diary").text) == said


def test_a_site_that_was_renamed_is_said_on_that_day_and_the_next(
    clinic: SmallClinic, patient: FlaskClient, now: time_machine.Traveller
) -> None:
    about = {"trial_id": clinic.trial_id, "by": clinic.nurse, "at": NOW, "reason": "The letter"}
    rename_site(site_id=clinic.site_ids["left leg"], name="left foot", **about)  # type: ignore[arg-type]
    line = "“left leg” is now called “left foot” in your diary."
    assert line in patient.get("/diary").text
    now.move_to(NOW + timedelta(days=2))
    assert line not in patient.get("/diary").text


def test_a_site_that_was_renamed_before_the_leads_went_in_is_said_too(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    tom = planned_beside(clinic, date(2026, 3, 18))
    about = {"trial_id": tom.trial_id, "by": tom.nurse, "at": NOW, "reason": "The letter"}
    rename_site(site_id=tom.site_ids["left leg"], name="left foot", **about)  # type: ignore[arg-type]
    line = "“left leg” is now called “left foot” in your diary."
    assert line in sign_in(tom.patient).get("/diary").text
