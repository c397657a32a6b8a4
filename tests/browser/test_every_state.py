"""Every page and state that a tour reaches can be read, reached and pressed by everybody."""

import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, Error, Page
from werkzeug.exceptions import HTTPException

from config import Settings
from tests.browser.walk import DRAWN, PHONE, faults_here
from tests.fixtures.browsers import watch_page
from tests.shots.clinic import demonstration
from tests.shots.tours import TOURS
from trialtrack import db
from trialtrack.app import create_app
from trialtrack.web.guards import GUARDS

NOT_PAGES = {"static", "shared.plotly", "auth.start", "planning.meaning"}
"""Files, the address that only leads on to everybody's first page, and what a script asks for."""

PARTS = 4
"""In how many tests the tours are walked, so that workers share them."""


class Walk:
    """The tours, with an eye for what is wrong at each state."""

    def __init__(self, app: Flask) -> None:
        self.faults: list[str] = []
        self.seen: set[str] = set()
        self.states = 0
        self._addresses = app.url_map.bind("127.0.0.1")

    def look(self, page: Page, name: str) -> None:
        """Note where the window is and what is wrong there."""
        page.wait_for_load_state("load")
        page.wait_for_function(DRAWN)
        self.states += 1
        self.faults += faults_here(page, name)
        path = urlsplit(page.url).path
        for method in ("GET", "POST"):
            try:
                self.seen.add(self._addresses.match(path, method=method)[0])
            except HTTPException:
                continue

    def go(self, browser: Browser, names: Iterable[str]) -> None:
        """These tours, one after another; one that breaks off does not hide the next."""
        with demonstration() as demo:
            for name in names:
                tour = TOURS[name]
                # Each has links of its own: they work once, and for ten minutes.
                links = demo.links()
                context = browser.new_context(
                    viewport=PHONE, locale="en-GB", reduced_motion="reduce"
                )
                page = context.new_page()
                watched = watch_page(page)
                try:
                    tour(page, demo, links, lambda state, page=page: self.look(page, state))  # type: ignore[misc]
                except (AssertionError, Error) as broken:
                    self.faults.append(f"the tour “{name}” broke off at {page.url}: {broken}")
                self.faults += [f"{name}: {fault}" for fault in watched]
                context.close()


def pages(app: Flask) -> set[str]:
    """The endpoints that answer a GET with a page."""
    asked = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    return (asked & set(GUARDS)) - NOT_PAGES


def _unseen(app: Flask, walk: Walk, part: int, noted: Path) -> list[str]:
    """What no tour reaches, once the last of the parts has been walked, in whatever order."""
    (noted / f"seen-{part}").write_text("\n".join(walk.seen))
    parts = list(noted.glob("seen-*"))
    if len(parts) < PARTS:
        return []
    seen = {each for found in parts for each in found.read_text().split()}
    return [f"no tour reaches the page {each}" for each in sorted(pages(app) - seen)]


@pytest.fixture
def whole_run(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all workers of this run share."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.mark.browser
@pytest.mark.parametrize("part", range(PARTS))
def test_every_state_can_be_read_reached_and_pressed(
    browser: Browser, sqlite_url: str, part: int, whole_run: Path
) -> None:
    app = create_app(Settings(sqlite_url, "s" * 32, "d" * 32, "http://127.0.0.1:8000"))
    db.in_use().close()
    walk = Walk(app)
    names = list(TOURS)[part::PARTS]
    walk.go(browser, names)
    faults = walk.faults + _unseen(app, walk, part, whole_run)
    assert not faults, "\n".join(faults)
    assert walk.states > len(names)


def test_the_walk_sees_what_is_wrong(page: Page) -> None:
    page.set_content(
        "<html lang=en class=face-patient><title>t</title><body class=face-patient><main>"
        "<h1>One</h1><h1>Two</h1><div class=error-summary>wrong</div>"
        "<div style='width:2000px'>wide</div><button>x</button>"
        "<input><p style='color:#ccc;background:#fff'>pale</p></main></body></html>"
    )
    found = " ".join(faults_here(page, "here"))
    for sign in (
        "2 headings",
        "scrolls sideways, ",
        "scrolls sideways in large type",
        "under 48 px",
        "color-contrast",
        "not the focus",
        ": label:",
    ):
        assert re.search(re.escape(sign), found), sign
