"""The tables beside the charts: every day, every number, in words."""

import pytest

from tests.figures.made_trials import MADE_TRIALS, MadeTrial, days, made
from tests.figures.reading import DOMAIN_SETS, points
from trialtrack.clinical.display import display_number
from trialtrack.clinical.opioids import OpioidTable
from trialtrack.clinical.protocol import decimal_fraction
from trialtrack.figures.domains import DOSES, domain_chart
from trialtrack.figures.pain import pain_chart
from trialtrack.figures.tables import NOTHING, Table, domain_numbers, pain_numbers
from trialtrack.figures.theme import Figure
from trialtrack.figures.timeline import LaneKind, timeline
from trialtrack.figures.wording import long_day


def table(kind: str) -> Table:
    trial = MADE_TRIALS[kind]()
    return pain_numbers(
        trial.diary, trial.assessment.primary, trial.assessment, occasions=trial.occasions
    )


def row(found: Table, day: str) -> tuple[str, ...]:
    (cells,) = [cells for cells in found.rows if cells[1] == day]
    return cells


@pytest.fixture(params=sorted(MADE_TRIALS))
def trial(request: pytest.FixtureRequest) -> MadeTrial:
    return MADE_TRIALS[request.param]()


def pairs(trial: MadeTrial) -> list[tuple[Figure, Table]]:
    """Every chart with its table."""
    diary, result, occasions = trial.diary, trial.assessment, trial.occasions
    pain = [
        (
            pain_chart(diary, site, result, occasions=occasions),
            pain_numbers(diary, site, result, occasions=occasions),
        )
        for site in result.sites
    ]
    others = [
        (
            domain_chart(diary, result, chosen, occasions=occasions),
            domain_numbers(diary, result, chosen, occasions=occasions),
        )
        for chosen in DOMAIN_SETS
    ]
    return pain + others


def test_every_plotted_point_stands_in_its_table(trial: MadeTrial) -> None:
    named_days = {
        day.isoformat(): long_day(day)
        for day in timeline(trial.diary, trial.assessment, trial.occasions).days
    }
    for figure, found in pairs(trial):
        rows = {cells[0]: cells for cells in found.rows}
        for trace in figure["data"]:
            if trace["name"] in ("washout", "none", "said") if "name" in trace else True:
                continue
            for day, y in points(trace).items():
                cells = rows[named_days[day]]
                if trace["name"] in set(LaneKind):
                    assert cells[-1]
                elif trace["name"] == "? missing":
                    assert NOTHING in cells
                else:
                    assert display_number(decimal_fraction(str(y))) in cells[3:]


def test_the_days_run_from_the_baseline_to_the_day_one_looks(trial: MadeTrial) -> None:
    for _, found in pairs(trial):
        shown = timeline(trial.diary, trial.assessment, trial.occasions).days
        expected = [long_day(day) for day in shown if day <= trial.assessment.as_of]
        assert [cells[0] for cells in found.rows] == expected
        assert all(len(cells) == len(found.headers) for cells in found.rows)


def test_a_row_says_what_is_odd_about_its_day() -> None:
    found = table("everything")
    assert found.headers == (
        "Date", "Day", "Part of", "Average", "Worst", "Programme", "Remarks",
    )  # fmt: skip
    assert row(found, "4") == (
        "Sat 14 March", "4", "trial", NOTHING, NOTHING, NOTHING, "nothing recorded",
    )  # fmt: skip
    assert row(found, "0")[2:4] == ("washout", "4")
    assert row(found, "0")[-1] == "washout, not counted"
    assert row(found, "7")[2:] == (
        "trial, evaluated", "2", "4", "tonic <b>2</b>", "entered late",
    )  # fmt: skip
    assert row(found, "8")[-1] == "left out: stimulation <off>"
    assert row(found, "6")[3] == "0"
    assert row(found, "2")[3] == "5.5"


def test_a_running_trial_says_that_today_is_not_yet_entered() -> None:
    assert row(table("running"), "4")[-1] == "not yet entered"
    assert row(table("running"), "3")[-1] == "nothing recorded"


def test_the_day_of_the_procedure_is_said_not_to_be_asked_for() -> None:
    assert row(table("ended"), "0")[-1] == "not asked for"


def test_a_table_without_programmes_has_no_such_column() -> None:
    assert "Programme" not in table("ended").headers
    assert table("ended").number_columns == (1, 3, 4)


def test_the_dose_table_names_what_is_not_counted_on_its_day_and_below() -> None:
    trial = MADE_TRIALS["uncounted drug"]()
    found = domain_numbers(trial.diary, trial.assessment, DOSES, table=OpioidTable.FPM_2020)
    assert row(found, "1")[-1] == "not counted: buprenorphine"
    assert row(found, "3")[-1] == ""
    assert "(FPM 2020)" in found.notes[0]
    assert found.notes[-1].endswith("never for converting one opioid into another.")


def test_zero_and_nothing_are_written_apart() -> None:
    trial = made(days())
    found = domain_numbers(trial.diary, trial.assessment, DOSES)
    assert row(found, "5")[3:5] == ("0", "0")
    assert row(found, "4")[3:5] == (NOTHING, NOTHING)
