"""Reading a page as a test does: its fields, its faults, its structure."""

import re
from html.parser import HTMLParser

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

Form = dict[str, str]


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.h1s = 0
        self.labels_for: set[str] = set()
        self.controls: list[dict[str, str]] = []
        self.inline: list[str] = []
        self.fields: Form = {}
        self._textarea: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        self.h1s += tag == "h1"
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "label":
            self.labels_for.add(given.get("for", ""))
        if "style" in given or (tag == "script" and "src" not in given and "type" not in given):
            self.inline.append(tag)
        if tag in ("input", "textarea", "select"):
            self._control(given)
        if tag == "textarea":
            self._textarea = given.get("name")
        if tag == "select":
            self._select = given.get("name")
        if tag == "option" and self._select is not None and "selected" in given:
            self.fields[self._select] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._textarea is not None:
            self.fields[self._textarea] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._textarea is not None:
            # The first line break only keeps the text's own one.
            self.fields[self._textarea] = self.fields[self._textarea].removeprefix("\n")
            self._textarea = None
        if tag == "select":
            self._select = None

    def _control(self, given: Form) -> None:
        kind = given.get("type", "text")
        if kind != "hidden":
            self.controls.append(given)
        if "name" in given and (kind not in ("radio", "checkbox") or "checked" in given):
            self.fields[given["name"]] = given.get("value", "")

    def answered(self, score: str) -> Form:
        """The scales that have this score and can be skipped: those that have to be answered."""
        choices: dict[str, list[str]] = {}
        for control in self.controls:
            if control.get("type") == "radio":
                choices.setdefault(control["name"], []).append(control.get("value", ""))
        return {name: score for name, values in choices.items() if {score, "skip"} <= set(values)}


def page_of(text: str) -> _Page:
    """The page that a text is."""
    page = _Page()
    page.feed(text)
    return page


def read(answer: TestResponse) -> _Page:
    """The page, held to what every page must be: one h1, a title, ids once, labels on controls."""
    page = page_of(answer.text)
    assert page.h1s == 1
    assert re.search(r"<title>[^<]*\S – trialtrack</title>", answer.text)
    assert len(page.ids) == len(set(page.ids)), "an id stands twice"
    unlabelled = [c for c in page.controls if c.get("id") not in page.labels_for]
    assert unlabelled == []
    assert page.inline == [], "the content security policy forbids inline styles and scripts"
    return page


def form_of(client: FlaskClient, address: str) -> Form:
    """The fields of the page at an address, as a browser would send them."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.status
    return read(answer).fields
