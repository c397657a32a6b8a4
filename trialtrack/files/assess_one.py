"""The method on the diary file of one trial."""

from collections.abc import Callable, Mapping
from functools import partial

from trialtrack.clinical.assessment import assess
from trialtrack.clinical.results import Assessment
from trialtrack.files.diary_days import DayMerger
from trialtrack.files.diary_rows import DiaryRows
from trialtrack.files.faults import FaultList, FaultyInput
from trialtrack.files.table import Source
from trialtrack.files.trial_diary import trial_diary
from trialtrack.files.trial_plan import PlanReader


def assess_one(
    diary: Source,
    options: Mapping[str, str],
    reader: PlanReader,
    option_name: Callable[[str], str],
    faults: FaultList,
) -> Assessment:
    """The assessment of the one trial of a diary file.

    `options` are by the names of PLAN_COLUMNS, `option_name` turns such a name into what the
    person typed. Raises FaultyInput with every fault, those already in `faults` included.
    """

    def report_option(column: str | None, words: str) -> None:
        faults.add("", words, column=None if column is None else option_name(column))

    plan = reader.read(options, report_option)
    rows = DiaryRows(diary, faults, many=False)
    merger = DayMerger(rows.layout)
    sites, days = merger.merge(rows.each(), partial(report_row, faults, rows.file))
    found = None
    if plan is not None and rows.complete:
        found = trial_diary(plan, sites, days, report_option)
    if plan is None or found is None or faults:
        raise FaultyInput(faults)
    return assess(found, plan.protocol, plan.as_of)


def report_row(faults: FaultList, file: str, row: int, column: str, words: str) -> None:
    """Add a fault of a diary row; the first two arguments are bound before it is passed on."""
    faults.add(file, words, row, column)
