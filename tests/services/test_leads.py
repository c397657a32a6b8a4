"""Leads are written down as planned, as placed, and as changed after all, each with its reason."""

import pytest
from sqlalchemy import select

from tests.services.small_clinic import (
    PLACED_AT,
    SmallClinic,
    SmallTrial,
    at,
    small_clinic,
    small_trial,
)
from trialtrack import db
from trialtrack.access import NotAllowed, NotFound
from trialtrack.db import transaction
from trialtrack.models import Lead, LeadRecord, Side
from trialtrack.services.leads import (
    LeadsUnchanged,
    NoLeads,
    NotALevel,
    NoTarget,
    PlannedLead,
    TooManyLeads,
    record_leads,
)
from trialtrack.services.refusals import NameMissing, ReasonMissing

LEFT = PlannedLead("octrode", Side.LEFT, "T8", "T10")
RIGHT = PlannedLead("octrode", Side.RIGHT, "T9", "T11")


def kept() -> list[tuple[int, str, list[tuple[str, str | None, str | None]]]]:
    with db.view() as session:
        records = session.scalars(select(LeadRecord).order_by(LeadRecord.version))
        return [
            (
                record.version,
                record.stage.value,
                [
                    (lead.kind, lead.level_from, lead.nerve)
                    for lead in session.scalars(
                        select(Lead).where(Lead.record_id == record.id).order_by(Lead.position)
                    )
                ],
            )
            for record in records
        ]


def test_leads_are_planned_then_placed_then_changed_with_a_reason(clinic: SmallClinic) -> None:
    planned = small_trial(clinic, placed=False)
    record_leads(trial_id=planned.trial_id, leads=[LEFT], by=clinic.nurse, at=at(9))
    placed = small_trial(clinic)
    record_leads(trial_id=placed.trial_id, leads=[LEFT], by=clinic.nurse, at=PLACED_AT)
    with pytest.raises(ReasonMissing):
        record_leads(trial_id=placed.trial_id, leads=[RIGHT], by=clinic.nurse, at=at(11))
    record_leads(
        trial_id=placed.trial_id,
        leads=[RIGHT],
        by=clinic.consultant,
        at=at(11),
        reason="The X-ray shows it two levels lower",
    )
    assert [(version, stage) for version, stage, _ in kept()] == [
        (1, "planned"),
        (1, "placed"),
        (2, "changed"),
    ]


def test_what_was_planned_is_confirmed_at_placement_even_if_nothing_differs(
    clinic: SmallClinic, trial: SmallTrial
) -> None:
    with transaction():  # Inside another service's transaction.
        record_leads(trial_id=trial.trial_id, leads=[LEFT, RIGHT], by=clinic.nurse, at=at(10))
    with pytest.raises(LeadsUnchanged):
        record_leads(
            trial_id=trial.trial_id, leads=[LEFT, RIGHT], by=clinic.nurse, at=at(11), reason="?"
        )


def test_a_first_record_has_a_lead(clinic: SmallClinic, trial: SmallTrial) -> None:
    for about in (trial, small_trial(clinic, placed=False)):
        with pytest.raises(NoLeads):
            record_leads(trial_id=about.trial_id, leads=[], by=clinic.nurse, at=at(10))


def test_a_second_tap_writes_nothing_twice(clinic: SmallClinic, trial: SmallTrial) -> None:
    for _ in range(2):
        given = record_leads(
            trial_id=trial.trial_id,
            leads=[LEFT],
            by=clinic.nurse,
            at=at(10),
            record_id=trial.trial_id,
        )
    assert given == trial.trial_id
    assert len(kept()) == 1


def test_a_target_is_a_level_or_two_or_a_nerve(clinic: SmallClinic, trial: SmallTrial) -> None:
    leads = [
        PlannedLead(" DRG  lead ", Side.LEFT, " l5 "),
        PlannedLead("octrode", None, "t8", "T 10"),
        PlannedLead("wire", Side.RIGHT, nerve="sural nerve above the ankle"),
    ]
    record_leads(trial_id=trial.trial_id, leads=leads, by=clinic.nurse, at=at(10))
    [(_, _, rows)] = kept()
    assert rows == [
        ("DRG lead", "L5", None),
        ("octrode", "T8", None),
        ("wire", None, "sural nerve above the ankle"),
    ]


@pytest.mark.parametrize(
    ("lead", "refusal"),
    [
        (PlannedLead("octrode", level_from="T13"), NotALevel),
        (PlannedLead("octrode", level_from="C0"), NotALevel),
        (PlannedLead("octrode", level_from="T8", level_to="S6"), NotALevel),
        (PlannedLead("octrode"), NoTarget),
        (PlannedLead("octrode", level_to="T8"), NoTarget),
        (PlannedLead("octrode", level_from="T8", nerve="sural"), NoTarget),
        (PlannedLead(" ", level_from="T8"), NameMissing),
    ],
)
def test_a_lead_that_lies_nowhere_or_in_two_places_is_refused(
    clinic: SmallClinic, trial: SmallTrial, lead: PlannedLead, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        record_leads(trial_id=trial.trial_id, leads=[lead], by=clinic.nurse, at=at(10))
    with pytest.raises(TooManyLeads):
        record_leads(trial_id=trial.trial_id, leads=[LEFT] * 9, by=clinic.nurse, at=at(10))
    assert kept() == []


def test_a_representative_and_another_clinic_write_no_leads(
    clinic: SmallClinic, trial: SmallTrial
) -> None:
    with pytest.raises(NotAllowed):
        record_leads(trial_id=trial.trial_id, leads=[LEFT], by=clinic.representative, at=at(10))
    with pytest.raises(NotFound):
        record_leads(
            trial_id=trial.trial_id, leads=[LEFT], by=small_clinic("Elsewhere").nurse, at=at(10)
        )
