"""The pages on which the days of a trial are put right, after a look at what changes."""

from datetime import UTC, date, datetime

import time_machine
from flask.testing import FlaskClient

from tests.web.clinics import PLANNED_REMOVAL_ON, SmallClinic
from tests.web.conftest import SignIn
from tests.web.pages import Form, read
from trialtrack.access import Role

CHECK, SAVE = {"step": "check"}, {"step": "save"}


def look(client: FlaskClient, address: str, typed: Form) -> Form:
    """The fields that the page of what changes would send."""
    answer = client.post(address, data={**typed, **CHECK})
    assert answer.status_code == 200, answer.text
    return read(answer).fields


def test_a_wrong_placement_is_looked_at_then_saved_and_told_with_what_counts_differently(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    nurse, dates = sign_in(clinic.nurse), f"/trials/{clinic.trial_id}/dates"
    page = nurse.get(dates)
    read(page)
    for words in ("Garcia, Ana", "H-one", "Tuesday 10 March 2026", "Wednesday 18 March 2026"):
        assert words in page.text
    assert f"{dates}/placement" in page.text
    assert f"{dates}/removal" not in page.text
    typed = {"day": "2026-03-12", "reason": "Misread the list"}
    shown = nurse.post(f"{dates}/placement", data={**typed, **CHECK})
    for words in (
        "Tuesday 10 March 2026",
        "Thursday 12 March 2026",
        "Thursday 5 March to Wednesday 11 March (7 days)",
        "Wednesday 11 March counts as baseline; before it counted in the result.",
        "Tuesday 3 March is kept, before the days that count; before it counted as baseline.",
        "The change is a deviation",
        "Misread the list",
    ):
        assert words in shown.text
    assert "59.6" not in shown.text
    saved = nurse.post(f"{dates}/placement", data={**read(shown).fields, **SAVE})
    assert saved.status_code == 303
    text = nurse.get(dates).text
    assert "Deviation: Leads went in Tuesday 10 March 2026, then Thursday 12 March 2026." in text
    assert "The result with the day as it was recorded before: so far 59.6%" in text
    assert "Misread the list" in nurse.get(f"/trials/{clinic.trial_id}").text
    assert nurse.get(f"/trials/{clinic.trial_id}/days/2026-03-03").status_code == 200


def test_a_day_that_cannot_be_keeps_what_was_typed(clinic: SmallClinic, sign_in: SignIn) -> None:
    nurse, dates = sign_in(clinic.nurse), f"/trials/{clinic.trial_id}/dates"
    for typed, words in (
        ({"day": "2026-03-16"}, "That day is still to come"),
        ({"day": "2026-03-10"}, "That is the day as it stands."),
        ({"day": "the tenth"}, "Choose a day, or write it like 10/03/2026."),
        ({"day": ""}, "Choose a day, or write it like 10/03/2026."),
    ):
        for step in (CHECK, SAVE):
            answer = nurse.post(
                f"{dates}/placement", data={**typed, **step, "reason": "Misread it"}
            )
            assert answer.status_code == 422
            assert words in answer.text
            assert "Misread it" in answer.text
            read(answer)
    refused = nurse.post(f"{dates}/planned-removal", data={"day": "2026-03-20", **CHECK})
    assert "Write why" in refused.text
    assert nurse.get(f"{dates}/removal").status_code == 200
    assert "not possible as the trial stands" in nurse.get(f"{dates}/removal").text
    assert nurse.get(f"{dates}/nothing").status_code == 404


def test_a_planned_removal_is_moved(clinic: SmallClinic, sign_in: SignIn) -> None:
    nurse, dates = sign_in(clinic.nurse), f"/trials/{clinic.trial_id}/dates"
    typed = {"day": "2026-03-20", "reason": "A feast"}
    kept = look(nurse, f"{dates}/planned-removal", typed)
    assert nurse.post(f"{dates}/planned-removal", data={**kept, **SAVE}).status_code == 303
    text = nurse.get(dates).text
    assert "Friday 20 March 2026" in text
    assert "A feast" in text


def test_a_removal_is_corrected_and_taken_back(
    clinic: SmallClinic, sign_in: SignIn, now: time_machine.Traveller
) -> None:
    now.move_to(datetime(2026, 3, 18, 13, tzinfo=UTC))
    clinic.end(PLANNED_REMOVAL_ON)
    nurse, dates = sign_in(clinic.nurse), f"/trials/{clinic.trial_id}/dates"
    kept = look(nurse, f"{dates}/removal", {"day": "2026-03-13", "reason": "Misread"})
    assert nurse.post(f"{dates}/removal", data={**kept, **SAVE}).status_code == 303
    assert "Friday 13 March is kept, after the leads came out" in nurse.get(dates).text
    kept = look(nurse, f"{dates}/no-removal", {"reason": "Another patient’s"})
    assert nurse.post(f"{dates}/no-removal", data={**kept, **SAVE}).status_code == 303
    assert "they were still in" in nurse.get(dates).text
    assert date(2026, 3, 18).isoformat() in sign_in(clinic.patient).get("/diary").text


def test_only_the_clinics_team_sees_and_changes_dates(
    clinic: SmallClinic, stranger: SmallClinic, sign_in: SignIn
) -> None:
    representative = clinic.hires(Role.REPRESENTATIVE)
    for end in ("", "/placement"):
        address = f"/trials/{clinic.trial_id}/dates{end}"
        assert sign_in(stranger.nurse).get(address).status_code == 404
        for person in (representative, clinic.patient):
            assert sign_in(person).get(address).status_code == 403
        assert sign_in(clinic.consultant).get(address).status_code == 200


def test_a_look_that_a_colleague_overtook_is_not_saved_and_keeps_what_was_typed(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    nurse, address = sign_in(clinic.nurse), f"/trials/{clinic.trial_id}/dates/planned-removal"
    stale = look(nurse, address, {"day": "2026-03-20", "reason": "A feast"})
    meanwhile = look(nurse, address, {"day": "2026-03-24", "reason": "No theatre"})
    assert nurse.post(address, data={**meanwhile, **SAVE}).status_code == 303
    refused = nurse.post(address, data={**stale, **SAVE})
    assert refused.status_code == 422
    assert "The days were changed meanwhile." in refused.text
    assert "planned for Tuesday 24 March 2026" in refused.text
    assert "A feast" in refused.text
    again = look(nurse, address, read(refused).fields)
    assert nurse.post(address, data={**again, **SAVE}).status_code == 303
