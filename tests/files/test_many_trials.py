"""Many trials in one file: their order, their options, and memory that does not grow."""

import tracemalloc
from datetime import date
from io import BytesIO

import pytest

from tests.files.running import Desk, table, trialtrack
from trialtrack.files.assess_many import ManyTrials
from trialtrack.files.faults import FaultList
from trialtrack.files.table import Source
from trialtrack.files.trial_plan import PlanReader

DAYS = [f"2026-03-{day:02d}" for day in (*range(3, 10), *range(11, 18))]
DIARY = ("trial", "date", "site", "average")


def _rows(trial: str, after: int = 3) -> list[dict[str, object]]:
    return [
        {"trial": trial, "date": day, "site": "low back", "average": 8 if day < DAYS[7] else after}
        for day in DAYS
    ]


def _trials(names: list[str]) -> bytes:
    plans = [{"trial": name, "placed": "2026-03-10", "removed": "2026-03-18"} for name in names]
    return table(plans, ("trial", "placed", "removed"))


def test_objects_come_in_the_order_of_the_file_of_trials(desk: Desk) -> None:
    diary = table(_rows("A", 4) + _rows("B", 2) + _rows("C", 6), DIARY)
    found = desk.assess_many(diary, _trials(["C", "A", "empty", "B"])).objects
    assert [next(iter(one.items())) for one in found] == [
        ("trial", "C"),
        ("trial", "A"),
        ("trial", "empty"),
        ("trial", "B"),
    ]
    reductions = [one["sites"][0]["reduction_percent"] for one in found]
    assert reductions == [25, 50, None, 75]
    assert found[2]["sites"][0]["reasons"] == ["no_baseline", "too_few_days"]


def test_rows_need_not_be_grouped_by_trial(desk: Desk) -> None:
    rows = _rows("A", 4) + _rows("B", 2)
    grouped = desk.assess_many(table(rows, DIARY), _trials(["A", "B"])).objects
    by_day = sorted(rows, key=lambda row: str(row["date"]))
    assert desk.assess_many(table(by_day, DIARY), _trials(["A", "B"])).objects == grouped
    assert desk.assess_many(table(rows[::-1], DIARY), _trials(["A", "B"])).objects == grouped


def test_a_day_repeated_far_below_is_found(desk: Desk) -> None:
    rows = [*_rows("A"), *_rows("B"), _rows("A")[3]]
    (fault,) = desk.assess_many(table(rows, DIARY), _trials(["A", "B"])).faults
    assert "diary.csv, row 30, column site: row 5 is for the same day and site already" in fault


def test_a_trial_of_many_is_assessed_as_it_would_be_alone(desk: Desk) -> None:
    diary = (
        "date,site,average,worst\n2026-03-03,foot,7,8\n2026-03-11,leg,3,4\n2026-03-12,foot,2,4\n"
    )
    many = "trial," + diary.replace("\n2026", "\nT,2026")
    trials = (
        "trial,placed,removed,as_of,primary_site,clinic_baseline,impression_of_change,"
        "wants_implant,measure,threshold_percent,window_min_share,count_late\n"
        "T,2026-03-10,2026-03-18,2026-03-16,FOOT,low back=6; foot=7,2,yes,worst,30,0.25,false\n"
    ).replace("low back", "leg")
    protocol = desk.file(
        "p.toml",
        'measure = "worst"\nthreshold_percent = 30\nwindow_min_share = 0.25\ncount_late = false\n',
    )
    options = "--as-of 2026-03-16 --site foot --clinic-baseline leg=6 --clinic-baseline foot=7"
    answers = "--impression-of-change 2 --wants-implant yes --protocol"
    alone = desk.assess(diary, *options.split(), *answers.split(), protocol).object
    assert desk.assess_many(many, trials).objects == [{"trial": "T", **alone}]
    assert alone["protocol"]["measure"] == "worst"
    assert alone["sites"][0]["baseline"]["mean"] == 7


def test_a_protocol_file_fills_what_the_file_of_trials_leaves_blank(desk: Desk) -> None:
    path = desk.file("p.toml", "threshold_percent = 30\nwindow_days = 5\n")
    trials = "trial;placed;window_days;window_min_share\nA;2026-03-10;;0,4\nB;2026-03-10;6;\n"
    found = desk.assess_many("trial,date\n", trials, "--protocol", path).objects
    named = ("threshold_percent", "window_days", "window_min_share")
    assert [[one["protocol"][name] for name in named] for one in found] == [
        [30, 5, 0.4],
        [30, 6, 0.57],
    ]


def test_the_diary_of_many_trials_may_come_from_standard_input(desk: Desk) -> None:
    diary, trials = table(_rows("A"), DIARY), desk.file("trials.csv", _trials(["A"]))
    run = trialtrack("assess", "-", "--trials", trials, stdin=diary)
    assert run.objects == desk.assess_many(diary, _trials(["A"])).objects


def _peak_bytes(trials: int, grouped: bool) -> int:
    names = [f"T{number}" for number in range(trials)]
    rows = [row for name in names for row in _rows(name)]
    if not grouped:
        rows.sort(key=lambda row: str(row["date"]))
    diary = Source("diary", BytesIO(table(rows, DIARY)))
    plans = Source("trials", BytesIO(_trials(names)))
    del rows
    out = _Counted()
    tracemalloc.start()
    ManyTrials(plans, diary, PlanReader(date(2026, 4, 1))).assess(out, FaultList())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert out.lines == trials
    return peak


class _Counted(BytesIO):
    lines = 0

    def write(self, said: object) -> int:
        assert isinstance(said, bytes | memoryview)
        self.lines += bytes(said).count(b"\n")
        return len(said)


@pytest.mark.parametrize("grouped", [True, False])
def test_memory_does_not_grow_with_the_number_of_trials(grouped: bool) -> None:
    _peak_bytes(20, grouped)  # What is loaded and remembered once is not counted.
    # Five thousand rows more would be two megabytes and a half, were they kept.
    assert _peak_bytes(500, grouped) < _peak_bytes(100, grouped) + 1_000_000
