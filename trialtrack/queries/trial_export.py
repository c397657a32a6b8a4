"""One trial as it is exported: its expected days, and nothing that says who it is."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from trialtrack.access import Action, Viewer, require
from trialtrack.clinical.results import Assessment
from trialtrack.queries.trial_page import trial_page
from trialtrack.store.records import PatientFacts, TrialRecord


@dataclass(frozen=True, slots=True)
class TrialExport:
    """A trial without identity and without words, assessed as its page is.

    `patient`, who it is, is for the page that offers it and for no file.
    `expected`: every day that the diary has had so far, and any other that has an answer.
    """

    patient: PatientFacts
    record: TrialRecord
    assessment: Assessment
    expected: tuple[date, ...]


def trial_export(*, viewer: Viewer, trial_id: UUID, at: datetime) -> TrialExport:
    """The trial for its export; NotFound when it is not one of the viewer's clinic."""
    require(viewer, Action.EXPORT_TRIAL)
    found = trial_page(viewer=viewer, trial_id=trial_id, at=at)
    # Of a cancelled trial there is no result, and none is to be had by this way either.
    require(viewer, Action.EXPORT_TRIAL, state=found.record.state)
    nobody = PatientFacts(found.record.patient.id, None, None, None, None)
    record = replace(found.record.without_words(), patient=nobody)
    expected = tuple(sorted({*record.diary_days.so_far(at), *record.days}))
    return TrialExport(found.record.patient, record, found.assessment, expected)
