"""A trial record around a diary written by hand, for presenters that say more than the result."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID, uuid4

from tests.clinical.diaries import PLACED, on
from trialtrack.access import TrialState
from trialtrack.clinical.answers import DayAnswers
from trialtrack.clinical.assessment import assess, default_as_of
from trialtrack.clinical.diary import Diary
from trialtrack.clinical.opioids import OpioidTable
from trialtrack.clinical.protocol import Protocol
from trialtrack.models import Modality, Origin
from trialtrack.queries.trial_list import AssessedTrial
from trialtrack.store.records import (
    ClinicFacts,
    DayRecord,
    EntryFacts,
    PatientFacts,
    SiteFacts,
    TrialRecord,
)

ANA = PatientFacts(uuid4(), "Garcia", "Ana", date(1961, 2, 4), "H1")


def trial_of(
    given: Diary, *, rules: Protocol | None = None, today: int = 8, **changed: Any
) -> AssessedTrial:
    """The trial as a consultant opens it so many days after placement; removal planned for day 8.

    `changed`: fields of the record that are not as usual.
    """
    rules = rules or Protocol()
    record = TrialRecord(**{**_usual(given, rules), **changed})
    as_of = default_as_of(given.removed_on, on(today))
    return AssessedTrial(record, on(today), on(today), assess(given, rules, as_of))


def _usual(given: Diary, rules: Protocol) -> Mapping[str, Any]:
    nothing = ("sites", "medicines", "programmes", "intervals", "deviations", "asked")
    never = ("trial_drug", "placement_recorded_at", "diary_at_the_end", "withdrawn_at")
    return {
        **dict.fromkeys((*nothing, "cancellings", "dates_moved", "exclusions"), ()),
        **dict.fromkeys(never),
        "trial_id": UUID(int=1),
        "clinic": ClinicFacts(UUID(int=2), "Southend", "Europe/London", "1", "2", False),
        "patient": ANA,
        "modality": Modality.SCS_BURST,
        "time_zone": "Europe/London",
        "state": TrialState.PLACED if given.removed_on is None else TrialState.REMOVED,
        "planned_removal_on": on(8),
        "diary": given,
        "protocol": rules,
        "protocol_version": 1,
        "opioid_table": OpioidTable.CDC_2022,
        "sites": tuple(SiteFacts(UUID(int=9), site, 0) for site in given.sites),
        "days": {day.day: DayRecord(day.day, (entry(day.day),)) for day in given.days},
    }


def entry(day: date, origin: Origin = Origin.PATIENT) -> EntryFacts:
    """An evening's entry of a day."""
    at = datetime.combine(day, time(20), UTC)
    return EntryFacts(
        id=uuid4(),
        reference="K7M2-Q",
        answers=DayAnswers(day=day, pain={}, values={}),
        note="She writes of her sister",
        entered_at=at,
        received_at=at,
        late=False,
        origin=origin,
        entered_by=None if origin is Origin.PATIENT else "Owen",
        reason=None,
        written_on=None,
        replaces_id=None,
        conflicting=False,
        side_effects=None,
        other_names=(),
        clock_skew_seconds=None,
    )


MADE_AT = datetime.combine(PLACED, time(9, 30), UTC)
