"""A trial read whole, with what the method says of it today."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from trialtrack.access import Action, Viewer, allowed
from trialtrack.clinical.assessment import assess, default_as_of
from trialtrack.clinical.results import Assessment, SiteResult
from trialtrack.clock import diary_day
from trialtrack.store.records import PatientFacts, TrialRecord


@dataclass(frozen=True, slots=True)
class AssessedTrial:
    """A trial as it stands on `today`, the diary day in the patient's own zone.

    `open_from` is the earliest day that the patient can still fill in. `before_changes`: the
    primary result without what the team let in once the leads were out; None: nothing.
    """

    record: TrialRecord
    today: date
    open_from: date
    assessment: Assessment
    before_changes: SiteResult | None = None


def assessed(record: TrialRecord, viewer: Viewer, at: datetime) -> AssessedTrial:
    """What the method says of a trial on the diary day of an instant.

    Who may not see the person's identity, such as a device representative, gets none, and no
    free text either: a note or a reason may name anybody. A cancelled trial is looked at as of the
    day on which it was cancelled: no day is missing after it.
    """
    if not allowed(viewer, Action.SEE_IDENTITY):
        record = replace(record, patient=PatientFacts(record.patient.id, None, None, None, None))
    if not allowed(viewer, Action.SEE_NOTES):
        record = record.without_words()
    today = diary_day(at, record.time_zone)
    as_of = default_as_of(record.diary.removed_on, today)
    if record.cancelled is not None:
        as_of = min(as_of, diary_day(record.cancelled.at, record.time_zone))
    open_from = next(iter(record.diary_days.open(at)), today)
    assessment = assess(record.diary, record.protocol, as_of)
    before = None
    if record.diary_at_the_end is not None:
        before = assess(record.diary_at_the_end, record.protocol, as_of).primary
    return AssessedTrial(record, today, open_from, assessment, before)
