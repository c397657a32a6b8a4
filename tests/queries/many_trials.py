"""Hundreds of trials of one clinic, put past the services straight into the tables, in a moment."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any, Protocol
from uuid import UUID, uuid4

from sqlalchemy import insert, update

from trialtrack import db
from trialtrack.access import Viewer
from trialtrack.clinical.assessment import METHOD
from trialtrack.clinical.opioids import OpioidTable
from trialtrack.clinical.protocol import FIELD_NAMES
from trialtrack.clinical.protocol import Protocol as Rules
from trialtrack.clinical.results import Certainty, IntervalReason, LegState, Stage, Verdict
from trialtrack.models import (
    Base,
    Modality,
    Patient,
    PatientIdentity,
    ProtocolVersion,
    Trial,
    TrialOutcome,
    TrialSite,
)
from trialtrack.store.search_keys import name_key

TODAY = date(2026, 3, 12)
_RECORDED = ("placement_recorded", "removal_recorded", "removed_on")
NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)
LONG_AGO = NOON - timedelta(days=100)


class WithNurse(Protocol):
    """A small clinic, of the services' tests or of the pages'."""

    @property
    def clinic_id(self) -> UUID: ...

    @property
    def nurse(self) -> Viewer: ...


@dataclass(frozen=True)
class Made:
    """A trial to be: days from today. `verdict`: stored of one that ended `out` days ago."""

    into: int
    planned_out: int
    placed: bool = True
    out: int | None = None
    cancelled: bool = False
    verdict: Verdict | None = None
    certainty: Certainty | None = Certainty.CLEAR
    modality: Modality = Modality.SCS_BURST
    name: str = "Demo"
    zone: str = "Europe/London"


def running(ends_in: int) -> Made:
    return Made(into=ends_in - 8, planned_out=ends_in)


def planned(starts_in: int) -> Made:
    return Made(into=starts_in, planned_out=starts_in + 8, placed=False)


def ended(days_ago: int, verdict: Verdict | None = Verdict.MET, **more: Any) -> Made:
    return Made(-days_ago - 8, -days_ago, out=-days_ago, verdict=verdict, **more)


def cancelled(days_ago: int) -> Made:
    return Made(-days_ago, 8 - days_ago, placed=False, cancelled=True)


def mixed(size: int) -> list[Made]:
    """Trials of every rank, several of each day."""
    kinds = [
        lambda n: running(n % 7 - 1),
        lambda n: planned(n % 9),
        lambda n: ended(1 + n % 40),
        lambda n: ended(1 + n % 11, Verdict.NOT_MET),
        lambda n: cancelled(n % 5),
    ]
    return [kinds[n % len(kinds)](n // len(kinds)) for n in range(size)]


def seed(clinic: WithNurse, trials: list[Made]) -> list[UUID]:
    """Insert them; their ids in the same order."""
    rows: dict[type[Base], list[dict[str, Any]]] = {}
    ids = [_rows(clinic, made, rows) for made in trials]
    # A protocol is laid down before the placement is recorded: the database insists.
    later = [
        {name: trial[name] for name in trial if name == "id" or name.startswith(_RECORDED)}
        for trial in rows[Trial]
    ]
    with db.transaction() as session:
        for table in (Patient, PatientIdentity, Trial, TrialSite, ProtocolVersion, TrialOutcome):
            without = _RECORDED if table is Trial else ()
            made = [
                {name: row[name] for name in row if not (without and name.startswith(without))}
                for row in rows.get(table, ())
            ]
            if made:
                session.execute(insert(table), made)
            if table is ProtocolVersion:
                session.execute(update(Trial), later)
    return ids


def _rows(clinic: WithNurse, made: Made, rows: dict[type[Base], list[dict[str, Any]]]) -> UUID:
    patient_id, trial_id, site_id = uuid4(), uuid4(), uuid4()
    removed_on = None if made.out is None else TODAY + timedelta(days=made.out)
    found: dict[type[Base], dict[str, Any]] = {
        Patient: {"id": patient_id, "clinic_id": clinic.clinic_id, "created_at": LONG_AGO},
        PatientIdentity: {
            "patient_id": patient_id,
            "family_name": made.name,
            "given_name": "Anna",
            "born_on": date(1961, 2, 4),
            "name_key": name_key(made.name, "Anna"),
        },
        Trial: {"id": trial_id, "patient_id": patient_id, **_trial(clinic, made, removed_on)},
        TrialSite: {"id": site_id, "trial_id": trial_id, "name": "Lower back", "position": 0},
        ProtocolVersion: {
            "id": uuid4(),
            "trial_id": trial_id,
            "version": 1,
            "primary_site_id": site_id,
            "opioid_table": OpioidTable.CDC_2022,
            "created_at": LONG_AGO,
            "created_by_id": clinic.nurse.staff_id,
            "is_deviation": False,
            **{name: getattr(Rules(), name) for name in FIELD_NAMES},
        },
    }
    if made.verdict is not None:
        found[TrialOutcome] = _stored(made, trial_id, site_id, removed_on)
    for table, row in found.items():
        rows.setdefault(table, []).append(row)
    return trial_id


def _trial(clinic: WithNurse, made: Made, removed_on: date | None) -> dict[str, Any]:
    by, at = clinic.nurse.staff_id, LONG_AGO
    return {
        "clinic_id": clinic.clinic_id,
        "modality": made.modality,
        "time_zone": made.zone,
        "placed_on": TODAY + timedelta(days=made.into),
        "planned_removal_on": TODAY + timedelta(days=made.planned_out),
        "removed_on": removed_on,
        "placement_recorded_at": at if made.placed else None,
        "placement_recorded_by_id": by if made.placed else None,
        "removal_recorded_at": at if removed_on else None,
        "removal_recorded_by_id": by if removed_on else None,
        "cancelled_at": at if made.cancelled else None,
        "cancelled_by_id": by if made.cancelled else None,
        "created_at": at,
    }


def _stored(made: Made, trial_id: UUID, site_id: UUID, as_of: date | None) -> dict[str, Any]:
    judged = made.verdict in (Verdict.MET, Verdict.NOT_MET)
    unsure = judged and made.certainty is None
    return {
        "trial_id": trial_id,
        "as_of": as_of,
        "stage": Stage.FINAL,
        "verdict": made.verdict,
        "reasons": "" if judged else "too_few_days",
        "reduction_percent": Fraction(4475, 78),
        "display": "57.3%",
        "interval_reason": IntervalReason.CLINIC_BASELINE if unsure else None,
        "certainty": made.certainty if judged else None,
        "recorded_days": 6,
        "expected_days": 7,
        **dict.fromkeys(("relief", "activity", "analgesics", "satisfaction"), LegState.HOLDS),
        "supported": True,
        "primary_site_id": site_id,
        "protocol_version": 1,
        "method": METHOD,
        "inputs_digest": "0" * 64,
        "computed_at": NOON,
    }
