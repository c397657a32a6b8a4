"""Name, date of birth and hospital number stand on every page of the team about a person.

A new page that takes the id of a trial, a day, a flag, an entry, a request or a patient is walked
by itself: without the three it turns this red. What it asks for, give it a value here.
"""

import re
from collections.abc import Mapping
from datetime import date
from uuid import UUID, uuid4

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.web.clinics import BEFORE, NOW, SmallClinic
from tests.web.conftest import SignIn
from tests.web.test_days import ANSWERED, enter, some_entry
from trialtrack.access import Role
from trialtrack.clinical.signs import Sign
from trialtrack.db import view
from trialtrack.services.add_patient import Identity, add_patient
from trialtrack.services.ask_correction import ask_correction
from trialtrack.services.merge_patients import merge_patients
from trialtrack.services.programmes import add_programme
from trialtrack.services.raise_flag import Report, raise_flag
from trialtrack.store.diaries import read_diaries

IDENTITY = ("Garcia, Ana", "4 Feb 1961", "H-one")
CLOSED = date(2026, 3, 8)


def pages(app: Flask) -> list[Rule]:
    """Every page of the team that takes an id."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if app.view_functions[rule.endpoint].__module__.startswith("trialtrack.web.clinic.")
        and "GET" in (rule.methods or ())
        and rule.arguments
    ]


def another(clinic: SmallClinic) -> UUID:
    who = Identity("Okonkwo", "Ben", date(1950, 1, 1), "RQ 9")
    return add_patient(clinic_id=clinic.clinic_id, identity=who, by=clinic.nurse, at=BEFORE)


@pytest.fixture
def values(clinic: SmallClinic) -> Mapping[str, object]:
    """Something of each kind that an address asks for, all of one person."""
    mine, by = clinic.patient.patient_id, clinic.nurse
    assert mine is not None
    with view() as session:
        counts = read_diaries(session, [clinic.trial_id])[clinic.trial_id].days[CLOSED].effective
    asked = some_entry(clinic, CLOSED, 5)
    ask_correction(asked=asked, replaces=counts.id, by=clinic.patient, at=NOW)
    report = Report(uuid4(), clinic.trial_id, (Sign.WOUND,), "red")
    merge_id = merge_patients(
        merged_id=another(clinic), into_id=mine, same_person=True, reason="One.", by=by, at=NOW
    )
    return {
        "trial_id": clinic.trial_id,
        "patient_id": mine,
        "other_id": another(clinic),
        "merge_id": merge_id,
        "entry_id": enter(clinic, ANSWERED, 9).id,
        "request_id": asked.id,
        "flag_id": raise_flag(report=report, by=clinic.patient, at=NOW).flag_id,
        "programme_id": add_programme(trial_id=clinic.trial_id, name="P1", by=by, at=NOW),
        "site_id": clinic.site_ids["low back"],
        "day": ANSWERED.isoformat(),
        "what": "placement",
    }


def address(rule: Rule, values: Mapping[str, object], app: Flask) -> str:
    given = dict(values)
    if rule.endpoint == "wrong_patient.to":
        given["patient_id"] = given["other_id"]
    unknown = set(rule.arguments) - set(given)
    assert not unknown, f"{rule.endpoint} takes {unknown}: give it a value here"
    with app.test_request_context():
        return app.url_map.bind("").build(rule.endpoint, {n: given[n] for n in rule.arguments})


def test_every_page_about_a_person_says_who_it_is(
    app: Flask, clinic: SmallClinic, values: Mapping[str, object], sign_in: SignIn
) -> None:
    consultant, without = sign_in(clinic.consultant), {}
    for rule in pages(app):
        answer = consultant.get(address(rule, values, app))
        assert answer.status_code == 200, (rule.endpoint, answer.status_code)
        missing = [part for part in IDENTITY if part not in seen(answer.text)]
        if missing:
            without[rule.endpoint] = missing
    assert without == {}


def test_a_representative_is_told_none_of_it_on_any_page(
    app: Flask, clinic: SmallClinic, values: Mapping[str, object], sign_in: SignIn
) -> None:
    client = sign_in(clinic.hires(Role.REPRESENTATIVE))
    opened = [client.get(address(rule, values, app)) for rule in pages(app)]
    shown = [answer.text for answer in opened if answer.status_code == 200]
    assert len(shown) >= 3
    for text in shown:
        assert not [part for part in (*IDENTITY, "Garcia", "1961") if part in text]
    assert {answer.status_code for answer in opened} <= {200, 403}


def test_the_card_is_handed_over_by_all_three_and_carries_none(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    made = sign_in(clinic.nurse).post(f"/trials/{clinic.trial_id}/card", data={"replaces": ""})
    screen, _, paper = made.text.partition('<div class="card-sheet">')
    assert [part for part in IDENTITY if part not in screen] == []
    assert not [part for part in (*IDENTITY, "Garcia") if part in paper]


def seen(text: str) -> str:
    """What can be read of a page; its title is in no sight."""
    body = text.partition("<main")[2]
    return " ".join(re.sub(r"<[^>]+>", "", body).split())
