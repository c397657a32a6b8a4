"""What a diary file may look like, and that each look says the same."""

from typing import Any

import pytest

from tests.files.running import Desk, trialtrack

PLAIN = """date,site,average,sleep_hours,late,excluded,programme
2026-03-03,R\u00fccken,7.5,5,,,
2026-03-04,R\u00fccken,8,5,,,
2026-03-05,R\u00fccken,7,5,,,
2026-03-06,R\u00fccken,8,,,,
2026-03-11,R\u00fccken,4,7,1,,P1
2026-03-12,R\u00fccken,3,7,0,"ill, in bed",P1
2026-03-13,R\u00fccken,0,7,,,off
2026-03-14,R\u00fccken,2.5,7,,,OFF
2026-03-15,R\u00fccken,2,7,,,
"""


def _semicolons(text: str) -> str:
    quoted = text.replace('"ill, in bed"', "ill& in bed")
    return quoted.replace(",", ";").replace(".", ",").replace("&", ",")


LOOKS = {
    "byte-order mark": PLAIN.encode("utf-8-sig"),
    "CRLF": PLAIN.replace("\n", "\r\n").encode(),
    "lone CR": PLAIN.replace("\n", "\r").encode(),
    "no last line end": PLAIN.rstrip("\n").encode(),
    "tabs": PLAIN.replace('"ill, in bed"', "ill& in bed")
    .replace(",", "\t")
    .replace("&", ",")
    .encode(),
    "tabs and decimal comma": _semicolons(PLAIN).replace(";", "\t").encode(),
    "semicolons and decimal comma": _semicolons(PLAIN).encode(),
    "blank lines": PLAIN.replace("\n", "\n\n \n,,\n").encode(),
    "header in capitals and spaces": PLAIN.replace("date,site", " Date , SITE", 1).encode(),
    "quoted cells": PLAIN.replace("2026-03-11", '"2026-03-11"').encode(),
    "short rows": PLAIN.replace(",,,\n", "\n").encode(),
    "last row first": "\n".join(
        [PLAIN.splitlines()[0], *reversed(PLAIN.splitlines()[1:])]
    ).encode(),
    "spaces and another case": PLAIN.replace("04,R\u00fccken,8", " 04, R\u00dcCKEN ,8 ")
    .replace(" 04", "04")
    .encode(),
    "more digits": PLAIN.replace("7.5", "7.50").replace(",8,", ",8.0,").encode(),
}


def _object(desk: Desk, diary: bytes | str, *options: object) -> dict[str, Any]:
    return desk.assess(diary, *options).object


def _site(found: dict[str, Any], site: str) -> dict[str, Any]:
    (one,) = [one for one in found["sites"] if one["site"] == site]
    return dict(one)


@pytest.mark.parametrize("look", LOOKS)
def test_a_file_says_the_same_whatever_it_looks_like(desk: Desk, look: str) -> None:
    plain = _object(desk, PLAIN)
    assert plain["sites"][0]["reduction_percent"] == pytest.approx(100 * (1 - 2.125 / 7.625))
    assert plain["sites"][0]["evaluation"]["excluded"] == ["2026-03-12"]
    assert plain["sites"][0]["evaluation"]["late"] == ["2026-03-11"]
    assert [one["programme"] for one in plain["programmes"]] == ["P1", "off"]
    assert _object(desk, LOOKS[look]) == plain


def test_standard_input_is_read_for_a_dash(desk: Desk) -> None:
    options = ("--placed", "2026-03-10", "--removed", "2026-03-18", "--format", "json")
    run = trialtrack("assess", "-", *options, stdin=PLAIN.encode())
    assert run.object == _object(desk, PLAIN)


def test_a_header_alone_is_a_trial_without_days(desk: Desk) -> None:
    (site,) = _object(desk, "date,average\n")["sites"]
    assert (site["site"], site["verdict"]) == ("", "not_assessable")
    assert site["reasons"] == ["no_baseline", "too_few_days"]


def test_zero_is_a_score_and_a_blank_is_none(desk: Desk) -> None:
    rows = "2026-03-11,0\n2026-03-12,\n2026-03-13,0\n"
    evaluation = _object(desk, f"date,average\n{rows}")["sites"][0]["evaluation"]
    assert (evaluation["recorded"], evaluation["mean"]) == (2, 0.0)


