"""The page on which the medicines of a plan are changed from a day on."""

from tests.web.clinics import SmallClinic
from tests.web.conftest import SignIn
from tests.web.pages import form_of, read
from trialtrack.access import Role


def test_a_wrong_medicine_is_looked_at_replaced_and_told(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    nurse, address = sign_in(clinic.nurse), f"/trials/{clinic.trial_id}/medicines"
    page = form_of(nurse, address)
    assert page["from_on"] == "2026-03-15"
    tramadol = str(clinic.medicine_ids["tramadol"])
    typed = {**page, "ended": tramadol, "added-name": "Tramadol 100 mg", "reason": "Mistyped"}
    typed |= {"added-kind": "opioid", "added-strength": "100", "added-unit": "tablet"}
    shown = nurse.post(address, data={**typed, "step": "check"})
    for words in ("Garcia, Ana", "Sunday 15 March 2026", "Paracetamol 500 mg, Tramadol 100 mg"):
        assert words in shown.text
    saved = nurse.post(address, data={**read(shown).fields, "step": "save"})
    assert saved.status_code == 303
    again = nurse.post(address, data={**read(shown).fields, "step": "save"})
    assert again.location == saved.location
    assert nurse.get(address).text.count("<li>Tramadol 100 mg") == 1
    assert "from Tramadol 50 mg to Tramadol 100 mg" in nurse.get(saved.location).text
    assert "no longer asked from Sunday 15 March 2026" in nurse.get(address).text


def test_a_refusal_keeps_what_was_typed(clinic: SmallClinic, sign_in: SignIn) -> None:
    nurse, address = sign_in(clinic.nurse), f"/trials/{clinic.trial_id}/medicines"
    page = {**form_of(nurse, address), "reason": "Mistyped"}
    paracetamol = str(clinic.medicine_ids["paracetamol"])
    for typed, step, words in (
        ({}, "check", "Choose a medicine that ends"),
        ({"ended": "x"}, "check", "Choose one of the medicines of the plan."),
        ({"ended": paracetamol, "from_on": "2026-03-14"}, "save", "Choose tomorrow or a later day"),
        ({"added-name": "Something odd"}, "check", "is not on the list"),
        ({"added-name": "paracetamol 500"}, "check", "is in the plan already"),
        ({"ended": paracetamol, "from_on": "2026-03-14"}, "check", "Choose tomorrow or a later"),
        ({"ended": paracetamol, "from_on": "2027-03-14"}, "check", "move the removal first"),
    ):
        refused = nurse.post(address, data={**page, **typed, "step": step})
        assert refused.status_code == 422
        assert words in refused.text
        assert "Mistyped" in refused.text
        read(refused)


def test_strangers_and_representatives_have_no_such_page(
    clinic: SmallClinic, stranger: SmallClinic, sign_in: SignIn
) -> None:
    address = f"/trials/{clinic.trial_id}/medicines"
    assert sign_in(stranger.nurse).get(address).status_code == 404
    assert sign_in(clinic.hires(Role.REPRESENTATIVE)).get(address).status_code == 403
