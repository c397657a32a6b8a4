"""The consultant's pages: the list, and one trial, for the owner, a colleague and a stranger."""

import json
import re
from datetime import UTC, date, datetime
from fractions import Fraction

import time_machine
from flask.testing import FlaskClient
from sqlalchemy import event

import trialtrack.db as db
from tests.queries.many_trials import mixed, seed
from tests.web.clinics import PLANNED_REMOVAL_ON, SmallClinic
from tests.web.conftest import SignIn
from tests.web.pages import read
from trialtrack.access import Role


def test_the_list_shows_each_trial_with_its_day_its_days_logged_and_a_sparkline(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    answer = sign_in(clinic.consultant).get("/trials")
    read(answer)
    for words in ("Garcia, Ana", "4 Feb 1961", "H-one", "day 4 of 7", "3/3", "so far 59.6%"):
        assert words in answer.text
    assert 'class="sparkline"' in answer.text


def test_a_day_logged_moves_the_figure(clinic: SmallClinic, sign_in: SignIn) -> None:
    consultant = sign_in(clinic.consultant)
    assert (
        "<small>so far</small>59.6%<small>less pain than at baseline</small>"
        in consultant.get(f"/trials/{clinic.trial_id}").text
    )
    clinic.record(date(2026, 3, 14), 9)
    # Baseline 52/7; trial (3 + 3 + 3 + 9) / 4 = 4.5; 100 (1 - 4.5 * 7 / 52) = 39.42…
    assert (
        "<small>so far</small>39.4%<small>less pain than at baseline</small>"
        in consultant.get(f"/trials/{clinic.trial_id}").text
    )


def test_the_answer_of_a_finished_trial_stands_on_top(
    clinic: SmallClinic, sign_in: SignIn, now: time_machine.Traveller
) -> None:
    clinic.record(date(2026, 3, 14), 4, activity_interference=Fraction(2))
    now.move_to(datetime(2026, 3, 18, 13, tzinfo=UTC))
    clinic.end(PLANNED_REMOVAL_ON)
    text = sign_in(clinic.consultant).get(f"/trials/{clinic.trial_id}").text
    # Baseline 52/7; trial (3 + 3 + 3 + 4) / 4 = 3.25; 100 (1 - 3.25 * 7 / 52) = 56.25
    assert "56.2%<small>less pain than at baseline</small>" in text
    assert "4 of 7 days" in text
    assert "7 diary days, mean 7.4, spread 0.5 (grade A)." in text
    assert re.search(r"95% interval \d+ to \d+%; about \d in 10 that", text)
    assert "that it is 50% or more if days like these went on" in text
    assert "100 × (7.43 − 3.25) ÷ 7.43 = 56.2%" in text


def test_the_chart_holds_every_day_and_its_table_too(clinic: SmallClinic, sign_in: SignIn) -> None:
    text = sign_in(clinic.consultant).get(f"/trials/{clinic.trial_id}").text
    figures = re.findall(
        r'<script type="application/json" class="figure-data">(.*?)</script>', text
    )
    drawn = json.loads(figures[0])
    assert {"2026-03-03", "2026-03-11", "2026-03-13"} <= set(drawn["x"])
    assert len(figures) >= 2, "one chart a site"
    assert text.count('<details class="numbers">') == len(figures)


def test_a_stranger_and_a_patient_see_nothing_of_it(
    clinic: SmallClinic, stranger: SmallClinic, sign_in: SignIn
) -> None:
    address = f"/trials/{clinic.trial_id}"
    other = sign_in(stranger.consultant)
    assert other.get(address).status_code == 404
    assert "Garcia" not in other.get("/trials").text
    assert sign_in(clinic.patient).get(address).status_code == 403
    assert sign_in(clinic.nurse).get(address).status_code == 200


def test_a_device_representative_sees_no_names(clinic: SmallClinic, sign_in: SignIn) -> None:
    client = sign_in(clinic.hires(Role.REPRESENTATIVE))
    for address in ("/trials", f"/trials/{clinic.trial_id}"):
        text = client.get(address).text
        assert "Name not shown" in text
        assert not {"Garcia", "H-one", "1961"} & set(re.findall(r"\w[\w-]*", text))


def selects(client: FlaskClient, address: str) -> int:
    """How many SELECTs a page costs."""
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            seen.append(statement)

    engine = db.in_use().engine
    event.listen(engine, "before_cursor_execute", note)
    assert client.get(address).status_code == 200
    event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def test_pages_cost_the_same_queries_whatever_their_size(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    trial = f"/trials/{clinic.trial_id}"
    few = [selects(sign_in(clinic.consultant), address) for address in ("/trials", trial)]
    clinic.record(date(2026, 3, 14), 4)
    seed(clinic, mixed(60))
    many = [selects(sign_in(clinic.consultant), address) for address in ("/trials", trial)]
    assert few == many
