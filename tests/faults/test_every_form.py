"""Whatever is sent to a form: no failure of ours, and nothing half-written."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from urllib.parse import quote_plus
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from werkzeug.routing import Rule

import trialtrack.db as db
from tests.faults.forms import LEAVING, Found, forms_of
from tests.web.clinics import SmallClinic
from tests.web.conftest import SignIn
from trialtrack.access import Role, Viewer, allowed
from trialtrack.models import Base
from trialtrack.services.withdraw import HasWithdrawn
from trialtrack.web.guards import GUARDS

EXAMPLES = 6
EXAMPLES_IN_A_SOAK = 150
Pairs = list[tuple[str, str]]

ODD = (
    "",
    " ",
    "\x00",
    "in\x00 pain",
    "\ud800",
    "half \udfff a sign",
    "\x1b[2J\x7f\x85\u2028",
    "\ufeff\u202e0",
    "😖" * 700,
    "x" * 5_000,
    "9" * 400,
    "1e309",
    "nan",
    "-1",
    "٣",
    "0x10",
    "2026-02-30",
    "9999-12-31",
    "0000-00-00",
    "2026-03-14T25:61:00Z",
    "00000000-0000-0000-0000-000000000000",
    "not-an-id",
    "' OR 1=1 --",
    "{{ 7 * 7 }}",
    "<script>alert(1)</script>",
    "https://elsewhere.example/",
    "//elsewhere.example",
    "a\r\nSet-Cookie: b=c",
)


ALONE = ("in\x00 pain, half \ud800 a sign", "9" * 400)
"""Each of these in each field while the rest is as it should be, so that it comes through."""


FURTHER_ROW = re.compile(r"-[1-9][0-9]*-")
"""In the name of a field: it is not of the first of several rows, such as `sites-1-name`."""


def people(clinic: SmallClinic) -> Iterator[Viewer | None]:
    """Everyone who uses the application, and nobody."""
    yield None
    yield clinic.patient
    yield clinic.nurse
    yield clinic.consultant
    yield clinic.hires(Role.ADMINISTRATOR)
    yield clinic.hires(Role.REPRESENTATIVE)


@st.composite
def sent(draw: st.DrawFn, fields: Mapping[str, str]) -> Pairs:
    """The form with one to three fields changed, missing, doubled or never heard of."""
    pairs = list(fields.items())
    odd = st.sampled_from(ODD) | st.text(max_size=30) | st.text(st.characters(), max_size=5)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(pairs)))
        change = draw(st.sampled_from(("change", "change", "change", "leave out", "double", "new")))
        if change == "new" or at == len(pairs):
            pairs.append((draw(odd), draw(odd)))
        elif change == "change":
            pairs[at] = (pairs[at][0], draw(odd))
        elif change == "double":
            pairs.insert(at, (pairs[at][0], draw(odd)))
        else:
            del pairs[at]
    return pairs


def encoded(pairs: Pairs) -> bytes:
    """As a browser encodes a form, and half signs as no browser would."""
    return "&".join("=".join(map(_quoted, pair)) for pair in pairs).encode()


def _quoted(word: str) -> str:
    return quote_plus(word.encode("utf-8", "surrogatepass"))


def counted() -> dict[str, int]:
    """How many rows every table has."""
    each = (f"SELECT '{name}', count(*) FROM {name}" for name in Base.metadata.tables)
    with db.view() as session:
        rows = session.execute(text(" UNION ALL ".join(each)))
        return {str(name): int(count) for name, count in rows}


def stray_texts() -> int:
    """Free texts that no row refers to: half of something that was not written."""
    referring = [
        f"SELECT {column.name} FROM {table.name} WHERE {column.name} IS NOT NULL"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if any(key.column.table.name == "personal_text" for key in column.foreign_keys)
    ]
    query = f"SELECT count(*) FROM personal_text WHERE id NOT IN ({' UNION '.join(referring)})"
    with db.view() as session:
        return int(session.execute(text(query)).scalar_one())


def send_odd_things(client: FlaskClient, found: Found, examples: int) -> None:
    """Odd things in each field alone, then so many forms that are odd in several ways.

    Of rows that repeat, the first: the others are read by the same code.
    """
    for name in found.fields:
        for odd in ALONE if not FURTHER_ROW.search(name) else ():
            send(client, found, list({**found.fields, name: odd}.items()))

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(sent(found.fields))
    def send_several(pairs: Pairs) -> None:
        send(client, found, pairs)

    send_several()


def send(client: FlaskClient, found: Found, pairs: Pairs) -> None:
    """One form: no failure, nothing written where it is refused, nothing written by half."""
    before = counted()
    # A second answer under the same number would be refused before anything looks at it.
    anew = [(name, str(uuid4()) if name == "entry_id" and "-" in of else of) for name, of in pairs]
    answer = client.post(
        found.address, data=encoded(anew), content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code < 500, f"{found}: {pairs}"
    after = counted()
    if answer.status_code >= 400:
        written = {name for name in before if before[name] != after[name]}
        assert written <= {"audit_event", "sign_in_attempt", "session"}, f"{found}: {pairs}"
    assert stray_texts() == 0, f"{found}: {pairs}"


def every_form(
    app: Flask, clinic: SmallClinic, sign_in: SignIn
) -> Iterator[tuple[Viewer | None, Found]]:
    """Whoever finds a form, with it; what nobody finds, with somebody who may send it.

    Each person's forms are looked for when those before are through: a new notice, say, would
    stand between the patient and the diary. What a colleague had is not sent a second time.
    """
    found: list[tuple[Viewer | None, Found]] = []
    for person in people(clinic):
        forms = forms_of(app.test_client() if person is None else sign_in(person))
        before = {form.endpoint for whose, form in found if whose is not None}
        own = [
            (person, form)
            for form in forms
            if person is None or (GUARDS[form.endpoint] is not None and form.endpoint not in before)
        ]
        yield from (one for one in own if one[1].endpoint not in LEAVING)
        found += own
    yield from (one for one in found if one[1].endpoint in LEAVING)
    reached = {form.endpoint for _, form in found}
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()) and rule.endpoint not in reached:
            action = GUARDS[rule.endpoint]
            may = (p for p in people(clinic) if action is None or (p and allowed(p, action)))
            yield next(may), Found(rule.endpoint, address_of(app, rule, clinic), {"": ""})


def address_of(app: Flask, rule: Rule, clinic: SmallClinic) -> str:
    """An address that the rule takes, of this clinic's trial where it is about one."""
    known = {"trial_id": clinic.trial_id, "day": "2026-03-14", "token": "x" * 43}
    values = {name: known.get(name, UUID(int=7)) for name in rule.arguments}
    return app.url_map.bind("").build(rule.endpoint, values, method="POST")


