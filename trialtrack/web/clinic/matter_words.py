"""A matter in two lines: what it is, and what can still be done about it."""

from dataclasses import dataclass
from datetime import timedelta

from trialtrack.queries.matter import (
    DueDay,
    Matter,
    MatterKind,
    NoCardUsed,
    NoEndAnswers,
    Silence,
    ThinWindow,
)
from trialtrack.web.words import at_words, count, day_words, occasion_words


@dataclass(frozen=True, slots=True)
class Said:
    """`more`: what follows from it; empty where the first line says everything."""

    words: str
    more: str = ""


def said(matter: Matter) -> Said:
    """The words of one matter."""
    facts = matter.facts
    if isinstance(facts, Silence):
        return _silence(facts, matter.time_zone)
    if isinstance(facts, ThinWindow):
        return _SHORT[matter.kind](facts)
    if isinstance(facts, DueDay):
        return _due(facts, matter.kind)
    if isinstance(facts, NoCardUsed):
        return _card(facts, matter.time_zone)
    if isinstance(facts, NoEndAnswers):
        return _end_questions(facts)
    since = at_words(matter.since, matter.time_zone)
    return Said(matter.words, f"Since {since}.")


def _silence(facts: Silence, zone: str) -> Said:
    first, n = day_words(facts.days[0]), len(facts.days)
    if n == 1 and not facts.of_all:
        words = f"No entry for yesterday, {first}"
    elif facts.of_all:
        words = f"No entry yet: {count(n, 'day')} missed, from {first}"
    else:
        words = f"No entry for {count(n, 'day')}, since {first}"
    if facts.open_until is None:
        return Said(words, "The patient can no longer fill in yesterday; you can.")
    until = at_words(facts.open_until, zone)
    return Said(words, f"Yesterday can still be filled in on the phone until {until}.")


def _short_baseline(facts: ThinWindow) -> Said:
    still = facts.still
    words = f"Baseline short: {_of_needed(facts)} that it needs"
    more = f"{_left(still.left)} can still be logged; {_last_day(facts)}."
    if facts.rated:
        more += " Without them the one rating taken in clinic stands in."
    return Said(words, more)


def _lost_baseline(facts: ThinWindow) -> Said:
    left = f"only {facts.still.left}" if facts.still.left else "none"
    return Said(
        f"The baseline cannot be reached on the phone: {_of_needed(facts)} that it needs",
        f"{left.capitalize()} can still be logged by the patient. Enter days that they have on "
        "paper, take one rating in clinic before the trial begins, or postpone it.",
    )


def _thin_window(facts: ThinWindow) -> Said:
    still, ends = facts.still, _ends(facts)
    if not still.needed:
        return Said(
            f"{ends} with no more than the {count(still.recorded, 'day')} that a result needs",
            f"{_left(still.left)} can still be logged.",
        )
    return Said(
        f"{ends} with {_of_needed(facts)} that a result needs",
        f"{_left(still.left)} can still be logged.",
    )


def _lost_window(facts: ThinWindow) -> Said:
    left = f"only {facts.still.left}" if facts.still.left else "none"
    return Said(
        f"{_ends(facts)} with {_of_needed(facts)} that a result needs",
        f"{left.capitalize()} can still be logged by the patient, so there will be no result "
        "unless you enter days that they have on paper, or the end is moved.",
    )


_SHORT = {
    MatterKind.BASELINE_SHORT: _short_baseline,
    MatterKind.BASELINE_LOST: _lost_baseline,
    MatterKind.WINDOW_THIN: _thin_window,
    MatterKind.WINDOW_LOST: _lost_window,
}


def _of_needed(facts: ThinWindow) -> str:
    still = facts.still
    return f"{still.recorded} of the {count(still.recorded + still.needed, 'day')}"


def _left(n: int) -> str:
    return count(n, "more day")


def _last_day(facts: ThinWindow) -> str:
    last = day_words(facts.ends_on - timedelta(days=1))
    return f"its last day is {last}" if facts.ends_in else f"its last day was {last}"


def _ends(facts: ThinWindow) -> str:
    return "Ends tomorrow" if facts.ends_in == 1 else f"Ends in {count(facts.ends_in, 'day')}"


def _due(facts: DueDay, kind: MatterKind) -> Said:
    begins, ends = occasion_words(facts.modality)
    what = (ends if kind is MatterKind.REMOVAL_DUE else begins).capitalize()
    if not facts.days_over:
        return Said(f"{what} today, and not recorded yet", "Record it once it is done.")
    ago = count(facts.days_over, "day")
    return Said(
        f"{what} planned for {day_words(facts.planned_on)}, {ago} ago, and not recorded",
        "Record when it was, or move the day.",
    )


def _end_questions(facts: NoEndAnswers) -> Said:
    _, ends = occasion_words(facts.modality)
    return Said(
        "The questions at the end have no answer",
        f"{ends.capitalize()} {day_words(facts.removed_on)}. Without them nobody can say whether "
        "the patient is satisfied.",
    )


def _card(facts: NoCardUsed, zone: str) -> Said:
    baseline = f"The baseline starts with {day_words(facts.baseline_from)}."
    if facts.issued_at is None:
        return Said("No card has been made", baseline)
    made = at_words(facts.issued_at, zone)
    return Said("The card has not been used", f"Made {made}. {baseline}")
