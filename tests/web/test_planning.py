"""A nurse takes in a new patient: the form, the look over it, and what comes next."""

import re
from fractions import Fraction

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.web.clinics import SmallClinic
from tests.web.conftest import SignIn
from tests.web.pages import form_of, read
from tests.web.planning import NEW, PLAN, WHO, checked, saved
from trialtrack import db
from trialtrack.clinical.protocol import FIELD_NAMES
from trialtrack.models import Patient, ProtocolVersion, Trial, TrialMedicine
from trialtrack.web.clinic.planning.protocol_fields import ASKED


def counted() -> tuple[int, int]:
    with db.view() as session:
        return (
            session.scalar(select(func.count()).select_from(Patient)) or 0,
            session.scalar(select(func.count()).select_from(Trial)) or 0,
        )


def test_a_usual_case_is_looked_over_saved_and_leads_to_the_card(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    nurse = sign_in(clinic.nurse)
    look = checked(nurse)
    assert look.status_code == 200, look.text[look.text.index("error-summary") :][:900]
    for words in (
        "Okafor, Ben",
        "Tue 24 March 2026",
        "Tue 31 March 2026, 7 days later",
        "7 planned days leave 6 treatment days; 4 are needed; every day counts.",
        "The baseline runs from Tue 17 to Mon 23 March 2026.",
        "4 capsules on a usual day, an opioid",
        "never to convert one opioid into another",
        "This is not saved yet",
    ):
        assert words in look.text, words
    assert counted() == (1, 1)
    done = saved(nurse, look.text)
    assert done.status_code == 303
    assert counted() == (2, 2)
    again = saved(nurse, look.text)
    assert again.headers["Location"] == done.headers["Location"]
    assert counted() == (2, 2)
    page = nurse.get(done.headers["Location"]).text
    for words in ("Okafor, Ben", "9 May 1970", "RQ 77-12", "begins on Tue 17 March 2026"):
        assert words in page, words
    card = re.search(r'action="(/trials/[^"]+/card)"', page)
    assert card is not None
    assert "Print the card for Okafor, Ben" in nurse.post(card[1]).text


def test_nothing_typed_is_lost_by_an_error_or_another_row(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    nurse = sign_in(clinic.nurse)
    refused = checked(nurse, family_name="", birth_month="13", planned_removal_on="2026-03-20")
    assert refused.status_code == 422
    for words in (
        "Write the family name.",
        "Write the month the patient was born, such as 2 for February.",
        "Write a day of removal that is after placement.",
    ):
        assert refused.text.count(words) == 2, words  # In the summary and beside the field.
    typed = {**form_of(nurse, NEW), **WHO, **PLAN, "change": "medicines"}
    more = nurse.post(NEW, data=typed)
    assert more.status_code == 200
    for page in (refused.text, more.text):
        for value in ("Ben", "13" if page is refused.text else "5", "tramadol 50", "Walk the dog"):
            assert value in page, value
    assert 'name="medicines-3-name"' in more.text
    assert 'name="medicines-3-name"' not in refused.text


def test_a_medicine_is_known_or_said_what_it_is(clinic: SmallClinic, sign_in: SignIn) -> None:
    nurse = sign_in(clinic.nurse)
    which = checked(nurse, **{"medicines-0-name": "amitriptyline"})
    assert "Which one is it: Amitriptyline 10 mg, Amitriptyline 25 mg" in which.text
    unknown = checked(nurse, **{"medicines-0-name": "Zomorph 30"})
    assert "is not on the list. Say below what it counts as." in unknown.text
    assert 'name="medicines-0-kind"' in unknown.text
    other = {"medicines-0-name": "Zomorph 30", "medicines-0-kind": "other"}
    assert "is morphine, an opioid. Choose “An opioid”." in checked(nurse, **other).text
    opioid = {**other, "medicines-0-kind": "opioid"}
    twice = checked(nurse, **{"medicines-0-name": "tram 50", "medicines-1-name": "Tramadol 50"})
    assert twice.text.count("This medicine is named twice.") == 2
    assert "Write the strength of one" in checked(nurse, **opioid).text
    look = checked(nurse, **opioid, **{"medicines-0-strength": "30", "medicines-0-unit": "capsule"})
    assert look.status_code == 200, look.text
    saved(nurse, look.text)
    with db.view() as session:
        kept = session.scalars(select(TrialMedicine).where(TrialMedicine.drug == "morphine")).one()
        assert (kept.name, kept.strength, kept.unit_label) == (
            "Zomorph 30",
            Fraction(30),
            "capsule",
        )


def test_a_drug_without_a_factor_is_named_at_once(clinic: SmallClinic, sign_in: SignIn) -> None:
    nurse = sign_in(clinic.nurse)
    asked = {"medicines-0-name": "Buprenorphine patch 20 micrograms/hour"}
    said = nurse.get("/trials/new/means", query_string=asked).get_json()
    assert "Buprenorphine patch 20 micrograms/hour is not counted in the CDC table" in said["means"]


def test_the_template_fills_what_nobody_changed(clinic: SmallClinic, sign_in: SignIn) -> None:
    nurse = sign_in(clinic.nurse)
    asked = {
        **form_of(nurse, NEW),
        **PLAN,
        "treatment": "drg.drg",
        "protocol_threshold_percent": "60",
    }
    said = nurse.get("/trials/new/means", query_string=asked).get_json()
    assert said["fields"]["protocol_washout_days"] == "2"
    assert "protocol_threshold_percent" not in said["fields"]
    assert said["fields"]["planned_removal_on"] == "2026-03-31"
    assert "leave 5 treatment days; 3 are needed" in said["means"]
    by_hand = checked(nurse, treatment="drg.drg", protocol_washout_days="4")
    assert "leave 3 treatment days" in by_hand.text
    saved(nurse, by_hand.text)
    with db.view() as session:
        kept = session.scalars(
            select(ProtocolVersion).where(ProtocolVersion.washout_days == 4)
        ).one()
        assert kept.threshold_percent == 50


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("threshold_percent", "0", "over 0 and up to 100"),
        ("baseline_days", "29", "from 1 to 28"),
        ("baseline_min_days", "8", "from 1 up to the days of the baseline"),
        ("washout_days", "two", "from 0 to 14"),
        ("window_min_share", "1.1", "over 0 and up to 1"),
        ("baseline_ends_on", "2026-03-25", "within the 28 days up to placement"),
        ("measure", "mood", "Choose which pain is judged."),
    ],
)
def test_the_protocol_is_refused_in_words_beside_its_field(
    clinic: SmallClinic, sign_in: SignIn, field: str, value: str, words: str
) -> None:
    refused = checked(sign_in(clinic.nurse), **{f"protocol_{field}": value})
    assert refused.status_code == 422
    assert refused.text.count(words) == 2
    assert '<details class="section protocol" open>' in refused.text


