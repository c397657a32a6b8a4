"""What a trial consists of, as frozen values: days, scores, dates, ratings. METHOD section 1.

Everything else in `clinical` reads these and nothing writes them. Numbers are exact
fractions; `None` means "not recorded" and is never 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

STIMULATION_OFF = "off"
"""The programme name of a day on which stimulation was off all day."""


class Measure(StrEnum):
    """Which pain score of a day is meant; each is 0 "no pain" to 10 "worst pain imaginable"."""

    AVERAGE = "average"
    WORST = "worst"
    LEAST = "least"
    NOW = "now"


class Domain(StrEnum):
    """What is recorded once a day beside pain. The unit is in the name; METHOD section 6."""

    SLEEP_HOURS = "sleep_hours"
    SLEEP_QUALITY = "sleep_quality"
    AWAKENINGS = "awakenings"
    STEPS = "steps"
    WALKING_MINUTES = "walking_minutes"
    STANDING_MINUTES = "standing_minutes"
    ACTIVITY_INTERFERENCE = "activity_interference"
    MME_PER_DAY = "mme_per_day"
    RESCUE_DOSES = "rescue_doses"


class WantsImplant(StrEnum):
    """The person's own answer, at the end of the trial, to being implanted."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


Scores = Mapping[Measure, Fraction]
"""The pain scores of one day at one site, 0 to 10; a measure that is absent was not recorded."""


@dataclass(frozen=True, slots=True)
class DiaryDay:
    """All that is known of one diary day.

    `excluded` holds the reason for which a consultant left the day out; `programme` the one
    programme that was on all day (`off`: none was; None: unknown, or switched that day).
    `uncounted_drugs` names opioids taken that day for which the dose table has no factor.
    """

    day: date
    scores: Mapping[str, Scores] = field(default_factory=dict)
    values: Mapping[Domain, Fraction] = field(default_factory=dict)
    stated_relief_percent: Fraction | None = None
    programme: str | None = None
    late: bool = False
    excluded: str | None = None
    uncounted_drugs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Diary:
    """One person's trial: its dates, sites, days, clinic ratings and end-of-trial answers.

    `placed_on` is day 0; `removed_on` the day the leads came out, None while they are in.
    `days` are in order of date, at most one of a date. `clinic_ratings` holds, by site, the
    single rating taken in clinic ("on average, over the last week"), 0 to 10.
    `impression_of_change` runs from 1 "very much better" to 7 "very much worse".
    """

    placed_on: date
    removed_on: date | None
    primary_site: str
    sites: tuple[str, ...]
    days: tuple[DiaryDay, ...] = ()
    clinic_ratings: Mapping[str, Fraction] = field(default_factory=dict)
    impression_of_change: int | None = None
    wants_implant: WantsImplant | None = None
