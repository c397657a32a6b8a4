"""The Today page in words: by what one does, a person's matters together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from trialtrack.clock import diary_day
from trialtrack.queries.matter import Matter, Note
from trialtrack.queries.today import Coming, Milestone, Today
from trialtrack.web.clinic.deals import SIGNS, URGENT, WAYS, Heading
from trialtrack.web.clinic.matter_words import said
from trialtrack.web.clinic.person import Person, person_of
from trialtrack.web.words import clock_words, count, day_words, occasion_words

MOST_COMING = 3
MOST_NOTES = 3


@dataclass(frozen=True, slots=True)
class Way:
    """A link, and what it does."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class MatterRow:
    """One thing: what it is, what can be done still, its one action, and what else may help."""

    words: str
    more: str
    urgent: bool
    is_sign: bool
    action: Way
    also: tuple[Way, ...]
    notes: tuple[str, ...]
    until: str | None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person with everything that is about them, so that one call deals with all of it.

    `can_wait`: some of it can be put aside.
    """

    person: Person
    phone: str | None
    matters: tuple[MatterRow, ...]
    can_wait: bool

    @property
    def urgent(self) -> bool:
        """Whether a warning sign that cannot wait is among it."""
        return any(row.urgent for row in self.matters)


@dataclass(frozen=True, slots=True)
class Group:
    """People for whom one does the same first."""

    heading: str
    people: tuple[PersonRow, ...]


@dataclass(frozen=True, slots=True)
class NextRow:
    """What comes next in a trial."""

    words: str
    trial_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class TodayPage:
    """The whole page. `looked_at`: the time of day at the clinic."""

    count: int
    count_words: str
    looked_at: str
    groups: tuple[Group, ...]
    put_aside: tuple[PersonRow, ...]
    coming: tuple[NextRow, ...]


def today_page(found: Today) -> TodayPage:
    """The page for what the query found."""
    return TodayPage(
        count=len(found.matters),
        count_words=things(len(found.matters)),
        looked_at=clock_words(found.at, found.time_zone),
        groups=tuple(_groups(found.matters, found.at)),
        put_aside=tuple(person_row(each, found.at) for each in _by_trial(found.put_aside)),
        coming=tuple(map(_next, found.coming[:MOST_COMING])),
    )


def things(n: int) -> str:
    """How many things there are, as a sentence begins."""
    return f"{count(n, 'thing')} {'needs' if n == 1 else 'need'} someone today"


def _by_trial(matters: Iterable[Matter]) -> list[list[Matter]]:
    of_trial: dict[UUID, list[Matter]] = {}
    for matter in matters:
        of_trial.setdefault(matter.trial_id, []).append(matter)
    return list(of_trial.values())


def _groups(matters: Iterable[Matter], at: datetime) -> Iterable[Group]:
    """Everybody once, under the first heading that one of their matters has."""
    order = list(Heading)
    under: dict[Heading, list[PersonRow]] = {heading: [] for heading in order}
    for found in _by_trial(matters):
        heading = min((WAYS[each.kind].heading for each in found), key=order.index)
        under[heading].append(person_row(found, at))
    for heading, people in under.items():
        if people:
            yield Group(heading.value, tuple(people))


def person_row(matters: list[Matter], at: datetime) -> PersonRow:
    """Everything about one person, who is the same in all of it."""
    one = matters[0]
    phone = next((each.phone for each in matters if each.phone), None)
    return PersonRow(
        person_of(one.trial_id, one.person),
        phone,
        tuple(matter_row(each, at) for each in matters),
        can_wait=any(each.kind not in SIGNS for each in matters),
    )


def matter_row(matter: Matter, at: datetime) -> MatterRow:
    """One thing in words."""
    way, words, aside = WAYS[matter.kind], said(matter), matter.aside_until(at)
    return MatterRow(
        words=words.words,
        more=words.more,
        urgent=matter.kind in URGENT,
        is_sign=matter.kind in SIGNS,
        action=Way(way.deal.words, way.deal.href(matter)),
        also=tuple(Way(deal.words, deal.href(matter)) for deal in way.also),
        notes=tuple(_note(each, at, matter.time_zone) for each in matter.notes[:MOST_NOTES]),
        until=None if aside is None else until_words(aside, at, matter.time_zone),
    )


def _note(note: Note, at: datetime, zone: str) -> str:
    """What was noted: put aside yesterday at 10:12 by Owen Pritchard: called, no answer."""
    days = (diary_day(at, zone) - diary_day(note.at, zone)).days
    when = {0: "today", 1: "yesterday"}.get(days, f"on {day_words(diary_day(note.at, zone))}")
    did = "Brought back" if note.brought_back else "Put aside"
    told = f"{did} {when} at {clock_words(note.at, zone)} by {note.by_name}"
    if note.brought_back:
        return f"{told}."
    return f"{told}: {note.words or 'the words have been erased'}"


def until_words(until: datetime, at: datetime, zone: str) -> str:
    """Until when, as one says it: Until 13:12, Until tomorrow, Until Saturday 28 November."""
    days = (diary_day(until, zone) - diary_day(at, zone)).days
    if days == 0:
        return f"Until {clock_words(until, zone)}"
    return "Until tomorrow" if days == 1 else f"Until {day_words(diary_day(until, zone))}"


def _next(coming: Coming) -> NextRow:
    begins, ends = occasion_words(coming.modality)
    what = {
        Milestone.BASELINE_ENDS: "baseline ends",
        Milestone.PLACEMENT: begins,
        Milestone.REMOVAL: ends,
    }[coming.milestone]
    person = person_of(coming.trial_id, coming.person)
    return NextRow(f"{day_words(coming.on)}: {what}", coming.trial_id, person.name)
