"""A patient fills in a day: nothing lost, nothing doubled, nothing called saved that is not."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
import time_machine
from flask.testing import FlaskClient

from tests.web.clinics import SmallClinic
from tests.web.conftest import SignIn
from tests.web.pages import Form, form_of, read
from trialtrack.clinical.diary import Domain, Measure
from trialtrack.db import view
from trialtrack.store.diaries import read_diaries
from trialtrack.store.records import DayRecord

TODAY = "/diary/2026-03-14"


@pytest.fixture
def patient(clinic: SmallClinic, sign_in: SignIn) -> FlaskClient:
    return sign_in(clinic.patient)


def pain(clinic: SmallClinic, site: str, measure: str = "average") -> str:
    return f"pain_{clinic.site_ids[site].hex}_{measure}"


def answered(clinic: SmallClinic, client: FlaskClient, **more: str) -> Form:
    """The form of today with the two questions answered that have to be."""
    form = form_of(client, TODAY)
    return {**form, pain(clinic, "low back"): "3", pain(clinic, "left leg"): "0", **more}


def kept(clinic: SmallClinic, day: str = "2026-03-14") -> DayRecord | None:
    with view() as session:
        record = read_diaries(session, [clinic.trial_id])[clinic.trial_id]
    return record.days.get(datetime.fromisoformat(day).date())


def test_nothing_is_selected_before_the_patient_selects_it(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    form = form_of(patient, TODAY)
    assert pain(clinic, "low back") not in form
    given = {name for name, value in form.items() if value}
    assert given == {"entry_id", "made", "signs_advice", "sites_seen"}


def test_a_day_is_checked_then_saved_and_told_with_time_and_reference(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    form = answered(clinic, patient, sleep_hours="6,5", note="A good day.")
    checked = patient.post(f"{TODAY}/check", data=form)
    assert "This is not saved yet" in checked.text
    assert kept(clinic) is None
    saved = patient.post(TODAY, data=read(checked).fields)
    assert saved.status_code == 303
    receipt = patient.get(saved.location)
    day = kept(clinic)
    assert day is not None
    assert "Saturday 14 March is saved" in receipt.text
    assert "Saturday 14 March at 20:30" in receipt.text
    assert day.effective.reference in receipt.text
    assert day.effective.note == "A good day."
    assert day.effective.answers.values[Domain.SLEEP_HOURS] == Fraction(13, 2)


def test_zero_is_an_answer(clinic: SmallClinic, patient: FlaskClient) -> None:
    zero = dict.fromkeys(("sleep_hours", "awakenings", "activity_interference"), "0")
    patient.post(TODAY, data=answered(clinic, patient, **zero))
    day = kept(clinic)
    assert day is not None
    leg = str(clinic.site_ids["left leg"])
    assert day.effective.answers.pain[leg] == {Measure.AVERAGE: 0}
    assert day.effective.answers.values == {
        Domain.SLEEP_HOURS: 0,
        Domain.AWAKENINGS: 0,
        Domain.ACTIVITY_INTERFERENCE: 0,
    }


def test_rather_not_say_is_an_answer_and_not_a_zero(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    skipped = {pain(clinic, "left leg"): "skip"}
    patient.post(TODAY, data=answered(clinic, patient, **skipped))
    day = kept(clinic)
    assert day is not None
    assert set(day.effective.answers.pain) == {str(clinic.site_ids["low back"])}


def test_a_double_tap_is_one_entry_and_one_receipt(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    form = answered(clinic, patient)
    first, second = patient.post(TODAY, data=form), patient.post(TODAY, data=form)
    assert first.location == second.location
    day = kept(clinic)
    assert day is not None
    assert (len(day.versions), day.conflicting) == (1, ())


def test_what_is_refused_stays_on_the_page_with_the_reason_beside_it(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    form = form_of(patient, TODAY)
    sent = {**form, "sleep_hours": "about seven", "walking_minutes": "1441", "note": "kept"}
    refused = patient.post(f"{TODAY}/check", data=sent)
    assert refused.status_code == 422
    page = read(refused)
    assert page.fields["sleep_hours"] == "about seven"
    assert page.fields["walking_minutes"] == "1441"
    assert ">\nkept</textarea>" in refused.text
    for words in (
        "Choose a number from 0 to 10 for “Low back, on average”, or “I’d rather not say”.",
        "Write the hours you slept in figures, from 0 to 24, such as 6 or 6.5.",
        "Write the minutes you walked in figures, as a whole number from 0 to 1440.",
    ):
        assert refused.text.count(words) == 2, "once on top, once beside the field"
    assert kept(clinic) is None


@pytest.mark.parametrize(
    ("name", "sent", "accepted"),
    [
        ("sleep_hours", "0", True),
        ("sleep_hours", "24", True),
        ("sleep_hours", "24.1", False),
        ("sleep_hours", "-1", False),
        ("sleep_hours", "1e1", False),
        ("sleep_hours", "٦", False),
        ("awakenings", "50", True),
        ("awakenings", "51", False),
        ("awakenings", "1.5", False),
        ("stated_relief_percent", "100", True),
        ("stated_relief_percent", "101", False),
        ("sleep_quality", "10", True),
        ("sleep_quality", "11", False),
    ],
)
def test_the_bounds_of_a_number(
    clinic: SmallClinic, patient: FlaskClient, name: str, sent: str, accepted: bool
) -> None:
    answer = patient.post(f"{TODAY}/check", data=answered(clinic, patient, **{name: sent}))
    assert answer.status_code == (200 if accepted else 422)


def test_medicines_are_answered_together_so_that_a_blank_is_never_a_zero(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    tramadol = f"dose_{clinic.medicine_ids['tramadol'].hex}"
    paracetamol = f"dose_{clinic.medicine_ids['paracetamol'].hex}"
    half = answered(clinic, patient, **{tramadol: "2"})
    refused = patient.post(TODAY, data=half)
    assert refused.status_code == 422
    assert refused.text.count("write how many you took, 0 if none.") == 4
    assert read(refused).fields[tramadol] == "2"
    whole = {**half, paracetamol: "0", "other_rescue_doses": "1"}
    assert patient.post(TODAY, data=whole).status_code == 303
    day = kept(clinic)
    assert day is not None
    assert day.effective.answers.doses == {
        str(clinic.medicine_ids["tramadol"]): Fraction(2),
        str(clinic.medicine_ids["paracetamol"]): Fraction(0),
    }


def test_changing_something_on_the_way_keeps_everything_else(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    form = answered(clinic, patient, note="still here")
    checked = patient.post(f"{TODAY}/check", data=form)
    back = patient.post(f"{TODAY}/edit", data=read(checked).fields)
    assert read(back).fields[pain(clinic, "low back")] == "3"
    assert read(back).fields["entry_id"] == form["entry_id"]
    assert "still here" in back.text


def test_a_correction_keeps_the_first_answer(clinic: SmallClinic, patient: FlaskClient) -> None:
    patient.post(TODAY, data=answered(clinic, patient, note="first"))
    form = form_of(patient, f"{TODAY}/correct")
    assert form[pain(clinic, "low back")] == "3"
    saved = patient.post(TODAY, data={**form, pain(clinic, "low back"): "5", "note": "second"})
    assert "Your correction for Saturday 14 March is saved" in patient.get(saved.location).text
    day = kept(clinic)
    assert day is not None
    low_back = str(clinic.site_ids["low back"])
    scores = [entry.answers.pain[low_back][Measure.AVERAGE] for entry in day.versions]
    assert scores == [3, 5]
    seen = patient.get(f"{TODAY}/answers").text
    assert seen.index("Your correction") < seen.index("What you sent first")
    assert "first" in seen
    assert "second" in seen


def test_a_second_answer_from_another_device_is_kept_beside_the_first(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    form = answered(clinic, patient)
    other = {**form, "entry_id": str(uuid4()), pain(clinic, "low back"): "9"}
    patient.post(TODAY, data=form)
    told = patient.get(patient.post(TODAY, data=other).location)
    assert "There are two answers for this day" in told.text
    day = kept(clinic)
    assert day is not None
    assert day.effective.answers.pain[str(clinic.site_ids["low back"])][Measure.AVERAGE] == 3
    assert len(day.conflicting) == 1


def test_before_four_in_the_afternoon_the_day_is_asked_for(
    clinic: SmallClinic, patient: FlaskClient, now: time_machine.Traveller
) -> None:
    now.move_to(datetime(2026, 3, 15, 9, tzinfo=UTC))
    morning = patient.get("/diary").text
    assert "Which day do you want to fill in?" in morning
    assert morning.index("today, Sunday 15 March") < morning.index("yesterday, Saturday 14 March")
    now.move_to(datetime(2026, 3, 15, 16, tzinfo=UTC))
    assert "Which day do you want to fill in?" not in patient.get("/diary").text
    del clinic


def test_after_midnight_it_still_is_the_evening_before(
    clinic: SmallClinic, patient: FlaskClient, now: time_machine.Traveller
) -> None:
    now.move_to(datetime(2026, 3, 15, 1, 30, tzinfo=UTC))
    assert "Saturday 14 March, which lasts until 4 in the morning" in patient.get("/diary").text
    assert patient.get("/diary/2026-03-15").status_code == 404
    del clinic


def test_a_day_that_closes_while_the_page_is_open_is_refused_in_words(
    clinic: SmallClinic, patient: FlaskClient, now: time_machine.Traveller
) -> None:
    form = answered(clinic, patient)
    now.shift(timedelta(days=3))
    refused = patient.post(TODAY, data=form)
    assert refused.status_code == 422
    assert "That day can no longer be filled in" in refused.text
    assert read(refused).fields[pain(clinic, "low back")] == "3"


@pytest.mark.parametrize(
    "address",
    [
        "/diary/2026-03-15",
        "/diary/2026-02-01",
        "/diary/tomorrow",
        "/diary/2026-99-01",
        "/diary/0001-01-01",
        "/diary/9999-12-31",
        "/diary/20260314",
        "/diary/2026-W11-6",
    ],
)
def test_a_day_that_cannot_be_filled_in_is_not_there(patient: FlaskClient, address: str) -> None:
    assert patient.get(address).status_code == 404


def test_a_stranger_sees_no_receipt_of_another_patient(
    clinic: SmallClinic, stranger: SmallClinic, patient: FlaskClient, sign_in: SignIn
) -> None:
    receipt = urlsplit(patient.post(TODAY, data=answered(clinic, patient)).location).path
    assert patient.get(receipt).status_code == 200
    assert sign_in(stranger.patient).get(receipt).status_code == 404


def test_a_patient_cannot_write_into_another_trial(
    clinic: SmallClinic, stranger: SmallClinic, sign_in: SignIn
) -> None:
    form = answered(clinic, sign_in(clinic.patient))
    refused = sign_in(stranger.patient).post(TODAY, data=form)
    assert refused.status_code == 422
    assert kept(clinic) is None
