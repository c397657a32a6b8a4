"""Every form that can wait has a name and a way back to where it was typed."""

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask

from tests.web.clinics import NOW
from trialtrack.queries.waiting_forms import Waiting
from trialtrack.store.typed_forms import TypedForm
from trialtrack.web.guards import GUARDS
from trialtrack.web.waiting.page import EDITORS, PAGES, TITLES, waiting_item

NOTHING_TYPED = {
    "aside.back",
    "cards.end",
    "cards.end_one",
    "cards.make",
    "cards.note",
    "devices.end",
    "exports.trial",
    "past.birth_date",
    "people.link",
    "people.open_again",
    "waiting.throw_away",
}
"""Buttons alone, or nothing that is kept: a form of theirs never waits."""
LEAVING = {"leaving.day", "leaving.ask"}
"""Take what is left half filled in, which waits under the address of its own page."""
VALUES = {"day": "2026-03-14"}
ID = UUID(int=7)


def forms(app: Flask) -> dict[str, str]:
    """Every guarded endpoint that takes what is typed, with an address of it."""
    rules = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    adapter = app.url_map.bind("127.0.0.1")
    return {
        rule.endpoint: adapter.build(
            rule.endpoint,
            {name: VALUES.get(name, str(ID)) for name in rule.arguments},
            method="POST",
        )
        for rule in rules
        if GUARDS[rule.endpoint] is not None and rule.endpoint not in NOTHING_TYPED | LEAVING
    }


def test_every_form_is_named_and_leads_back_to_its_page(app: Flask) -> None:
    for endpoint, address in forms(app).items():
        typed = TypedForm(address, (("note", "words"),))
        waiting = Waiting(ID, typed, NOW, NOW + timedelta(days=1), "Europe/London")
        with app.test_request_context():
            item = waiting_item(waiting, {})
        assert item.title != "A form that you filled in", endpoint
        opened = item.href or (item.action if endpoint in EDITORS else None)
        assert opened is not None, f"{endpoint} cannot be filled in again"
        assert not item.said, "it is read in its own form"


def test_the_tables_name_endpoints_that_there_are(app: Flask) -> None:
    known = set(app.view_functions)
    named = {
        *EDITORS,
        *EDITORS.values(),
        *PAGES,
        *PAGES.values(),
        *TITLES,
        *NOTHING_TYPED,
        *LEAVING,
    }
    assert named - known == set()


@pytest.mark.parametrize("address", ["/gone/since", "/trials"])
def test_a_form_whose_page_is_gone_can_still_be_read(app: Flask, address: str) -> None:
    typed = TypedForm(address, (("reason_why", "my words"), ("entry_id", str(ID))))
    waiting = Waiting(ID, typed, NOW, NOW + timedelta(days=1), "Europe/London")
    with app.test_request_context():
        item = waiting_item(waiting, {})
    assert item.said == ({"key": "Reason why", "value": "my words"},)
    assert (item.href, item.action) == (None, None)
