"""What the team can do about a trial, one link each; those a viewer may not use are left out."""

from dataclasses import dataclass
from uuid import UUID

from flask import url_for

from trialtrack.access import Action, Viewer, allowed

LINKS: tuple[tuple[str, str, Action], ...] = (
    ("days.every", "Days and notes", Action.SEE_NOTES),
    ("enter.which", "Enter a day", Action.ENTER_DAY),
    ("days.paper", "Print a blank diary", Action.ENTER_DAY),
    ("cards.show", "Card and devices", Action.MAKE_CARD),
    ("flags.report", "Report a warning sign", Action.SEE_FLAGS),
    ("withdrawal.record", "Patient stops taking part", Action.WITHDRAW),
)
"""(endpoint that takes trial_id, its words, what one must be allowed to do), in this order."""


@dataclass(frozen=True, slots=True)
class TrialLink:
    """One link of a trial's page."""

    text: str
    href: str


def trial_links(trial_id: UUID, viewer: Viewer) -> tuple[TrialLink, ...]:
    """The links for one trial and one viewer."""
    return tuple(
        TrialLink(words, url_for(endpoint, trial_id=trial_id))
        for endpoint, words, action in LINKS
        if allowed(viewer, action)
    )
