"""The protocol's defaults, its bounds and its refusals: METHOD section 2."""

from dataclasses import asdict
from datetime import date
from fractions import Fraction

import pytest

from tests.clinical.diaries import PLACED, on
from trialtrack.clinical.diary import Domain, Measure
from trialtrack.clinical.protocol import (
    Protocol,
    ProtocolError,
    decimal_fraction,
    read_protocol,
    text,
)


def test_the_defaults_are_those_of_the_method() -> None:
    assert asdict(read_protocol({})) == {
        "threshold_percent": 50,
        "measure": Measure.AVERAGE,
        "baseline_days": 7,
        "baseline_min_days": 4,
        "baseline_ends_on": None,
        "baseline_floor": 4,
        "washout_days": 1,
        "window_days": 7,
        "window_min_days": 3,
        "window_min_share": Fraction(57, 100),
        "activity_measure": Domain.ACTIVITY_INTERFERENCE,
        "late_hours": 48,
        "count_late": True,
        "autocorrelation": Fraction(1, 4),
        "day_sd": Fraction(5, 4),
        "day_sd_df": 4,
    }


LOOSE = {"baseline_min_days": "1", "window_min_days": "1"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("threshold_percent", "0.1"), ("threshold_percent", "100"),
        ("baseline_days", "1"), ("baseline_days", "28"),
        ("baseline_min_days", "1"), ("baseline_min_days", "7"),
        ("washout_days", "0"), ("washout_days", "14"),
        ("window_days", "1"), ("window_days", "28"),
        ("window_min_days", "1"), ("window_min_days", "7"),
        ("window_min_share", "0.01"), ("window_min_share", "1"),
        ("autocorrelation", "0"), ("autocorrelation", "0.9"),
        ("day_sd", "0.01"), ("day_sd_df", "0.01"), ("day_sd_df", "1e30"),
        ("baseline_floor", "0"), ("baseline_floor", "10"), ("late_hours", "0"),
        ("activity_measure", "steps"), ("activity_measure", "standing_minutes"),
        ("measure", "least"), ("count_late", "false"), ("baseline_ends_on", "2026-03-01"),
    ],
)  # fmt: skip
def test_a_value_within_its_bounds_is_read(name: str, value: str) -> None:
    protocol = read_protocol({**LOOSE, name: value})
    again = read_protocol({**LOOSE, name: text(getattr(protocol, name))})
    assert again == protocol
    assert getattr(protocol, name) != getattr(Protocol(), name) or value in ("7", "1")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("threshold_percent", "0"), ("threshold_percent", "-1"), ("threshold_percent", "100.1"),
        ("threshold_percent", "half"), ("threshold_percent", "nan"), ("threshold_percent", "inf"),
        ("baseline_days", "0"), ("baseline_days", "29"), ("baseline_days", "7.5"),
        ("baseline_min_days", "0"), ("baseline_min_days", "8"),
        ("washout_days", "-1"), ("washout_days", "15"),
        ("window_days", "0"), ("window_days", "29"),
        ("window_min_days", "0"), ("window_min_days", "8"),
        ("window_min_share", "0"), ("window_min_share", "1.01"),
        ("autocorrelation", "-0.01"), ("autocorrelation", "0.91"),
        ("day_sd", "0"), ("day_sd", "-1"), ("day_sd_df", "0"), ("day_sd_df", "-4"),
        ("baseline_floor", "-0.1"), ("baseline_floor", "10.1"), ("late_hours", "-1"),
        ("activity_measure", "sleep_hours"), ("activity_measure", "running"),
        ("measure", "mean"), ("count_late", "maybe"), ("count_late", "1"),
        ("baseline_ends_on", "1 March"), ("baseline_ends_on", "2026-02-30"),
        ("treshold_percent", "50"),
    ],
)  # fmt: skip
def test_a_value_beyond_its_bounds_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(ProtocolError) as refusal:
        read_protocol({name: value})
    assert name in refusal.value.faults[0]


def test_every_fault_is_named_not_only_the_first() -> None:
    with pytest.raises(ProtocolError) as refusal:
        read_protocol({"day_sd": "x", "window_days": "40", "unheard_of": "1"})
    assert len(refusal.value.faults) == 3


@pytest.mark.parametrize(
    ("least", "most"),
    [("baseline_min_days", "baseline_days"), ("window_min_days", "window_days")],
)
def test_the_fewest_days_may_fill_their_window_but_not_exceed_it(least: str, most: str) -> None:
    read_protocol({least: "5", most: "5"})
    with pytest.raises(ProtocolError, match=f"{least} .6. must not be above {most} .5."):
        read_protocol({least: "6", most: "5"})


@pytest.mark.parametrize(("offset", "refused"), [(0, False), (-28, False), (1, True), (-29, True)])
def test_a_baseline_ends_on_placement_or_up_to_28_days_before(offset: int, refused: bool) -> None:
    protocol = Protocol(baseline_ends_on=on(offset))
    if refused:
        with pytest.raises(ProtocolError, match="baseline_ends_on"):
            protocol.for_trial_placed_on(PLACED)
    else:
        assert protocol.for_trial_placed_on(PLACED) is protocol


def test_a_blank_is_the_default_and_blanks_around_a_value_do_not_matter() -> None:
    protocol = read_protocol({"threshold_percent": " ", "window_days": " 5 ", "measure": ""})
    assert protocol == Protocol(window_days=5)


def test_a_boolean_is_read_without_case() -> None:
    assert read_protocol({"count_late": "FALSE"}).count_late is False


@pytest.mark.parametrize(
    ("written", "number"),
    [("0.57", Fraction(57, 100)), ("7.3", Fraction(73, 10)), (" 4 ", Fraction(4)),
     ("-0", Fraction(0)), ("+2", Fraction(2)), (".5", Fraction(1, 2)), ("5.", Fraction(5)),
     ("1e1", Fraction(10)), ("0.1", Fraction(1, 10))],
)  # fmt: skip
def test_decimal_text_is_the_exact_fraction_that_it_writes(written: str, number: Fraction) -> None:
    assert decimal_fraction(written) == number


@pytest.mark.parametrize(
    "written",
    ["", " ", "x", "1,5", "1_0", "٣", "0x10", "nan", "inf", "-Infinity", "1e31", "1e999999999",
     "1e99999999999999999999", "1 0", "--1", ".", "1/2", "0." + "1" * 100],
)  # fmt: skip
def test_what_is_not_decimal_text_is_no_number(written: str) -> None:
    with pytest.raises(ValueError, match="is not a number"):
        decimal_fraction(written)


@pytest.mark.parametrize(
    ("value", "written"),
    [(Fraction(57, 100), "0.57"), (Fraction(4), "4"), (Fraction(100), "100"), (True, "true"),
     (False, "false"), (7, "7"), (Measure.WORST, "worst"), (date(2026, 3, 1), "2026-03-01"),
     (Fraction(1, 10**30), "0." + "0" * 29 + "1"),
     (Fraction(10**30 + 1), "1" + "0" * 29 + "1")],
)  # fmt: skip
def test_a_protocol_value_is_written_as_a_person_would(value: object, written: str) -> None:
    assert text(value) == written
