"""Which pain was judged, how far a planned trial is, and doubts that must not get lost."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from tests.clinical.diaries import (
    SEVEN_EIGHTS,
    SEVEN_FOURS,
    diary,
    on,
    with_measure,
    with_values,
)
from tests.presenters.records import ANA, trial_of
from trialtrack.access import Role, TrialState, Viewer
from trialtrack.clinical.diary import Diary, Domain, Measure, WantsImplant
from trialtrack.clinical.protocol import Protocol
from trialtrack.clinical.results import Certainty, IntervalReason, Leg, LegState, Verdict
from trialtrack.models import Modality
from trialtrack.queries.list_filters import Standing, Wanted
from trialtrack.queries.listed_trials import ListedTrial, TrialList
from trialtrack.queries.paging import Place, Rank
from trialtrack.queries.trial_list import AssessedTrial
from trialtrack.store.outcomes import FIELDS, Outcome
from trialtrack.store.righted import Deviation, DeviationKind
from trialtrack.web.clinic.answer_changed import changed_words
from trialtrack.web.clinic.list_asked import Asked
from trialtrack.web.clinic.result_text import MOST_CHARACTERS, result_text
from trialtrack.web.clinic.trial import trial_page
from trialtrack.web.clinic.trials import TrialRow, trials_page
from trialtrack.web.clinic.whole import whole
from trialtrack.web.clinic.working import working_page

MADE_AT = datetime(2026, 3, 18, 13, 5, tzinfo=UTC)


def judged_on(measure: Measure) -> AssessedTrial:
    given = with_measure(diary("", "", removed=8), measure, SEVEN_EIGHTS, "5 5 5 5 5 5 5")
    return trial_of(given, rules=Protocol(measure=measure))


@pytest.mark.parametrize(
    ("measure", "unit", "leg"),
    [
        (Measure.WORST, "less worst pain than at baseline", "Worst pain 8 → 5 of 10"),
        (Measure.LEAST, "less “least pain” than at baseline", "Least pain 8 → 5 of 10"),
        (Measure.NOW, "less “pain now” than at baseline", "Pain now 8 → 5 of 10"),
        (Measure.AVERAGE, "less pain than at baseline", "Pain 8 → 5 of 10"),
    ],
)
def test_the_pain_that_was_judged_is_named(measure: Measure, unit: str, leg: str) -> None:
    page = trial_page(judged_on(measure))
    assert (page.answer.figure, page.answer.unit) == ("37.5%", unit)
    assert page.whole.legs[0].words == leg


def test_record_and_working_name_the_pain_too() -> None:
    trial = judged_on(Measure.WORST)
    said = result_text(trial, MADE_AT)
    assert "SCS, burst; low back, worst pain; leads in" in said
    assert "37.5% less worst pain than at baseline" in said
    assert "- Relief fails: Worst pain 8 to 5 of 10" in said
    page = working_page(trial, None, Viewer(Role.CONSULTANT, UUID(int=2)))
    assert page.parts[0].before[0] == "Judged on worst pain: every score here is that of the day."
    steps = [step.what for part in page.parts for step in part.steps]
    assert "Mean worst pain of the baseline" in steps
    assert "By how many points worst pain fell" in steps


@pytest.mark.parametrize(
    ("before", "rating", "line"),
    [
        (
            "8 . . . . . .",
            None,
            ("The baseline has 1 of the 4 diary days that it needs; only 2 can still be logged."),
        ),
        (
            "8 . 8 . 8 . .",
            "7",
            (
                "The baseline has 3 of the 4 diary days that it needs; 2 can still be logged. "
                "Without them the one rating taken in clinic stands in."
            ),
        ),
        ("8 8 8 8 8 . .", None, "The baseline has 5 diary days; it needs 4."),
    ],
)
def test_before_placement_the_days_of_the_baseline_are_counted(
    before: str, rating: str | None, line: str
) -> None:
    given = diary(before, "", removed=None, rating=rating)
    page = trial_page(trial_of(given, today=-2, state=TrialState.PLANNED))
    assert page.answer.headline == "Not placed yet"
    assert page.answer.missing[0] == line


def test_no_site_of_a_trial_that_is_not_placed_is_still_running() -> None:
    given = replace(diary(SEVEN_EIGHTS, "", removed=None), sites=("low back", "left leg"))
    trial = trial_of(given, today=-1, state=TrialState.PLANNED)
    assert [row.words for row in trial_page(trial).other_sites] == ["Not placed yet"]
    assert "Other site, left leg: not placed yet." in result_text(trial, MADE_AT)


def test_a_long_trial_says_its_weeks_and_stays_short() -> None:
    after = f"{SEVEN_FOURS} . . . . . . . 2 2 2 2 2 2 2 {'3 ' * 60}"
    reason = "It snowed all night. " * 20
    moved = (("planned_removal_on", "2026-03-18", "2026-03-19"),)
    deviations = tuple(
        Deviation(DeviationKind.REMOVAL_DAY, MADE_AT + timedelta(days=n), "Dr Lee", reason, moved)
        for n in range(40)
    )
    long = trial_of(diary(SEVEN_EIGHTS, after), today=100, deviations=deviations)
    said = result_text(long, MADE_AT)
    assert "Week by week: 50.0%, no day recorded, 75.0%, 62.5%, " in said
    assert len(said) <= MOST_CHARACTERS
    assert "Week by week" not in result_text(trial_of(diary(SEVEN_EIGHTS, SEVEN_FOURS)), MADE_AT)


@pytest.mark.parametrize(
    ("after", "said"),
    [
        ("60 60 60 60 60 60 60", "Opioid dose unchanged (60 mg a day, CDC 2022)"),
        ("30 30 30 30 30 30 30", "50.0% less opioid (60 → 30 mg a day, CDC 2022)"),
    ],
)
def test_a_dose_that_did_not_change_says_so(after: str, said: str) -> None:
    given = with_values(
        diary(SEVEN_EIGHTS, SEVEN_FOURS), Domain.MME_PER_DAY, "60 60 60 60 60 60 60", after
    )
    assert trial_page(trial_of(given)).whole.legs[2].words == said


def all_four(given: Diary) -> str:
    given = with_values(given, Domain.RESCUE_DOSES, "3 3 3 3 3 3 3", "1 1 1 1 1 1 1")
    given = with_values(given, Domain.ACTIVITY_INTERFERENCE, SEVEN_EIGHTS, SEVEN_FOURS)
    trial = trial_of(replace(given, impression_of_change=2, wants_implant=WantsImplant.YES))
    return whole(trial.assessment, trial.record).headline


def test_four_legs_of_which_one_is_in_doubt_carry_the_doubt() -> None:
    assert all_four(diary(SEVEN_EIGHTS, "1 1 1 1 1 1 1")) == "Yes: all four hold."
    assert all_four(diary(SEVEN_EIGHTS, SEVEN_FOURS)) == "All four hold, but relief is close."
    one_rating = diary("8 . . . . . .", "1 1 1 1 1 1 1", rating="8")
    assert all_four(one_rating) == "All four hold, but relief rests on one rating."


def listed(**stored: object) -> TrialRow:
    """The row of a finished trial with a stored result, all four legs of which hold."""
    result: dict[str, Any] = {**dict.fromkeys(FIELDS), **{leg.value: LegState.HOLDS for leg in Leg}}
    result |= {"verdict": Verdict.MET, "display": "50.0%", "expected_days": 0} | stored
    trial = ListedTrial(
        place=Place(Rank.ENDED, on(8), UUID(int=1)),
        state=TrialState.REMOVED,
        standing=Standing.ENDED,
        patient=ANA,
        modality=Modality.SCS_BURST,
        site="low back",
        measure=Measure.WORST,
        placed_on=on(0),
        planned_removal_on=on(8),
        removed_on=on(8),
        cancelled_on=None,
        withdrew=False,
        today=on(9),
        threshold_percent=Fraction(50),
        deviations=0,
        days_excluded=0,
        outcome=Outcome(**result),
        drawn=None,
        worked_out=False,
    )
    found = TrialList((trial,), 1, 0, 1, None, None)
    app = Flask(__name__)
    app.add_url_rule("/trials", endpoint="clinic.trials")
    with app.test_request_context():
        page = trials_page(found, Asked(Wanted()), Viewer(Role.CONSULTANT, UUID(int=2)))
    return page.groups[0].rows[0]


def test_a_row_of_the_list_names_the_pain_and_carries_the_doubt() -> None:
    close = listed(certainty=Certainty.TOO_CLOSE)
    assert close.site == "low back, worst pain"
    assert close.whole is not None
    assert close.whole.words == "all four hold, but relief is close"
    rating = listed(interval_reason=IntervalReason.CLINIC_BASELINE).whole
    assert rating is not None
    assert rating.words == "all four hold, but relief rests on one rating"
    failing = listed(certainty=Certainty.CLEAR, analgesics=LegState.FAILS).whole
    assert failing is not None
    assert failing.words == "fails: analgesics"


def test_a_change_that_is_saved_says_the_answer_before_and_after() -> None:
    met = trial_of(diary(SEVEN_EIGHTS, SEVEN_FOURS))
    worse = trial_of(diary(SEVEN_EIGHTS, "5 4 4 4 4 4 4"))
    said = "The answer was 50.0%, met, but close; it is now 48.2%, not met, but close."
    assert changed_words(met, worse) == said
    assert changed_words(met, met) == "No change to the answer: 50.0%, met, but close."
    empty = trial_of(diary(SEVEN_EIGHTS, ". . . . . . ."))
    assert changed_words(empty, empty) == "No change to the answer: cannot be judged."


def test_a_change_that_leaves_the_answer_alone_says_which_other_leg_it_changed() -> None:
    given = diary(SEVEN_EIGHTS, SEVEN_FOURS)
    better = trial_of(with_values(given, Domain.ACTIVITY_INTERFERENCE, SEVEN_EIGHTS, SEVEN_FOURS))
    worse = trial_of(with_values(given, Domain.ACTIVITY_INTERFERENCE, SEVEN_FOURS, SEVEN_EIGHTS))
    said = "No change to the answer: 50.0%, met, but close. Activity: holds before, fails now."
    assert changed_words(better, worse) == said
