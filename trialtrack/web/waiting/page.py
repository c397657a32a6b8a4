"""The forms that wait, in words, each with its way back to where it was typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import current_app, url_for
from werkzeug.exceptions import HTTPException

from trialtrack.queries.waiting_forms import Waiting
from trialtrack.store.records import PatientFacts
from trialtrack.web.typed import WAITING, readable
from trialtrack.web.words import at_words, date_words, day_words

EDITORS: Mapping[str, str] = {
    "patient.check": "patient.edit",
    "patient.edit": "patient.edit",
    "patient.save": "patient.edit",
}
"""Forms of several pages: the endpoint that shows the questions again with what it is sent."""

PAGES: Mapping[str, str] = {"signs.send": "signs.page"}
"""Forms whose page has the same address and another endpoint."""

TITLES: Mapping[str, str] = {
    "advice.edit": "Advice on warning signs",
    "aside.put": "A thing put aside",
    "asking.ask": "A correction of a closed day",
    "cancelling.cancel": "A trial is cancelled",
    "cancelling.take_up": "A trial is taken up again",
    "consent.read": "Before you begin",
    "consent.stop": "Stop taking part",
    "dates.change": "A date of a trial",
    "ending.answers": "What a patient answered at the end",
    "enter.day": "A day entered for a patient",
    "exclude.decide": "A day to leave out",
    "flags.one": "A warning sign, acknowledged",
    "flags.report": "A warning sign, told by telephone",
    "goal.say": "The goal of a patient",
    "leads.record": "The leads of a trial",
    "merging.compare": "Two records of one person",
    "merging.split": "Two people, taken for one",
    "notice.edit": "Notice for patients",
    "patients.correct": "Who a patient is, corrected",
    "people.add": "A new member of staff",
    "people.close": "An account to close",
    "planning.another_trial": "Another trial of a patient",
    "planning.new_patient": "A new patient",
    "placement.record": "A placement",
    "programmes.add": "A programme to add",
    "programmes.amend": "A programme, corrected",
    "medicines.change": "The medicines of a plan",
    "protocol.change": "The protocol of a trial",
    "protocol.rename": "A pain site to rename",
    "ratings.record": "A rating in clinic",
    "removal.record": "A removal",
    "settle.asked": "A correction that a patient asked for",
    "settle.one_of_two": "Two answers for one day",
    "signs.send": "Something is wrong: your report",
    "switching.correct": "What was on, put right",
    "switching.switch": "A switch of programme",
    "withdrawal.record": "A patient stops taking part",
    "wrong_patient.to": "A trial under the wrong patient",
    "wrong_patient.to_new": "A trial under the wrong patient",
}
"""What the page of a form is called, where "A form" would not tell it from others."""


@dataclass(frozen=True, slots=True)
class Whose:
    """Whom a form is about, in words."""

    name: str
    born: str
    hospital_number: str


@dataclass(frozen=True, slots=True)
class WaitingItem:
    """One form. `href` opens it filled in; else its fields go to `action`, or can only be read.

    `who`: whom it is about, where that is for the reader. `sends`: the button under the fields
    sends the form and does not only open it.
    """

    id: UUID
    title: str
    who: Whose | None
    when: str
    href: str | None
    action: str | None
    sends: bool
    fields: tuple[tuple[str, str], ...]
    said: tuple[dict[str, str], ...]


def about(waiting: Waiting) -> UUID | None:
    """The id of the trial, or of the patient, that a form is about."""
    values = _match(waiting.typed.address.partition("?")[0], "POST")[1]
    found = values.get("trial_id", values.get("patient_id"))
    return found if isinstance(found, UUID) else None


def waiting_item(waiting: Waiting, people: Mapping[UUID, PatientFacts]) -> WaitingItem:
    """The words and the way back of one form. `people`: by what it is `about`."""
    typed, path = waiting.typed, waiting.typed.address.partition("?")[0]
    endpoint, values = _match(path, "POST")
    editor = EDITORS.get(endpoint or "")
    shown_by = _match(path, "GET")[0] if editor is None else None
    again = shown_by is not None and shown_by == PAGES.get(endpoint or "", endpoint)
    action = url_for(editor, **values) if editor else typed.address if endpoint else None
    said = () if again or editor else tuple(readable(typed.fields))
    return WaitingItem(
        id=waiting.id,
        title=_title(endpoint, values),
        who=_whose(people.get(key) if (key := about(waiting)) else None),
        when=(
            f"Typed on {at_words(waiting.kept_at, waiting.time_zone)}. "
            f"Kept until {at_words(waiting.expires_at, waiting.time_zone)}."
        ),
        href=_with_id(typed.address, waiting.id) if again else None,
        action=None if again else action,
        sends=editor is None,
        fields=() if again else (*typed.fields, (WAITING, str(waiting.id))),
        said=said,
    )


def _title(endpoint: str | None, values: Mapping[str, Any]) -> str:
    day = _day(values.get("day")) if endpoint in EDITORS else None
    if day is not None:
        return f"Your diary for {day_words(day)}"
    return TITLES.get(endpoint or "", "A form that you filled in")


def _whose(found: PatientFacts | None) -> Whose | None:
    if found is None or found.family_name is None or found.born_on is None:
        return None
    name = f"{found.family_name}, {found.given_name}"
    return Whose(name, date_words(found.born_on), found.hospital_number or "–")


def _day(said: str | None) -> date | None:
    # Nobody was signed in when the form was kept, so no page has looked at its address.
    try:
        return date.fromisoformat(said or "")
    except ValueError:
        return None


def _with_id(address: str, form_id: UUID) -> str:
    return f"{address}{'&' if '?' in address else '?'}{WAITING}={form_id}"


def _match(path: str, method: str) -> tuple[str | None, Mapping[str, Any]]:
    try:
        return current_app.url_map.bind("").match(path, method=method)
    except HTTPException:
        return None, {}
