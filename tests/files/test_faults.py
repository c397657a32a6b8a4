"""Every fault of a file is named with its row, column and value, and nothing else is said."""

import subprocess
import sys

import pytest

from tests.files.running import Desk, trialtrack

DIARY_FAULTS = [
    ("", "the file is empty"),
    (" \n\n ", "the file is empty"),
    ("date,noww\n", "row 1: there is no column 'noww'; the nearest is 'now'"),
    ("date,awakening\n", "row 1: there is no column 'awakening'; the nearest is 'awakenings'"),
    ("average\n7\n8\n", "row 1, column date: there is no such column"),
    ("average\n7\n", "row 1, column date: there is no such column"),
    ("date,avarage\n", "row 1: there is no column 'avarage'; the nearest is 'average'"),
    ("date,average,Average\n", "row 1: the column 'Average' stands twice"),
    ("date,\n", "row 1: column 2 has no name"),
    ("date,average\n2026-3-10,7\n", "row 2, column date: '2026-3-10' is not a day"),
    ("date,average\n10/03/2026,7\n", "row 2, column date: '10/03/2026' is not a day"),
    ("date,average\n20260310,7\n", "row 2, column date: '20260310' is not a day"),
    ("date,average\n2026-02-30,7\n", "row 2, column date: '2026-02-30' is not a day"),
    ("date,average\n0206-03-10,7\n", "row 2, column date: '0206-03-10' is not a day"),
    ("date,average\n\u0662\u0660\u0662\u0666-03-10,7\n", "row 2, column date: "),
    ("date,average\n,7\n", "row 2, column date: the day is missing"),
    ("date,site,average\n2026-03-10,a\x1b[31m,7\n", "has characters that cannot be shown"),
    ("date,site,average\n2026-03-10,a\u202eb,7\n", "has characters that cannot be shown"),
    ("date,average\n2026-03-10,11\n", "row 2, column average: '11' is not within 0 to 10"),
    ("date,average\n2026-03-10,10.1\n", "row 2, column average: '10.1' is not within 0 to 10"),
    ("date,average\n2026-03-10,-1\n", "row 2, column average: '-1' is not within 0 to 10"),
    ("date,average\n2026-03-10,7.25\n", "row 2, column average: '7.25' has more than 1 decimal"),
    ("date,average\n2026-03-10,bad\n", "row 2, column average: 'bad' is not a number"),
    ("date,average\n2026-03-10,nan\n", "column average: 'nan' is not a number"),
    ("date,average\n2026-03-10,inf\n", "column average: 'inf' is not a number"),
    ("date,average\n2026-03-10,1e0\n", "column average: '1e0' is not a number"),
    ("date,average\n2026-03-10,1_0\n", "column average: '1_0' is not a number"),
    ("date,average\n2026-03-10,\uff17\n", "column average: '\uff17' is not a number"),
    ("date,average\n2026-03-10,1/2\n", "column average: '1/2' is not a number"),
    ('date,average\n2026-03-10,"7,5"\n', "column average: '7,5' is not a number"),
    ("date,sleep_hours\n2026-03-10,24.5\n", "column sleep_hours: '24.5' is not within 0 to 24"),
    ("date,sleep_quality\n2026-03-10,11\n", "column sleep_quality: '11' is not within 0 to 10"),
    ("date,awakenings\n2026-03-10,51\n", "column awakenings: '51' is not within 0 to 50"),
    ("date,activity_interference\n2026-03-10,11\n", "'11' is not within 0 to 10"),
    ("date,steps\n2026-03-10,-1\n", "column steps: '-1' is not within 0 and up"),
    ("date,walking_minutes\n2026-03-10,1441\n", "'1441' is not within 0 to 1440"),
    ("date,mme_per_day\n2026-03-10,-5\n", "column mme_per_day: '-5' is not within 0 and up"),
    ("date,rescue_doses\n2026-03-10,two\n", "column rescue_doses: 'two' is not a number"),
    ("date,stated_relief_percent\n2026-03-10,101\n", "'101' is not within -100 to 100"),
    ("date,late\n2026-03-10,yes\n", "column late: 'yes' is not 1, 0 or blank"),
    (
        "date,average\n2026-03-10,7\n2026-03-10,7\n",
        "row 3, column date: row 2 is for the same day and site already",
    ),
    (
        "date,site,average\n2026-03-10,Low back,7\n2026-03-10, low BACK ,6\n",
        "row 3, column site: row 2 is for the same day and site already",
    ),
    (
        "date,site,sleep_hours\n2026-03-10,a,7\n2026-03-10,b,6\n",
        "row 3, column sleep_hours: '6' differs from '7' of the same day, row 2",
    ),
    (
        "date,site,late\n2026-03-10,a,1\n2026-03-10,b,0\n",
        "row 3, column late: '0' differs from '1' of the same day, row 2",
    ),
    ("date,average\n2026-03-10,7,5\n", "row 2: the row has 3 cells and the header has 2"),
    ('date,excluded\n2026-03-10,"ill\nand away"\n2026-03-11,\nx,\n', "row 5, column date: 'x'"),
    ('date,excluded\n2026-03-10,"ill\n', "row 2: the row cannot be read: a quotation mark"),
    ('date,excluded\n2026-03-10,"ill" x\n', "row 2: the row cannot be read: text stands after"),
    (f"date,excluded\n2026-03-10,{'x' * 200_000}\n", "row 2: the row cannot be read: a cell is"),
    ("date,average\n2026-03-10,7\0\n", "row 2: the row holds a NUL character"),
    (b"date,site\n2026-03-10,r\xfccken\n", "row 2: the row is not UTF-8 text"),
    ("trial,date,average\nT1,2026-03-10,7\n", "row 1, column trial: this is a file of many trials"),
]


