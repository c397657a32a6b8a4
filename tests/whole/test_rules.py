"""Each rule of structure, shown something that breaks it and something that does not."""

import pytest

from tests.whole import rules

TEN = "    x = 1\n" * 10


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("config.py", 300),
        ("trialtrack/web/patient/routes.py", 300),
        ("tests/web/test_diary.py", 400),
        ("templates/patient/diary.html", 120),
        ("templates/emails/link.txt", 120),
        ("trialtrack/static/css/base.css", 300),
        ("trialtrack/static/js/chart.js", 300),
        ("README.md", None),
        ("requirements.txt", None),
    ],
)
def test_each_kind_of_file_has_its_limit(path: str, most: int | None) -> None:
    assert rules.most_lines(path) == most


def test_a_function_of_forty_lines_is_allowed_and_one_of_forty_one_is_not() -> None:
    forty = "def f():\n" + TEN * 3 + "    x = 1\n" * 9
    assert list(rules.long_functions(forty)) == []
    assert list(rules.long_functions(forty + "    x = 1\n")) == ["f: 41 lines"]


@pytest.mark.parametrize(
    "code",
    [
        "datetime.now(UTC)",
        "datetime.datetime.utcnow()",
        "date.today()",
        "datetime.date.today()",
        "time.time()",
        "field(default_factory=datetime.now)",
        "func.now()",
        "from time import time",
    ],
)
def test_reading_the_clock_is_seen(code: str) -> None:
    assert len(list(rules.clock_reads(code))) == 1


@pytest.mark.parametrize("code", ["clock.now_utc()", "page.today", "time.monotonic()", "at.date()"])
def test_a_time_that_was_handed_in_is_no_reading_of_the_clock(code: str) -> None:
    assert list(rules.clock_reads(code)) == []


def test_a_commit_is_seen_whatever_the_session_is_called() -> None:
    assert len(list(rules.commits("session.commit()\nself.db.commit()\nsession.flush()"))) == 2


@pytest.mark.parametrize(
    "text",
    [
        "--index-url https://pypi" + ".org/simple",
        "https://files.python" + "hosted.org/x",
        "https://registry.npm" + "js.org/x",
        "http://deb.debian" + ".org/debian",
        "https://cdn.js" + "delivr.net/npm/x",
        "--find-links file:" + "///opt" + "/wheels",
        "PIP_FIND_LINKS=/opt" + "/wheels",
    ],
)
def test_the_address_of_a_package_host_is_seen(text: str) -> None:
    assert list(rules.package_hosts(text)) != []


def test_a_path_of_one_machine_is_seen() -> None:
    assert list(rules.machine_paths("open('/ro" + "ot/x'); open('.." + "/shared/cases.json')"))
    assert list(rules.machine_paths("href='/staff/work/1' and docs/root/x")) == []


@pytest.mark.parametrize(
    "text",
    [
        '<script src="https://example.org/x.js">',
        "<link rel=stylesheet href=//example.org/x.css>",
        "a { background: url(http://example.org/x.png) }",
        '@import "https://example.org/x.css";',
        'fetch("https://example.org/x")',
        'import x from "https://example.org/x.js";',
    ],
)
def test_what_a_page_would_fetch_from_elsewhere_is_seen(text: str) -> None:
    assert len(list(rules.foreign_references(text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        '<svg xmlns="http://www.w3.org/2000/svg">',
        "<a href=\"{{ url_for('patient.day') }}\">",
        '<form action="/diary">',
        "// a comment",
        'fetch("/diary")',
    ],
)
def test_what_a_page_has_of_its_own_is_no_foreign_reference(text: str) -> None:
    assert list(rules.foreign_references(text)) == []


@pytest.mark.parametrize(
    ("path", "text", "vendored"),
    [
        ("trialtrack/static/js/plotly.min.js", "", True),
        ("trialtrack/static/vendor/x.js", "", True),
        ("trialtrack/static/x.woff2", "", True),
        ("trialtrack/static/js/chart.js", "x" * 301, True),
        ("trialtrack/static/js/chart.js", "const x = 1;\n", False),
        ("tests/data/diary.csv", "x" * 301, False),
    ],
)
def test_the_work_of_others_is_seen(path: str, text: str, vendored: bool) -> None:
    assert rules.looks_vendored(path, text) is vendored


HASHED = "flask==3.1.3 \\\n    --hash=sha256:" + "0" * 64


@pytest.mark.parametrize(
    ("lock", "faults"),
    [
        (HASHED, 0),
        (f"tzdata==2026.6 ; sys_platform == 'win32' \\\n    --hash=sha256:{'a' * 64}", 0),
        ("flask==3.1.3", 1),
        ("flask==3.1.3 \\\n" + HASHED, 1),
        ("flask>=3.1 \\\n    --hash=sha256:" + "0" * 64, 1),
        ("--find-links x\n" + HASHED, 1),
        ("-e .\n" + HASHED, 1),
    ],
)
def test_a_requirement_without_a_hash_is_seen(lock: str, faults: int) -> None:
    assert len(list(rules.unhashed(lock))) == faults


@pytest.mark.parametrize(
    ("text", "bad"), [("", False), ("x\n", False), ("x", True), ("x\n\n", True)]
)
def test_a_file_ends_in_one_newline(text: str, bad: bool) -> None:
    assert rules.bad_ending(text) is bad
