"""A clinic with one trial, made by the services themselves, for tests that need one.

The leads are planned for 10 March 2026 and out again on the 18th; the baseline is 3 to 9 March.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from uuid import UUID, uuid4

from argon2 import PasswordHasher
from sqlalchemy import select

from trialtrack import db
from trialtrack.access import Role, Viewer
from trialtrack.clinical.answers import DayAnswers
from trialtrack.clinical.diary import Domain, Measure
from trialtrack.clinical.opioids import OpioidTable
from trialtrack.clinical.protocol import Protocol
from trialtrack.models import MedicineKind, Modality, Origin, Trial, TrialMedicine, TrialSite
from trialtrack.services.add_clinic import add_clinic
from trialtrack.services.add_patient import Identity, add_patient
from trialtrack.services.add_staff import add_staff
from trialtrack.services.day_entry import DayEntry
from trialtrack.services.plan_trial import PlannedMedicine, TrialPlan, plan_trial
from trialtrack.services.record_placement import record_placement

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD = "a long enough password"
PLANNED_AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
PLACED_AT = datetime(2026, 3, 10, 15, tzinfo=UTC)
EVENING = datetime(2026, 3, 12, 20, tzinfo=UTC)
TODAY = date(2026, 3, 12)

MEDICINES = (
    PlannedMedicine("Tramadol 50 mg", "tramadol", MedicineKind.OPIOID, Fraction(50)),
    PlannedMedicine("Paracetamol 500 mg", "paracetamol", MedicineKind.PAINKILLER, Fraction(500)),
)


@dataclass(frozen=True)
class SmallClinic:
    clinic_id: UUID
    nurse: Viewer
    consultant: Viewer
    representative: Viewer
    email: str


@dataclass(frozen=True)
class SmallTrial:
    trial_id: UUID
    patient: Viewer
    sites: dict[str, str]
    medicines: dict[str, str]


def at(day: int, hour: int = 20, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def small_clinic(name: str = "Southend", *, is_demonstration: bool = False) -> SmallClinic:
    system = Viewer.system()
    clinic_id = add_clinic(
        name=name,
        time_zone="Europe/London",
        phone="01632 960001",
        emergency_phone="999",
        is_demonstration=is_demonstration,
        opioid_table=OpioidTable.CDC_2022,
        by=system,
        at=PLANNED_AT,
    )
    viewers, emails = {}, {}
    for role in (Role.NURSE, Role.CONSULTANT, Role.REPRESENTATIVE):
        emails[role] = f"{role}@{name.lower()}.example"
        staff_id = add_staff(
            clinic_id=clinic_id,
            role=role,
            name=f"{name} {role}",
            email=emails[role],
            password=PASSWORD,
            by=system,
            at=PLANNED_AT,
            hasher=CHEAP,
        )
        viewers[role] = Viewer(role, clinic_id, staff_id=staff_id)
    return SmallClinic(
        clinic_id,
        viewers[Role.NURSE],
        viewers[Role.CONSULTANT],
        viewers[Role.REPRESENTATIVE],
        emails[Role.CONSULTANT],
    )


def small_trial(
    clinic: SmallClinic,
    *,
    protocol: Protocol | None = None,
    medicines: tuple[PlannedMedicine, ...] = MEDICINES,
    placed: bool = True,
) -> SmallTrial:
    patient_id = add_patient(
        clinic_id=clinic.clinic_id,
        identity=Identity("Demo", "Anna", date(1961, 2, 4), "104 2231"),
        by=clinic.nurse,
        at=PLANNED_AT,
    )
    plan = TrialPlan(
        patient_id=patient_id,
        modality=Modality.SCS_BURST,
        placed_on=date(2026, 3, 10),
        planned_removal_on=date(2026, 3, 18),
        sites=("Lower back", "Left leg"),
        primary_site="Lower back",
        protocol=protocol or Protocol(),
        medicines=medicines,
    )
    trial_id = plan_trial(plan=plan, by=clinic.nurse, at=PLANNED_AT)
    if placed:
        record_placement(
            trial_id=trial_id, placed_on=date(2026, 3, 10), by=clinic.nurse, at=PLACED_AT
        )
    return _small_trial(trial_id, Viewer(Role.PATIENT, clinic.clinic_id, patient_id=patient_id))


def _small_trial(trial_id: UUID, patient: Viewer) -> SmallTrial:
    with db.view() as session:
        sites = session.scalars(select(TrialSite).where(TrialSite.trial_id == trial_id))
        medicines = session.scalars(select(TrialMedicine).where(TrialMedicine.trial_id == trial_id))
        return SmallTrial(
            trial_id,
            patient,
            {site.name: str(site.id) for site in sites},
            {medicine.drug: str(medicine.id) for medicine in medicines},
        )


def an_entry(
    trial: SmallTrial,
    average: int | str | None = 3,
    *,
    day: date = TODAY,
    note: str | None = None,
    entry_id: UUID | None = None,
    origin: Origin = Origin.PATIENT,
    reason: str | None = None,
    entered_at: datetime | None = None,
    doses: dict[str, Fraction] | None = None,
    values: dict[Domain, Fraction] | None = None,
) -> DayEntry:
    pain = {}
    if average is not None:
        pain = {trial.sites["Lower back"]: {Measure.AVERAGE: Fraction(average)}}
    return DayEntry(
        id=entry_id or uuid4(),
        trial_id=trial.trial_id,
        answers=DayAnswers(day=day, pain=pain, doses=doses, values=values or {}),
        note=note,
        origin=origin,
        entered_at=entered_at,
        reason=reason,
    )


def kept_trial(trial_id: UUID) -> Trial:
    with db.view() as session:
        return session.get_one(Trial, trial_id)
