"""What the first page says of a day that was begun and not sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import url_for

from trialtrack.queries.own_trial import OwnTrial
from trialtrack.web.patient.closed import why_not_asked, why_not_sent
from trialtrack.web.waiting.begun import PAGE, Begun, What
from trialtrack.web.words import day_words, weekday


@dataclass(frozen=True, slots=True)
class BegunWords:
    """A sentence, and the button that opens it again.

    `too_late`: why it is refused by now, which is said instead of going on; None: it is not.
    """

    day: date
    words: str
    note: str
    go_on: str
    href: str
    too_late: str | None
    throw_away_href: str


_BEGUN: Mapping[What, tuple[str, str]] = {
    What.ANSWER: ("You began {}. It is not saved yet.", "begun, not saved yet"),
    What.CORRECTION: (
        "You began to correct {}. It is not saved yet.",
        "correction begun, not saved yet",
    ),
    What.REQUEST: (
        "You began to ask the team about {}. It is not sent yet.",
        "question begun, not sent yet",
    ),
}


def begun_words(own: OwnTrial, begun: Begun) -> BegunWords:
    """The words for one; other answers to a day that is saved are called that."""
    sentence, note = _BEGUN[begun.what]
    if begun.what is What.ANSWER and begun.day in own.record.days:
        sentence, note = "You began other answers for {}. They are not saved.", "others begun"
    if begun.what is What.REQUEST:
        too_late = why_not_asked(own, begun.day)
    else:
        page = dict(begun.waiting.typed.fields).get(PAGE)
        too_late = why_not_sent(own, page, begun.day, begun.waiting.kept_at)
    words = sentence.format(day_words(begun.day))
    return BegunWords(
        day=begun.day,
        words=words.replace(" yet.", ".") if too_late else words,
        note=note,
        go_on="Look at what you typed" if too_late else f"Go on with {weekday(begun.day)}",
        href=begun.href,
        too_late=too_late,
        throw_away_href=url_for("waiting.throw_away", form_id=begun.waiting.id),
    )
