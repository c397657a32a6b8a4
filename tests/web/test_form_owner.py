"""A form belongs to the account that it was made for, in every session, and to nobody else."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

import trialtrack.db as db
from tests.web.accounts import become, become_by_password, signed_out_elsewhere
from tests.web.clinics import NOW, PASSWORD, SmallClinic
from tests.web.conftest import SignIn, settings
from tests.web.pages import Form, form_of
from trialtrack.app import create_app
from trialtrack.db import view
from trialtrack.models import Withdrawal
from trialtrack.store.diaries import read_diaries
from trialtrack.web.sessions import TOKEN

pytestmark = pytest.mark.usefixtures("with_tokens")

TODAY = "/diary/2026-03-14"


def answered(clinic: SmallClinic, browser: FlaskClient) -> Form:
    """Today's questions, answered."""
    low_back, left_leg = (clinic.site_ids[name].hex for name in ("low back", "left leg"))
    answers = {f"pain_{low_back}_average": "4", f"pain_{left_leg}_average": "2"}
    return {**form_of(browser, TODAY), **answers}


def is_recorded(clinic: SmallClinic) -> bool:
    with view() as session:
        return NOW.date() in read_diaries(session, [clinic.trial_id])[clinic.trial_id].days


def withdrawals() -> int:
    with view() as session:
        return session.query(Withdrawal).count()


def test_a_page_is_good_in_a_later_session_of_its_account_on_another_device(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    form = answered(clinic, sign_in(clinic.patient))
    assert sign_in(clinic.patient).post(TODAY, data=form).status_code == 303
    assert is_recorded(clinic)


def test_signing_in_again_keeps_the_pages_in_other_tabs(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    browser = sign_in(clinic.nurse)
    address = f"/trials/{clinic.trial_id}/withdrawal"
    form = {**form_of(browser, address), "reason": "by telephone"}
    signed_out_elsewhere(browser)
    become_by_password(browser, "nurse@one.example")
    assert browser.post(address, data=form).status_code == 303
    assert withdrawals() == 1


def test_a_form_of_a_colleague_is_never_signed_by_who_is_there_now(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    browser = sign_in(clinic.nurse)
    address = f"/trials/{clinic.trial_id}/withdrawal"
    form = {**form_of(browser, address), "reason": "by telephone"}
    become_by_password(browser, clinic.email)
    refused = browser.post(address, data=form)
    assert refused.status_code == 409
    assert "Nothing was saved under your name." in refused.text
    assert withdrawals() == 0


def test_a_day_of_one_patient_is_never_recorded_for_another(
    clinic: SmallClinic, stranger: SmallClinic, sign_in: SignIn
) -> None:
    browser = sign_in(clinic.patient)
    form = answered(clinic, browser)
    become(browser, stranger.patient)
    assert browser.post(TODAY, data=form).status_code == 409
    become(browser, clinic.nurse)
    assert browser.post(TODAY, data=form).status_code == 409
    assert not is_recorded(clinic)
    assert not is_recorded(stranger)


def test_a_form_made_for_nobody_is_not_good_once_someone_is_signed_in(
    clinic: SmallClinic, client: FlaskClient
) -> None:
    token = form_of(client, "/sign-in")["csrf_token"]
    become(client, clinic.patient)
    form = answered(clinic, client) | {"csrf_token": token}
    assert client.post(TODAY, data=form).status_code == 409
    assert not is_recorded(clinic)


def test_a_browser_that_was_signed_in_by_somebody_else_gets_a_new_session(
    clinic: SmallClinic, client: FlaskClient
) -> None:
    with client.session_transaction() as cookie:
        cookie[TOKEN] = planted = "planted by somebody who hopes that it will be used"
    become_by_password(client, clinic.email)
    with client.session_transaction() as cookie:
        first = cookie[TOKEN]
    assert first != planted
    become_by_password(client, clinic.email)
    with client.session_transaction() as cookie:
        assert cookie[TOKEN] != first
        cookie[TOKEN] = first
    assert client.get("/trials").status_code == 302, "the earlier session has ended"


def test_signing_out_where_nobody_is_signed_in_any_more_is_no_error(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    browser = sign_in(clinic.nurse)
    form = form_of(browser, f"/trials/{clinic.trial_id}/withdrawal")
    signed_out_elsewhere(browser)
    out = browser.post("/sign-out", data={"csrf_token": form["csrf_token"]})
    assert (out.status_code, out.location) == (303, "/sign-in")


def test_a_form_opened_yesterday_is_good_today_after_the_installation_started_anew(
    clinic: SmallClinic,
    sign_in: SignIn,
    sqlite_url: str,
    now: time_machine.Traveller,
) -> None:
    browser = sign_in(clinic.patient)
    form = answered(clinic, browser)
    with browser.session_transaction() as cookie:
        kept = dict(cookie)
    db.in_use().close()
    now.shift(timedelta(hours=12))
    started_anew = create_app(settings(sqlite_url)).test_client()
    with started_anew.session_transaction() as cookie:
        cookie.update(kept)
    saved = started_anew.post(TODAY, data=form)
    assert saved.status_code == 303
    assert is_recorded(clinic)


def test_the_browser_forgets_the_pages_of_who_was_there_before(
    clinic: SmallClinic, client: FlaskClient
) -> None:
    form = form_of(client, "/sign-in")
    sent = {**form, "email": clinic.email, "password": PASSWORD}
    assert client.post("/sign-in", data=sent).headers["Clear-Site-Data"] == '"cache"'
    page = client.get("/trials")
    assert "Clear-Site-Data" not in page.headers
    assert "Cookie" in page.headers["Vary"]


def test_scripts_do_not_read_the_cookie_and_other_sites_do_not_send_it(
    clinic: SmallClinic, client: FlaskClient, sqlite_url: str
) -> None:
    del clinic
    plain = client.get("/sign-in").headers["Set-Cookie"]
    assert "HttpOnly" in plain
    assert "SameSite=Lax" in plain
    https = replace(settings(sqlite_url), public_url="https://trials.example.org")
    over_https = (
        create_app(https).test_client().get("/sign-in", base_url="https://trials.example.org")
    )
    assert "Secure" in over_https.headers["Set-Cookie"]
    db.in_use().close()
