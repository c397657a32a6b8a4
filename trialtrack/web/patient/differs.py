"""The same entry sent twice with different answers: both are shown, and the patient decides."""

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from flask import request

from trialtrack.queries.day_questions import DayQuestions
from trialtrack.queries.own_trial import OwnTrial
from trialtrack.web.diary.answers import Section
from trialtrack.web.diary.kept import entry_sections
from trialtrack.web.diary.sides import sides
from trialtrack.web.signs.form import REPORT_PAGE, signs_form
from trialtrack.web.words import day_words

NEW_ID_FIELDS = ("entry_id", "replaces")


@dataclass(frozen=True, slots=True)
class DiffersPage:
    """What stands beside what was sent. `rows`: question, what stands, what was sent.

    `hides`: what stands is not shown, since this device has to ask for the date of birth first.
    `send_words` None: it cannot be sent, since the day is closed or the answers stand already.
    `kept` are the fields to send, under a new id, in place of what stands.
    """

    day: date
    heading: str
    lead: str
    rows: tuple[tuple[str, str | None, str | None], ...]
    sections: tuple[Section, ...]
    stands: bool
    hides: bool
    send_words: str | None
    closed_words: str | None
    kept: tuple[tuple[str, str], ...]


def differs_page(
    own: OwnTrial, questions: DayQuestions, sent: tuple[Section, ...], *, asks_birth_date: bool
) -> DiffersPage:
    """The page for answers that were refused because their id is taken by others."""
    day, standing = questions.day, questions.answered
    rows = () if standing is None else tuple(_differences(questions, sent))
    is_open = day in own.open_days
    same = standing is not None and not rows
    send = None if same or not is_open else _send_words(standing is not None)
    closed = f"This day is closed. Tell the clinic what is right: {own.record.clinic.phone}."
    return DiffersPage(
        day=day,
        heading="These answers stand already" if same else "Not saved yet: there are other answers",
        lead=_lead(day, stands=standing is not None, same=same),
        rows=() if asks_birth_date else rows,
        sections=sent,
        stands=standing is not None,
        hides=asks_birth_date and bool(rows),
        send_words=send,
        closed_words=None if same or is_open else closed,
        kept=_kept(questions),
    )


def _lead(day: date, *, stands: bool, same: bool) -> str:
    if same:
        return f"What you sent now is what is kept for {day_words(day)}. There is nothing to do."
    if stands:
        return (
            f"You sent {day_words(day)} before, with other answers. "
            "Nothing was changed: you decide which are right."
        )
    return "These answers came under a number that is taken. Send them under a new one."


def _send_words(stands: bool) -> str:
    return "Send as a correction" if stands else "Save this day"


def _differences(
    questions: DayQuestions, sent: tuple[Section, ...]
) -> list[tuple[str, str | None, str | None]]:
    entry = questions.answered
    if entry is None:
        return []
    table = sides(entry_sections(questions, entry), sent)
    rows = [row for section in table for row in section.rows]
    return [(row.key, row.left, row.right) for row in rows if row.differs]


def _kept(questions: DayQuestions) -> tuple[tuple[str, str], ...]:
    typed = [item for item in request.form.items(multi=True) if item[0] not in NEW_ID_FIELDS]
    replaces = () if questions.answered is None else (("replaces", str(questions.answered.id)),)
    # What was reported with the answers is kept already, and is no second report.
    first = signs_form().reports and REPORT_PAGE not in request.form
    page = ((REPORT_PAGE, request.form["entry_id"]),) if first else ()
    return (*typed, *page, ("entry_id", str(uuid4())), *replaces)
