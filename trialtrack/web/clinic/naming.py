"""How a trial is named to the team: modality, days, dates, the person."""

from trialtrack.clinical.diary import Measure
from trialtrack.models.trial import Modality
from trialtrack.queries.trial_list import AssessedTrial
from trialtrack.store.records import PatientFacts
from trialtrack.web.words import count, date_words, occasion_words, short_day

MODALITIES = {
    Modality.SCS_TONIC: "SCS, tonic",
    Modality.SCS_BURST: "SCS, burst",
    Modality.SCS_HIGH_FREQUENCY: "SCS, high-frequency",
    Modality.DRG: "DRG",
    Modality.PNS: "PNS",
    Modality.INTRATHECAL_PUMP: "Intrathecal pump",
    Modality.TENS: "TENS",
}
PAINS = {
    Measure.AVERAGE: "pain",
    Measure.WORST: "worst pain",
    Measure.LEAST: "least pain",
    Measure.NOW: "pain now",
}
"""Which pain is judged, in a sentence; the usual one needs no word."""
NO_NAME = "Name not shown"
NOT_PLACED = "Not placed yet"
CANCELLED = "Cancelled"


def person_name(patient: PatientFacts) -> str:
    """Family name first; one that is erased, or not for the viewer, says so."""
    if patient.family_name is None:
        return NO_NAME
    return f"{patient.family_name}, {patient.given_name}"


def born_words(patient: PatientFacts) -> str:
    """The date of birth, written with the month in letters so that it cannot be misread."""
    return "–" if patient.born_on is None else date_words(patient.born_on)


def site_words(site: str, measure: Measure) -> str:
    """What is judged: the site, and which pain where that is not the average."""
    return site if measure is Measure.AVERAGE else f"{site}, {PAINS[measure]}"


def day_of_trial(trial: AssessedTrial) -> str:
    """Where the trial is: day n of N, counted from placement, the day of placement being 0."""
    diary, planned = trial.record.diary, trial.record.planned_removal_on
    if trial.record.cancelled is not None:
        return f"cancelled {short_day(trial.record.cancelled.at.date())}"
    if diary.removed_on is not None:
        return f"ended {short_day(diary.removed_on)}"
    n, last = (trial.today - diary.placed_on).days, (planned - diary.placed_on).days - 1
    if n < 0:
        begins = occasion_words(trial.record.modality)[0]
        verb = begins if begins.endswith(" in") else f"{begins} in"
        return f"baseline, {verb} {count(-n, 'day')}"
    if trial.today >= planned:
        return "ends today" if trial.today == planned else f"{count(n - last - 1, 'day')} over"
    return f"day {n} of {last}"


def dates_of_trial(trial: AssessedTrial) -> str:
    """When the leads, the catheter or a trial without either went in and came out, or are to."""
    record = trial.record
    diary, planned = record.diary, record.planned_removal_on
    begins, ends = occasion_words(record.modality)
    placed = date_words(diary.placed_on)
    if diary.removed_on is not None:
        return f"{begins} {placed}, {ends.rpartition(' ')[2]} {date_words(diary.removed_on)}"
    ending = "removal" if begins.endswith(" in") else ends
    if trial.today >= diary.placed_on:
        return f"{begins} {placed}, {ending} planned for {date_words(planned)}"
    beginning = begins.removesuffix(" in")
    return f"{beginning} planned for {placed}, {ending} planned for {date_words(planned)}"
