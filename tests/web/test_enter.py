"""Staff enter a day from paper or the telephone: the right person, the right day, marked so."""

from datetime import date

import pytest
from flask.testing import FlaskClient

from tests.web.clinics import NOW, SmallClinic
from tests.web.conftest import SignIn
from tests.web.pages import Form, read
from tests.web.test_days import ANSWERED, days
from tests.web.test_settle import kept
from trialtrack.access import Role
from trialtrack.models import Origin
from trialtrack.services.day_entry import reference_of
from trialtrack.services.withdraw import withdraw

MISSED = date(2026, 3, 10)
OPEN = date(2026, 3, 14)


@pytest.fixture
def nurse(clinic: SmallClinic, sign_in: SignIn) -> FlaskClient:
    return sign_in(clinic.nurse)


def page(clinic: SmallClinic, day: date = MISSED) -> str:
    return f"/trials/{clinic.trial_id}/enter/{day}"


def from_paper(clinic: SmallClinic, nurse: FlaskClient, day: date = MISSED) -> Form:
    form = read(nurse.get(page(clinic, day))).fields
    scores = {f"pain_{site.hex}_average": "6" for site in clinic.site_ids.values()}
    return {
        **form,
        **scores,
        "origin": "transcribed",
        "paper_reference": reference_of(clinic.trial_id),
        "written_on": str(day),
        "reason": "No telephone that week",
        "side_effects": "Itching",
    }


def save(clinic: SmallClinic, nurse: FlaskClient, form: Form, day: date = MISSED) -> str:
    looked = nurse.post(page(clinic, day), data={**form, "step": "check"})
    assert "This is not saved yet" in looked.text, looked.text
    saved = nurse.post(page(clinic, day), data={**read(looked).fields, "step": "save"})
    assert saved.status_code == 303, saved.text
    return saved.headers["Location"]


def test_every_day_so_far_can_be_chosen_and_those_with_answers_are_said(
    clinic: SmallClinic, nurse: FlaskClient
) -> None:
    answer = nurse.get(f"/trials/{clinic.trial_id}/enter")
    read(answer)
    assert answer.text.count("/enter/2026-") == 12
    for words in ("has an answer (patient)", "no answer, needs a reason", "Garcia, Ana", "H-one"):
        assert words in answer.text
    assert reference_of(clinic.trial_id) in answer.text


def test_a_day_from_paper_is_looked_over_saved_and_marked(
    clinic: SmallClinic, nurse: FlaskClient
) -> None:
    form = from_paper(clinic, nurse)
    looked = nurse.post(page(clinic), data={**form, "step": "check"})
    read(looked)
    for words in ("Garcia, Ana", "4 Feb 1961", "It is marked as late", "dated 10 Mar 2026"):
        assert words in looked.text
    assert "Save Tuesday 10 March for Garcia, Ana" in looked.text
    saved = nurse.get(save(clinic, nurse, form))
    read(saved)
    entry = kept(clinic, MISSED).effective
    assert (entry.origin, entry.entered_by) == (Origin.TRANSCRIBED, "Nurse of one")
    assert (entry.late, entry.written_on, entry.entered_at) == (True, MISSED, NOW)
    assert (entry.reason, entry.side_effects) == ("No telephone that week", "Itching")
    assert entry.reference in saved.text
    day = nurse.get(days(clinic, MISSED)).text
    assert "Copied from paper, dated 10 Mar 2026, entered by Nurse of one" in day


def test_a_day_on_the_telephone_is_marked_so_and_needs_no_reason_while_it_is_open(
    clinic: SmallClinic, nurse: FlaskClient
) -> None:
    form = {**from_paper(clinic, nurse, OPEN), "origin": "telephone", "reason": ""}
    save(clinic, nurse, form, OPEN)
    entry = kept(clinic, OPEN).effective
    assert (entry.origin, entry.late, entry.written_on) == (Origin.TELEPHONE, False, None)


def test_two_taps_are_one_entry(clinic: SmallClinic, nurse: FlaskClient) -> None:
    form = {**from_paper(clinic, nurse), "step": "save"}
    answers = [nurse.post(page(clinic), data=form) for _ in range(2)]
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert len(kept(clinic, MISSED).entries) == 1


def test_other_answers_sent_from_the_same_page_are_kept_beside_the_first(
    clinic: SmallClinic, nurse: FlaskClient
) -> None:
    form = {**from_paper(clinic, nurse), "step": "save"}
    nurse.post(page(clinic), data=form)
    score = f"pain_{clinic.site_ids['low back'].hex}_average"
    refused = nurse.post(page(clinic), data={**form, score: "1"})
    assert refused.status_code == 422
    assert "was saved already with other answers" in refused.text
    again = read(refused).fields
    assert (again[score], again["entry_id"] == form["entry_id"]) == ("1", False)
    save(clinic, nurse, again)
    assert len(kept(clinic, MISSED).conflicting) == 1


