"""The kinds of course that a demonstration trial can take, and what one is told of each."""

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from trialtrack.clinical.protocol import Protocol
from trialtrack.demo.plan import Meant, Taken
from trialtrack.models.trial import Modality

DEFAULTS = Protocol()


class Course(Enum):
    """How relief comes over the treatment days."""

    SETTLES = "after two or three days, once the soreness of the procedure is gone"
    SLOW = "little by little over the whole of a long trial"
    FADES = "most in the first days, and then less"
    DRIFTS = "evenly from the first day to the last"


@dataclass(frozen=True, slots=True)
class Site:
    """A pain site with its mean score before, and over the evaluation window, 0 to 10.

    The scores of the days are whole numbers that have these means wherever whole numbers can.
    """

    name: str
    before: Fraction
    at_end: Fraction


@dataclass(frozen=True, slots=True)
class Scenario:
    """One trial of the table. Days are counted from placement: -1 is the day before.

    `placed_days_ago` is negative while the leads are not in yet. `missed`, `late`,
    `telephoned`, `copied` and `corrected` name diary days, `programmes` the days on which one was
    switched on, `off_on` those on which stimulation was off throughout, `card_void_on` the one
    on which somebody gave five wrong dates of birth. `stated_relief_gap`:
    how far the patient's own estimate lies from the calculated one, in percent points.
    """

    key: str
    modality: Modality
    sites: tuple[Site, ...]
    placed_days_ago: int
    length_days: int
    meant: Meant
    medicines: tuple[Taken, ...]
    programmes: tuple[tuple[int, str], ...] = ()
    finished: bool = True
    course: Course = Course.SETTLES
    first_logged: int = -7
    missed: tuple[int, ...] = ()
    late: tuple[int, ...] = ()
    telephoned: tuple[int, ...] = ()
    copied: tuple[int, ...] = ()
    corrected: tuple[int, ...] = ()
    off_on: tuple[int, ...] = ()
    card_void_on: int | None = None
    clinic_rating: Fraction | None = None
    protocol: Protocol = DEFAULTS
    stated_relief_gap: int = 0
    trial_drug: str | None = None

    @property
    def ends_before(self) -> int:
        """The first day that is not over yet, or on which the leads came out."""
        return self.length_days if self.finished else min(self.length_days, self.placed_days_ago)

    @property
    def logged(self) -> tuple[int, ...]:
        """The days that have an entry."""
        return tuple(
            day for day in range(self.first_logged, self.ends_before) if day not in self.missed
        )

    @property
    def baseline(self) -> tuple[int, ...]:
        """The logged days of the baseline window."""
        return tuple(day for day in self.logged if -self.protocol.baseline_days <= day < 0)

    @property
    def window(self) -> tuple[int, ...]:
        """The logged days of the evaluation window as it stands."""
        first = max(self.protocol.washout_days, self.ends_before - self.protocol.window_days)
        return tuple(day for day in self.logged if day >= first)
