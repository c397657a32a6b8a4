"""A blank diary to print: the questions of the page in its words, nobody's name, no answers."""

import re
from datetime import date, timedelta
from fractions import Fraction
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from tests.web.clinics import NOW, SmallClinic
from tests.web.conftest import SignIn
from tests.web.pages import read
from trialtrack.access import Role
from trialtrack.clinical.answers import DayAnswers
from trialtrack.services.day_entry import DayEntry, reference_of
from trialtrack.services.record_day import record_day

TODAY = date(2026, 3, 14)
WORDS = re.compile(
    r"<(?:legend|label|h2|p class=\"hint\")[^>]*>(.*?)</(?:legend|label|h2|p)>", re.DOTALL
)


@pytest.fixture
def patient(clinic: SmallClinic, sign_in: SignIn) -> FlaskClient:
    return sign_in(clinic.patient)


def sheet(client: FlaskClient, day: date, address: str = "/diary/paper") -> str:
    text = client.get(f"{address}?from={day}&days=1").text
    found = re.search(r"<fieldset class=\"sheet-questions\".*?</article>", text, re.DOTALL)
    assert found is not None
    return found[0]


def words(html: str) -> list[str]:
    """The questions with their hints, in the order of the page."""
    plain = (re.sub(r"<[^>]+>|\s+", " ", each).strip() for each in WORDS.findall(html))
    return [re.sub(r"\s+", " ", each) for each in plain if each]


def test_a_sheet_asks_the_same_in_the_same_order_and_words_as_the_page(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    nurse = sign_in(clinic.nurse)
    day = date(2026, 3, 10)
    page = nurse.get(f"/trials/{clinic.trial_id}/enter/{day}").text
    start = page.index("The questions as the patient has them.")
    asked = words(page[start : page.index("Anything you want to tell the team", start)])
    printed = words(sheet(nurse, day, f"/trials/{clinic.trial_id}/paper"))
    assert len(asked) > 20
    assert [each for each in printed if each in asked] == [
        each for each in asked if each in printed
    ]
    # Nobody reads a sheet in time, so it asks for no warning sign: it says to call.
    assert set(asked) - set(printed) == {"Warning signs"}


def test_a_week_from_today_is_printed_unless_asked_otherwise(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    answer = patient.get("/diary/paper")
    read(answer)
    # The last day of the diary is the day before the planned removal, the 17th.
    assert answer.text.count('class="sheet"') == 4
    assert "Saturday 14 March 2026" in answer.text
    answer = patient.get("/diary/paper?from=2026-03-03&days=14")
    read(answer)
    assert answer.text.count('class="sheet"') == 14
    assert patient.get("/diary/paper?from=soon&days=99").text.count('class="sheet"') == 4
    assert "A blank diary to print" in patient.get("/diary").text


def test_each_sheet_has_reference_numbers_and_the_emergency_sentence_and_no_name(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    text = patient.get("/diary/paper").text
    for said in (
        reference_of(clinic.trial_id),
        "020 7946 0002",
        "Nobody reads this until you hand it in. In an emergency, call.",
    ):
        assert text.partition('class="sheet"')[2].count(said) == 4
    assert "Garcia" not in text
    assert "Ana" not in re.findall(r"\w+", text)


def test_medicines_have_their_strength_and_nothing_of_what_was_answered_stands_there(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    taken = {str(clinic.medicine_ids[drug]): Fraction(4) for drug in clinic.medicine_ids}
    answers = DayAnswers(day=TODAY, doses=taken, other_rescue_doses=Fraction(1))
    entry = DayEntry(id=uuid4(), trial_id=clinic.trial_id, answers=answers, note="Nobody else")
    record_day(entry=entry, by=clinic.patient, at=NOW)
    for day in (TODAY, TODAY + timedelta(days=1)):
        html = sheet(patient, day)
        assert "the day before" not in html
        assert "data-yesterday" not in html
        assert "Nobody else" not in html
    assert "Tramadol 50 mg" in html
    assert "Paracetamol 500 mg" in html
    assert "checked" not in html
    read(patient.get("/diary/paper"))


def test_only_the_patient_and_the_team_print_it(
    clinic: SmallClinic, stranger: SmallClinic, sign_in: SignIn, patient: FlaskClient
) -> None:
    address = f"/trials/{clinic.trial_id}/paper"
    answer = sign_in(clinic.nurse).get(address)
    read(answer)
    assert "Garcia, Ana" in answer.text.partition("<article")[0], "on the screen, not on paper"
    assert "Garcia" not in answer.text.partition("<article")[2].rpartition("</article>")[0]
    assert sign_in(stranger.nurse).get(address).status_code == 404
    assert patient.get(address).status_code == 403
    assert sign_in(clinic.hires(Role.REPRESENTATIVE)).get(address).status_code == 403
    assert sign_in(clinic.nurse).get("/diary/paper").status_code == 403