@pytest.mark.parametrize(("diary", "words"), DIARY_FAULTS, ids=range(len(DIARY_FAULTS)))
def test_a_fault_of_the_diary_is_named(desk: Desk, diary: str | bytes, words: str) -> None:
    (fault,) = desk.assess(diary).faults
    assert fault.startswith(f"{desk.folder / 'diary.csv'}")
    assert words in fault


OPTION_FAULTS = [
    (("--placed", ""), "--placed: the day of placement is missing"),
    (("--placed", "10.3.2026"), "--placed: '10.3.2026' is not a day such as 2026-03-10"),
    (("--removed", "2026-03-09"), "--removed: 2026-03-09 is before the day of placement"),
    (("--as-of", "soon"), "--as-of: 'soon' is not a day such as 2026-03-10"),
    (("--site", "low bakc"), "--site: the diary has no site 'low bakc'; the nearest is 'low back'"),
    (
        ("--clinic-baseline", "left log=7"),
        "--clinic-baseline: the diary has no site 'left log'; the nearest is 'left leg'",
    ),
    (("--clinic-baseline", "11"), "--clinic-baseline: '11' is not within 0 to 10"),
    (("--clinic-baseline", "low back"), "--clinic-baseline: 'low back' is not a number"),
    (
        ("--clinic-baseline", "low back=7", "--clinic-baseline", "LOW BACK=8"),
        "--clinic-baseline: 'low back=7;LOW BACK=8' rates one site twice",
    ),
    (
        ("--clinic-baseline", "low back=7", "--clinic-baseline", "8"),
        "--clinic-baseline: the primary site 'low back' is rated twice",
    ),
    (("--impression-of-change", "8"), "--impression-of-change: '8' is not within 1 to 7"),
    (("--impression-of-change", "1.5"), "--impression-of-change: '1.5' has more than 0 decimal"),
    (("--wants-implant", "maybe"), "--wants-implant: 'maybe' is not one of yes, no, unsure"),
]


@pytest.mark.parametrize(("options", "words"), OPTION_FAULTS)
def test_a_fault_of_an_option_is_named(desk: Desk, options: tuple[str, ...], words: str) -> None:
    diary = "date,site,average\n2026-03-10,low back,7\n2026-03-10,left leg,5\n"
    (fault,) = desk.assess(diary, *options).faults
    assert words in fault


PROTOCOL_FAULTS = [
    ("treshold_percent = 50", "there is no protocol field 'treshold_percent'"),
    ("threshold_percent = 0", "threshold_percent must be over 0 and up to 100, not 0"),
    ("threshold_percent = nan", "threshold_percent: 'nan' is not a number"),
    ("window_days = 2.5", "window_days: '2.5' is not a whole number"),
    ("window_days = [7]", "column window_days: '[7]' is no single value"),
    ('measure = "best"', "measure: 'best' is not one of average, worst, least, now"),
    ("count_late = 1", "count_late: '1' is neither true nor false"),
    ("baseline_ends_on = 2026-03-11", "baseline_ends_on must lie within the 28 days"),
    ("threshold_percent 50", "the file is not TOML"),
]


@pytest.mark.parametrize(("protocol", "words"), PROTOCOL_FAULTS)
def test_a_fault_of_the_protocol_is_named(desk: Desk, protocol: str, words: str) -> None:
    path = desk.file("protocol.toml", protocol)
    (fault,) = desk.assess("date\n", "--protocol", path).faults
    assert words in fault


