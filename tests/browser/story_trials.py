"""Trials that a story needs: made through the services, up to the day on which it begins."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from uuid import UUID, uuid4

from tests.shots.clinic import Demonstration
from trialtrack import db
from trialtrack.access import Role, Viewer
from trialtrack.clinical.answers import DayAnswers
from trialtrack.clinical.diary import Measure
from trialtrack.clock import diary_day, now_utc
from trialtrack.demo.clinic_there import demonstration_clinic, people_there
from trialtrack.demo.instance import Instance
from trialtrack.models import Modality
from trialtrack.queries.consent import consent_state
from trialtrack.services.add_patient import Identity, add_patient
from trialtrack.services.day_entry import DayEntry
from trialtrack.services.give_consent import give_consent
from trialtrack.services.plan_trial import TrialPlan, plan_trial
from trialtrack.services.record_day import record_day
from trialtrack.services.record_placement import record_placement
from trialtrack.store.diaries import read_diaries

ZONE = "Europe/London"


def begun_trial(
    demo: Demonstration, person: Identity, scores: Mapping[int, int], *, length_days: int
) -> UUID:
    """A trial that ends today, with one score on each day counted from placement; its id."""
    settings = Instance(demo.folder).settings(demo.address)
    database = db.Database.open(settings.database_url, digest_key=settings.digest_key)
    db.use(database)
    try:
        with db.transaction():
            return _begun(person, scores, length_days)
    finally:
        db.use(None)
        database.close()


def _begun(person: Identity, scores: Mapping[int, int], length_days: int) -> UUID:
    today = diary_day(now_utc(), ZONE)
    placed_on = today - timedelta(days=length_days)
    clinic_id = demonstration_clinic()
    assert clinic_id is not None
    there = people_there(clinic_id=clinic_id)
    nurse_id = next(each.id for each in there if each.role is Role.NURSE)
    nurse = Viewer(Role.NURSE, clinic_id, staff_id=nurse_id)
    started = _noon(placed_on - timedelta(days=10))
    patient_id = add_patient(clinic_id=clinic_id, identity=person, by=nurse, at=started)
    plan = TrialPlan(patient_id, Modality.SCS_TONIC, placed_on, today, ("Low back",), "Low back")
    trial_id = plan_trial(plan=plan, by=nurse, at=started)
    patient = Viewer(Role.PATIENT, clinic_id, patient_id=patient_id)
    state = consent_state(viewer=patient)
    assert state is not None
    give_consent(trial_id=trial_id, notice_id=state.notice.id, by=patient, at=started)
    _log(trial_id, patient, placed_on, [day for day in sorted(scores) if day < 0], scores)
    record_placement(trial_id=trial_id, placed_on=placed_on, by=nurse, at=_noon(placed_on))
    _log(trial_id, patient, placed_on, [day for day in sorted(scores) if day >= 0], scores)
    return trial_id


def _log(
    trial_id: UUID,
    patient: Viewer,
    placed_on: date,
    days: Sequence[int],
    scores: Mapping[int, int],
) -> None:
    with db.view() as session:
        site = str(read_diaries(session, [trial_id])[trial_id].sites[0].id)
    for n in days:
        day = placed_on + timedelta(days=n)
        answers = DayAnswers(day=day, pain={site: {Measure.AVERAGE: Fraction(scores[n])}})
        entry = DayEntry(id=uuid4(), trial_id=trial_id, answers=answers)
        record_day(entry=entry, by=patient, at=_noon(day) + timedelta(hours=8))


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
