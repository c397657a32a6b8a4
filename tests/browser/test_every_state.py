"""Every page and state that a tour reaches can be read, reached and pressed by everybody."""

import re
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

NOT_PAGES = {"static", "shared.plotly", "auth.start"}
"""Files, and the address that only leads on to everybody's first page."""


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

    def go(self, browser: Browser) -> None:
        """All tours, one after another; one that breaks off does not hide the next."""
        with demonstration() as demo:
            for name, tour in TOURS.items():
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


@pytest.mark.browser
def test_every_state_can_be_read_reached_and_pressed(browser: Browser, sqlite_url: str) -> None:
    app = create_app(Settings(sqlite_url, "s" * 32, "d" * 32, "http://127.0.0.1:8000"))
    db.in_use().close()
    walk = Walk(app)
    walk.go(browser)
    unseen = [f"no tour reaches the page {each}" for each in sorted(pages(app) - walk.seen)]
    assert not walk.faults + unseen, "\n".join(walk.faults + unseen)
    assert walk.states > len(TOURS)


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
        "scrolls sideways",
        "under 48 px",
        "color-contrast",
        "not the focus",
        ": label:",
    ):
        assert re.search(re.escape(sign), found), sign
