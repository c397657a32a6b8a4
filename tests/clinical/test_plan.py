"""What a plan means for one trial, and the templates that it begins with."""

from datetime import date
from fractions import Fraction

import pytest

from trialtrack.clinical.plan import plan_meaning
from trialtrack.clinical.protocol import Protocol
from trialtrack.clinical.protocol_templates import TEMPLATES, TemplateName, departures, field_text


def march(day: int) -> date:
    return date(2026, 3, day)


@pytest.mark.parametrize(
    ("washout", "removal", "planned", "treatment", "judged", "required", "spare"),
    [
        (1, 17, 7, 6, 6, 4, 2),
        (1, 18, 8, 7, 7, 4, 3),
        (1, 25, 15, 14, 7, 4, 3),
        (3, 17, 7, 4, 4, 3, 1),
        (1, 14, 4, 3, 3, 3, 0),
        (1, 13, 3, 2, 2, 3, -1),
        (1, 11, 1, 0, 0, 3, -3),
        (0, 10, 0, 0, 0, 3, -3),
        (0, 11, 1, 1, 1, 3, -2),
    ],
)
def test_the_days_of_a_plan_leave_these(
    washout: int, removal: int, planned: int, treatment: int, judged: int, required: int, spare: int
) -> None:
    found = plan_meaning(Protocol(washout_days=washout), march(10), march(removal), march(1))
    assert (found.planned_days, found.treatment_days) == (planned, treatment)
    assert (found.window.days if found.window else 0) == judged
    assert (found.required, found.spare) == (required, spare)
    assert found.can_be_assessed is (spare >= 0)
    assert found.every_day_counts is (0 <= spare <= 2)


@pytest.mark.parametrize(
    ("today", "open_from", "past", "left", "can"),
    [
        (1, None, 0, 7, True),
        (3, None, 0, 7, True),
        (6, None, 3, 4, True),
        (7, None, 4, 3, False),
        (7, 5, 4, 5, True),
        (9, None, 6, 1, False),
        (10, None, 7, 0, False),
        (12, 10, 7, 0, False),
    ],
)
def test_days_of_the_baseline_are_past_or_can_still_be_filled_in(
    today: int, open_from: int | None, past: int, left: int, can: bool
) -> None:
    opened = None if open_from is None else march(open_from)
    found = plan_meaning(Protocol(), march(10), march(17), march(today), opened)
    assert (found.baseline.first, found.baseline.end) == (march(3), march(10))
    assert (found.baseline_past, found.baseline_left) == (past, left)
    assert found.baseline_can_be_made is can


def test_a_baseline_may_end_before_placement() -> None:
    rules = Protocol(baseline_ends_on=march(5), baseline_days=3, baseline_min_days=2)
    found = plan_meaning(rules, march(10), march(17), march(1))
    assert (found.baseline.first, found.baseline.end) == (march(2), march(5))


@pytest.mark.parametrize("name", TemplateName)
def test_each_template_can_be_assessed_and_says_why_it_departs(name: TemplateName) -> None:
    template = TEMPLATES[name]
    removal = date.fromordinal(march(10).toordinal() + template.usual_days)
    assert plan_meaning(template.protocol, march(10), removal, march(1)).can_be_assessed
    assert set(template.reasons) == set(departures(template.protocol))
    assert field_text(template.protocol, "threshold_percent") == "50"
    assert field_text(template.protocol, "window_min_share") == "0.57"
    assert field_text(template.protocol, "baseline_ends_on") == ""


def test_no_template_moves_the_threshold() -> None:
    assert {each.protocol.threshold_percent for each in TEMPLATES.values()} == {Fraction(50)}
    assert TEMPLATES[TemplateName.TENS].protocol.washout_days == 0
    assert TEMPLATES[TemplateName.SCS_TUNNELLED].protocol.washout_days in (2, 3)
