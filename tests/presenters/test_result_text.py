"""The result as text for another record: what it says, what it never says, how long it is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.clinical.diaries import SEVEN_EIGHTS, diary, on
from tests.presenters.records import ANA, trial_of
from trialtrack.access import TrialState
from trialtrack.store.records import PatientFacts
from trialtrack.store.righted import Cancelling, Deviation, DeviationKind
from trialtrack.web.clinic.result_text import MOST_CHARACTERS, result_text

MADE_AT = datetime(2026, 3, 18, 13, 5, tzinfo=UTC)
CLOSE = diary(SEVEN_EIGHTS, "4 4 4 4 4 4 .")


def test_the_whole_text_of_one_trial() -> None:
    assert result_text(trial_of(CLOSE), MADE_AT) == (
        "Result of a neuromodulation trial\n"
        "Garcia, Ana, born 4 Feb 1961, hospital number H1\n"
        "SCS, burst; low back; leads in 10 Mar 2026, out 18 Mar 2026\n"
        "\n"
        "Was the 50% threshold met? Met, but close: 50.0% less pain than at baseline.\n"
        "95% interval 36 to 63%; about 5 in 10 that it is 50% or more if days like these "
        "went on.\n"
        "Would it stand? Same answer in 5 of 5 analyses. Could well flip: it takes more "
        "than 4 on the missing day.\n"
        "Is it the whole success? Not known yet: activity, analgesics and satisfaction are "
        "not known.\n"
        "- Relief holds: Pain 8 to 4 of 10\n"
        "- Activity not known: Nothing to compare\n"
        "- Analgesics not known: Nothing to compare\n"
        "- Satisfaction not known: Asked at the end\n"
        "The patient has made no estimate of relief.\n"
        "\n"
        "What does it rest on?\n"
        "- Baseline: 7 diary days, mean 8, spread 0.0 (grade A).\n"
        "- Days: 6 of 7 days, 11 Mar to 17 Mar; missing: 17 Mar.\n"
        "- Entered: All by the patient.\n"
        "- Deviations: None: the protocol is as it was set before the start.\n"
        "\n"
        "Method 1, as of 18 Mar 2026. trialtrack helps to judge a trial. It does not decide.\n"
        "Made by trialtrack on 18 Mar 2026, 13:05.\n"
    )


def deviations(number: int, reason: str) -> tuple[Deviation, ...]:
    changes = (("planned_removal_on", "2026-03-18", "2026-03-19"),)
    return tuple(
        Deviation(DeviationKind.REMOVAL_DAY, MADE_AT + timedelta(days=n), "Dr Lee", reason, changes)
        for n in range(number)
    )


@pytest.mark.parametrize(
    ("number", "words", "gone"),
    [
        (1, "Reason: It snowed", "see the trial"),
        (4, "Dr Lee: planned end from 18 Mar 2026 to 19 Mar 2026", "It snowed"),
        (40, "- Deviations: 40, see the trial.", "Dr Lee"),
    ],
)
def test_it_stays_short_and_says_what_it_leaves_out(number: int, words: str, gone: str) -> None:
    reason = "It snowed" if number == 1 else "It snowed all night. " * 20
    said = result_text(trial_of(CLOSE, deviations=deviations(number, reason)), MADE_AT)
    assert len(said) <= MOST_CHARACTERS
    assert words in said
    assert gone not in said


def test_nothing_of_the_patients_own_words_and_no_sign_that_a_record_would_mangle() -> None:
    worse = diary("5 5 5 5 5 5 5", "6 6 6 6 6 6 6")
    said = result_text(trial_of(worse), MADE_AT)
    assert "95% interval from -4" in said
    assert "sister" not in said
    assert said.isascii()


def test_without_the_right_to_names_there_is_none() -> None:
    nobody = PatientFacts(ANA.id, None, None, None, None)
    said = result_text(trial_of(CLOSE, patient=nobody), MADE_AT)
    assert not [word for word in ("Garcia", "1961", "H1", "Name") if word in said]


def test_a_cancelled_trial_has_no_figure_in_its_text() -> None:
    cancelled = (Cancelling(True, MADE_AT, "Dr Lee", "The lead broke."),)
    given = replace(diary(SEVEN_EIGHTS, "4 4 4", removed=None))
    trial = trial_of(given, today=4, state=TrialState.CANCELLED, cancellings=cancelled)
    said = result_text(trial, MADE_AT)
    assert "by Dr Lee: The lead broke." in said
    assert "It has no verdict." in said
    assert "%" not in said.partition("Method")[0]
    assert on(4) == trial.today
