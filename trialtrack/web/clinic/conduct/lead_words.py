"""Leads in words."""

from dataclasses import dataclass

from trialtrack.models import LeadStage, Side
from trialtrack.store.leads import LeadsFacts, PlannedLead
from trialtrack.store.records import TrialRecord
from trialtrack.web.words import at_words

SIDE_WORDS = {Side.LEFT: "left", Side.RIGHT: "right", Side.MIDLINE: "midline"}
STAGES = {
    LeadStage.PLANNED: "Planned",
    LeadStage.PLACED: "As placed",
    LeadStage.CHANGED: "Changed after placement",
}


@dataclass(frozen=True, slots=True)
class LeadsWords:
    """One record of the leads: what it says, each lead, who wrote it down when, and why."""

    stage: str
    leads: tuple[str, ...]
    signed: str
    reason: str | None


def lead_words(lead: PlannedLead) -> str:
    """One lead, such as "octrode, left, T8–T10"."""
    side = None if lead.side is None else SIDE_WORDS[lead.side]
    return ", ".join(part for part in (lead.kind, side, lead.target) if part)


def leads_words(record: TrialRecord) -> tuple[LeadsWords, ...]:
    """Every record of a trial's leads, the newest first."""
    return tuple(_words(each, record.time_zone) for each in reversed(record.leads))


def _words(each: LeadsFacts, zone: str) -> LeadsWords:
    return LeadsWords(
        STAGES[each.stage],
        tuple(map(lead_words, each.leads)) or ("No leads",),
        f"{each.by_name}, {at_words(each.at, zone)}",
        each.reason,
    )
