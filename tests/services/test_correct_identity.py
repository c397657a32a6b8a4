"""Who somebody is, corrected: with a reason, nothing lost, found by the new name, erasable."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.services.small_clinic import EVENING, SmallClinic, SmallTrial, small_clinic, small_trial
from trialtrack import db
from trialtrack.access import NotAllowed, NotFound, Refusal, Viewer
from trialtrack.models import AuditEvent, IdentityCorrection, IdentityField, PersonalText
from trialtrack.queries.patient_page import PatientPage, patient_page
from trialtrack.services.add_patient import BornInTheFuture, Identity, NumberTooLong, add_patient
from trialtrack.services.add_staff import NotAnAddress
from trialtrack.services.correct_identity import (
    CorrectedMeanwhile,
    NothingCorrected,
    NumberTaken,
    correct_identity,
)
from trialtrack.services.refusals import NameMissing, NotAPhoneNumber, ReasonMissing
from trialtrack.store.find_people import find_people

ANNA = Identity("Demo", "Anna", date(1961, 2, 4), "104 2231")
WHY = "Her passport says so."


def correct(
    trial: SmallTrial,
    by: Viewer,
    new: Identity,
    *,
    seen: int = 0,
    reason: str | None = WHY,
    shares: bool = False,
) -> tuple[IdentityField, ...]:
    return correct_identity(
        patient_id=whose(trial),
        identity=new,
        seen=seen,
        reason=reason,
        shares_number=shares,
        by=by,
        at=EVENING,
    )


def whose(trial: SmallTrial) -> UUID:
    assert trial.patient.patient_id is not None
    return trial.patient.patient_id


def page(trial: SmallTrial, clinic: SmallClinic) -> PatientPage:
    return patient_page(viewer=clinic.nurse, patient_id=whose(trial))


def test_what_was_wrong_is_put_right_and_what_it_was_is_kept(
    trial: SmallTrial, clinic: SmallClinic
) -> None:
    new = replace(ANNA, family_name="Démó", born_on=date(1961, 4, 2), phone="01632 960123")
    fields = correct(trial, clinic.nurse, new)
    assert set(fields) == {"family_name", "born_on", "phone"}
    found = page(trial, clinic)
    assert (found.person.family_name, found.person.born_on) == ("Démó", date(1961, 4, 2))
    assert {each.field.value: each.old for each in found.corrected} == {
        "family_name": "Demo",
        "born_on": "1961-02-04",
        "phone": None,
    }
    assert {each.reason for each in found.corrected} == {WHY}
    with db.view() as session:
        ids = set(session.scalars(find_people(clinic.nurse, "demo 2/4/1961")))
        assert ids == {whose(trial)}
        assert set(session.scalars(find_people(clinic.nurse, "4/2/1961"))) == set()


def test_append_only_rows_hold_digests_and_the_words_go_with_the_person(
    trial: SmallTrial, clinic: SmallClinic
) -> None:
    correct(trial, clinic.nurse, replace(ANNA, family_name="Unlikely-Surname"))
    with db.view() as session:
        (row,) = session.scalars(select(IdentityCorrection))
        texts: dict[UUID | None, PersonalText] = {
            text.id: text for text in session.scalars(select(PersonalText))
        }
        assert {texts[row.old_text_id].text, texts[row.reason_text_id].text} == {"Demo", WHY}
        assert {texts[row.old_text_id].patient_id} == {whose(trial)}
        audit = session.scalars(select(AuditEvent).where(AuditEvent.action == "correct_identity"))
        (event,) = audit
        assert event.changes.count("digest:") == 2
        assert not {"Demo", "Unlikely", WHY} & set(event.changes.replace('"', " ").split())


@pytest.mark.parametrize(
    ("change", "reason", "refusal"),
    [
        ({"family_name": " "}, WHY, NameMissing),
        ({"given_name": "x" * 81}, WHY, NameMissing),
        ({"born_on": date(2026, 3, 13)}, WHY, BornInTheFuture),
        ({"hospital_number": "9" * 65}, WHY, NumberTooLong),
        ({"phone": "call me"}, None, NotAPhoneNumber),
        ({"email": "nobody"}, None, NotAnAddress),
        ({"family_name": "Demmo"}, " ", ReasonMissing),
        ({"born_on": date(1961, 4, 2)}, None, ReasonMissing),
        ({"hospital_number": None}, None, ReasonMissing),
        ({"family_name": " Demo "}, WHY, NothingCorrected),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    trial: SmallTrial,
    clinic: SmallClinic,
    change: dict[str, Any],
    reason: str | None,
    refusal: type[Refusal],
) -> None:
    with pytest.raises(refusal):
        correct(trial, clinic.nurse, replace(ANNA, **change), reason=reason)
    assert page(trial, clinic).corrected == ()


def test_a_telephone_number_needs_no_reason(trial: SmallTrial, clinic: SmallClinic) -> None:
    correct(trial, clinic.nurse, replace(ANNA, phone="01632 960123"), reason=None)
    assert page(trial, clinic).phone == "01632 960123"


def test_a_number_that_somebody_has_is_said_and_taken_only_when_meant(
    trial: SmallTrial, clinic: SmallClinic
) -> None:
    other = add_patient(
        clinic_id=clinic.clinic_id,
        identity=Identity("Other", "Ben", date(1950, 1, 1), "RQ-77 1"),
        by=clinic.nurse,
        at=EVENING,
    )
    new = replace(ANNA, hospital_number="rq771")
    with pytest.raises(NumberTaken) as refused:
        correct(trial, clinic.nurse, new)
    assert refused.value.whose == other
    correct(trial, clinic.nurse, new, shares=True)
    assert page(trial, clinic).person.hospital_number == "rq771"


def test_of_two_nurses_the_second_is_told_what_the_first_did(
    trial: SmallTrial, clinic: SmallClinic
) -> None:
    correct(trial, clinic.nurse, replace(ANNA, family_name="First"))
    with pytest.raises(CorrectedMeanwhile):
        correct(trial, clinic.consultant, replace(ANNA, family_name="Second"))
    assert page(trial, clinic).person.family_name == "First"


def test_nobody_else_corrects_or_looks(trial: SmallTrial, clinic: SmallClinic) -> None:
    with db.transaction():
        elsewhere = small_clinic("Elsewhere")
        small_trial(elsewhere)
    new = replace(ANNA, family_name="Nobody")
    with pytest.raises(NotFound):
        correct(trial, elsewhere.nurse, new)
    with pytest.raises(NotFound):
        patient_page(viewer=elsewhere.consultant, patient_id=whose(trial))
    for viewer in (clinic.representative, trial.patient):
        with pytest.raises(NotAllowed):
            correct(trial, viewer, new)
        with pytest.raises(NotAllowed):
            patient_page(viewer=viewer, patient_id=whose(trial))
