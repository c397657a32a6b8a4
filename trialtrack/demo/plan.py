"""What the demonstration clinic consists of, as frozen values. Nothing here is a real person.

Sites, medicines and programmes are known by their names; the loader finds their ids. Every
instant is aware and lies before the demonstration's day began.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

from trialtrack.clinical.answers import DayAnswers
from trialtrack.clinical.opioids import Form
from trialtrack.clinical.protocol import Protocol
from trialtrack.clinical.results import Certainty, Leg, LegState, Reason, Verdict
from trialtrack.models import MedicineKind, Modality


@dataclass(frozen=True, slots=True)
class Person:
    """A made-up patient. `phone` is from the range that is kept for drama."""

    family_name: str
    given_name: str
    born_on: date
    hospital_number: str
    phone: str


@dataclass(frozen=True, slots=True)
class Medicine:
    """One line of a medicines plan. `strength` in mg by mouth, in mcg/h for a patch.

    `kind` says what it counts as. Of a combination product the opioid alone counts.
    """

    name: str
    drug: str
    strength: Fraction
    unit: str
    kind: MedicineKind
    form: Form = Form.ORAL


@dataclass(frozen=True, slots=True)
class Taken:
    """How much of a medicine is taken, in units a day: before, and at the end of the trial.

    A medicine taken `as_needed` varies from day to day, and follows the pain.
    """

    medicine: Medicine
    before: int
    at_end: int
    as_needed: bool = False


@dataclass(frozen=True, slots=True)
class Switched:
    """Stimulation was switched at an instant: to a programme by name, or off (None)."""

    programme: str | None
    at: datetime
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """A diary day as it was sent. `corrects`: it takes the place of the entry before it.

    `telephoned`: the nurse typed what was said, `copied`: what was on paper, and that is why. In
    `answers` a programme has its name.
    """

    answers: DayAnswers
    entered_at: datetime
    note: str | None = None
    corrects: bool = False
    telephoned: str | None = None
    side_effects: str | None = None
    other_names: tuple[str, ...] = ()
    copied: str | None = None

    @property
    def from_staff(self) -> bool:
        """Whether the nurse typed it."""
        return bool(self.telephoned or self.copied)


@dataclass(frozen=True, slots=True)
class Meant:
    """What an assessment on the demonstration's day is meant to say of the primary site.

    `reduction_percent` is given only where it is meant to the last digit, and `worse` where
    pain is meant to have risen.
    """

    verdict: Verdict
    certainty: Certainty | None = None
    reasons: tuple[Reason, ...] = ()
    reduction_percent: Fraction | None = None
    worse: bool = False
    legs: Mapping[Leg, LegState] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TrialPlan:
    """One trial of the demonstration, from the first visit to where it stands today.

    `placed_at` None: the leads are not in yet, and `placed_on` is only planned. `removed_on` and
    `removed_at` None: they are not out. `guesses`: when somebody gave a wrong date of birth
    with the card. The first of `sites` is the primary one. `removal_slips`: the removal is first
    recorded for the day before.
    """

    scenario: str
    person: Person
    modality: Modality
    trial_drug: str | None
    sites: tuple[str, ...]
    protocol: Protocol
    medicines: tuple[Taken, ...]
    goal: str | None
    planned_at: datetime
    placed_on: date
    placed_at: datetime | None
    planned_removal_on: date
    removed_on: date | None
    removed_at: datetime | None
    guesses: tuple[datetime, ...]
    clinic_ratings: Mapping[str, Fraction]
    switches: tuple[Switched, ...]
    entries: tuple[Entry, ...]
    meant: Meant
    removal_slips: bool = False


@dataclass(frozen=True, slots=True)
class ClinicPlan:
    """The whole demonstration clinic as it stands at the start of diary day `today`."""

    today: date
    opened_at: datetime
    trials: tuple[TrialPlan, ...]
