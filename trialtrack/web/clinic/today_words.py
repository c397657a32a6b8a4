"""The Today page in words: by what one does, a person's matters together."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from trialtrack.queries.matter import Matter
from trialtrack.queries.today import Coming, Milestone, Today
from trialtrack.web.clinic.deals import SIGNS, URGENT, WAYS, Heading
from trialtrack.web.clinic.matter_words import said
from trialtrack.web.clinic.person import Person, person_of
from trialtrack.web.words import clock_words, count, day_words, occasion_words

MOST_COMING = 3


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


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person with everything that is about them, so that one call deals with all of it."""

    person: Person
    phone: str | None
    matters: tuple[MatterRow, ...]

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
    coming: tuple[NextRow, ...]


def today_page(found: Today) -> TodayPage:
    """The page for what the query found."""
    return TodayPage(
        count=len(found.matters),
        count_words=things(len(found.matters)),
        looked_at=clock_words(found.at, found.time_zone),
        groups=tuple(_groups(found.matters)),
        coming=tuple(map(_next, found.coming[:MOST_COMING])),
    )


def things(n: int) -> str:
    """How many things there are, as a sentence begins."""
    return f"{count(n, 'thing')} {'needs' if n == 1 else 'need'} someone today"


def _groups(matters: Iterable[Matter]) -> Iterable[Group]:
    """Everybody once, under the first heading that one of their matters has."""
    of_trial: dict[UUID, list[Matter]] = {}
    for matter in matters:
        of_trial.setdefault(matter.trial_id, []).append(matter)
    order = list(Heading)
    first = {
        trial_id: min((WAYS[each.kind].heading for each in found), key=order.index)
        for trial_id, found in of_trial.items()
    }
    for heading in order:
        people = tuple(
            person_row(found) for trial_id, found in of_trial.items() if first[trial_id] is heading
        )
        if people:
            yield Group(heading.value, people)


def person_row(matters: list[Matter]) -> PersonRow:
    """Everything about one person, who is the same in all of it."""
    one = matters[0]
    phone = next((each.phone for each in matters if each.phone), None)
    return PersonRow(person_of(one.trial_id, one.person), phone, tuple(map(matter_row, matters)))


def matter_row(matter: Matter) -> MatterRow:
    """One thing in words."""
    way, words = WAYS[matter.kind], said(matter)
    return MatterRow(
        words=words.words,
        more=words.more,
        urgent=matter.kind in URGENT,
        is_sign=matter.kind in SIGNS,
        action=Way(way.deal.words, way.deal.href(matter)),
        also=tuple(Way(deal.words, deal.href(matter)) for deal in way.also),
    )


def _next(coming: Coming) -> NextRow:
    begins, ends = occasion_words(coming.modality)
    what = {
        Milestone.BASELINE_ENDS: "baseline ends",
        Milestone.PLACEMENT: begins,
        Milestone.REMOVAL: ends,
    }[coming.milestone]
    person = person_of(coming.trial_id, coming.person)
    return NextRow(f"{day_words(coming.on)}: {what}", coming.trial_id, person.name)
