"""What the team can do about a trial, in groups; what a viewer may not do now is left out."""

from dataclasses import dataclass
from uuid import UUID

from flask import url_for

from trialtrack.access import STATES, Action, TrialState, Viewer, allowed

Link = tuple[str, str, Action]
"""An endpoint that takes trial_id, its words, and what one must be allowed to do."""

GROUPS: tuple[tuple[str, tuple[Link, ...]], ...] = (
    (
        "Diary",
        (
            ("days.every", "Days and notes", Action.SEE_NOTES),
            ("enter.which", "Enter a day", Action.ENTER_DAY),
            ("days.paper", "Print a blank diary", Action.ENTER_DAY),
        ),
    ),
    (
        "Trial",
        (
            ("placement.record", "Record the placement", Action.RECORD_PLACEMENT),
            ("ratings.record", "Rating in clinic", Action.RECORD_CLINIC_RATING),
            ("leads.record", "Leads", Action.RECORD_LEADS),
            ("programmes.every", "Programmes", Action.SEE_TRIAL),
            ("removal.record", "Record the removal", Action.RECORD_REMOVAL),
            ("ending.answers", "Questions at the end", Action.RECORD_END_ANSWERS),
            ("goal.say", "Goal", Action.SET_GOAL),
            ("dates.show", "Dates", Action.SEE_NOTES),
            ("protocol.show", "Protocol", Action.SEE_NOTES),
            ("medicines.change", "Medicines of the plan", Action.CHANGE_MEDICINES),
            ("cancelling.cancel", "Cancel this trial", Action.CANCEL_TRIAL),
            ("cancelling.take_up", "Take this trial up again", Action.TAKE_UP_TRIAL),
        ),
    ),
    (
        "Patient",
        (
            ("cards.show", "Card and devices", Action.MAKE_CARD),
            ("flags.report", "Report a warning sign", Action.SEE_FLAGS),
            ("wrong_patient.choose", "Wrong patient", Action.MOVE_TRIAL),
            ("withdrawal.record", "Patient stops taking part", Action.WITHDRAW),
        ),
    ),
    ("Result", (("exports.trial", "The days as CSV", Action.EXPORT_TRIAL),)),
)
"""By heading, in the order of the page; a group in which nothing is left is not shown."""


@dataclass(frozen=True, slots=True)
class TrialLink:
    """One link of a trial's page."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class LinkGroup:
    """Links that belong together."""

    heading: str
    links: tuple[TrialLink, ...]


def trial_links(trial_id: UUID, state: TrialState, viewer: Viewer) -> tuple[LinkGroup, ...]:
    """The links for one trial at its state, and one viewer."""
    groups = (
        LinkGroup(
            heading,
            tuple(
                TrialLink(words, url_for(endpoint, trial_id=trial_id))
                for endpoint, words, action in links
                if allowed(viewer, action) and state in STATES.get(action, TrialState)
            ),
        )
        for heading, links in GROUPS
    )
    return tuple(group for group in groups if group.links)
