"""The demonstration has a warning sign that waits, and one that was dealt with."""

import pytest
from sqlalchemy import select

from tests.demo.conftest import AT
from trialtrack import db
from trialtrack.access import Role, Viewer
from trialtrack.clinical.signs import Sign
from trialtrack.models import Clinic
from trialtrack.queries.attention import attention
from trialtrack.queries.matter import MatterKind
from trialtrack.store.signs import FlagFacts, read_flags


def flags() -> dict[tuple[Sign, ...], FlagFacts]:
    with db.view() as session:
        return {flag.signs: flag for flag in read_flags(session)}


@pytest.mark.usefixtures("demonstration_database")
def test_one_waits_on_top_of_the_list() -> None:
    with db.view() as session:
        nurse = Viewer(Role.NURSE, session.scalars(select(Clinic.id)).one())
    kinds = [each.kind for each in attention(viewer=nurse)]
    assert kinds.count(MatterKind.SIGN_TODAY) == 1


@pytest.mark.usefixtures("demonstration_database")
def test_one_was_acknowledged_the_morning_after() -> None:
    found = flags()
    waiting, dealt_with = found[Sign.WOUND,], found[Sign.STIMULATION_GONE,]
    assert len(found) == 2
    assert waiting.acknowledged is None
    assert waiting.raised_at < AT
    seen = dealt_with.acknowledged
    assert seen is not None
    assert dealt_with.raised_at < seen.at < waiting.raised_at
    assert seen.words is not None
