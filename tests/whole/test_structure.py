"""The rules of structure hold for every file there is."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator

import pytest

from tests.whole import rules
from tests.whole.tree import ROOT, files, texts

PYTHON = (".py",)
CODE = ("trialtrack", "migrations", "config.py")
PAGES = ("templates", "trialtrack/static")

IMPORT_ALONE = """
import sys, pkgutil, importlib
before = set(sys.modules)
import trialtrack.clinical
for module in pkgutil.walk_packages(trialtrack.clinical.__path__, "trialtrack.clinical."):
    importlib.import_module(module.name)
top = {name.partition(".")[0] for name in set(sys.modules) - before} - {"trialtrack"}
inside = {name for name in sys.modules if name.startswith("trialtrack.")}
print(*sorted(top - set(sys.stdlib_module_names)))
print(*sorted(name for name in inside if not name.startswith("trialtrack.clinical")))
"""


def findings(rule: Callable[[str], Iterator[str]], *folders: str, **options: object) -> list[str]:
    """What a rule says of every file, each with its path."""
    found = texts(*folders, **options)  # type: ignore[arg-type]
    return [f"{path}: {fault}" for path, text in found for fault in rule(text)]


def test_the_tree_is_found() -> None:
    paths = {path for path, _ in texts()}
    assert {"pyproject.toml", "trialtrack/clinical/protocol.py", ".ci/run", "LICENSE"} <= paths
    assert not [path for path in paths if path.startswith((".venv/", ".git/", "instance/"))]


def test_no_file_is_longer_than_its_limit() -> None:
    too_long = []
    for path, text in texts():
        lines, most = len(text.splitlines()), rules.most_lines(path)
        if most is not None and lines > most:
            too_long.append(f"{path}: {lines} lines, at most {most}")
    assert too_long == []


def test_no_function_is_longer_than_its_limit() -> None:
    too_long = findings(rules.long_functions, suffixes=PYTHON)
    assert [found for found in too_long if not found.startswith(rules.DECLARATIONS)] == []


def test_the_package_itself_is_empty() -> None:
    assert (ROOT / "trialtrack/__init__.py").read_bytes() == b""


def test_the_clinical_core_alone_imports_the_standard_library_only() -> None:
    answer = subprocess.run(
        [sys.executable, "-c", IMPORT_ALONE], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert answer.stdout.splitlines() == ["", ""]


def test_only_the_clock_reads_the_clock() -> None:
    found = findings(rules.clock_reads, *CODE, suffixes=PYTHON)
    assert [fault for fault in found if not fault.startswith("trialtrack/clock.py:")] == []


def test_only_the_database_module_commits() -> None:
    found = findings(rules.commits, *CODE, suffixes=PYTHON)
    assert [fault for fault in found if not fault.startswith("trialtrack/db.py:")] == []


def test_no_file_names_a_package_host() -> None:
    assert findings(rules.package_hosts) == []


def test_no_file_names_a_path_of_one_machine() -> None:
    assert findings(rules.machine_paths) == []


def test_pages_styles_and_scripts_fetch_nothing_from_elsewhere() -> None:
    assert findings(rules.foreign_references, *PAGES) == []


def test_nothing_of_others_is_kept_here() -> None:
    kept = [path.relative_to(ROOT).as_posix() for path in files()]
    assert [path for path in kept if rules.looks_vendored(path, "")] == []
    assert [path for path, text in texts(*PAGES) if rules.looks_vendored(path, text)] == []


def test_every_file_ends_in_one_newline() -> None:
    # The data of others, and the worked cases, are kept byte for byte.
    own = [(path, text) for path, text in texts() if not path.startswith("tests/data/")]
    assert [path for path, text in own if rules.bad_ending(text)] == []


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_every_pinned_requirement_has_a_hash(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert list(rules.unhashed(text)) == []
    assert text.count("==") >= 20


def test_every_direct_dependency_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    for lock, wanted in (
        ("requirements.txt", project["dependencies"] + extras["install"]),
        ("requirements-dev.txt", project["dependencies"] + extras["install"] + extras["dev"]),
    ):
        pinned = {line.partition("==")[0] for line in (ROOT / lock).read_text("utf-8").split("\n")}
        names = {
            requirement.replace("[", " ").replace(">", " ").split()[0] for requirement in wanted
        }
        assert names - pinned == set()


def test_both_locks_pin_the_same_versions() -> None:
    run, dev = (
        {line.strip(" \\") for line in (ROOT / lock).read_text("utf-8").split("\n") if "==" in line}
        for lock in ("requirements.txt", "requirements-dev.txt")
    )
    assert run - dev == set()


def test_the_licence_is_mit() -> None:
    assert (ROOT / "LICENSE").read_text("utf-8").startswith("MIT License\n")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["license"] == "MIT"


def test_continuous_integration_checks_and_tests() -> None:
    script = ROOT / ".ci/run"
    commands = [line.split("#")[0].split() for line in script.read_text("utf-8").splitlines()]
    assert script.stat().st_mode & 0o111
    assert ["export", "CI=true"] in commands
    for target in ("check", "test"):
        assert [line for line in commands if line[:2] == ["make", target]] != []


def test_every_form_can_be_filled_again_after_signing_in() -> None:
    """A form straight from Flask-WTF loses what was typed: take trialtrack.web.forms.Form."""
    found = texts("trialtrack/web", suffixes=PYTHON)
    straight = [path for path, text in found if "import FlaskForm" in text]
    assert straight == ["trialtrack/web/forms.py"]


def test_every_python_file_can_be_read() -> None:
    for _, text in texts(suffixes=PYTHON):
        ast.parse(text)
