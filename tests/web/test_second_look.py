"""Answers that may be a slip: asked once in the person's own words, and taken when sent again."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from tests.web.clinics import NOW, SmallClinic
from tests.web.conftest import SignIn
from tests.web.one_day import NOTHING, TODAY, answered, traces
from tests.web.pages import Form, read
from trialtrack.clinical.diary import Measure
from trialtrack.clinical.opioids import Form as MedicineForm
from trialtrack.db import transaction, view
from trialtrack.models import MedicineKind, TrialMedicine
from trialtrack.queries.day_questions import day_questions
from trialtrack.services.rename_site import rename_site
from trialtrack.store.diaries import read_diaries
from trialtrack.store.records import MedicineFacts
from trialtrack.web.diary.forms import diary_form
from trialtrack.web.diary.second_look import odd_answers

ASKED = "Please look at this again"
NOT_SAVED_YET = "This is not saved yet"


@pytest.fixture
def patient(clinic: SmallClinic, sign_in: SignIn) -> FlaskClient:
    return sign_in(clinic.patient)


def pain(clinic: SmallClinic, measure: str) -> str:
    return f"pain_{clinic.site_ids['low back'].hex}_{measure}"


def capsules(clinic: SmallClinic) -> str:
    """The field of a medicine of the plan that is usually taken four times a day."""
    row = TrialMedicine(
        id=uuid4(),
        trial_id=clinic.trial_id,
        name="Tramadol 50 mg capsules",
        drug="tramadol",
        strength=Fraction(50),
        form=MedicineForm.ORAL,
        unit_label="capsule",
        kind=MedicineKind.OPIOID,
        usual_count=Fraction(4),
        position=9,
    )
    with transaction() as session:
        session.add(row)
        return f"dose_{row.id.hex}"


def counts(clinic: SmallClinic, field: str, n: str) -> Form:
    others = {f"dose_{each.hex}": "0" for each in clinic.medicine_ids.values()}
    return {**others, field: n, "other_rescue_doses": "0"}


def test_a_count_far_above_the_usual_and_many_awakenings_are_asked_once_and_then_taken(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    field = capsules(clinic)
    sent = answered(clinic, patient) | counts(clinic, field, "25") | {"awakenings": "45"}
    asked = patient.post(f"{TODAY}/check", data=sent)
    assert asked.status_code == 200, "asked, never refused"
    said = "25 capsules of Tramadol 50 mg capsules? You usually take 4."
    for words in (ASKED, said, "Woke up 45 times that night?", f'href="#{field}"'):
        assert words in asked.text
    checked = patient.post(f"{TODAY}/check", data=read(asked).fields)
    assert NOT_SAVED_YET in checked.text
    patient.post(TODAY, data=read(checked).fields)
    with view() as session:
        record = read_diaries(session, [clinic.trial_id])[clinic.trial_id]
    doses = record.days[date(2026, 3, 14)].effective.answers.doses
    assert doses is not None
    assert doses[str(UUID(field.removeprefix("dose_")))] == 25


def test_staff_are_asked_about_the_same_counts_in_words_of_the_plan(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    nurse, field = sign_in(clinic.nurse), capsules(clinic)
    page = f"/trials/{clinic.trial_id}/enter/2026-03-14"
    scores = {f"pain_{site.hex}_average": "3" for site in clinic.site_ids.values()}
    sent = read(nurse.get(page)).fields | scores | counts(clinic, field, "25")
    sent |= {"origin": "telephone", "step": "check"}
    asked = nurse.post(page, data=sent)
    assert "25 capsules of Tramadol 50 mg capsules? The plan has 4 as usual." in asked.text
    assert NOT_SAVED_YET in nurse.post(page, data=read(asked).fields | {"step": "check"}).text


@pytest.mark.parametrize(
    ("usual", "taken", "asked"),
    [
        ("4", "8", "8 tablets of X? You usually take 4."),
        ("4", "7.5", None),
        ("6", "11", None),
        ("1", "4", None),
        ("1", "5", "5 tablets of X? You usually take 1."),
        ("0", "4", "4 tablets of X? You usually take none."),
        ("0", "3", None),
        (None, "99", None),
    ],
)
def test_a_count_is_odd_from_twice_the_usual_and_four_more(
    clinic: SmallClinic, app: Flask, usual: str | None, taken: str, asked: str | None
) -> None:
    medicine = MedicineFacts(
        id=uuid4(),
        name="X",
        drug="x",
        strength=None,
        form=MedicineForm.ORAL,
        unit_label="tablet",
        kind=MedicineKind.PAINKILLER,
        usual_count=None if usual is None else Fraction(usual),
    )
    assert _odd(clinic, app, medicine, taken, "20") == ([asked] if asked else [])


def test_patches_are_worn_and_twenty_awakenings_are_no_question(
    clinic: SmallClinic, app: Flask
) -> None:
    patch = MedicineFacts(
        id=uuid4(),
        name="Fentanyl 12 patch",
        drug="fentanyl",
        strength=Fraction(12),
        form=MedicineForm.PATCH,
        unit_label="patch",
        kind=MedicineKind.OPIOID,
        usual_count=Fraction(1),
    )
    assert _odd(clinic, app, patch, "6", "21") == [
        "Woke up 21 times that night?",
        "6 patches of Fentanyl 12 patch? You usually wear 1.",
    ]


def _odd(
    clinic: SmallClinic, app: Flask, medicine: MedicineFacts, taken: str, woken: str
) -> list[str]:
    with view() as session:
        record = read_diaries(session, [clinic.trial_id])[clinic.trial_id]
    asked = replace(day_questions(record, date(2026, 3, 14)), medicines=(medicine,))
    sent = {f"dose_{medicine.id.hex}": taken, "awakenings": woken}
    with app.test_request_context():
        form = diary_form(asked)(formdata=MultiDict(sent))
        return [each.text for each in odd_answers(form)]


def test_worst_below_average_is_asked_once_and_accepted_when_sent_again(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    sent = answered(clinic, patient) | {pain(clinic, "worst"): "2"}
    asked = patient.post(f"{TODAY}/check", data=sent)
    assert asked.status_code == 200
    assert ASKED in asked.text
    assert "Low back: 3 on average, but 2 at its worst." in asked.text
    again = read(asked).fields
    assert (again[pain(clinic, "worst")], again["note"]) == ("2", sent["note"])
    other = again | {pain(clinic, "now"): "9"}
    assert "9 right now, but 2 at its worst" in patient.post(f"{TODAY}/check", data=other).text
    checked = patient.post(f"{TODAY}/check", data=again)
    assert NOT_SAVED_YET in checked.text
    patient.post(TODAY, data=read(checked).fields)
    with view() as session:
        record = read_diaries(session, [clinic.trial_id])[clinic.trial_id]
    answers, back = record.days[date(2026, 3, 14)].effective.answers, clinic.site_ids["low back"]
    assert answers.pain[str(back)] == {Measure.AVERAGE: 3, Measure.WORST: 2}


def test_the_same_score_twice_is_not_odd(clinic: SmallClinic, patient: FlaskClient) -> None:
    same = {pain(clinic, "worst"): "3", pain(clinic, "now"): "3"}
    checked = patient.post(f"{TODAY}/check", data=answered(clinic, patient) | same)
    assert NOT_SAVED_YET in checked.text


def rename(clinic: SmallClinic, name: str) -> None:
    about = {"trial_id": clinic.trial_id, "by": clinic.nurse, "at": NOW, "reason": "The letter"}
    rename_site(site_id=clinic.site_ids["left leg"], name=name, **about)  # type: ignore[arg-type]


def test_a_site_renamed_while_the_page_was_open_is_asked_about_once_at_checking_and_at_saving(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    sent = answered(clinic, patient)
    rename(clinic, "right leg")
    asked = patient.post(f"{TODAY}/check", data=sent)
    words = "Your team renamed “Left leg” to “Right leg” while this page was open."
    assert words in asked.text
    checked = patient.post(f"{TODAY}/check", data=read(asked).fields)
    assert NOT_SAVED_YET in checked.text
    rename(clinic, "both legs")
    again = patient.post(TODAY, data=read(checked).fields)
    assert again.status_code == 200, "asked, never refused"
    assert "not saved yet. Your team renamed “Right leg” to “Both legs”" in again.text
    fields = read(again).fields
    assert traces(fields["entry_id"]) == NOTHING
    assert fields["note"] == sent["note"]
    assert NOT_SAVED_YET in patient.post(f"{TODAY}/check", data=fields).text
    receipt = patient.post(TODAY, data=fields)
    assert receipt.status_code == 303
    rename(clinic, "left foot")
    assert patient.post(TODAY, data=fields).location == receipt.location


def test_staff_are_asked_about_a_renamed_site_before_they_save(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    nurse = sign_in(clinic.nurse)
    page = f"/trials/{clinic.trial_id}/enter/2026-03-14"
    scores = {f"pain_{site.hex}_average": "3" for site in clinic.site_ids.values()}
    sent = read(nurse.get(page)).fields | scores | {"origin": "telephone", "step": "save"}
    rename(clinic, "right leg")
    asked = nurse.post(page, data=sent)
    assert "“Left leg” was renamed to “Right leg” while this page was open." in asked.text
    assert nurse.post(page, data=read(asked).fields | {"step": "save"}).status_code == 303


@pytest.mark.parametrize("seen", ["", "{", "[]", '"x"', '{"a": 1}'])
def test_a_page_that_does_not_say_what_the_sites_were_called_is_taken(
    clinic: SmallClinic, patient: FlaskClient, seen: str
) -> None:
    sent = answered(clinic, patient) | {"sites_seen": seen}
    assert NOT_SAVED_YET in patient.post(f"{TODAY}/check", data=sent).text
