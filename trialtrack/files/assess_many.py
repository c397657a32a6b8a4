"""The method on a file of many trials: the rows stream, and memory does not grow with them.

TRIALS.csv is kept on disk first. Then the diary goes by once, checked cell by cell and kept on
disk. Then the trials are put together and assessed in the order of TRIALS.csv, into a file that
is only shown when nothing was wrong to the end.
"""

import sqlite3
import tempfile
from errno import EIO
from functools import partial
from itertools import groupby, islice
from shutil import copyfileobj
from typing import BinaryIO

from trialtrack.clinical.assessment import assess
from trialtrack.files.assess_one import report_row
from trialtrack.files.diary_days import DayMerger
from trialtrack.files.diary_rows import DiaryRows, Row, known_columns
from trialtrack.files.faults import FaultList, shown
from trialtrack.files.result_json import json_line
from trialtrack.files.spool import ROWS_A_PIECE, Spool, SpooledTrial
from trialtrack.files.table import Source, Table
from trialtrack.files.trial_diary import trial_diary
from trialtrack.files.trial_plan import TRIAL_COLUMNS, PlanReader, Report


class ManyTrials:
    """One run over TRIALS.csv and its diary file."""

    def __init__(self, trials: Source, diary: Source, reader: PlanReader) -> None:
        self._trials = trials
        self._diary = diary
        self._reader = reader
        self._faults = FaultList()
        self._all_rows_kept = False

    def assess(self, out: BinaryIO, faults: FaultList) -> None:
        """Write one JSON line a trial, in the order of TRIALS.csv.

        Raises FaultyInput with every fault, those already in `faults` included, and then writes
        nothing. Raises OSError when the disk is full.
        """
        self._faults = faults
        spool = Spool()
        try:
            self._keep_trials(spool)
            merger = self._keep_rows(spool)
            with tempfile.TemporaryFile() as lines:
                for trial in spool.trials():
                    self._assess_trial(trial, merger, lines)
                faults.refuse_if_any()
                lines.seek(0)
                copyfileobj(lines, out)
        except sqlite3.Error as error:
            raise OSError(EIO, f"the temporary file: {error}") from None
        finally:
            spool.close()

    def _keep_trials(self, spool: Spool) -> None:
        table = Table(self._trials, self._faults)
        names = known_columns(table, TRIAL_COLUMNS, self._faults)
        for required in ("trial", "placed"):
            if table.header and required not in names:
                words = "there is no such column"
                self._faults.add(table.name, words, table.header_row, required)
        self._reader = self._reader.for_file(table.decimal_comma)
        for number, cells in table.rows():
            values = dict(zip(names, cells, strict=True))
            trial = values.get("trial", "").strip()
            if trial and spool.add_trial(trial, number, values):
                continue
            words = f"{shown(trial)} stands twice" if trial else "the trial is missing"
            self._faults.add(table.name, words, number, "trial")
            # It is not kept, so that what else is wrong with it must be found here.
            self._reader.read(values, partial(self._report_plan, number))

    def _keep_rows(self, spool: Spool) -> DayMerger:
        rows = DiaryRows(self._diary, self._faults, many=True)
        trial_at = rows.layout.at("trial")
        if trial_at is None:
            for _ in rows.each():
                pass  # Read for its faults alone.
            return DayMerger(rows.layout)  # No trial has a row, and no site is known.
        for trial, group in groupby(rows.each(), key=lambda row: row[1][trial_at]):
            position = spool.position(trial)
            while piece := list(islice(group, ROWS_A_PIECE)):
                if position is not None:
                    spool.add_rows(position, piece)
                elif spool.is_first_sight(trial):
                    self._report_unknown(trial, piece[0])
        self._all_rows_kept = rows.complete
        return DayMerger(rows.layout)

    def _report_unknown(self, trial: str, row: Row) -> None:
        words = f"{self._trials.name} has no trial {shown(trial)}"
        self._faults.add(self._diary.name, words, row[0], "trial")

    def _assess_trial(self, trial: SpooledTrial, merger: DayMerger, lines: BinaryIO) -> None:
        report: Report = partial(self._report_plan, trial.row)
        plan = self._reader.read(trial.values, report)
        report_diary = partial(report_row, self._faults, self._diary.name)
        sites, days = merger.merge(trial.diary_rows, report_diary)
        if plan is None or not self._all_rows_kept:
            return
        diary = trial_diary(plan, sites, days, report)
        if diary is not None and not self._faults:
            lines.write(json_line(assess(diary, plan.protocol, plan.as_of), trial.trial))

    def _report_plan(self, row: int, column: str | None, words: str) -> None:
        self._faults.add(self._trials.name, words, row, column)