def test_a_slip_in_the_year_is_said_beside_the_day(clinic: SmallClinic, sign_in: SignIn) -> None:
    refused = checked(
        sign_in(clinic.nurse), placed_on="2020-04-14", planned_removal_on="2020-04-21"
    )
    assert refused.status_code == 422
    assert refused.text.count("days before today. Check the year.") == 2
    assert 'value="2020-04-14"' in refused.text


def test_somebody_who_is_here_is_told_before_saving(clinic: SmallClinic, sign_in: SignIn) -> None:
    nurse = sign_in(clinic.nurse)
    clinic.end()
    number = {"hospital_number": "h one", "placed_on": "2026-04-14"}
    look = checked(nurse, **number)
    assert "Somebody like this is here already" in look.text
    assert "the same hospital number" in look.text
    assert f'href="/trials/{clinic.trial_id}"' in look.text
    undecided = saved(nurse, look.text)
    assert undecided.status_code == 422
    assert "Say whether it is one of them before you save." in undecided.text
    assert counted() == (1, 1)
    done = saved(nurse, undecided.text, same_person=str(clinic.patient.patient_id))
    assert done.status_code == 303
    assert counted() == (1, 2)
    another = checked(nurse, **number)
    assert saved(nurse, another.text, same_person="another").status_code == 303
    assert counted() == (2, 3)


def test_a_trial_in_the_way_is_said_at_once(clinic: SmallClinic, sign_in: SignIn) -> None:
    nurse, patient = sign_in(clinic.nurse), clinic.patient.patient_id
    assert f'href="/patients/{patient}/trials/new"' in nurse.get(f"/patients/{patient}").text
    assert (
        "A trial of this patient is not over" in nurse.get(f"/patients/{patient}/trials/new").text
    )