@pytest.mark.parametrize(
    "changed", [{"reason": "He brought another sheet"}, {"origin": "telephone"}]
)
def test_what_was_changed_about_an_entry_is_not_called_saved_by_its_first_receipt(
    clinic: SmallClinic, nurse: FlaskClient, changed: Form
) -> None:
    form = {**from_paper(clinic, nurse), "step": "save"}
    nurse.post(page(clinic), data=form)
    refused = nurse.post(page(clinic), data=form | changed)
    assert refused.status_code == 422
    assert "saved already" in refused.text
    assert all(typed in refused.text for typed in changed.values())


def test_a_second_answer_is_seen_beside_the_first_and_replaces_nothing(
    clinic: SmallClinic, nurse: FlaskClient
) -> None:
    form = from_paper(clinic, nurse, ANSWERED)
    assert "This day has an answer already" in nurse.get(page(clinic, ANSWERED)).text
    looked = nurse.post(page(clinic, ANSWERED), data={**form, "step": "check"})
    assert "Both are kept." in looked.text
    assert 'class="differs"' in looked.text
    counts = kept(clinic, ANSWERED).effective.id
    saved = nurse.get(save(clinic, nurse, form, ANSWERED)).text
    assert "There are two answers for this day" in saved
    found = kept(clinic, ANSWERED)
    assert found.effective.id == counts
    assert f"/conflicts/{found.conflicting[0].id}" in saved


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"origin": ""}, "Choose how the answers came."),
        ({"reason": " "}, "Write why: the patient can no longer fill in this day."),
        ({"paper_reference": "ABCDEFGH"}, "may be another person’s"),
        ({"written_on": "2026-03-09"}, "can only have been written from that day on"),
        ({"written_on": "2026-03-15"}, "can only have been written from that day on"),
        ({"sleep_hours": "a lot"}, "Write the hours you slept"),
    ],
)
def test_what_cannot_be_is_refused_and_stays_typed(
    clinic: SmallClinic, nurse: FlaskClient, typed: Form, words: str
) -> None:
    form = {**from_paper(clinic, nurse), **typed, "step": "save"}
    answer = nurse.post(page(clinic), data=form)
    read(answer)
    assert answer.status_code == 422
    assert words in answer.text
    assert "Itching" in answer.text
    assert all(value in answer.text for value in typed.values() if value.strip())


def test_the_reference_may_be_typed_as_one_reads_it(
    clinic: SmallClinic, nurse: FlaskClient
) -> None:
    reference = reference_of(clinic.trial_id)
    typed = f" {reference[:4].lower()}-{reference[4:].lower()} "
    save(clinic, nurse, {**from_paper(clinic, nurse), "paper_reference": typed})


def test_back_to_the_questions_keeps_everything(clinic: SmallClinic, nurse: FlaskClient) -> None:
    looked = nurse.post(page(clinic), data={**from_paper(clinic, nurse), "step": "check"})
    again = read(nurse.post(page(clinic), data={**read(looked).fields, "step": "edit"}))
    assert again.fields["origin"] == "transcribed"
    assert again.fields["written_on"] == str(MISSED)


def test_an_odd_year_on_the_sheet_is_said_beside_its_date(
    clinic: SmallClinic, nurse: FlaskClient
) -> None:
    form = {**from_paper(clinic, nurse), "written_on": "20226-03-10", "step": "check"}
    refused = nurse.post(page(clinic), data=form)
    assert refused.status_code == 422
    assert 'href="#written_on">Check the year of this day.' in refused.text


def test_after_withdrawal_nothing_is_entered(clinic: SmallClinic, nurse: FlaskClient) -> None:
    form = from_paper(clinic, nurse)
    withdraw(trial_id=clinic.trial_id, reason=None, by=clinic.patient, at=NOW)
    assert "Nothing more is collected" in nurse.get(f"/trials/{clinic.trial_id}/enter").text
    answer = nurse.post(page(clinic), data={**form, "step": "save"})
    assert answer.status_code == 422
    assert "no longer takes part" in answer.text


@pytest.mark.parametrize("day", ["2026-03-02", "2026-03-15", "soon"])
def test_days_that_the_diary_does_not_have_are_not_entered(
    clinic: SmallClinic, nurse: FlaskClient, day: str
) -> None:
    assert nurse.get(f"/trials/{clinic.trial_id}/enter/{day}").status_code == 404


def test_only_the_team_of_the_clinic_enters_days(
    clinic: SmallClinic, stranger: SmallClinic, sign_in: SignIn, nurse: FlaskClient
) -> None:
    form = {**from_paper(clinic, nurse), "step": "save"}
    for person, status in (
        (stranger.nurse, 404),
        (clinic.patient, 403),
        (clinic.hires(Role.REPRESENTATIVE), 403),
        (clinic.hires(Role.ADMINISTRATOR), 403),
    ):
        client = sign_in(person)
        assert client.get(page(clinic)).status_code == status
        assert client.get(f"/trials/{clinic.trial_id}/enter").status_code == status
        # A form belongs to the account that it was made for, so this one is made anew.
        assert client.post(page(clinic), data=form).status_code == status
