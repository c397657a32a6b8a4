"""The questions of one diary day of one trial."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

from trialtrack.clinical.diary import Measure
from trialtrack.models import Modality
from trialtrack.store.records import (
    EntryFacts,
    MedicineFacts,
    ProgrammeFacts,
    SiteFacts,
    TrialRecord,
)

ALWAYS_ASKED = (Measure.AVERAGE, Measure.WORST, Measure.NOW)
WITHOUT_STIMULATION = (Modality.INTRATHECAL_PUMP,)
OFF_MOST_OF_THE_DAY = (Modality.TENS,)


@dataclass(frozen=True, slots=True)
class DayQuestions:
    """What is asked. `required` is the protocol's measure, which has to be answered or skipped.

    `yesterday` holds, by medicine, what was taken the day before, where it was answered, and
    `yesterday_others` the other painkillers. `programmes` are asked about from placement on;
    `asks_time_off`: stimulation is meant to be on all day, so it is asked for how long it was not.
    `answered` is what stands for this day already; a second answer is a correction of it.
    """

    trial_id: UUID
    day: date
    modality: Modality
    sites: tuple[SiteFacts, ...]
    measures: tuple[Measure, ...]
    required: Measure
    medicines: tuple[MedicineFacts, ...]
    yesterday: Mapping[str, Fraction]
    yesterday_others: Fraction | None
    asks_relief: bool
    programmes: tuple[ProgrammeFacts, ...]
    asks_time_off: bool
    answered: EntryFacts | None

    @property
    def knows_yesterday(self) -> bool:
        """Whether everything that is counted today was counted the day before."""
        planned = {str(medicine.id) for medicine in self.medicines}
        return self.yesterday_others is not None and planned <= set(self.yesterday)


def day_questions(record: TrialRecord, day: date) -> DayQuestions:
    """The questions for a day; relief is asked from the first treatment day on.

    The same for everyone who fills in that day: the patient, or staff from paper.
    """
    protocol = record.protocol
    before = record.days.get(day - timedelta(days=1))
    taken = before.effective.answers if before else None
    first_treatment_day = record.diary.placed_on + timedelta(days=protocol.washout_days)
    asked = {protocol.measure, *ALWAYS_ASKED}
    stimulated = day >= record.diary.placed_on and record.modality not in WITHOUT_STIMULATION
    found = record.days.get(day)
    return DayQuestions(
        trial_id=record.trial_id,
        day=day,
        modality=record.modality,
        sites=record.sites,
        measures=tuple(measure for measure in Measure if measure in asked),
        required=protocol.measure,
        medicines=tuple(each for each in record.medicines if each.is_asked_on(day)),
        yesterday=(taken.doses or {}) if taken else {},
        yesterday_others=taken.other_rescue_doses if taken else None,
        asks_relief=day >= first_treatment_day,
        programmes=record.programmes if stimulated else (),
        asks_time_off=stimulated and record.modality not in OFF_MOST_OF_THE_DAY,
        answered=found.effective if found else None,
    )
