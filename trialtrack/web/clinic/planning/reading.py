"""From the form, once it is valid, to the frozen value that the service keeps."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from wtforms import FieldList

from trialtrack.clinical.opioids import OpioidTable
from trialtrack.clinical.protocol import Protocol
from trialtrack.models import Side, StimulationMode
from trialtrack.services.leads import PlannedLead
from trialtrack.services.plan_trial import PlannedMedicine, TrialPlan
from trialtrack.services.programme_settings import ProgrammeSettings
from trialtrack.services.start_trial import NewTrial, PlannedProgramme
from trialtrack.web.clinic.planning.forms import NewPatientForm, PlanForm
from trialtrack.web.clinic.planning.lists import PUMP, modality_of, site_name
from trialtrack.web.clinic.planning.rows import LeadRow, ProgrammeRow, medicine_of


def new_trial(
    form: PlanForm, table: OpioidTable, *, patient_id: UUID | None, others: frozenset[UUID]
) -> NewTrial:
    """What the page says. `patient_id`: of somebody who is here; None: somebody new."""
    identity = form.identity if isinstance(form, NewPatientForm) and patient_id is None else None
    return NewTrial(
        trial_id=UUID(form.trial_id.data),
        plan=_plan(form, table, patient_id or UUID(form.patient_id.data)),
        identity=identity,
        others=others,
        goal=(form.goal.data or "").strip() or None,
        leads=tuple(_lead(row) for row in filled(form.leads)),
        programmes=tuple(_programme(row) for row in filled(form.programmes)),
    )


def filled(rows: FieldList) -> Iterator[Any]:
    """The rows in which something stands."""
    return (entry.form for entry in rows.entries if not entry.form.is_blank)


def sites_of(form: PlanForm) -> tuple[str, ...]:
    """The sites by name, as the list spells them."""
    return tuple(site_name(row["name"].data) for row in filled(form.sites))


def primary_site(form: PlanForm) -> str:
    """The site on which the trial is judged."""
    return site_name(form.sites[int(form.primary.data or "0")].form["name"].data)


def medicines_of(form: PlanForm) -> tuple[PlannedMedicine, ...]:
    """The medicines that are known or said what they are; a row at fault is left out."""
    rows = filled(form.medicines)
    return tuple(found for row in rows if (found := medicine_of(row)) is not None)


def _plan(form: PlanForm, table: OpioidTable, patient_id: UUID) -> TrialPlan:
    return TrialPlan(
        patient_id=patient_id,
        modality=modality_of(form.treatment.data),
        placed_on=form.placed_on.data,
        planned_removal_on=form.planned_removal_on.data,
        sites=sites_of(form),
        primary_site=primary_site(form),
        protocol=form.protocol or Protocol(),
        medicines=medicines_of(form),
        opioid_table=table,
        trial_drug=form.trial_drug.data.strip() if form.treatment.data == PUMP else None,
    )


def _lead(row: LeadRow) -> PlannedLead:
    return PlannedLead(
        kind=row.kind.data,
        side=Side(row.side.data) if row.side.data in {*Side} else None,
        level_from=row.level_from.data or None,
        level_to=row.level_to.data or None,
        nerve=row.nerve.data or None,
    )


def _programme(row: ProgrammeRow) -> PlannedProgramme:
    mode = row.mode.data
    settings = ProgrammeSettings(
        mode=StimulationMode(mode) if mode in {*StimulationMode} else None,
        contacts=row.contacts.data or None,
        amplitude_ma=row.amplitude_ma.data,
        amplitude_v=row.amplitude_v.data,
        pulse_width_us=row.pulse_width_us.data,
        frequency_hz=row.frequency_hz.data,
    )
    return PlannedProgramme(row["name"].data, settings)
