"""What is due in a running trial: its placement, its removal, and a card that somebody uses."""

from collections.abc import Iterator
from datetime import timedelta

from trialtrack.clock import diary_day_starts_at
from trialtrack.models import Origin
from trialtrack.queries.matter import DueDay, Matter, MatterKind, NoCardUsed
from trialtrack.queries.running import RunningTrial

CARD_WAITS = timedelta(days=1)
"""How long a card may lie unused before it is somebody's matter [own]."""

BEFORE_BASELINE = timedelta(days=1)
"""Nothing can be filled in earlier: a card is not missed before the eve of the baseline [own]."""


def placement_due(trial: RunningTrial) -> Iterator[Matter]:
    """The day planned for the placement has passed, and nothing is recorded."""
    planned_on = trial.record.diary.placed_on
    if trial.leads_are_in or trial.today <= planned_on:
        return
    facts = DueDay(planned_on, (trial.today - planned_on).days, trial.record.modality)
    since = diary_day_starts_at(planned_on, trial.record.time_zone)
    yield trial.matter(MatterKind.PLACEMENT_DUE, since, facts)


def removal_due(trial: RunningTrial) -> Iterator[Matter]:
    """The day planned for the removal is reached, and nothing is recorded."""
    planned_on = trial.record.planned_removal_on
    if not trial.leads_are_in or trial.today < planned_on:
        return
    facts = DueDay(planned_on, (trial.today - planned_on).days, trial.record.modality)
    since = diary_day_starts_at(planned_on, trial.record.time_zone)
    yield trial.matter(MatterKind.REMOVAL_DUE, since, facts)


def unused_card(trial: RunningTrial) -> Iterator[Matter]:
    """No card although the baseline has begun, or one that lies unused for more than a day.

    Whoever typed a day, or brings a diary on paper, has found a way in; a void card is a matter
    of its own.
    """
    record, issued_at = trial.record, trial.card_issued_at
    first = record.diary_days.first
    if trial.card_is_void or trial.card_was_used or _keeps_a_diary(trial):
        return
    facts = NoCardUsed(issued_at, first)
    if issued_at is None and trial.today >= first:
        since = diary_day_starts_at(first, record.time_zone)
        yield trial.matter(MatterKind.CARD_MISSING, since, facts)
    elif (
        issued_at is not None
        and trial.at - issued_at > CARD_WAITS
        and trial.today >= first - BEFORE_BASELINE
    ):
        yield trial.matter(MatterKind.CARD_UNUSED, issued_at, facts)


def _keeps_a_diary(trial: RunningTrial) -> bool:
    return any(
        entry.origin is not Origin.TELEPHONE
        for day in trial.record.days.values()
        for entry in day.entries
    )
