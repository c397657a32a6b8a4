"""The questions of one diary day of one trial."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

from trialtrack.clinical.diary import Measure
from trialtrack.store.records import EntryFacts, MedicineFacts, SiteFacts, TrialRecord

ALWAYS_ASKED = (Measure.AVERAGE, Measure.WORST)


@dataclass(frozen=True, slots=True)
class DayQuestions:
    """What is asked. `required` is the protocol's measure, which has to be answered or skipped.

    `yesterday` holds, by medicine, what was taken the day before, where it was answered.
    `answered` is what stands for this day already; a second answer is a correction of it.
    """

    trial_id: UUID
    day: date
    sites: tuple[SiteFacts, ...]
    measures: tuple[Measure, ...]
    required: Measure
    medicines: tuple[MedicineFacts, ...]
    yesterday: Mapping[str, Fraction]
    asks_relief: bool
    answered: EntryFacts | None


def day_questions(record: TrialRecord, day: date) -> DayQuestions:
    """The questions for a day; relief is asked from the first treatment day on.

    The same for everyone who fills in that day: the patient, or staff from paper.
    """
    protocol = record.protocol
    before = record.days.get(day - timedelta(days=1))
    first_treatment_day = record.diary.placed_on + timedelta(days=protocol.washout_days)
    found = record.days.get(day)
    return DayQuestions(
        trial_id=record.trial_id,
        day=day,
        sites=record.sites,
        measures=tuple(dict.fromkeys((protocol.measure, *ALWAYS_ASKED))),
        required=protocol.measure,
        medicines=record.medicines,
        yesterday=(before.effective.answers.doses or {}) if before else {},
        asks_relief=day >= first_treatment_day,
        answered=found.effective if found else None,
    )
