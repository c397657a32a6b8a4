"""The fixtures keep their promises: empty databases, none for pure code, a watched page."""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import psycopg
import pytest
from playwright.sync_api import Browser, Page, Playwright
from sqlalchemy import create_engine, func, inspect, select, text
from sqlalchemy.exc import DBAPIError

from tests.fixtures.browsers import watch_page
from tests.fixtures.chromium import find_chromium
from tests.fixtures.kept import Kept
from tests.fixtures.no_database import DatabaseUsed, needs_none, refuse_databases
from tests.models.one_trial import insert_one_trial
from tests.whole.tree import ROOT
from trialtrack.db import Database, in_use, view
from trialtrack.models import Trial


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_gets_an_empty_database(database_url: str, turn: int) -> None:
    engine = create_engine(database_url)
    assert inspect(engine).get_table_names() == []
    with engine.begin() as connection:
        connection.execute(text(f"CREATE TABLE left_by_turn_{turn} (day date)"))
    engine.dispose()


def test_pure_code_that_opens_a_database_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = create_engine("sqlite://")
    refuse_databases(monkeypatch)
    with pytest.raises(DatabaseUsed):
        engine.connect()
    with pytest.raises(DatabaseUsed):
        sqlite3.connect(tmp_path / "own.db")
    with pytest.raises(DatabaseUsed):
        psycopg.connect("postgresql://127.0.0.1/own")


@pytest.mark.parametrize(
    ("folder", "raises"),
    [("clinical", True), ("figures", True), ("presenters", True), ("services", False)],
)
def test_the_folders_of_pure_code_get_a_database_that_raises(folder: str, raises: bool) -> None:
    assert needs_none(ROOT / "tests" / folder / "test_x.py") is raises


def test_a_page_notices_scripts_that_fail_and_requests_off_the_machine(browser: Browser) -> None:
    page = browser.new_page()
    page.route("**/*", lambda route: route.abort())
    faults = watch_page(page)
    page.set_content("<img src='http://clinic.example/x.png'><script>nothing()</script>")
    page.wait_for_timeout(100)
    page.close()
    assert sorted(fault.partition(":")[0] for fault in faults) == [
        "left the machine",
        "script failed",
    ]


def test_a_page_that_does_no_harm_has_no_faults(page: Page) -> None:
    page.set_content("<h1>58.8% less pain</h1>")
    assert page.locator("h1").inner_text() == "58.8% less pain"


def test_a_database_in_use_has_the_schema_and_no_rows(database: Database) -> None:
    with view() as session:
        assert in_use() is database
        assert session.scalar(text("SELECT count(*) FROM diary_entry")) == 0


def test_a_kept_database_is_set_back_and_what_is_left_over_reaches_no_other_test(
    kept: Kept,
) -> None:
    with kept.in_use(kept.migrated) as database:
        left_over = database.engine.connect()
        insert_one_trial(left_over)
        left_over.commit()
        held = kept.contents()
    with kept.in_use(kept.migrated):
        assert trials() == 0
        with suppress(DBAPIError):
            insert_one_trial(left_over, number=2, placed=False)
            left_over.commit()
        assert trials() == 0
    with kept.in_use(held):
        assert trials() == 1
    left_over.invalidate()


def trials() -> int:
    with view() as session:
        return session.scalar(select(func.count(Trial.id))) or 0


def executable(path: Path, *, status: int) -> str:
    """A program that ends at once."""
    path.write_text(f"#!/bin/sh\nexit {status}\n", "utf-8")
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize(
    ("name", "status", "is_used"),
    [("chromium-own", 0, True), ("chromium-lacking-a-library", 127, False), ("opener", 0, False)],
)
def test_the_browser_of_the_environment_is_used_where_it_is_a_chromium_that_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, status: int, is_used: bool
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    monkeypatch.setenv("BROWSER", executable(tmp_path / name, status=status))
    own = executable(tmp_path / "playwrights-own-chrome", status=0)
    playwright = cast(Playwright, SimpleNamespace(chromium=SimpleNamespace(executable_path=own)))
    found = find_chromium(playwright)
    assert found == (os.environ["BROWSER"] if is_used else own)


def test_no_browser_is_found_where_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("BROWSER", raising=False)
    own = SimpleNamespace(executable_path=str(tmp_path / "chrome"))
    assert find_chromium(cast(Playwright, SimpleNamespace(chromium=own))) is None
