"""What a result is worked out from, and nothing that anybody wrote in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from trialtrack.access import TrialState
from trialtrack.clinical.assessment import default_as_of
from trialtrack.clinical.diary import Diary
from trialtrack.clinical.protocol import Protocol
from trialtrack.clock import diary_day


@dataclass(frozen=True, slots=True)
class Case:
    """One trial for the clinical core. `site_ids`: by the names that the diary's sites have."""

    trial_id: UUID
    state: TrialState
    time_zone: str
    diary: Diary
    protocol: Protocol
    protocol_version: int
    site_ids: Mapping[str, UUID]

    @property
    def primary_site_id(self) -> UUID:
        """The site whose result is the trial's."""
        return self.site_ids[self.diary.primary_site]

    def as_of(self, at: datetime) -> date:
        """The diary day as of which the result stands at an instant."""
        return default_as_of(self.diary.removed_on, diary_day(at, self.time_zone))
