"""The demonstration has something of every usual thing for the nurse, some of it put aside."""

import pytest
from sqlalchemy import select

from tests.demo.conftest import AT
from trialtrack import db
from trialtrack.access import Role, Viewer
from trialtrack.models import Clinic, MatterKind
from trialtrack.queries.today import Today, today

K = MatterKind


def looked_at() -> Today:
    with db.view() as session:
        nurse = Viewer(Role.NURSE, session.scalars(select(Clinic.id)).one())
    return today(viewer=nurse, at=AT)


@pytest.mark.usefixtures("demonstration_database")
def test_what_is_usual_is_there_and_no_more_than_a_nurse_reads() -> None:
    found = looked_at()
    assert [each.kind for each in found.matters] == [
        K.SIGN_TODAY,
        K.REMOVAL_DUE,
        K.WINDOW_THIN,
        K.SILENT,
        K.SILENT,
        K.BASELINE_SHORT,
        K.CARD_UNUSED,
        K.END_QUESTIONS,
        K.END_QUESTIONS,
        K.CONFLICT,
        K.CORRECTION_ASKED,
    ]
    assert all(each.phone for each in found.matters)


@pytest.mark.usefixtures("demonstration_database")
def test_one_thing_is_put_aside_and_another_came_back_with_what_was_noted() -> None:
    found = looked_at()
    assert [each.kind for each in found.put_aside] == [K.CARD_VOID]
    back = [each for each in found.matters if each.notes]
    assert [each.kind for each in back] == [K.SILENT]
    assert back[0].notes[0].words == "Called, no answer. Left a message."
    assert back[0].trial_id == found.put_aside[0].trial_id