TRIALS_FAULTS = [
    ("", "the file is empty"),
    ("placed\n2026-03-10\n", "row 1, column trial: there is no such column"),
    ("trial\nA\n", "row 1, column placed: there is no such column"),
    ("trial,placed,remvoed\nA,2026-03-10,\n", "'remvoed'; the nearest is 'removed'"),
    ("trial,placed\n,2026-03-10\n", "row 2, column trial: the trial is missing"),
    ("trial,placed\nA,\n", "row 2, column placed: the day of placement is missing"),
    ("trial,placed\nA,2026-03-10\nA,2026-03-10\n", "row 3, column trial: 'A' stands twice"),
    (
        "trial,placed,removed\nA,2026-03-10,2026-03-09\n",
        "row 2, column removed: 2026-03-09 is before the day of placement, 2026-03-10",
    ),
    ("trial,placed,window_days\nA,2026-03-10,29\n", "row 2: window_days must be 1 to 28, not 29"),
    (
        "trial,placed,primary_site\nA,2026-03-10,lowback\n",
        "row 2, column primary_site: the diary has no site 'lowback'; the nearest is 'low back'",
    ),
]


@pytest.mark.parametrize(("trials", "words"), TRIALS_FAULTS)
def test_a_fault_of_the_file_of_trials_is_named(desk: Desk, trials: str, words: str) -> None:
    diary = "trial,date,site,average\nA,2026-03-11,low back,7\n"
    faults = desk.assess_many(diary, trials).faults
    assert any("trials.csv" in fault and words in fault for fault in faults), faults


def test_a_trial_that_is_not_in_the_file_of_trials_is_named_once(desk: Desk) -> None:
    diary = "trial,date,average\nA,2026-03-11,7\nB,2026-03-11,7\nA,2026-03-12,7\nB,2026-03-12,7\n"
    (fault,) = desk.assess_many(diary, "trial,placed\nA,2026-03-10\n").faults
    assert "row 3, column trial" in fault
    assert "trials.csv has no trial 'B'" in fault


def test_a_file_of_many_trials_needs_its_column(desk: Desk) -> None:
    (fault,) = desk.assess_many("date,average\n", "trial,placed\nA,2026-03-10\n").faults
    assert "column trial: there is no such column, and --trials is for a file of many" in fault


def test_all_faults_are_reported_and_twenty_of_them_printed(desk: Desk) -> None:
    rows = "".join(f"2026-01-{day:02d},11,x\n" for day in range(1, 29)) + "2026-01-31,0,\n"
    faults = desk.assess(f"date,average,steps\n{rows}{rows[:16]}", "--removed", "2026-03-01").faults
    assert len(faults) == 21
    assert faults[0].startswith("--removed: 2026-03-01")
    assert faults[1].endswith("row 2, column average: '11' is not within 0 to 10")
    assert faults[2].endswith("row 2, column steps: 'x' is not a number")
    # 1 option, 28 + 1 rows of two faults each, and the last row repeats a day: 60 in all.
    assert faults[-1] == "and 40 more faults"


def test_a_refused_value_does_not_hide_that_its_row_repeats_a_day(desk: Desk) -> None:
    faults = desk.assess("date,average\n2026-03-10,7\n2026-03-10,70\n").faults
    assert [fault.partition("csv, ")[2].partition(":")[0] for fault in faults] == [
        "row 3, column average",
        "row 3, column date",
    ]


def test_a_terminal_is_not_driven_by_what_stands_in_a_file(desk: Desk) -> None:
    (fault,) = desk.assess(f"date,average\n2026-03-10,\x1b[2J{'9' * 500}\n").faults
    assert "\x1b" not in fault
    assert len(fault) < 200 + len(str(desk.folder))


