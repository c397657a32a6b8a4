"""A small clinic made through the services, for tests of pages: one trial on its fourth day."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from uuid import UUID, uuid4

from argon2 import PasswordHasher

from trialtrack.access import Role, Viewer
from trialtrack.clinical.answers import DayAnswers
from trialtrack.clinical.diary import Domain, Measure
from trialtrack.clinical.opioids import OpioidTable
from trialtrack.db import transaction, view
from trialtrack.models import MedicineKind, Modality
from trialtrack.queries.consent import consent_state
from trialtrack.services.add_clinic import add_clinic
from trialtrack.services.add_patient import Identity, add_patient
from trialtrack.services.add_staff import add_staff
from trialtrack.services.day_entry import DayEntry
from trialtrack.services.give_consent import give_consent
from trialtrack.services.plan_trial import PlannedMedicine, TrialPlan, plan_trial
from trialtrack.services.postpone_placement import postpone_placement
from trialtrack.services.record_day import record_day
from trialtrack.services.record_placement import record_placement
from trialtrack.services.record_removal import record_removal
from trialtrack.store.diaries import read_diaries

PLACED_ON = date(2026, 3, 10)
PLANNED_REMOVAL_ON = date(2026, 3, 18)
BEFORE = datetime(2026, 2, 20, 9, tzinfo=UTC)
NOW = datetime(2026, 3, 14, 20, 30, tzinfo=UTC)
PASSWORD = "a long and plain password"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@dataclass(slots=True)
class SmallClinic:
    """Ids and viewers of one clinic with one patient."""

    clinic_id: UUID
    consultant: Viewer
    nurse: Viewer
    email: str
    patient: Viewer
    trial_id: UUID
    site_ids: dict[str, UUID] = field(default_factory=dict)
    medicine_ids: dict[str, UUID] = field(default_factory=dict)

    def record(self, day: date, average: int, **more: Fraction) -> UUID:
        """An evening entry of the patient: average pain of the low back, one less in the leg."""
        scores = {
            str(self.site_ids["low back"]): {Measure.AVERAGE: Fraction(average)},
            str(self.site_ids["left leg"]): {Measure.AVERAGE: Fraction(max(0, average - 1))},
        }
        values = {Domain(name): value for name, value in more.items()}
        answers = DayAnswers(day=day, pain=scores, values=values)
        at = datetime.combine(day, time(20), UTC)
        entry = DayEntry(id=uuid4(), trial_id=self.trial_id, answers=answers)
        return record_day(entry=entry, by=self.patient, at=at).entry_id

    def hires(self, role: Role) -> Viewer:
        """Somebody new at the clinic, in this role."""
        staff_id = _staff(self.clinic_id, role, self.email.partition("@")[2].split(".")[0])
        return Viewer(role, self.clinic_id, staff_id=staff_id)

    def end(self, removed_on: date = PLANNED_REMOVAL_ON) -> None:
        """The leads come out."""
        at = datetime.combine(removed_on, time(12), UTC)
        record_removal(trial_id=self.trial_id, removed_on=removed_on, by=self.nurse, at=at)


def small_clinic(
    name: str = "one", family_name: str = "Garcia", *, agreed: bool = True
) -> SmallClinic:
    """A clinic with a nurse, a consultant and a patient whose leads went in on PLACED_ON."""
    with transaction():
        return _small_clinic(name, family_name, agreed=agreed)


def _small_clinic(name: str, family_name: str, *, agreed: bool) -> SmallClinic:
    clinic_id = _clinic(name)
    staff = {role: _staff(clinic_id, role, name) for role in (Role.CONSULTANT, Role.NURSE)}
    nurse = Viewer(Role.NURSE, clinic_id, staff_id=staff[Role.NURSE])
    identity = Identity(family_name, "Ana", date(1961, 2, 4), f"H-{name}")
    patient_id = add_patient(clinic_id=clinic_id, identity=identity, by=nurse, at=BEFORE)
    clinic = SmallClinic(
        clinic_id=clinic_id,
        consultant=Viewer(Role.CONSULTANT, clinic_id, staff_id=staff[Role.CONSULTANT]),
        nurse=nurse,
        email=f"consultant@{name}.example",
        patient=Viewer(Role.PATIENT, clinic_id, patient_id=patient_id),
        trial_id=plan_trial(plan=_plan(patient_id), by=nurse, at=BEFORE),
    )
    _read_ids(clinic)
    if agreed:
        agree(clinic)
    for n in range(7):
        clinic.record(PLACED_ON - timedelta(days=7 - n), 7 + n % 2)
    placed_at = datetime.combine(PLACED_ON, time(12), UTC)
    record_placement(trial_id=clinic.trial_id, placed_on=PLACED_ON, by=nurse, at=placed_at)
    for n in range(1, 4):
        clinic.record(PLACED_ON + timedelta(days=n), 3)
    return clinic


def planned_beside(clinic: SmallClinic, placed_on: date) -> SmallClinic:
    """The same clinic with another patient, who agreed and whose leads are still to go in."""
    identity = Identity("Hill", "Tom", date(1950, 7, 1), "H-tom")
    patient_id = add_patient(
        clinic_id=clinic.clinic_id, identity=identity, by=clinic.nurse, at=BEFORE
    )
    removal = placed_on + timedelta(days=8)
    plan = replace(_plan(patient_id), placed_on=placed_on, planned_removal_on=removal)
    planned = replace(
        clinic,
        patient=Viewer(Role.PATIENT, clinic.clinic_id, patient_id=patient_id),
        trial_id=plan_trial(plan=plan, by=clinic.nurse, at=BEFORE),
    )
    _read_ids(planned)
    agree(planned)
    return planned


def put_off(planned: SmallClinic) -> None:
    """The placement is put off to 25 March: the diary begins on the 18th then."""
    postpone_placement(
        trial_id=planned.trial_id,
        placed_on=date(2026, 3, 25),
        reason="No theatre",
        by=planned.nurse,
        at=NOW,
    )


def agree(clinic: SmallClinic, at: datetime = BEFORE) -> None:
    """The patient agrees to the notice of today."""
    state = consent_state(viewer=clinic.patient)
    assert state is not None
    notice_id = state.notice.id
    give_consent(trial_id=clinic.trial_id, notice_id=notice_id, by=clinic.patient, at=at)


def _clinic(name: str) -> UUID:
    return add_clinic(
        name=f"Clinic {name}",
        time_zone="Europe/London",
        phone="020 7946 0001",
        emergency_phone="020 7946 0002",
        is_demonstration=False,
        opioid_table=OpioidTable.CDC_2022,
        by=Viewer.system(),
        at=BEFORE,
    )


def _staff(clinic_id: UUID, role: Role, name: str) -> UUID:
    return add_staff(
        clinic_id=clinic_id,
        role=role,
        name=f"{role.capitalize()} of {name}",
        email=f"{role}@{name}.example",
        password=PASSWORD,
        by=Viewer.system(),
        at=BEFORE,
        hasher=CHEAP,
    )


def _plan(patient_id: UUID) -> TrialPlan:
    opioid, painkiller = MedicineKind.OPIOID, MedicineKind.PAINKILLER
    return TrialPlan(
        patient_id=patient_id,
        modality=Modality.SCS_BURST,
        placed_on=PLACED_ON,
        planned_removal_on=PLANNED_REMOVAL_ON,
        sites=("low back", "left leg"),
        primary_site="low back",
        medicines=(
            PlannedMedicine("Tramadol 50 mg", "tramadol", opioid, Fraction(50)),
            PlannedMedicine("Paracetamol 500 mg", "paracetamol", painkiller),
        ),
    )


def _read_ids(clinic: SmallClinic) -> None:
    with view() as session:
        record = read_diaries(session, [clinic.trial_id])[clinic.trial_id]
    clinic.site_ids = {site.name: site.id for site in record.sites}
    clinic.medicine_ids = {medicine.drug: medicine.id for medicine in record.medicines}
