"""`trialtrack demo`: it starts, says how to sign in, and keeps what was entered."""

import shutil
import signal
import socket
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.served import (
    Served,
    Visitor,
    add_clinic_row,
    free_port,
    links_of,
    serving,
    trialtrack,
)
from trialtrack.demo.staff import STAFF, STAFF_PASSWORD

ROLES = ["consultant", "nurse", "administrator", "representative", "patient"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "instance"


@pytest.fixture(scope="module")
def first_start(folder: Path) -> Iterator[Served]:
    with serving("demo", "run", "--instance", str(folder), port=free_port()) as served:
        yield served


@pytest.fixture
def started(folder: Path, first_start: Served) -> Served:
    return first_start


def counted(folder: Path, table: str) -> int:
    with closing(sqlite3.connect(folder / "demo.sqlite3")) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_it_serves_the_sign_in_page(started: Served) -> None:
    page = Visitor().get(f"{started.address}/sign-in")
    assert "Sign in" in page


def test_the_answer_does_not_name_the_server(started: Served) -> None:
    with Visitor().opener.open(f"{started.address}/sign-in") as answer:
        assert answer.headers["Server"] is None


def test_its_files_are_its_own(started: Served, folder: Path) -> None:
    assert {"demo.sqlite3", "demo.json"} <= {path.name for path in folder.iterdir()}
    assert stat.S_IMODE((folder / "demo.json").stat().st_mode) == 0o600
    assert counted(folder, "trial") == 25


def test_links_are_listed_by_role_while_it_runs(started: Served, folder: Path) -> None:
    listed = links_of(folder, started.port)
    assert list(listed) == ROLES
    assert [len(listed[role]) for role in ROLES] == [1, 1, 1, 1, 25]
    for found in listed.values():
        for link in found:
            assert list(link) == ["name", "url"]
            assert link["name"]
            assert link["url"].startswith(f"{started.address}/sign-in/link/")


@pytest.mark.parametrize("role", ROLES)
def test_a_link_signs_in_when_its_button_is_pressed_and_only_once(
    started: Served, folder: Path, role: str
) -> None:
    url = links_of(folder, started.port)[role][0]["url"]
    first, second = Visitor(), Visitor()
    first.get(url)
    second.get(url)
    assert second.press_the_button(url)[0] == 200
    assert first.press_the_button(url)[0] == 410


def test_a_taken_port_is_said_in_words_and_nothing_else_is(started: Served, tmp_path: Path) -> None:
    done = trialtrack(
        "demo", "run", "--instance", str(tmp_path / "other"), "--port", str(started.port)
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith(
        f"Port {started.port} is taken by another program. Try: make run PORT="
    )
    assert done.stderr.count("\n") == 1
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", int(done.stderr.rpartition("=")[2])))
    assert not (tmp_path / "other").exists()


def test_it_says_how_to_sign_in_and_a_second_start_keeps_the_data(tmp_path: Path) -> None:
    words = ("demo", "run", "--instance", str(tmp_path))
    with serving(*words, port=free_port()) as served:
        assert_quiet(served, signal.SIGINT, says="This happens once")
    entries = counted(tmp_path, "diary_entry")
    keys = (tmp_path / "demo.json").read_text()
    with serving(*words, port=free_port()) as served:
        said = assert_quiet(served, signal.SIGTERM, says=STAFF_PASSWORD)
    assert counted(tmp_path, "diary_entry") == entries
    assert counted(tmp_path, "clinic") == 1
    assert (tmp_path / "demo.json").read_text() == keys
    assert "This happens once" not in said
    for _, email in STAFF.values():
        assert email in said
    assert said.count(f"{served.address}/sign-in/link/") == len(ROLES)


def assert_quiet(served: Served, how: signal.Signals, *, says: str) -> str:
    """It ends without a complaint; what it had said."""
    status, said, problems = served.stop(how)
    assert (status, problems) == (0, "")
    assert says in said
    return said


def test_without_a_demonstration_there_are_no_links(tmp_path: Path) -> None:
    done = trialtrack("demo", "links", "--instance", str(tmp_path / "nothing"))
    assert (done.returncode, done.stdout) == (1, "")
    assert "There is no demonstration clinic" in done.stderr
    assert not (tmp_path / "nothing").exists()


def test_a_demonstration_is_not_loaded_beside_a_real_clinic(
    migrated_sqlite: Path, tmp_path: Path
) -> None:
    shutil.copyfile(migrated_sqlite, tmp_path / "demo.sqlite3")
    add_clinic_row(tmp_path / "demo.sqlite3", is_demonstration=False)
    done = trialtrack("demo", "run", "--instance", str(tmp_path), "--port", str(free_port()))
    assert (done.returncode, done.stdout) == (1, "")
    assert "never kept in one database" in done.stderr
    assert "Traceback" not in done.stderr