def test_sites_keep_the_order_and_first_spelling_of_the_file(desk: Desk) -> None:
    diary = (
        "date,site,average\n2026-03-03,Low Back,7\n2026-03-03,left leg,5\n2026-03-04,low back,6\n"
    )
    found = _object(desk, diary)
    assert [site["site"] for site in found["sites"]] == ["Low Back", "left leg"]
    assert found["primary_site"] == "Low Back"
    assert _site(found, "Low Back")["baseline"]["days"] == 2
    assert _object(desk, diary, "--site", " LEFT leg")["primary_site"] == "left leg"


def test_a_site_that_only_has_a_clinic_rating_can_be_primary(desk: Desk) -> None:
    diary = "date,site,average\n2026-03-03,left leg,5\n"
    found = _object(desk, diary, "--site", "foot", "--clinic-baseline", "Foot=7.5")
    assert [site["site"] for site in found["sites"]] == ["left leg", "foot"]
    assert _site(found, "foot")["baseline"]["mean"] == 7.5


def test_a_site_cannot_be_named_where_the_diary_names_none(desk: Desk) -> None:
    options = ("--site", "foot", "--clinic-baseline", "foot=7")
    faults = desk.assess("date,average\n2026-03-03,5\n", *options).faults
    assert "the diary has no site 'foot'; its rows name no site" in faults[0]


def test_a_rating_without_a_site_is_that_of_the_primary_site(desk: Desk) -> None:
    diary = "date,site,average\n2026-03-03,left leg,5\n2026-03-03,foot,5\n"
    found = _object(desk, diary, "--site", "foot", "--clinic-baseline", "8")
    assert _site(found, "foot")["baseline"]["mean"] == 8
    assert _site(found, "left leg")["baseline"]["mean"] is None


def test_a_row_about_the_day_alone_makes_no_site(desk: Desk) -> None:
    diary = (
        "date,site,average,sleep_hours,late\n"
        "2026-03-03,low back,7,,\n2026-03-03,,,6,\n2026-03-11,,,8,1\n2026-03-11,low back,3,8,\n"
    )
    found = _object(desk, diary)
    assert [site["site"] for site in found["sites"]] == ["low back"]
    assert found["sites"][0]["evaluation"]["late"] == ["2026-03-11"]
    (sleep,) = found["domains"]
    assert (sleep["baseline_mean"], sleep["trial_mean"], sleep["difference"]) == (6, 8, 2)


def test_values_of_the_day_may_stand_alike_on_several_rows(desk: Desk) -> None:
    diary = "date,site,average,steps\n2026-03-11,a,3,800\n2026-03-11,b,4,800.0\n2026-03-11,c,5,\n"
    (steps,) = _object(desk, diary)["domains"]
    assert (steps["trial_mean"], steps["trial_days"]) == (800, 1)


def test_the_leads_may_be_removed_on_the_day_they_were_placed(desk: Desk) -> None:
    found = _object(desk, "date,average\n2026-03-09,7\n", "--removed", "2026-03-10")
    assert found["sites"][0]["evaluation"]["window"] is None


def test_as_of_defaults_to_the_removal_once_that_is_past(desk: Desk) -> None:
    assert _object(desk, "date\n")["as_of"] == "2026-03-18"


def test_answers_at_the_end_make_the_fourth_leg(desk: Desk) -> None:
    options = ("--impression-of-change", "2", "--wants-implant", "Yes")
    assert _object(desk, "date\n", *options)["legs"]["satisfaction"] == "holds"


def test_a_protocol_says_every_field_and_whole_numbers_whole(desk: Desk) -> None:
    path = desk.file("p.toml", 'day_sd = 1.50\nbaseline_ends_on = 2026-03-06\nmeasure = "now"\n')
    said = _object(desk, "date\n", "--protocol", path)["protocol"]
    assert list(said.items()) == [
        ("threshold_percent", 50),
        ("measure", "now"),
        ("baseline_days", 7),
        ("baseline_min_days", 4),
        ("baseline_ends_on", "2026-03-06"),
        ("baseline_floor", 4),
        ("washout_days", 1),
        ("window_days", 7),
        ("window_min_days", 3),
        ("window_min_share", 0.57),
        ("activity_measure", "activity_interference"),
        ("late_hours", 48),
        ("count_late", True),
        ("autocorrelation", 0.25),
        ("day_sd", 1.5),
        ("day_sd_df", 4),
    ]
    assert isinstance(said["threshold_percent"], int)
