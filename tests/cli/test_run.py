"""`trialtrack run` and `trialtrack migrate`: a real installation, and what stops its start."""

import shutil
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.served import Visitor, add_clinic_row, free_port, serving, trialtrack
from trialtrack.serving import CannotListen, PortTaken, claim


def settings(database: Path, public_url: str = "http://127.0.0.1:8000") -> dict[str, str]:
    return {
        "TRIALTRACK_DATABASE_URL": f"sqlite:///{database}",
        "TRIALTRACK_SECRET_KEY": "s" * 40,
        "TRIALTRACK_DIGEST_KEY": "d" * 40,
        "TRIALTRACK_PUBLIC_URL": public_url,
    }


@pytest.fixture
def migrated(migrated_sqlite: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "real.db"
    shutil.copyfile(migrated_sqlite, copy)
    return copy


def with_a_demonstration_clinic(database: Path) -> Path:
    add_clinic_row(database, is_demonstration=True)
    return database


@pytest.mark.parametrize("command", ["run", "migrate"])
def test_every_bad_setting_is_named(command: str) -> None:
    done = trialtrack(command, settings={"TRIALTRACK_PUBLIC_URL": "clinic", "TRIALTRACK_HOST": "x"})
    assert (done.returncode, done.stdout) == (2, "")
    for name in ("DATABASE_URL", "SECRET_KEY", "DIGEST_KEY", "PUBLIC_URL", "HOST"):
        assert f"TRIALTRACK_{name} is" in done.stderr
    assert len(done.stderr.splitlines()) == 5


def test_a_database_that_lacks_migrations_is_refused_until_they_are_run(tmp_path: Path) -> None:
    real = settings(tmp_path / "real.db")
    refused = trialtrack("run", "--port", str(free_port()), settings=real)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "trialtrack migrate" in refused.stderr
    done = trialtrack("migrate", settings=real)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Done: " in done.stdout
    assert trialtrack("migrate", settings=real).stdout == "Nothing to do.\n"


def test_a_real_installation_is_served_empty(migrated: Path) -> None:
    with serving("run", port=free_port(), settings=settings(migrated)) as served:
        assert "Sign in" in Visitor().get(f"{served.address}/sign-in")
        status, said, problems = served.stop(signal.SIGTERM)
    assert (status, problems) == (0, "")
    assert f"port {served.port}" in said
    assert "Next: trialtrack clinic add" in said
    assert "trialtrack doctor" in said
    with closing(sqlite3.connect(migrated)) as connection:
        assert connection.execute("SELECT count(*) FROM clinic").fetchone() == (0,)


@pytest.mark.parametrize(
    ("public_url", "host", "named"),
    [
        ("https://pain.example", "127.0.0.1", "TRIALTRACK_PUBLIC_URL"),
        ("https://pain.example", "0.0.0.0", "TRIALTRACK_PUBLIC_URL"),
        ("http://127.0.0.1:8000", "0.0.0.0", "--host 0.0.0.0"),
    ],
)
def test_a_demonstration_clinic_is_not_served_beyond_this_machine(
    migrated: Path, public_url: str, host: str, named: str
) -> None:
    done = trialtrack(
        "run",
        "--host",
        host,
        "--port",
        str(free_port()),
        settings=settings(with_a_demonstration_clinic(migrated), public_url),
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert f"this machine only: {named} is not a loopback address" in done.stderr


def test_a_demonstration_clinic_may_be_served_on_this_machine(migrated: Path) -> None:
    real = settings(with_a_demonstration_clinic(migrated))
    with serving("run", port=free_port(), settings=real) as served:
        assert served.stop()[0] == 0


@pytest.mark.parametrize(("trusted_proxies", "status"), [("0", 400), ("1", 200)])
def test_the_headers_of_a_proxy_count_only_when_it_is_trusted(
    migrated: Path, trusted_proxies: str, status: int
) -> None:
    real = settings(migrated, "https://pain.example")
    real["TRIALTRACK_TRUSTED_PROXIES"] = trusted_proxies
    with serving("run", port=free_port(), settings=real) as served:
        told = {"X-Forwarded-Host": "pain.example", "X-Forwarded-Proto": "https"}
        assert served.status_of("/sign-in", told) == status


def test_a_database_that_cannot_be_opened_is_said_in_words(tmp_path: Path) -> None:
    done = trialtrack("run", settings=settings(tmp_path / "no" / "folder" / "real.db"))
    assert done.returncode == 1
    assert done.stderr.startswith("TRIALTRACK_DATABASE_URL: the database cannot be opened")
    assert "Traceback" not in done.stderr


def test_a_taken_port_is_said_in_words(migrated: Path) -> None:
    port = free_port()
    with claim("127.0.0.1", port):
        done = trialtrack("run", "--port", str(port), settings=settings(migrated))
    assert (done.returncode, done.stdout) == (1, "")
    assert f"Port {port} is taken by another program. Try: trialtrack run --port" in done.stderr


def test_a_port_is_claimed_by_one_program_alone() -> None:
    port = free_port()
    with claim("127.0.0.1", port), pytest.raises(PortTaken) as taken:
        claim("127.0.0.1", port)
    assert taken.value.free_port not in (None, port)
    claim("127.0.0.1", port).close()


def test_an_address_of_another_machine_cannot_be_claimed() -> None:
    with pytest.raises(CannotListen, match=r"192\.0\.2\.1 port 8000"):
        claim("192.0.2.1", 8000)
