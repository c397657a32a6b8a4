"""The report that a person reads."""

import pytest

from tests.files.running import Desk

BASELINE = "".join(f"2026-03-0{day},low back,{8 if day % 2 else 7},,\n" for day in range(3, 10))
HEADER = "date,site,average,late,sleep_hours\n"


def _report(desk: Desk, rows: str, *options: object) -> str:
    run = desk.assess(HEADER + rows, "--format", "text", *options)
    assert (run.status, run.err) == (0, "")
    return run.out


def test_a_met_threshold_is_said_with_its_doubt_and_what_it_rests_on(desk: Desk) -> None:
    rows = "".join(
        f"2026-03-{day},low back,{score},{late},7\n"
        for day, score, late in ((11, 5, ""), (12, 4, ""), (13, 3, ""), (15, 2, 1), (16, 2, ""))
    )
    assert _report(desk, BASELINE + rows).splitlines()[:12] == [
        "Trial placed 2026-03-10, removed 2026-03-18; looked at on 2026-03-18 (final)",
        "",
        "low back: met",
        "  57.7% less pain than at baseline; the 50% threshold is met.",
        "  In words: substantial improvement.",
        (
            "  Baseline: mean 7.6 of 7 diary days, 2026-03-03 to 2026-03-09 (grade A), spread 0.5, "
            "slope 0 points a day."
        ),
        (
            "  Evaluation: mean 3.2, 5 of 7 days, 2026-03-11 to 2026-03-17; "
            "missing 2026-03-14, 2026-03-17; late 2026-03-15."
        ),
        "  95% interval 34 to 80% (too close).",
        "  The chance that the reduction is 50% or more if days like these went on: about 8 in 10.",
        (
            "  It leaves out trend, placebo and regression to the mean, and takes days to vary "
            "as in chronic back pain."
        ),
        (
            "  2 days missing. Fragile: the answer could well flip; it takes missing days that "
            "averaged over 5.2."
        ),
        "  Same answer in 6 of 6 other analyses.",
    ]


def test_the_leads_still_in_is_no_verdict(desk: Desk) -> None:
    report = _report(desk, BASELINE + "2026-03-11,low back,4,,\n", "--as-of", "2026-03-11")
    assert "low back: pending" in report
    assert "So far 47.1% less pain than at baseline; an interim result has no verdict." in report
    assert "As it stands: too few days of the evaluation window are recorded." in report


def test_what_is_not_assessable_says_why(desk: Desk) -> None:
    report = _report(desk, "2026-03-11,low back,4,,\n")
    assert "No reduction can be said." in report
    assert "Not assessable: there is no baseline" in report
    assert "Baseline: none; 0 diary days in 2026-03-03 to 2026-03-09." in report


@pytest.mark.parametrize(
    ("score", "said"),
    [
        ("9", "18.8% more pain than at baseline; the 50% threshold is not met."),
        ("7.6", "0.3% more pain than at baseline; the 50% threshold is not met."),
        ("7.5", "0.9% less pain than at baseline; the 50% threshold is not met."),
    ],
)
def test_worse_is_said_as_more_pain(desk: Desk, score: str, said: str) -> None:
    rows = "".join(f"2026-03-{day},low back,{score},,\n" for day in range(11, 18))
    assert said in _report(desk, BASELINE + rows)


def test_at_a_baseline_of_zero_the_change_is_said_in_points(desk: Desk) -> None:
    rows = BASELINE.replace(",8,", ",0,").replace(",7,", ",0,") + "2026-03-11,low back,2,,\n"
    report = _report(desk, rows)
    assert "2 points more pain than at baseline, of which no percent can be said." in report


def test_legs_sleep_and_programmes_stand_below(desk: Desk) -> None:
    header = "date,average,sleep_hours,mme_per_day,stated_relief_percent,programme\n"
    before = "".join(f"2026-03-0{day},8,5,20,,\n" for day in range(3, 10))
    after = "".join(f"2026-03-{day},2,7,30,10,P{day % 2}\n" for day in range(11, 18))
    report = desk.assess(header + before + after, "--format", "text").out
    for said in (
        "  relief holds\n  activity unknown: nothing is recorded\n  analgesics fails\n",
        "  A success by the whole definition: no.\n",
        "  Own estimate of relief: 10.0%.\n  They differ by more than",
        "  sleep, hours: 5 to 7 (7 and 7 days)\n",
        "  opioids, mg of oral morphine a day: 20 to 30 (7 and 7 days)\n",
        "never for converting one opioid into another",
        "  P1: 4 days, mean 2, reduction 75.0%\n  P0: 3 days, mean 2, reduction 75.0%\n",
    ):
        assert said in report