def held(app: Flask, clinic: SmallClinic, sign_in: SignIn, examples: int) -> None:
    """Every form there is, and every endpoint that takes one."""
    sent_to = set()
    for person, found in every_form(app, clinic, sign_in):
        sent_to.add(found.endpoint)
        if person is None:
            send_odd_things(app.test_client(), found, examples)
            continue
        with suppress(HasWithdrawn):  # One of the last forms was for that.
            send_odd_things(sign_in(person), found, examples)
    rules = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    assert sent_to >= {rule.endpoint for rule in rules}


def test_no_form_of_anybody_fails_or_is_half_written(
    app: Flask, clinic: SmallClinic, sign_in: SignIn
) -> None:
    held(app, clinic, sign_in, EXAMPLES)


@pytest.mark.soak
def test_no_form_fails_whatever_is_sent(app: Flask, clinic: SmallClinic, sign_in: SignIn) -> None:
    held(app, clinic, sign_in, EXAMPLES_IN_A_SOAK)


@pytest.mark.parametrize("body", [b"\xff\xfe=%ZZ&&&=&%00", b"note=" + b"\x80" * 50, b""])
def test_bytes_that_are_no_form_are_refused_in_words(
    app: Flask, clinic: SmallClinic, sign_in: SignIn, body: bytes
) -> None:
    answer = sign_in(clinic.patient).post(
        "/diary/2026-03-14", data=body, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 422


def test_no_odd_address_fails(app: Flask, clinic: SmallClinic, sign_in: SignIn) -> None:
    clients = sign_in(clinic.patient), sign_in(clinic.nurse)
    for n, rule in enumerate(app.url_map.iter_rules()):
        if rule.endpoint == "static" or "GET" not in (rule.methods or ()):
            continue
        # Every address gets some of them, and all of them are tried.
        for odd in map(_quoted, ODD[2 + n % 3 : 9 : 3]):
            path = "/".join(odd if "<" in part else part for part in rule.rule.split("/"))
            for client in clients if rule.arguments else clients[:1]:
                answer = client.get(f"{path[:900]}?next={odd}&{odd}=1")
                assert answer.status_code < 500, path
