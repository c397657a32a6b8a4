"""The days of a trial as CSV: whole, nobody's name, and enough to come to the same result."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from tests.demo.conftest import AT
from tests.files.running import trialtrack
from trialtrack import db
from trialtrack.access import Role, Viewer
from trialtrack.clinical.windows import Period
from trialtrack.files.columns import DIARY_COLUMNS
from trialtrack.files.result_json import assessment_object
from trialtrack.files.trial_plan import TRIAL_COLUMNS as PLAN_COLUMNS
from trialtrack.models import Clinic, PatientIdentity, PersonalText, Staff, Trial
from trialtrack.queries.trial_export import TrialExport, trial_export
from trialtrack.reports.archive import DESCRIBED, DICTIONARY, Export, archive
from trialtrack.reports.day_columns import PERIODS

pytestmark = pytest.mark.usefixtures("demonstration_database")


def exports() -> Iterator[TrialExport]:
    with db.view() as session:
        clinic_id = session.scalars(select(Clinic.id)).one()
        going_on = select(Trial.id).where(Trial.cancelled_at.is_(None))
        ids = session.scalars(going_on.order_by(Trial.id)).all()
    for trial_id in ids:
        viewer = Viewer(Role.NURSE, clinic_id)
        yield trial_export(viewer=viewer, trial_id=trial_id, at=AT)


def made(found: TrialExport) -> Export:
    return archive(found.record, found.assessment, found.expected)


def texts(export: Export) -> dict[str, str]:
    with ZipFile(io.BytesIO(export.content)) as files:
        return {name: files.read(name).decode() for name in files.namelist()}


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_assess_comes_to_the_same_result_on_what_was_exported(tmp_path: Path) -> None:
    """Every trial of the demonstration, on the files as they are."""
    count = 0
    for found in exports():
        for name, text in texts(made(found)).items():
            (tmp_path / name).write_text(text, newline="")
        run = trialtrack("assess", tmp_path / "days.csv", "--trials", tmp_path / "trial.csv")
        (object_,) = run.objects
        assert object_.pop("trial") == str(found.record.trial_id)
        meant = json.loads(json.dumps(assessment_object(found.assessment)))
        assert object_ == meant, found.record.trial_id
        count += 1
    assert count == 24


def test_each_expected_day_has_a_row_for_each_site_the_missing_ones_too() -> None:
    missing = 0
    for found in exports():
        days = rows(texts(made(found))["days.csv"])
        first = found.record.diary_days.first
        end = found.record.diary.removed_on or found.assessment.as_of + timedelta(days=1)
        count = (end - first).days
        expected = [(first + timedelta(days=n)).isoformat() for n in range(count)]
        primary = [row["date"] for row in days if row["is_primary_site"] == "1"]
        assert primary == expected
        assert len(days) == count * len(found.record.sites)
        missing += sum(row["answered"] == "0" and row["late"] == "" for row in days)
    assert missing > 20


def test_the_files_count_the_days_that_the_result_counts() -> None:
    for found in exports():
        days = rows(texts(made(found))["days.csv"])
        for site in found.assessment.sites:
            own = [row for row in days if row["site"] == site.site and row["in_a_mean"] == "1"]
            evaluated = [row for row in own if row["in_evaluation_window"] == "1"]
            before = [row for row in own if row["in_baseline_window"] == "1"]
            assert tuple(row["date"] for row in evaluated) == tuple(
                day.isoformat() for day in site.evaluation.recorded
            )
            assert len(before) == len(site.baseline.recorded)
            assert all(row["recorded"] == "1" and row["excluded"] == "" for row in own)


def test_a_result_says_how_much_was_changed_and_left_out() -> None:
    said = [rows(texts(made(found))["results.csv"])[0] for found in exports()]
    assert sorted({(row["deviations"], row["days_excluded"]) for row in said}) == [
        ("0", "0"), ("0", "1"), ("1", "0"),
    ]  # fmt: skip


def test_every_column_is_in_the_dictionary_and_the_reverse() -> None:
    files = texts(made(next(exports())))
    headers = {
        (name, column)
        for name, text in files.items()
        if name != DICTIONARY
        for column in next(csv.reader(io.StringIO(text)))
    }
    dictionary = rows(files[DICTIONARY])
    assert headers == {(line["file"], line["column"]) for line in dictionary}
    assert len(headers) == len(dictionary)
    for line in dictionary:
        assert line["meaning"], line
        assert line["type"], line
        assert line["blank_means"], line
        if line["type"] in ("whole number", "decimal number"):
            of_no_unit = ("protocol_version", "impression_of_change")
            assert line["unit"] or line["column"] in of_no_unit, line
        if line["type"] == "code":
            assert line["range_or_codes"], line


def test_the_reader_of_this_project_knows_every_column_of_days_and_trial() -> None:
    assert {column.name for column in DESCRIBED["days.csv"]} == set(DIARY_COLUMNS)
    assert {column.name for column in DESCRIBED["trial.csv"]} == set(PLAN_COLUMNS)
    assert set(PERIODS) == set(Period)


def test_neither_a_name_nor_anybodys_own_words_are_in_it() -> None:
    with db.view() as session:
        people = session.scalars(select(PatientIdentity)).all()
        personal: set[str | None] = {person.family_name for person in people}
        personal |= {str(person.hospital_number) for person in people}
        personal |= {str(person.born_on) for person in people}
        personal |= {
            text for text in session.scalars(select(PersonalText.text)) if len(text or "") > 3
        }
        personal |= set(session.scalars(select(Staff.name)))
    assert len(personal) > 60
    for found in exports():
        said = " ".join(texts(made(found)).values())
        assert [words for words in personal if words and words in said] == []


def test_a_spreadsheet_runs_nothing_of_it() -> None:
    found = next(each for each in exports() if each.record.programmes)
    evil = "=HYPERLINK(1)"
    days = tuple(replace(day, programme=evil) for day in found.record.diary.days)
    record = replace(found.record, diary=replace(found.record.diary, days=days))
    said = rows(texts(archive(record, found.assessment, found.expected))["days.csv"])
    assert {row["programme"] for row in said} - {""} == {f"'{evil}"}


def test_the_same_trial_gives_the_same_bytes() -> None:
    found = next(exports())
    assert made(found) == made(found)
