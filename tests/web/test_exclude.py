"""The page on which a consultant leaves a day out of the result, or puts it back."""

from tests.web.clinics import SmallClinic
from tests.web.conftest import SignIn
from tests.web.pages import form_of, read
from trialtrack.access import Role

DAY = "2026-03-13"


def test_a_day_is_left_out_with_a_cause_and_words_and_put_back(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    consultant = sign_in(clinic.consultant)
    day, trial = f"/trials/{clinic.trial_id}/days/{DAY}", f"/trials/{clinic.trial_id}"
    assert f"{day}/exclude" in consultant.get(day).text
    page = consultant.get(f"{day}/exclude")
    read(page)
    for words in (
        "Garcia, Ana",
        "H-one",
        "Friday 13 March counts in the result.",
        "7 of 7 baseline days, 3 of 3 in the result",
        "7 of 7 baseline days, 2 of 2 in the result",
        "At least 3 days in the result are needed for it to be judged, so it could not be.",
    ):
        assert words in page.text
    typed = {**form_of(consultant, f"{day}/exclude"), "reason": "A fever."}
    refused = consultant.post(f"{day}/exclude", data=typed)
    assert refused.status_code == 422
    assert "Choose why the day is left out." in refused.text
    assert "A fever." in refused.text
    done = consultant.post(f"{day}/exclude", data={**typed, "cause": "illness"})
    assert done.status_code == 303
    said = "13 Mar is left out: illness, decided by Consultant of one"
    after = consultant.get(day).text
    assert said in after
    assert "No change to the answer: so far 59.6%." in after
    assert "window, left out: illness" in consultant.get(f"{trial}/days").text
    in_trial = (
        "13 Mar of the window: illness, decided by Consultant of one on 14 Mar 2026: A fever."
    )
    assert in_trial in consultant.get(trial).text
    assert ">1 day left out<" in consultant.get("/trials").text
    put_back = consultant.get(f"{day}/exclude")
    assert "Illness, decided by Consultant of one" in put_back.text
    assert consultant.post(f"{day}/exclude", data={"reason": "Not ill"}).status_code == 303
    assert "No change to the answer: so far 59.6%." in consultant.get(day).text
    assert in_trial not in consultant.get(trial).text


def test_a_nurse_sees_that_a_day_is_left_out_and_cannot_decide_it(
    clinic: SmallClinic, stranger: SmallClinic, sign_in: SignIn
) -> None:
    day = f"/trials/{clinic.trial_id}/days/{DAY}"
    nurse = sign_in(clinic.nurse)
    assert "exclude" not in nurse.get(day).text
    for person, status in (
        (clinic.nurse, 403),
        (clinic.hires(Role.REPRESENTATIVE), 403),
        (stranger.consultant, 404),
    ):
        assert sign_in(person).get(f"{day}/exclude").status_code == status
    assert sign_in(clinic.consultant).get(f"{day}x/exclude").status_code == 404
    empty = f"/trials/{clinic.trial_id}/days/2026-03-10/exclude"
    assert sign_in(clinic.consultant).get(empty).status_code == 404
