"""The list of trials as it is asked for: filters, search and pages are addresses."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlalchemy import delete, update

import trialtrack.db as db
from tests.queries.many_trials import ended, mixed, planned, running, seed
from tests.web.clinics import PLANNED_REMOVAL_ON, SmallClinic
from tests.web.conftest import SignIn
from tests.web.pages import read
from trialtrack.access import Role
from trialtrack.clinical.results import Certainty, Verdict
from trialtrack.models import TrialOutcome


def headings(text: str) -> list[str]:
    return re.findall(r'<section class="section">\s*<h2>(.*?)</h2>', text)


def names(text: str) -> list[str]:
    return re.findall(r'<a href="/trials/[0-9a-f-]{36}">(.*?)</a>', text)


def link(text: str, words: str) -> str:
    found = re.search(rf'<a[^>]* href="([^"]*)"[^>]*>{words}', text)
    assert found is not None, words
    return found[1].replace("&amp;", "&")


def test_next_and_previous_keep_what_is_asked_for(clinic: SmallClinic, sign_in: SignIn) -> None:
    seed(clinic, [*mixed(150), *(ended(n) for n in range(1, 61))])
    consultant = sign_in(clinic.consultant)
    first = consultant.get("/trials?state=ended&answer=met").text
    read(consultant.get("/trials?state=ended&answer=met"))
    assert "90 of 211 trials" in first
    assert headings(first) == ["Ended"]
    assert len(names(first)) == 50
    assert "Previous trials" not in first
    second_address = link(first, "Next trials")
    assert "state=ended" in second_address
    assert "answer=met" in second_address
    second = consultant.get(second_address).text
    assert len(names(second)) == 40
    assert "Next trials" not in second
    back = consultant.get(link(second, "Previous trials")).text
    assert re.findall(r"/trials/[0-9a-f-]{36}", back) == re.findall(r"/trials/[0-9a-f-]{36}", first)
    assert headings(consultant.get(link(second, "Back to the top")).text) == ["Ended"]


def test_what_is_asked_for_stands_as_chips_that_come_off_one_by_one(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    seed(clinic, [planned(2), running(0)])
    consultant = sign_in(clinic.consultant)
    text = consultant.get("/trials?state=running&trial=scs_burst&q=garcia").text
    assert names(text) == ["Garcia, Ana"]
    assert 'value="garcia"' in text
    assert '<option value="running" selected>' in text
    without = consultant.get(link(text, "Running")).text
    assert "state=" not in link(text, "Running")
    assert names(without) == ["Garcia, Ana"]
    every = consultant.get(link(text, "Show every trial")).text
    assert len(names(every)) == 3
    assert "3 trials, 2 of them running" in every


def test_nothing_found_says_what_to_do(clinic: SmallClinic, sign_in: SignIn) -> None:
    consultant = sign_in(clinic.consultant)
    answer = consultant.get("/trials?state=cancelled")
    read(answer)
    assert "No trial fits all of this" in answer.text
    assert len(names(consultant.get(link(answer.text, "show every trial")).text)) == 1
    beyond = consultant.get(f"/trials?after=3.2020-01-01.{clinic.trial_id.hex}")
    assert "Nothing more here" in beyond.text


@pytest.mark.parametrize(
    "query",
    [
        "state=x&trial=&answer=%00&q=%00",
        "after=9.2026-01-01.00&before=1.x.y",
        "after=0.2026-03-18.zz",
        "q=" + "a" * 5000,
    ],
)
def test_an_address_that_makes_no_sense_is_no_fault(
    clinic: SmallClinic, sign_in: SignIn, query: str
) -> None:
    assert sign_in(clinic.consultant).get(f"/trials?{query}").status_code == 200


def test_a_finished_trial_is_shown_by_its_stored_result_alone(
    clinic: SmallClinic, sign_in: SignIn, now: time_machine.Traveller
) -> None:
    clinic.record(clinic_day(14), 4)
    now.move_to(datetime(2026, 3, 18, 13, tzinfo=UTC))
    clinic.end(PLANNED_REMOVAL_ON)
    text = sign_in(clinic.consultant).get("/trials").text
    assert headings(text) == ["Ended"]
    for words in ("56.2%", "4/7", "Met, but close", "not known: activity", "same answer in"):
        assert words in text
    with db.transaction() as session:
        session.execute(update(TrialOutcome).values(display="12.3%"))
    changed = sign_in(clinic.consultant).get("/trials").text
    assert "12.3%" in changed
    assert "out of date" not in changed
    with db.transaction() as session:
        session.execute(delete(TrialOutcome))
    without = sign_in(clinic.consultant).get("/trials").text
    assert "56.2%" in without
    assert "1 stored result of this page was missing or out of date" in without


def test_a_running_trial_is_as_of_today_and_not_as_it_was_stored(
    clinic: SmallClinic, sign_in: SignIn, now: time_machine.Traveller
) -> None:
    consultant = sign_in(clinic.consultant)
    assert "3/3" in consultant.get("/trials").text
    # Nobody writes anything for two days: two days are missing, and no row was written.
    now.move_to(datetime(2026, 3, 16, 20, tzinfo=UTC))
    assert "3/5" in sign_in(clinic.consultant).get("/trials").text


def test_each_answer_has_a_word_and_a_shape_of_its_own(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    verdicts = [Verdict.MET, Verdict.NOT_MET]
    certainties = [Certainty.CLEAR, Certainty.TOO_CLOSE, None]
    made = [ended(3, verdict, certainty=sure) for verdict in verdicts for sure in certainties]
    seed(clinic, [*made, ended(3, Verdict.NOT_ASSESSABLE), planned(4)])
    text = sign_in(clinic.consultant).get("/trials").text
    said = re.findall(
        r'<span class="verdict [^"]*"><svg class="shape ([\w-]+)".*?</svg>(.*?)<', text
    )
    assert len(set(said)) == len(made) + 3
    assert len({shape for shape, _ in said}) == len(made) + 2, "planned looks as running does"
    assert ("shape-met_unsure", "Met, on one rating") in said


def test_a_representative_finds_a_trial_without_learning_whose(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    client = sign_in(clinic.hires(Role.REPRESENTATIVE))
    text = client.get("/trials?q=low+back").text
    assert names(text) == ["Placement 10 Mar 2026"]
    assert "Name, date of birth" not in text
    assert names(client.get("/trials?q=10/3/2026").text) == ["Placement 10 Mar 2026"]
    assert names(client.get("/trials?q=garcia").text) == []
    assert names(client.get("/trials?q=4/2/1961").text) == []


def test_a_stranger_finds_nothing(
    clinic: SmallClinic, stranger: SmallClinic, sign_in: SignIn
) -> None:
    text = sign_in(stranger.nurse).get("/trials?q=garcia").text
    assert names(text) == []
    assert "0 of 1 trial" in text
    del clinic


def clinic_day(day: int) -> date:
    return date(2026, 3, day)
