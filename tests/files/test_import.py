"""Foreign diaries: both self-trackers' files, and every rule that a map can hold."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from tests.files.running import DATA, Desk, Run, trialtrack

MAPS = Path(__file__).parents[2] / "trialtrack" / "files" / "maps"
TRACKERS = DATA / "myaiguide"


def _import(desk: Desk, mapping: Path | str, foreign: Path | bytes | str) -> Run:
    map_file = mapping if isinstance(mapping, Path) else desk.file("map.toml", mapping)
    source = foreign if isinstance(foreign, Path) else desk.file("foreign.csv", foreign)
    refused = desk.folder / "refused.csv"
    return trialtrack("import", "--map", map_file, source, "--refused", refused)


def _refused(desk: Desk) -> list[tuple[int, str]]:
    text = (desk.folder / "refused.csv").read_text(encoding="utf-8")
    return [(int(row["row"]), row["reason"]) for row in csv.DictReader(text.splitlines())]


def _rows(run: Run) -> list[dict[str, str]]:
    assert run.status == 0, run.err
    return list(csv.DictReader(run.out.splitlines()))


def _counts(run: Run) -> Counter[str]:
    """Number of rows by what the account says became of them."""
    counts: Counter[str] = Counter()
    for line in run.err.splitlines():
        count, _, what = line.partition(" row")
        if count.isdigit():
            counts[what.removeprefix("s").split()[0].rstrip(",")] += int(count)
    return counts


def _adds_up(run: Run) -> bool:
    counts = _counts(run)
    fates = ("written", "merged", "ignored", "blank", "refused")
    return counts["read"] == sum(counts[fate] for fate in fates) > 0


def test_the_first_self_trackers_file_imports(desk: Desk) -> None:
    run = _import(desk, MAPS / "participant1_pain.toml", TRACKERS / "participant1_pain.csv")
    rows = _rows(run)
    assert rows[0] == {"date": "2015-11-25", "site": "Knees", "average": "5.7"}
    assert rows[-1]["date"] == "2023-11-12"
    assert {"date": "2015-11-26", "site": "Knees", "average": "5"} in rows
    assert any(row["site"] == "Hands And Fingers, Right Mostly" for row in rows)
    assert _counts(run)["read"] == 11826
    assert _adds_up(run)
    refused = _refused(desk)
    assert Counter(why.partition(" ")[0] for _, why in refused) == {"there": 28, "'could": 30}
    assert len(rows) + 332 + len(refused) == 11826


def test_the_second_self_trackers_file_imports(desk: Desk) -> None:
    run = _import(desk, MAPS / "Participant8PainNew.toml", TRACKERS / "Participant8PainNew.csv")
    rows = _rows(run)
    assert rows[0] == {"date": "2019-08-12", "site": "Knee Pain", "average": "8", "late": "0"}
    assert rows[-1]["date"] == "2021-08-30"
    assert _counts(run)["read"] == 2398
    assert _adds_up(run)
    assert not {"happiness", "Dizziness"} & {row["site"] for row in rows}


@pytest.mark.parametrize("name", ["participant1_pain", "Participant8PainNew"])
def test_what_is_imported_is_assessed_without_a_fault(desk: Desk, name: str) -> None:
    run = _import(desk, MAPS / f"{name}.toml", TRACKERS / f"{name}.csv")
    found = desk.assess(run.out, "--placed", "2020-03-10", "--removed", "2020-03-18").object
    assert any(site["baseline"]["source"] == "diary" for site in found["sites"])


HEAD = '[date]\ncolumn = "day"\n[values]\naverage = "pain"\n'
CLOCK = '[entered]\ncolumn = "saved"\nwritten_in = "UTC"\ndiary_zone = "Europe/London"\n'


@pytest.mark.parametrize(
    ("rule", "average", "fate"),
    [
        ("mean", "4", "merged"),
        ("max", "7", "merged"),
        ("first", "7", "merged"),
        ("last", "2", "merged"),
        ("refuse", None, "refused"),
    ],
)
def test_several_entries_of_a_day_follow_the_maps_rule(
    desk: Desk, rule: str, average: str | None, fate: str
) -> None:
    foreign = "day,pain\n2026-03-10,7\n2026-03-10,3\n2026-03-11,1\n2026-03-10,2\n"
    run = _import(desk, f'several = "{rule}"\n{HEAD}', foreign)
    expected = [] if average is None else [{"date": "2026-03-10", "average": average}]
    assert _rows(run) == [*expected, {"date": "2026-03-11", "average": "1"}]
    assert _counts(run)[fate] == (3 if fate == "refused" else 2)
    assert _adds_up(run)


def test_the_last_entry_is_the_one_that_was_entered_last(desk: Desk) -> None:
    foreign = "day,pain,saved\n2026-03-10,7,2026-03-10 21:00:00\n2026-03-10,3,2026-03-10 20:00:00\n"
    run = _import(desk, f'several = "last"\n{HEAD}{CLOCK}', foreign)
    assert _rows(run) == [{"date": "2026-03-10", "average": "7", "late": "0"}]


@pytest.mark.parametrize(("rule", "average"), [("half_up", "4.3"), ("refuse", None)])
def test_a_second_decimal_follows_the_maps_rule(desk: Desk, rule: str, average: str | None) -> None:
    foreign = "day,pain\n2026-03-10,4\n2026-03-10,4.5\n2026-03-11,1\n"
    run = _import(desk, f'several = "mean"\nmore_decimals = "{rule}"\n{HEAD}', foreign)
    assert [row["average"] for row in _rows(run)] == ([average] if average else []) + ["1"]
    assert ("1 values rounded half up (pain to one decimal)" in run.err) is (average is not None)
    assert _adds_up(run)


@pytest.mark.parametrize(
    ("saved", "late"),
    [
        ("2026-03-10 23:00:00", "0"),
        ("2026-03-12 04:00:00", "0"),
        ("2026-03-12 04:00:01", "1"),
        ("", ""),
    ],
)
def test_an_entry_is_late_a_day_after_the_diary_day_ended(
    desk: Desk, saved: str, late: str
) -> None:
    foreign = f"day,pain,saved\n2026-03-10,7,{saved}\n2026-02-01,7,2026-02-01 20:00:00\n"
    assert _rows(_import(desk, HEAD + CLOCK, foreign))[1]["late"] == late


def test_a_row_without_its_day_is_of_the_day_it_was_entered_if_the_map_says_so(
    desk: Desk,
) -> None:
    mapping = HEAD.replace('"day"\n', '"day"\nabsent = ["0"]\nwhen_absent = "day_entered"\n')
    foreign = "day,pain,saved\n0,7,2026-03-11 03:59:59\n,6,2026-03-11 04:00:00\n0,5,\n"
    run = _import(desk, mapping + CLOCK, foreign)
    assert [row["date"] for row in _rows(run)] == ["2026-03-10", "2026-03-11"]
    assert _refused(desk) == [(4, "the row says neither its day nor when it was entered")]
    assert "2 rows taken for the day on which they were entered" in run.err


REFUSALS = [
    ("2026-13-10,7", "'2026-13-10' is not a day"),
    (",7", "the row does not say its day"),
    ("0026-03-10,7", "'0026-03-10' is not a day of these centuries"),
    ("2026-03-10,", "there is no value in pain"),
    ("2026-03-10,12", "pain '12' is not within 0 to 10"),
    ("2026-03-10,bad", "pain 'bad' is not a number"),
    ("2026-03-10,7.25", "average has more than 1 decimal"),
    ("2026-03-10,7,note", "'note' stands beyond the last column of the header"),
    ("2026-03-10,7\udcff", "the row is not text in utf-8"),
]


@pytest.mark.parametrize(("row", "why"), REFUSALS)
def test_a_row_that_cannot_be_taken_is_refused_with_the_reason(
    desk: Desk, row: str, why: str
) -> None:
    foreign = f"day,pain\n2026-03-09,5\n{row}\n\n,\n2026-03-11,6,\n"
    run = _import(desk, HEAD, foreign.encode(errors="surrogateescape"))
    assert [one["date"] for one in _rows(run)] == ["2026-03-09", "2026-03-11"]
    assert _refused(desk) == [(3, why)]
    assert f"row 3: {why}" in run.err
    assert _adds_up(run)


def test_the_account_prints_twenty_refusals_and_the_file_holds_all(desk: Desk) -> None:
    run = _import(desk, HEAD, "day,pain\n2026-03-09,5\n" + "x,5\n" * 30)
    assert len(_refused(desk)) == 30
    assert run.err.count("'x' is not a day") == 20
    assert run.err.endswith("and 10 more refused rows\n")


def test_values_of_a_name_column_are_routed_by_rules(desk: Desk) -> None:
    mapping = """
        several = "mean"
        [date]
        columns = ["y", "m", "d"]
        [site]
        columns = ["what"]
        names = { "LB" = "low back" }
        [values]
        average = "n"
        [[rows]]
        column = "what"
        equals = ["sleep"]
        action = "read_as"
        values = { sleep_hours = "n" }
        [[rows]]
        column = "what"
        equals = ["mood"]
        action = "refuse"
        reason = "mood is not in our diary"
    """
    foreign = (
        "what;y;m;d;n\nLB;2026;3;10;7,5\nleg;2026;3;10;4\nsleep;2026;3;10;6\nsleep;2026;3;10;7\n"
        "sleep;2026;3;10;7\nmood;2026;3;10;9\n"
    )
    run = _import(desk, mapping, foreign)
    assert _rows(run) == [
        {"date": "2026-03-10", "site": "low back", "average": "7.5", "sleep_hours": ""},
        {"date": "2026-03-10", "site": "leg", "average": "4", "sleep_hours": ""},
        {"date": "2026-03-10", "site": "", "average": "", "sleep_hours": "6.667"},
    ]
    assert _refused(desk) == [(7, "mood is not in our diary")]
    assert _adds_up(run)


def test_other_encodings_and_date_formats_are_read(desk: Desk) -> None:
    mapping = (
        'encoding = "cp1252"\nskip_lines = 1\n[date]\ncolumn = "Tag"\nformat = "%d.%m.%Y"\n'
        '[site]\nfixed = "R\u00fccken"\n[values]\naverage = "Schmerz st\u00e4rke"\n'
    )
    foreign = "Erkl\u00e4rung\rTag\tSchmerz st\u00e4rke\r1.3.2026\t7,5\r"
    run = _import(desk, mapping, foreign.encode("cp1252"))
    assert _rows(run) == [{"date": "2026-03-01", "site": "R\u00fccken", "average": "7.5"}]


MAP_FAULTS = [
    ("several = 3\n" + HEAD, "several: '3' is not text"),
    ('several = "median"\n' + HEAD, "'median' is not one of refuse, mean, max, first, last"),
    ('sevral = "mean"\n' + HEAD, "sevral: there is no such setting; the nearest is 'several'"),
    ('encoding = "klingon"\n' + HEAD, "encoding: 'klingon' is no text encoding"),
    ('encoding = "hex"\n' + HEAD, "encoding: 'hex' is no text encoding"),
    ('delimiter = "::"\n' + HEAD, "delimiter: '::' is not one character"),
    ("skip_lines = -1\n" + HEAD, "skip_lines: -1 is below 0"),
    ("skip_lines = true\n" + HEAD, "skip_lines: 'True' is not a whole number"),
    ('[values]\naverage = "pain"\n', "date.columns: either columns (year, month, day) or column"),
    (
        '[date]\ncolumns = ["day"]\n[values]\naverage = "pain"\n',
        "date.columns: there must be three: year, month and day",
    ),
    ('[date]\ncolumn = "day"\n', "values: no column of ours is given one of theirs"),
    (HEAD.replace("average", "avarage"), "values.avarage: our diary has no such column"),
    (HEAD + '[entered]\ncolumn = "day"\nwritten_in = "UTC"\n', "entered.diary_zone: is missing"),
    (HEAD + CLOCK.replace("London", "Londn"), "'Europe/Londn' is no time zone"),
    (
        HEAD.replace('"day"\n', '"day"\nwhen_absent = "day_entered"\n'),
        "date.when_absent: needs the table [entered]",
    ),
    (HEAD + '[[rows]]\ncolumn = "day"\nequals = ["x"]\n', "rows 1.reason: is missing"),
    (HEAD + "date", "the file is not TOML"),
    (HEAD + "x = " + "[" * 20_000, "it nests too deep"),
    ("skip_lines = " + "9" * 5_000 + "\n" + HEAD, "a whole number is too large"),
    ('encoding = "idna"\n' + HEAD, "encoding: 'idna' is no text encoding"),
    ('encoding = "undefined"\n' + HEAD, "encoding: 'undefined' is no text encoding"),
    ('encoding = "x\\u0000"\n' + HEAD, "is no text encoding that is known"),
    (HEAD + CLOCK.replace("Europe/London", ""), "entered.diary_zone: is missing"),
    (HEAD.replace('"day"\n', '"day"\nformat = "%d%d"\n'), "date.format: '%d%d' is no format"),
    (HEAD.replace('"day"\n', '"day"\nformat = "%Q"\n'), "date.format: '%Q' is no format"),
    (HEAD + '[site]\ncolumns = ["pian"]\n', "the map names 'pian'; the nearest column is 'pain'"),
]


@pytest.mark.parametrize(("mapping", "words"), MAP_FAULTS, ids=range(len(MAP_FAULTS)))
def test_a_faulty_map_is_refused_by_name(desk: Desk, mapping: str, words: str) -> None:
    faults = _import(desk, mapping, "day,pain\n2026-03-10,7\n").faults
    assert any(words in fault for fault in faults), faults


def test_nothing_imported_is_said_and_leaves_no_diary(desk: Desk) -> None:
    out = desk.folder / "ours.csv"
    paths = desk.file("map.toml", HEAD), desk.file("foreign.csv", "day,pain\nx,7\n")
    run = trialtrack("import", "--map", *paths, "-o", out)
    assert run.faults[-1] == "nothing could be imported"
    assert not out.exists()


def test_the_foreign_file_is_never_written_over(desk: Desk) -> None:
    paths = desk.file("map.toml", HEAD), desk.file("foreign.csv", "day,pain\n2026-03-10,7\n")
    run = trialtrack("import", "--map", *paths, "-o", paths[1])
    assert (run.status, run.out) == (2, "")
    assert "cannot be written as well" in run.err
    assert paths[1].read_bytes() == b"day,pain\n2026-03-10,7\n"


def test_a_day_in_columns_is_in_plain_digits(desk: Desk) -> None:
    mapping = '[date]\ncolumns = ["y", "m", "d"]\n[values]\naverage = "pain"\n'
    foreign = "y,m,d,pain\n2026,3,\u0663,7\n2026,3,1_0,7\n2026,3,9,7\n"
    assert "2 rows refused" in _import(desk, mapping, foreign).err


def test_the_diary_and_the_refused_rows_are_two_files(desk: Desk) -> None:
    paths = desk.file("map.toml", HEAD), desk.file("foreign.csv", "day,pain\n2026-03-10,7\n")
    out = desk.folder / "ours.csv"
    run = trialtrack("import", "--map", *paths, "-o", out, "--refused", out)
    assert (run.status, run.out, out.exists()) == (2, "", False)
