"""The protocol's page: every field with why, amended before placement, deviated from after."""

from flask.testing import FlaskClient

from tests.web.clinics import SmallClinic
from tests.web.conftest import SignIn
from tests.web.pages import Form, form_of, read
from trialtrack.access import Role
from trialtrack.clinical.protocol import FIELD_NAMES
from trialtrack.web.clinic.planning.protocol_fields import ASKED
from trialtrack.web.clinic.protocol_words import WHY

CHECK, SAVE = {"step": "check"}, {"step": "save"}


def test_every_field_of_the_method_is_there_in_words_with_its_reason(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    assert set(WHY) == set(FIELD_NAMES)
    page = sign_in(clinic.nurse).get(f"/trials/{clinic.trial_id}/protocol")
    read(page)
    for name in FIELD_NAMES:
        assert ASKED[name].label in page.text
    for words in ("Garcia, Ana", "H-one", "the day of placement", "0.57", "Version 1"):
        assert words in page.text
    assert "Only a consultant deviates from it" in page.text


def deviation(consultant: FlaskClient, address: str, **typed: str) -> Form:
    return {**form_of(consultant, address), "reason": "Agreed in the team.", **typed}


def test_a_consultant_deviates_after_a_look_and_it_is_told_everywhere(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    consultant, protocol = sign_in(clinic.consultant), f"/trials/{clinic.trial_id}/protocol"
    typed = {"protocol_washout_days": "2", "primary_site": "left leg"}
    typed["protocol_threshold_percent"] = "40"
    fields = deviation(consultant, f"{protocol}/change", **typed)
    shown = consultant.post(f"{protocol}/change", data={**fields, **CHECK})
    for words in (
        "Days of washout, from placement",
        "low back",
        "Wednesday 11 March is kept, in the days of settling",
        "Agreed in the team.",
    ):
        assert words in shown.text
    saved = consultant.post(f"{protocol}/change", data={**read(shown).fields, **SAVE})
    assert saved.status_code == 303
    text = consultant.get(protocol).text
    assert "So far" in text
    assert "Version 2, a deviation," in text
    assert "days of washout, from placement from 1 to 2" in text
    assert "primary site from low back to left leg: Agreed in the team." in text
    assert "Agreed in the team" in consultant.get(f"/trials/{clinic.trial_id}").text
    assert ">threshold 40%, 1 deviation<" in consultant.get("/trials").text


def test_what_lies_outside_the_bounds_is_refused_in_words_beside_its_field(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    consultant = sign_in(clinic.consultant)
    address = f"/trials/{clinic.trial_id}/protocol/change"
    for name, value in (
        ("threshold_percent", "0"),
        ("threshold_percent", "a half"),
        ("window_min_days", "9"),
        ("baseline_ends_on", "2026-03-11"),
    ):
        fields = deviation(consultant, address, **{f"protocol_{name}": value})
        refused = consultant.post(address, data={**fields, **SAVE})
        assert refused.status_code == 422
        assert ASKED[name].refusal in refused.text
        assert "Agreed in the team." in refused.text
        assert f'value="{value}"' in refused.text
    same = deviation(consultant, address)
    assert "Nothing changes" in consultant.post(address, data={**same, **CHECK}).text
    refused = consultant.post(address, data={**same, **SAVE})
    assert "That is the protocol as it stands." in refused.text
    without = {**same, "reason": " ", "protocol_washout_days": "2"}
    assert "Write why" in consultant.post(address, data={**without, **CHECK}).text


def test_a_nurse_does_not_deviate(clinic: SmallClinic, sign_in: SignIn) -> None:
    nurse, address = sign_in(clinic.nurse), f"/trials/{clinic.trial_id}/protocol/change"
    assert "only a consultant deviates" in nurse.get(address).text
    fields = deviation(sign_in(clinic.consultant), address, protocol_washout_days="2")
    assert nurse.post(address, data={**fields, **SAVE}).status_code == 403


def test_a_site_gets_its_right_name(clinic: SmallClinic, sign_in: SignIn) -> None:
    nurse = sign_in(clinic.nurse)
    address = f"/trials/{clinic.trial_id}/sites/{clinic.site_ids['left leg']}"
    refused = nurse.post(address, data={"name": "Low BACK", "reason": "Mixed up"})
    assert refused.status_code == 422
    assert "Two pain sites have the same name." in refused.text
    assert "Mixed up" in refused.text
    old = nurse.post(address, data={"name": "right leg", "reason": "Mixed up", "seen": "arm"})
    assert "Somebody else renamed this site meanwhile." in old.text
    again = read(old).fields
    assert again["seen"] == "left leg"
    saved = nurse.post(address, data=again)
    assert saved.status_code == 303
    text = nurse.get(f"/trials/{clinic.trial_id}").text
    assert "site from left leg to right leg" in text
    assert "Right leg" in sign_in(clinic.patient).get("/diary/2026-03-14?chosen=1").text


def test_strangers_and_representatives_have_no_such_pages(
    clinic: SmallClinic, stranger: SmallClinic, sign_in: SignIn
) -> None:
    representative = clinic.hires(Role.REPRESENTATIVE)
    site = f"sites/{clinic.site_ids['low back']}"
    for end in ("protocol", "protocol/change", site):
        address = f"/trials/{clinic.trial_id}/{end}"
        assert sign_in(stranger.consultant).get(address).status_code == 404
        assert sign_in(representative).get(address).status_code == 403
    other = f"/trials/{clinic.trial_id}/sites/{stranger.site_ids['low back']}"
    assert sign_in(clinic.nurse).get(other).status_code == 404
