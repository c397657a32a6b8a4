"""From an empty database to the first page, with the commands and the link that they print."""

import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import make_url

from tests.cli.served import Visitor, forked, free_port, serving_forked
from tests.cli.test_run import settings

CLINIC = (
    *("clinic", "add", "--name", "Southend  Pain Clinic", "--time-zone", "Europe/London"),
    *("--phone", "01632 960001", "--emergency-phone", "999", "--opioid-table", "fpm-2020"),
)
RUTH = ("--name", "Ruth Abara", "--email", "Ruth@southend.example", "--role", "administrator")
NEW = "tall boats in the harbour"
Settings = dict[str, str]


@pytest.fixture
def real(migrated_database_url: str) -> Settings:
    """The settings of a migrated installation without a clinic, on both databases."""
    found = settings(Path("unused"), f"http://127.0.0.1:{free_port()}")
    address = make_url(migrated_database_url)
    if address.query:
        # Its socket is a matter of the machine, which PostgreSQL's own variable says.
        found["PGHOST"] = str(address.query["host"])
    plain = address.set(query={}).render_as_string(hide_password=False)
    return {**found, "TRIALTRACK_DATABASE_URL": plain}


def done(*words: str, real: Settings) -> str:
    finished = forked(*words, settings=real)
    assert (finished.returncode, finished.stderr) == (0, "")
    return finished.stdout


def refused(*words: str, real: Settings) -> str:
    finished = forked(*words, settings=real)
    assert (finished.returncode, finished.stdout) == (2, "")
    assert "Traceback" not in finished.stderr
    return finished.stderr


def link_in(said: str) -> str:
    return said.splitlines()[-1]


def send(visitor: Visitor, url: str, **fields: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', visitor.get(url))
    assert found is not None
    sent = urlencode({"csrf_token": found.group(1), **fields}).encode()
    with visitor.opener.open(url, data=sent) as answer:
        return str(answer.read().decode())


def test_from_an_empty_database_to_the_first_page(real: Settings) -> None:
    assert "Added the clinic Southend Pain Clinic." in done(*CLINIC, real=real)
    assert done("clinic", "list", real=real).startswith("Southend Pain Clinic\tEurope/London\t")
    link = link_in(done("staff", "add", *RUTH, real=real))
    public = real["TRIALTRACK_PUBLIC_URL"]
    assert re.fullmatch(rf"{public}/password/[\w-]{{43}}", link)
    with serving_forked("run", port=int(public.rpartition(":")[2]), settings=real):
        ruth = Visitor()
        page = send(ruth, link, password=NEW, again=NEW)
        assert "Your password is set, and you are signed in." in page
        again = Visitor()
        page = send(again, f"{public}/sign-in", email="ruth@southend.example", password=NEW)
        assert "Southend Pain Clinic" in page
        assert "Ruth Abara" in page
    listed = done("staff", "list", real=real)
    assert listed == "ruth@southend.example\tadministrator\tRuth Abara\topen\n"


def test_another_link_replaces_the_first(real: Settings) -> None:
    done(*CLINIC, real=real)
    first = link_in(done("staff", "add", *RUTH, real=real))
    second = link_in(done("staff", "link", " RUTH@southend.example", real=real))
    assert first != second
    said = refused("staff", "link", "nobody@southend.example", real=real)
    assert said.startswith("Nobody signs in with this e-mail address.")


def test_each_refusal_is_one_line_and_writes_nothing(real: Settings) -> None:
    assert "There is no clinic yet" in refused("staff", "add", *RUTH, real=real)
    done(*CLINIC, real=real)
    assert refused(*CLINIC, real=real) == "There is a clinic of this name already.\n"
    for wrong, said in (
        (("--time-zone", "Europe/Lodnon"), "There is no such time zone"),
        (("--phone", "ask at the desk"), "Give a telephone number"),
        (("--emergency-phone", ""), "Give a telephone number"),
        (("--name", " "), "Give a name"),
        (("--opioid-table", "mine"), "'mine' is not one of 'cdc-2022', 'fpm-2020'"),
    ):
        assert said in refused(*CLINIC, "--name", "Another", *wrong, real=real)
    assert "Give an e-mail address" in refused(
        "staff", "add", *RUTH, "--email", "ruth, abara@southend.example", real=real
    )
    done("staff", "add", *RUTH, real=real)
    assert "Somebody already signs in" in refused("staff", "add", *RUTH, real=real)
    assert len(done("clinic", "list", real=real).splitlines()) == 1
    assert len(done("staff", "list", real=real).splitlines()) == 1


def test_of_several_clinics_one_is_named(real: Settings) -> None:
    done(*CLINIC, real=real)
    done(*CLINIC, "--name", "Leeds", real=real)
    said = refused("staff", "add", *RUTH, real=real)
    assert said.splitlines() == [
        "Name one of the clinics with --clinic.",
        "  Leeds",
        "  Southend Pain Clinic",
    ]
    assert "Name one" in refused("staff", "add", *RUTH, "--clinic", "York", real=real)
    done("staff", "add", *RUTH, "--clinic", "leeds", real=real)
    assert "Ruth Abara" in done("staff", "list", "--clinic", "Leeds", real=real)
    here = forked("staff", "list", "--clinic", "Southend Pain Clinic", settings=real)
    assert (here.returncode, here.stdout) == (0, "")
    assert "Nobody works there yet" in here.stderr


def test_without_settings_or_tables_the_commands_say_so(tmp_path: Path) -> None:
    for words in (CLINIC, ("staff", "add", *RUTH)):
        assert "TRIALTRACK_SECRET_KEY is not set" in refused(*words, real={})
        empty = settings(tmp_path / "empty.db")
        assert "The database is empty." in refused(*words, real=empty)
        nowhere = settings(tmp_path / "no" / "folder" / "real.db")
        assert "the database cannot be opened" in refused(*words, real=nowhere)


def test_a_clinic_changes_its_numbers(real: Settings) -> None:
    done(*CLINIC, real=real)
    assert "--phone" in refused("clinic", "numbers", real=real)
    assert "Changed." in done("clinic", "numbers", "--phone", "01632 960777", real=real)
    assert "01632 960777, emergencies 999" in done("clinic", "list", real=real)
