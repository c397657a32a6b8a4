"""What the address of the list asks for, and the addresses that ask for something else."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode
from uuid import UUID

from flask import url_for

from trialtrack.models.trial import Modality
from trialtrack.queries.list_filters import Answered, Standing, Wanted
from trialtrack.queries.listed_trials import Turn
from trialtrack.queries.paging import Place, Rank
from trialtrack.store.find_people import MOST_CHARACTERS
from trialtrack.web.clinic.naming import MODALITIES

Word = TypeVar("Word", bound=StrEnum)

STANDINGS: Mapping[Standing, str] = {
    Standing.ENDING: "Ending today or over",
    Standing.RUNNING: "Running",
    Standing.PLANNED: "Before placement",
    Standing.ENDED: "Ended",
    Standing.CANCELLED: "Cancelled",
}
ANSWERS: Mapping[Answered, str] = {
    Answered.MET: "Met",
    Answered.NOT_MET: "Not met",
    Answered.TOO_CLOSE: "Too close to call",
    Answered.UNSURE: "How sure is unknown",
    Answered.NOT_ASSESSABLE: "Cannot be judged",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is wanted, and which page of it is turned to; None: the first."""

    wanted: Wanted
    turn: Turn | None = None


@dataclass(frozen=True, slots=True)
class Chip:
    """Something that is asked for, and the address of the list without it."""

    words: str
    href: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One select of the form: its name, its label, and (value, words, whether it is chosen)."""

    name: str
    label: str
    options: tuple[tuple[str, str, bool], ...]


def asked(args: Mapping[str, str]) -> Asked:
    """What an address asks for. What it does not know is left out: an old link still works."""
    wanted = Wanted(
        search=args.get("q", "").replace("\0", "").strip()[:MOST_CHARACTERS],
        standing=_word(Standing, args.get("state")),
        modality=_word(Modality, args.get("trial")),
        answered=_word(Answered, args.get("answer")),
    )
    after, before = _place(args.get("after")), _place(args.get("before"))
    if after is not None:
        return Asked(wanted, Turn(after))
    return Asked(wanted, None if before is None else Turn(before, forward=False))


def href(wanted: Wanted, *, after: Place | None = None, before: Place | None = None) -> str:
    """The address of a page of the list."""
    parts = {
        "q": wanted.search,
        "state": wanted.standing,
        "trial": wanted.modality,
        "answer": wanted.answered,
        "after": _written(after),
        "before": _written(before),
    }
    query = urlencode({name: value for name, value in parts.items() if value})
    return f"{url_for('clinic.trials')}?{query}" if query else url_for("clinic.trials")


def chips(wanted: Wanted) -> tuple[Chip, ...]:
    """All that is asked for, each to be taken off alone."""
    found = []
    if wanted.search:
        found.append(Chip(f"“{wanted.search}”", href(replace(wanted, search=""))))
    if wanted.standing is not None:
        found.append(Chip(STANDINGS[wanted.standing], href(replace(wanted, standing=None))))
    if wanted.modality is not None:
        found.append(Chip(MODALITIES[wanted.modality], href(replace(wanted, modality=None))))
    if wanted.answered is not None:
        found.append(Chip(ANSWERS[wanted.answered], href(replace(wanted, answered=None))))
    return tuple(found)


def choices(wanted: Wanted) -> tuple[Choice, ...]:
    """The selects of the form, with what is asked for chosen."""
    return (
        _choice("state", "Stage", STANDINGS, wanted.standing),
        _choice("trial", "Kind of trial", MODALITIES, wanted.modality),
        _choice("answer", "Answer", ANSWERS, wanted.answered),
    )


def _choice(name: str, label: str, words: Mapping[Word, str], chosen: Word | None) -> Choice:
    named = ((str(value), said, value is chosen) for value, said in words.items())
    return Choice(name, label, (("", "Any", chosen is None), *named))


def _word(kind: type[Word], said: str | None) -> Word | None:
    try:
        return kind(said or "")
    except ValueError:
        return None


def _written(place: Place | None) -> str | None:
    if place is None:
        return None
    return f"{place.rank.value}.{place.day.isoformat()}.{place.trial_id.hex}"


def _place(said: str | None) -> Place | None:
    rank, _, rest = (said or "").partition(".")
    day, _, trial_id = rest.partition(".")
    try:
        return Place(Rank(int(rank)), date.fromisoformat(day), UUID(trial_id))
    except ValueError:
        return None
