"""What stands behind a result: for the team, a colleague, a representative, a stranger."""

import re
from datetime import UTC, date, datetime

import time_machine

from tests.web.clinics import PLANNED_REMOVAL_ON, SmallClinic
from tests.web.conftest import SignIn
from tests.web.pages import read
from trialtrack.access import Role


def test_every_number_leads_to_the_days_it_came_from_and_each_day_to_its_page(
    clinic: SmallClinic, sign_in: SignIn, now: time_machine.Traveller
) -> None:
    clinic.record(date(2026, 3, 14), 4)
    now.move_to(datetime(2026, 3, 18, 13, tzinfo=UTC))
    clinic.end(PLANNED_REMOVAL_ON)
    consultant = sign_in(clinic.consultant)
    trial = f"/trials/{clinic.trial_id}"
    seen = consultant.get(trial).text
    for anchor in ("", "#baseline-days", "#window-days"):
        assert f'href="{trial}/working{anchor}"' in seen
    answer = consultant.get(f"{trial}/working")
    page = read(answer)
    # Baseline 7, 8, 7, 8, 7, 8, 7; trial 3, 3, 3, 4.
    for words in (
        "7 + 8 + 7 + 8 + 7 + 8 + 7 = <b>52</b>",
        "52 ÷ 7 = <b>52/7 ≈ 7.42857</b>",
        "3 + 3 + 3 + 4 = <b>13</b>",
        "100 × (117/28) ÷ (52/7) = <b>56.25</b>",
        "Shown as 56.2%: cut to one decimal, never rounded up.",
        "56.25 ≥ 50, compared before rounding: met.",
    ):
        assert words in answer.text
    assert {"baseline-days", "window-days", "baseline-days-7", "window-days-7"} <= set(page.ids)
    assert set(re.findall(r'href="#([^"]+)"', answer.text)) - {"main"} <= set(page.ids)
    assert f'href="{trial}/days/2026-03-14"' in answer.text
    assert consultant.get(f"{trial}/days/2026-03-14").status_code == 200
    other = consultant.get(f"{trial}/working?site=left+leg").text
    assert "Left leg, with a pencil" in other
    assert "6 + 7 + 6 + 7 + 6 + 7 + 6 = <b>45</b>" in other


def test_a_representative_gets_the_working_and_the_text_without_name_or_days(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    client = sign_in(clinic.hires(Role.REPRESENTATIVE))
    for page in ("working", "text"):
        text = client.get(f"/trials/{clinic.trial_id}/{page}").text
        assert not {"Garcia", "H-one", "1961"} & set(re.findall(r"\w[\w-]*", text))
        assert "/days/" not in text


def test_strangers_and_patients_get_neither(
    clinic: SmallClinic, stranger: SmallClinic, sign_in: SignIn
) -> None:
    for page in ("working", "text"):
        address = f"/trials/{clinic.trial_id}/{page}"
        assert sign_in(stranger.consultant).get(address).status_code == 404
        assert sign_in(clinic.patient).get(address).status_code == 403
        assert sign_in(clinic.nurse).get(address).status_code == 200


def test_the_text_says_what_the_page_says(clinic: SmallClinic, sign_in: SignIn) -> None:
    consultant = sign_in(clinic.consultant)
    text = read(consultant.get(f"/trials/{clinic.trial_id}/text")).controls
    assert [control["id"] for control in text] == ["result-text"]
    said = consultant.get(f"/trials/{clinic.trial_id}/text").text
    assert "Still running: so far 59.6% less pain than at baseline." in said
    line = "1 more day must be logged for a result at the end; 4 can still be."
    assert line in said
    assert line in consultant.get(f"/trials/{clinic.trial_id}").text
