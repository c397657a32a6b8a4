"""The card from the nurse's page to the patient's diary: printed, scanned, typed, refused."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.web.clinics import SmallClinic, small_clinic
from tests.web.conftest import SignIn, settings
from tests.web.pages import form_of, read
from tests.web.squares import decoded
from tests.web.test_trials import selects
from trialtrack import db
from trialtrack.access import Role
from trialtrack.app import create_app
from trialtrack.clock import now_utc
from trialtrack.models import AuditEvent, Card, SignInSession, UnknownCode
from trialtrack.services.make_card import make_card
from trialtrack.web.qr import qr_svg

BORN = {"birth_day": "4", "birth_month": "2", "birth_year": "1961"}
OTHER = {"birth_day": "2", "birth_month": "4", "birth_year": "1961"}
ANDROID = "Mozilla/5.0 (Linux; Android 8.1.0; SM-J330F) Chrome/70.0 Mobile Safari/537.36"


@pytest.fixture
def printed(clinic: SmallClinic, sign_in: SignIn) -> str:
    """The page from which a card is printed."""
    made = sign_in(clinic.nurse).post(f"/trials/{clinic.trial_id}/card")
    assert made.status_code == 200
    read(made)
    return made.text


@pytest.fixture
def address(printed: str) -> str:
    """The path of the card, by its printed code."""
    return printed_address(printed)


def printed_address(page: str) -> str:
    """Where the code that is printed on a page leads."""
    found = re.search(r'card-code">([2-9B-Z]{4}-[2-9B-Z]{4}-[2-9B-Z]{4})<', page)
    assert found is not None
    return f"/c/{found[1]}"


def rows(kind: type[Card | SignInSession | UnknownCode | AuditEvent]) -> int:
    with db.view() as session:
        return session.scalar(select(func.count()).select_from(kind)) or 0


def test_the_square_leads_to_the_page_that_asks_for_the_date_of_birth(
    printed: str, address: str, client: FlaskClient
) -> None:
    assert decoded(printed) == [f"http://127.0.0.1:8000{address}"] * 2
    page = client.get(address)
    assert page.status_code == 200
    fields = {c["name"]: c for c in read(page).controls}
    for name in ("day", "month", "year"):
        assert fields[f"birth_{name}"]["autocomplete"] == f"bday-{name}"
        assert fields[f"birth_{name}"]["inputmode"] == "numeric"


def test_the_paper_says_nothing_of_whose_it_is_or_what_for(printed: str) -> None:
    paper = printed[printed.index('class="card-sheet"') : printed.index("</main>")]
    for word in ("Garcia", "Ana", "1961", "H-one", "SCS", "pain", "stimul", "diary", "lead"):
        assert word.casefold() not in paper.casefold()
    assert "020 7946 0001" in paper
    assert "020 7946 0002" in paper
    assert "In an emergency do not wait: call." in paper
    assert "Garcia, Ana" in printed
    assert "4 Feb 1961" in printed


def test_the_date_of_birth_and_a_tap_open_the_diary(address: str, client: FlaskClient) -> None:
    answer = client.post(address, data=BORN, headers={"User-Agent": ANDROID})
    assert (answer.status_code, answer.location) == (303, "/diary")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert client.get("/diary").status_code == 200
    assert client.get(address).location == "/diary"
    devices = client.get("/devices")
    read(devices)
    assert "Android phone" in devices.text
    assert "(this one)" in devices.text


def test_wrong_dates_are_counted_aloud_and_the_fifth_voids(
    address: str, client: FlaskClient
) -> None:
    for left in ("4 more tries", "3 more tries", "2 more tries", "1 more try"):
        refused = client.post(address, data=OTHER)
        assert refused.status_code == 422
        assert left in refused.text
        assert "020 7946 0001" in refused.text
        assert "Garcia" not in refused.text
    last = client.post(address, data=OTHER)
    assert last.status_code == 410
    assert "That was the fifth" in last.text
    assert client.post(address, data=BORN).status_code == 410
    assert client.get(address).status_code == 410


def test_opening_a_card_uses_nothing_up(address: str, client: FlaskClient) -> None:
    before = (rows(SignInSession), rows(AuditEvent), rows(UnknownCode))
    for _ in range(50):
        assert client.get(address).status_code == 200
        assert client.head(address).status_code == 200
    assert (rows(SignInSession), rows(AuditEvent), rows(UnknownCode)) == before
    assert client.post(address, data=BORN).status_code == 303


def without_phone(page: str) -> str:
    """A page as it is without the bar at its foot and what says where the number is."""
    page = re.sub(r'<nav class="help-bar".*?</nav>', "", page, flags=re.DOTALL)
    return page.replace(" The number is on your card.", "")


def test_every_card_that_opens_nothing_has_the_same_page(
    clinic: SmallClinic, sign_in: SignIn, address: str, app: Flask, now: time_machine.Traveller
) -> None:
    nurse = sign_in(clinic.nurse)
    unknown = app.test_client().get("/c/BCDF-GHJK-MNPQ")
    nurse.post(f"/trials/{clinic.trial_id}/card/end")
    ended = app.test_client().get(address)
    assert "020 7946" not in unknown.text
    assert "020 7946 0001" in ended.text
    assert without_phone(unknown.text) == without_phone(ended.text)
    made = nurse.post(f"/trials/{clinic.trial_id}/card").text
    newer = re.search(r'card-code">([^<]+)<', made)
    assert newer is not None
    now.move_to(datetime(2026, 3, 18, 5, tzinfo=UTC))
    over = app.test_client().get(f"/c/{newer[1]}")
    assert without_phone(over.text) == without_phone(ended.text)
    assert {unknown.status_code, ended.status_code, over.status_code} == {410}


def test_the_code_can_be_typed(address: str, client: FlaskClient) -> None:
    read(client.get("/c"))
    typed = address.removeprefix("/c/").lower().replace("-", " ")
    assert client.post("/c", data={"code": typed}).location == address
    refused = client.post("/c", data={"code": "ABCD 0123"})
    assert refused.status_code == 422
    assert read(refused).fields["code"] == "ABCD 0123"
    assert "none of them is" in refused.text
    assert client.get("/c/nonsense").status_code == 404
    assert rows(UnknownCode) == 0


def test_fifty_unknown_codes_make_the_address_wait(address: str, client: FlaskClient) -> None:
    for _ in range(50):
        assert client.get("/c/BCDF-GHJK-MNPQ").status_code == 410
    for path in (address, "/c/BCDF-GHJK-MNPQ"):
        waiting = client.get(path)
        assert waiting.status_code == 429
        assert "Please wait a quarter of an hour" in waiting.text
    assert client.post(address, data=BORN).status_code == 429
    assert rows(UnknownCode) == 50


def test_a_device_of_somebody_else_is_told_and_not_signed_in(
    address: str, clinic: SmallClinic, stranger: SmallClinic, sign_in: SignIn
) -> None:
    for person, words in ((stranger.patient, "another diary"), (clinic.nurse, "the team")):
        elsewhere = sign_in(person)
        for answer in (elsewhere.get(address), elsewhere.post(address, data=BORN)):
            assert answer.status_code == 409
            read(answer)
            assert words in answer.text
        assert "Garcia" not in elsewhere.get(address).text


def test_a_fourth_device_is_told_what_to_do_and_ending_one_lets_it_in(
    address: str, app: Flask, clinic: SmallClinic, sign_in: SignIn
) -> None:
    phones = [app.test_client() for _ in range(4)]
    for phone in phones[:3]:
        assert phone.post(address, data=BORN).status_code == 303
    refused = phones[3].post(address, data=BORN)
    assert refused.status_code == 422
    assert "End one of them first" in refused.text
    seen = sign_in(clinic.nurse).get(f"/trials/{clinic.trial_id}/card").text
    assert seen.count("first signed in Sat 14 Mar at 20:30") == 3 * 2
    other = re.search(r'action="(/devices/[^"]+/end)"', phones[0].get("/devices").text)
    assert other is not None
    assert phones[0].post(other[1]).location == "/devices"
    assert "That device is signed out." in phones[0].get("/devices").text
    assert phones[3].post(address, data=BORN).status_code == 303


def test_a_new_card_asks_whether_a_phone_was_lost_and_ends_it_from_there(
    address: str, app: Flask, clinic: SmallClinic, sign_in: SignIn
) -> None:
    lost, nurse = app.test_client(), sign_in(clinic.nurse)
    lost.post(address, data=BORN, headers={"User-Agent": ANDROID})
    card = f"/trials/{clinic.trial_id}/card"
    replaces = form_of(nurse, card)["replaces"]
    made = nurse.post(card, data={"replaces": replaces})
    on_screen = made.text.partition('class="card-sheet"')[0]
    for words in (
        "Was a phone lost? End it here",
        "Android phone, Chrome",
        "first signed in Sat 14 Mar at 20:30, last used Sat 14 Mar at 20:30",
        "Print the card first",
    ):
        assert words in on_screen
    ends = re.search(rf'action="({card.removesuffix("card")}devices/[^"]+/end)"', on_screen)
    assert ends is not None
    assert nurse.post(ends[1]).location == card
    assert lost.get("/diary").status_code == 302
    assert "Was a phone lost?" not in nurse.get(card).text


def test_an_answer_that_was_lost_does_not_use_up_a_place(
    address: str, app: Flask, clinic: SmallClinic, sign_in: SignIn
) -> None:
    phone = app.test_client()
    for _ in range(5):
        with phone.session_transaction() as cookie:
            cookie.clear()  # The answer before, with its cookie, never arrived.
            cookie["csrf_token"] = "the mark that the page came with"
        assert phone.post(address, data=BORN).status_code == 303
    assert phone.get("/diary").status_code == 200
    page = sign_in(clinic.nurse).get(f"/trials/{clinic.trial_id}/card").text
    assert page.count('class="device-name"') == 1


def test_the_team_makes_replaces_and_ends(clinic: SmallClinic, sign_in: SignIn) -> None:
    nurse, page = sign_in(clinic.nurse), f"/trials/{clinic.trial_id}/card"
    assert "There is no card." in nurse.get(page).text
    nurse.post(page)
    shown = nurse.get(page)
    read(shown)
    assert "The card is not used yet." in shown.text
    assert "Good until the end of 17 Mar 2026." in shown.text
    assert "card-code" not in shown.text
    again = nurse.post(page)
    assert again.location == page
    assert "A card was made or ended meanwhile" in nurse.get(page).text
    assert rows(Card) == 1
    assert "card-code" in nurse.post(page, data=form_of(nurse, page)).text
    assert rows(Card) == 2
    nurse.post(f"{page}/end")
    assert "There is no card." in nurse.get(page).text
    assert f'href="{page}"' in nurse.get(f"/trials/{clinic.trial_id}").text


def test_where_the_address_leads_to_this_machine_only_the_page_says_so(
    printed: str, clinic: SmallClinic, sign_in: SignIn
) -> None:
    assert "127.0.0.1:8000, leads to this computer only" in printed
    shown = sign_in(clinic.nurse).get(f"/trials/{clinic.trial_id}/card").text
    assert "A card would not work on a phone" in shown


def test_cards_are_for_the_team_of_the_clinic(
    clinic: SmallClinic, stranger: SmallClinic, sign_in: SignIn, address: str, app: Flask
) -> None:
    page = f"/trials/{clinic.trial_id}/card"
    assert sign_in(clinic.consultant).get(page).status_code == 200
    app.test_client().post(address, data=BORN)
    with db.view() as session:
        newest = select(SignInSession.id).order_by(SignInSession.created_at.desc())
        patients = newest.where(SignInSession.patient_id == clinic.patient.patient_id)
        device = session.scalars(patients).first()
    posts = (
        page,
        f"{page}/end",
        *(f"/trials/{clinic.trial_id}/devices/{device}/{what}" for what in ("end", "noted")),
    )
    foreign = sign_in(stranger.nurse)
    assert foreign.get(page).status_code == 404
    assert [foreign.post(path).status_code for path in posts] == [404] * 4
    own = f"/trials/{stranger.trial_id}/devices/{device}/end"
    assert foreign.post(own).status_code == 404
    assert sign_in(clinic.patient).get(page).status_code == 403
    for role in (Role.REPRESENTATIVE, Role.ADMINISTRATOR):
        nobody = sign_in(clinic.hires(role))
        assert nobody.get(page).status_code == nobody.post(page).status_code == 403
    assert sign_in(stranger.patient).post(f"/devices/{device}/end").status_code == 404
    assert client_is_in(app, address)


def client_is_in(app: Flask, address: str) -> bool:
    """Whether the card still signs in: nobody above ended it."""
    return app.test_client().post(address, data=BORN).status_code == 303


def test_the_session_outlasts_the_trial_and_ends_a_month_after(
    address: str, client: FlaskClient, clinic: SmallClinic, now: time_machine.Traveller
) -> None:
    client.post(address, data=BORN)
    now.move_to(datetime(2026, 3, 18, 12, tzinfo=UTC))
    clinic.end()
    now.move_to(datetime(2026, 4, 17, 12, tzinfo=UTC))
    assert client.get("/diary").status_code == 200
    now.shift(timedelta(days=1))
    assert client.get("/diary").location == "/c"
    assert "You are signed out on this phone" in client.get("/c").text


def test_whoever_was_never_signed_in_is_not_told_that_they_are_signed_out(
    client: FlaskClient,
) -> None:
    assert client.get("/diary").location == "/c"
    assert "signed out" not in client.get("/c").text


def test_the_card_leads_through_the_notice_at_first(app: Flask, sign_in: SignIn) -> None:
    fresh = small_clinic("three", "Lee", agreed=False)
    made = sign_in(fresh.nurse).post(f"/trials/{fresh.trial_id}/card").text
    phone = app.test_client()
    assert phone.post(printed_address(made), data=BORN).location == "/diary"
    assert phone.get("/diary").location == "/consent"


def test_whoever_stopped_taking_part_is_told_so(
    address: str, clinic: SmallClinic, sign_in: SignIn, client: FlaskClient
) -> None:
    sign_in(clinic.patient).post("/stop", data={"reason": ""})
    told = client.post(address, data=BORN)
    assert told.status_code == 410
    assert "Your diary is closed" in told.text
    page = sign_in(clinic.nurse).get(f"/trials/{clinic.trial_id}/card").text
    assert "The patient has stopped taking part" in page
    assert "Make a new card" not in page


def test_the_cookie_goes_over_https_alone_where_there_is_https(
    sqlite_url: str, now: time_machine.Traveller
) -> None:
    public = "https://trials.example.org"
    app = create_app(replace(settings(sqlite_url), public_url=public))
    app.config["WTF_CSRF_ENABLED"] = False
    clinic = small_clinic()
    code = make_card(trial_id=clinic.trial_id, by=clinic.nurse, at=now_utc())
    answer = app.test_client().post(f"/c/{code}", data=BORN, base_url=public)
    cookie = answer.headers["Set-Cookie"]
    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))
    db.in_use().close()
    db.use(None)


def test_the_longest_address_can_still_be_read() -> None:
    long = f"https://{'a' * 63}.{'b' * 60}.example/c/BCDF-GHJK-MNPQ"
    assert decoded(qr_svg(long, "The square")) == [long]


def test_the_pages_cost_the_same_queries_however_many_devices_there_are(
    address: str, app: Flask, clinic: SmallClinic, sign_in: SignIn
) -> None:
    nurse, costs = sign_in(clinic.nurse), set()
    for _ in range(3):
        phone = app.test_client()
        phone.post(address, data=BORN)
        page = f"/trials/{clinic.trial_id}/card"
        costs.add((selects(nurse, page), selects(phone, "/devices")))
    assert len(costs) == 1