def test_a_fault_in_the_last_trial_leaves_standard_output_empty(desk: Desk) -> None:
    diary = "".join(f"T{n},2026-03-11,5\n" for n in range(300)) + "T299,2026-03-12,50\n"
    trials = "trial,placed\n" + "".join(f"T{n},2026-03-10\n" for n in range(300))
    (fault,) = desk.assess_many(f"trial,date,average\n{diary}", trials).faults
    assert "row 302, column average: '50'" in fault


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("assess",), "Missing argument 'DIARY'"),
        (("assess", "nowhere.csv", "--placed", "2026-03-10"), "nowhere.csv: the file cannot be"),
        (("assess", ".", "--placed", "2026-03-10"), "the file cannot be read"),
        (("assess", "-", "--trials", "-"), "only one file can be read from standard input"),
        (("assess", "-", "--trials", "t", "--site", "a"), "what --site would say"),
        (("assess", "-", "--trials", "t", "--format", "text"), "never text"),
        (("assess", "-", "--frmat", "json"), "No such option"),
        (("assess", "-", "--format", "xml"), "'xml' is not one of"),
    ],
)
def test_a_slip_in_the_command_is_said_in_words(words: tuple[str, ...], said: str) -> None:
    run = trialtrack(*words, stdin=b"date\n")
    assert (run.status, run.out) == (2, "")
    assert said in run.err


@pytest.mark.parametrize(
    "protocol",
    [
        "x = " + "[" * 20_000,
        "x = " + "[" * 3_000 + "]" * 3_000,
        ".".join("a" * 5_000) + " = 1",
        "threshold_percent = " + "9" * 5_000,
        "threshold_percent = 0x" + "f" * 5_000,
    ],
    ids=["open", "closed", "dotted", "long", "hexadecimal"],
)
def test_a_protocol_file_made_to_break_its_reader_is_refused(desk: Desk, protocol: str) -> None:
    options = "--protocol", desk.file("protocol.toml", protocol)
    faults = desk.assess("date,average\n", *options).faults
    assert len(faults) == 1
    assert "the file is not TOML that can be read" in faults[0]
    assert len(faults[0]) < 500


def test_a_site_that_is_not_there_is_named_beside_other_faults(desk: Desk) -> None:
    diary = "date,site,average,sleep_hours\n2026-03-11,low back,11,7\n2026-03-11,left leg,5,6\n"
    faults = desk.assess(diary, "--site", "knee", "--clinic-baseline", "arm=7").faults
    assert len(faults) == 4
    assert any(fault.startswith("--site: the diary has no site 'knee'") for fault in faults)
    assert any(fault.startswith("--clinic-baseline: the diary has no") for fault in faults)


def test_a_site_is_not_called_unknown_when_its_row_could_not_be_read(desk: Desk) -> None:
    diary = "date,site,average\n2026-03-1,knee,7\n2026-03-11,low back,5\n"
    faults = desk.assess(diary, "--site", "knee").faults
    assert [fault for fault in faults if "row 2, column date" not in fault] == []


def test_an_unknown_site_of_every_trial_is_named(desk: Desk) -> None:
    diary = "trial,date,site,average\na,2026-03-11,back,5\nb,2026-03-11,back,5\n"
    trials = "trial,placed,primary_site\na,2026-03-10,knee\nb,2026-03-10,arm\n"
    faults = desk.assess_many(diary, trials).faults
    assert ["'knee'" in faults[0], "'arm'" in faults[1], len(faults)] == [True, True, 2]


def test_a_repeated_trial_is_looked_at_for_its_other_faults(desk: Desk) -> None:
    trials = "trial,placed,removed\na,2026-03-10,\na,2026-03-10,2026-03-01\n,x,\n"
    faults = desk.assess_many("trial,date\n", trials).faults
    assert [fault.split(": ")[0].split(", ", 1)[1] for fault in faults] == [
        "row 3, column trial",
        "row 3, column removed",
        "row 4, column trial",
        "row 4, column placed",
    ]


def test_a_header_of_a_hundred_thousand_columns_is_refused_at_once(desk: Desk) -> None:
    faults = desk.assess("date," + ",".join(f"c{number}" for number in range(100_000))).faults
    assert faults[-1] == "and 99980 more faults"


def test_a_header_that_cannot_be_parted_is_not_called_an_empty_file(desk: Desk) -> None:
    assert len(desk.assess("x" * 1_000_000).faults) == 1


def test_long_texts_that_differ_are_shortened(desk: Desk) -> None:
    rows = f"2026-03-11,a,{'x' * 9_000}\n2026-03-11,b,{'y' * 9_000}\n"
    faults = desk.assess("date,site,excluded\n" + rows).faults
    assert len(faults[0]) < 400


@pytest.mark.parametrize(
    ("redirection", "words"),
    [("<&-", "standard input: it is closed"), (">&-", "standard output is closed")],
)
def test_a_closed_stream_is_said_in_words(redirection: str, words: str) -> None:
    command = f"{sys.executable} -m trialtrack.cli assess - --placed 2026-03-10 {redirection}"
    done = subprocess.run(
        command, shell=True, capture_output=True, text=True, input="date\n", check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr
