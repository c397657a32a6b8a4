"""The team settles what waits: sees both sides, chooses, says why; nothing is lost on the way."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
import time_machine
from flask.testing import FlaskClient

from tests.web.clinics import NOW, SmallClinic
from tests.web.conftest import SignIn
from tests.web.pages import read
from tests.web.test_days import ANSWERED, days, enter, some_entry
from trialtrack.access import Role
from trialtrack.db import view
from trialtrack.services.ask_correction import ask_correction
from trialtrack.services.withdraw import withdraw
from trialtrack.store.diaries import read_diaries
from trialtrack.store.records import DayRecord

CLOSED = date(2026, 3, 8)
Made = Callable[[SmallClinic], str | tuple[str, UUID, UUID]]


@pytest.fixture
def nurse(clinic: SmallClinic, sign_in: SignIn) -> FlaskClient:
    return sign_in(clinic.nurse)


def kept(clinic: SmallClinic, day: date) -> DayRecord:
    with view() as session:
        return read_diaries(session, [clinic.trial_id])[clinic.trial_id].days[day]


def conflict(clinic: SmallClinic, average: int = 9) -> tuple[str, UUID, UUID]:
    """The address of a second answer, its id, and the id of the one that counts."""
    second = enter(clinic, ANSWERED, average).id
    return f"/conflicts/{second}", second, kept(clinic, ANSWERED).effective.id


def correction(clinic: SmallClinic, average: int = 2) -> str:
    """The address of a correction asked for of a closed day."""
    asked = replace(some_entry(clinic, CLOSED, average), reason="Pressed the wrong number")
    counts = kept(clinic, CLOSED).effective.id
    ask_correction(asked=asked, replaces=counts, by=clinic.patient, at=NOW)
    return f"/corrections/{asked.id}"


def test_both_answers_stand_side_by_side_and_what_differs_is_said(
    clinic: SmallClinic, nurse: FlaskClient
) -> None:
    address, *_ = conflict(clinic)
    answer = nurse.get(address)
    page = read(answer)
    for words in (
        "Two answers for Thursday 12 March 2026, day 2",
        "Garcia, Ana",
        "4 Feb 1961",
        "H-one",
        "2 answers differ.",
        "Settle Thursday 12 March for Garcia, Ana",
    ):
        assert words in answer.text
    assert answer.text.count('class="differs"') == 2
    assert "choice" not in page.fields, "nothing is chosen before the nurse chooses"


def test_what_is_chosen_counts_and_the_reason_is_shown(
    clinic: SmallClinic, nurse: FlaskClient
) -> None:
    address, second, _ = conflict(clinic)
    form = {**read(nurse.get(address)).fields, "choice": "waiting", "reason": "Rang her"}
    answer = nurse.post(address, data=form)
    assert answer.status_code == 303
    assert kept(clinic, ANSWERED).effective.id == second
    day = nurse.get(days(clinic, ANSWERED))
    read(day)
    assert "Nurse of one chose" in day.text
    assert "Rang her" in day.text
    assert "settled" in nurse.get(days(clinic)).text
    assert "of two answers Nurse of one chose one" in nurse.get(f"/trials/{clinic.trial_id}").text
    assert "This is settled" in nurse.get(address).text


def test_without_choice_or_reason_nothing_is_settled_and_what_was_typed_stays(
    clinic: SmallClinic, nurse: FlaskClient
) -> None:
    address, *_ = conflict(clinic)
    fields = read(nurse.get(address)).fields
    answer = nurse.post(address, data={**fields, "reason": "Rang her"})
    assert answer.status_code == 422
    assert "Choose the answer that counts." in answer.text
    assert "Rang her" in answer.text
    answer = nurse.post(address, data={**fields, "choice": "waiting", "reason": " "})
    assert "Write why; the patient reads it too." in answer.text
    assert len(kept(clinic, ANSWERED).conflicting) == 1


def test_a_page_that_is_out_of_date_settles_nothing(
    clinic: SmallClinic, nurse: FlaskClient
) -> None:
    address, _, counts = conflict(clinic)
    form = {**read(nurse.get(address)).fields, "choice": "waiting", "reason": "Rang her"}
    form["standing_id"] = str(enter(clinic, ANSWERED, 5).id)
    answer = nurse.post(address, data=form)
    assert answer.status_code == 422
    assert "changed meanwhile" in answer.text
    assert "Rang her" in answer.text
    assert "checked" not in answer.text, "left is another answer now, so it is chosen anew"
    assert kept(clinic, ANSWERED).effective.id == counts


@pytest.mark.parametrize(("made", "choice"), [(conflict, "standing"), (correction, "accept")])
def test_what_was_written_stays_to_be_read_where_a_colleague_was_quicker(
    clinic: SmallClinic, nurse: FlaskClient, sign_in: SignIn, made: Made, choice: str
) -> None:
    found = made(clinic)
    address = found if isinstance(found, str) else found[0]
    typed = {**read(nurse.get(address)).fields, "choice": choice, "reason": "She rang us"}
    sign_in(clinic.consultant).post(address, data={**typed, "reason": "He rang us"})
    refused = nurse.post(address, data=typed)
    read(refused)
    assert refused.status_code == 422
    assert "A colleague settled this meanwhile" in refused.text
    assert "She rang us" in refused.text


def test_a_correction_is_accepted_and_replaces(clinic: SmallClinic, nurse: FlaskClient) -> None:
    address = correction(clinic)
    answer = nurse.get(address)
    read(answer)
    assert "Correction asked for: Sunday 8 March 2026" in answer.text
    assert "Pressed the wrong number" in answer.text
    form = {**read(answer).fields, "choice": "accept", "reason": "She wrote 2 on paper"}
    assert nurse.post(address, data=form).status_code == 303
    assert len(kept(clinic, CLOSED).versions) == 2
    day = nurse.get(days(clinic, CLOSED)).text
    assert "Asked for by the patient, accepted by Nurse of one." in day
    assert "She wrote 2 on paper" in day


def test_a_declined_correction_changes_nothing_and_says_why(
    clinic: SmallClinic, nurse: FlaskClient
) -> None:
    address = correction(clinic)
    form = {**read(nurse.get(address)).fields, "choice": "decline", "reason": "As we agreed"}
    assert nurse.post(address, data=form).status_code == 303
    assert len(kept(clinic, CLOSED).versions) == 1
    day = nurse.get(days(clinic, CLOSED)).text
    assert "Declined by Nurse of one" in day
    assert "As we agreed" in day


def test_a_day_changed_meanwhile_is_said_and_leads_on_to_the_choice(
    clinic: SmallClinic, nurse: FlaskClient
) -> None:
    address = correction(clinic)
    counts = kept(clinic, CLOSED).effective.id
    other = enter(clinic, CLOSED, 5, by=clinic.nurse, reason="Paper", on_paper=True).id
    nurse.post(
        f"/conflicts/{other}",
        data={"standing_id": str(counts), "choice": "waiting", "reason": "Paper counts"},
    )
    answer = nurse.get(address)
    assert "This day was changed after the patient asked." in answer.text
    form = {**read(answer).fields, "choice": "accept", "reason": "Both"}
    answer = nurse.post(address, data=form)
    assert answer.status_code == 303
    assert "/conflicts/" in answer.headers["Location"]
    assert kept(clinic, CLOSED).effective.id == other


def test_after_withdrawal_a_correction_can_only_be_declined(
    clinic: SmallClinic, nurse: FlaskClient
) -> None:
    address = correction(clinic)
    withdraw(trial_id=clinic.trial_id, reason=None, by=clinic.patient, at=NOW)
    answer = nurse.get(address)
    assert "this can only be declined" in answer.text
    form = {**read(answer).fields, "choice": "accept", "reason": "Both"}
    answer = nurse.post(address, data=form)
    assert answer.status_code == 422
    assert "no longer takes part" in answer.text
    assert nurse.post(address, data={**form, "choice": "decline"}).status_code == 303


def test_what_waits_stands_on_today_until_it_is_settled(
    clinic: SmallClinic, nurse: FlaskClient
) -> None:
    addresses = {"Two answers for Thursday 12 March": conflict(clinic)[0]}
    addresses["Asks for a correction of Sunday 8 March"] = correction(clinic)
    listed = nurse.get("/today").text
    for words, address in addresses.items():
        assert words in listed
        assert address in listed
        fields = read(nurse.get(address)).fields
        choice = "decline" if "corrections" in address else "standing"
        nurse.post(address, data={**fields, "choice": choice, "reason": "Rang"})
    listed = nurse.get("/today").text
    assert not any(words in listed for words in addresses)


def test_a_change_after_the_end_is_said_beside_the_result(
    clinic: SmallClinic, sign_in: SignIn, now: time_machine.Traveller
) -> None:
    trial = f"/trials/{clinic.trial_id}"
    address = correction(clinic)
    now.move_to(datetime(2026, 3, 20, 13, tzinfo=UTC))
    clinic.end()
    nurse = sign_in(clinic.nurse)
    assert "were changed after the end of the trial" not in nurse.get(trial).text
    assert "The leads are out." in nurse.get(address).text
    form = {**read(nurse.get(address)).fields, "choice": "accept", "reason": "Rang"}
    nurse.post(address, data=form)
    text = nurse.get(trial).text
    assert "Answers were changed after the end of the trial" in text
    assert "8 Mar (on 20 Mar 2026 by Nurse of one)" in text
    # Baseline 52/7 before and 46/7 now; trial 3: 59.6% and 54.3% less.
    assert "Without these changes it is: provisional 59.6%, cannot be judged." in text
    assert "54.3%" in text


def test_a_choice_after_the_end_that_changes_nothing_is_not_called_a_change(
    clinic: SmallClinic, sign_in: SignIn, now: time_machine.Traveller
) -> None:
    address, *_ = conflict(clinic)
    now.move_to(datetime(2026, 3, 20, 13, tzinfo=UTC))
    clinic.end()
    nurse = sign_in(clinic.nurse)
    form = {**read(nurse.get(address)).fields, "choice": "standing", "reason": "Rang"}
    nurse.post(address, data=form)
    assert "were changed after" not in nurse.get(f"/trials/{clinic.trial_id}").text


def test_strangers_patients_and_representatives_settle_nothing(
    clinic: SmallClinic, stranger: SmallClinic, sign_in: SignIn
) -> None:
    others = [clinic.hires(role) for role in (Role.REPRESENTATIVE, Role.ADMINISTRATOR)]
    for address in (conflict(clinic)[0], correction(clinic)):
        assert sign_in(clinic.consultant).get(address).status_code == 200
        data = {"choice": "decline", "reason": "x"}
        for person, status in (
            (stranger.nurse, 404),
            (clinic.patient, 403),
            *((other, 403) for other in others),
        ):
            client = sign_in(person)
            assert client.get(address).status_code == status
            assert client.post(address, data=data).status_code == status
    first = kept(clinic, ANSWERED).effective.id
    assert sign_in(clinic.nurse).get(f"/conflicts/{first}").status_code == 404