def test_a_patient_who_is_here_gets_another_trial(clinic: SmallClinic, sign_in: SignIn) -> None:
    nurse = sign_in(clinic.nurse)
    address = f"/patients/{clinic.patient.patient_id}/trials/new"
    page = nurse.get(address).text
    assert "Garcia, Ana" in page
    assert 'name="family_name"' not in page
    look = checked(nurse, address, placed_on="2026-04-14")
    refused = saved(nurse, look.text, address)
    assert refused.status_code == 422
    assert "This patient has a trial that is not over" in refused.text
    assert "Walk the dog" in refused.text
    clinic.end()
    assert saved(nurse, look.text, address).status_code == 303
    assert counted() == (1, 2)


def test_only_the_team_of_the_clinic_reaches_it(
    clinic: SmallClinic, stranger: SmallClinic, sign_in: SignIn
) -> None:
    foreign = f"/patients/{clinic.patient.patient_id}/trials/new"
    assert sign_in(stranger.nurse).get(foreign).status_code == 404
    planned = f"/trials/{clinic.trial_id}/planned"
    assert sign_in(stranger.nurse).get(planned).status_code == 404
    assert sign_in(clinic.consultant).get(foreign).status_code == 200
    for address in (NEW, foreign, planned, "/trials/new/means"):
        assert sign_in(clinic.patient).get(address).status_code in (302, 303, 403)


def test_the_pages_are_pages_like_every_other(clinic: SmallClinic, sign_in: SignIn) -> None:
    nurse = sign_in(clinic.nurse)
    refused = checked(nurse, placed_on="", **{"medicines-0-name": "Zomorph"})
    for answer in (
        nurse.get(NEW),
        checked(nurse),
        checked(nurse, hospital_number="H-one"),
        refused,
    ):
        read(answer)


def test_the_goal_is_said_anew_and_kept_typed_where_it_is_refused(
    clinic: SmallClinic, stranger: SmallClinic, sign_in: SignIn
) -> None:
    nurse, address = sign_in(clinic.nurse), f"/trials/{clinic.trial_id}/goal"
    assert "None is set yet." in nurse.get(address).text
    old = form_of(nurse, address)
    assert nurse.post(address, data={**old, "goal": "Walk the dog"}).status_code == 303
    trial = nurse.get(f"/trials/{clinic.trial_id}").text
    assert "The goal is saved." in trial
    assert "Goal: Walk the dog" in trial
    late = nurse.post(address, data={**old, "goal": "Dance"})
    assert late.status_code == 422
    assert "There it is now: Walk the dog" in late.text
    assert read(late).fields["goal"] == "Dance"
    assert "Walk the dog" in nurse.get(address).text
    refused = nurse.post(address, data={"goal": "y" * 501})
    assert refused.status_code == 422
    assert refused.text.count("Shorten the goal to 500 characters.") == 2
    assert "y" * 501 in refused.text
    assert sign_in(stranger.nurse).get(address).status_code == 404
    clinic.end()
    late = nurse.post(address, data={"goal": "Sleep"})
    assert late.status_code == 422
    assert "The leads of this trial are out" in late.text


def test_a_form_sent_after_signing_out_waits_with_its_rows_and_is_sent_later(
    clinic: SmallClinic, sign_in: SignIn, app: Flask
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    nurse = sign_in(clinic.nurse)
    typed = {**form_of(nurse, NEW), **WHO, **PLAN, "medicines-3-name": "Duloxetine 60 mg"}
    nurse.post("/sign-out", data={"csrf_token": typed["csrf_token"]})
    lost = nurse.post(NEW, data={**typed, "step": "check"})
    assert lost.status_code == 401
    again = sign_in(clinic.nurse)
    waits = re.search(r'href="(/trials/new[?]waiting=[^"]+)"', again.get("/not-sent").text)
    assert waits is not None
    page = again.get(waits[1])
    for value in ("Okafor", "Duloxetine 60 mg", "Walk the dog", "01632 960111"):
        assert value in page.text, value
    fields = {**form_of(again, waits[1]), **{k: WHO[k] for k in WHO if k.startswith("birth")}}
    assert again.post(waits[1], data={**fields, "step": "check"}).status_code == 200


def test_the_form_asks_for_every_field_of_the_protocol_in_its_order() -> None:
    assert tuple(ASKED) == FIELD_NAMES
