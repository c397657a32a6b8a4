"""What a patient asked for about a closed day, and what the team decided, in words."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from trialtrack.clock import diary_day
from trialtrack.queries.day_questions import DayQuestions
from trialtrack.queries.own_trial import OwnTrial
from trialtrack.store.asked import Asked
from trialtrack.web.diary.answers import Section
from trialtrack.web.diary.kept import asked_sections
from trialtrack.web.words import at_words, day_words

TOLD_FOR = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class RequestWords:
    """One request. `title`: what has become of it; `reason`: the team's, in its words."""

    id: UUID
    title: str
    at_words: str
    reference: str
    reason: str | None
    said: str | None
    waits: bool
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class AskedPage:
    """All requests about a day, the newest first."""

    day: date
    heading: str
    phone: str
    has_answers: bool
    requests: tuple[RequestWords, ...]


def waits(own: OwnTrial, day: date) -> bool:
    """Whether the team has still to decide of a request about the day."""
    return any(each.day == day and each.decision is None for each in own.record.asked)


def lately_answered(own: OwnTrial) -> tuple[date, ...]:
    """The days about which the team decided today or in the two days before, once each."""
    zone, found = own.record.time_zone, {each.day: each.decision for each in own.record.asked}
    return tuple(
        day
        for day, decision in sorted(found.items())
        if decision is not None
        and own.today <= diary_day(decision.at, zone) + TOLD_FOR
        and day not in own.open_days
    )


def asked_page(own: OwnTrial, questions: DayQuestions) -> AskedPage:
    """The page of one day."""
    asked = [each for each in own.record.asked if each.day == questions.day]
    return AskedPage(
        day=questions.day,
        heading=day_words(questions.day),
        phone=own.record.clinic.phone,
        has_answers=questions.answered is not None,
        requests=tuple(_request(own, questions, each) for each in reversed(asked)),
    )


def _request(own: OwnTrial, questions: DayQuestions, asked: Asked) -> RequestWords:
    decision = asked.decision
    return RequestWords(
        id=asked.id,
        title=decided_words(own, asked),
        at_words=f"You asked {at_words(asked.received_at, own.record.time_zone)}",
        reference=asked.reference,
        reason=decision.reason if decision else None,
        said=asked.reason,
        waits=decision is None,
        sections=asked_sections(questions, asked),
    )


def decided_words(own: OwnTrial, asked: Asked) -> str:
    """What has become of a request."""
    decision = asked.decision
    if decision is None:
        return "The team has your question"
    when = at_words(decision.at, own.record.time_zone)
    if decision.entry_id is None:
        return f"The team did not change this day: {decision.by_name}, {when}"
    return f"The team accepted your correction: {decision.by_name}, {when}"
