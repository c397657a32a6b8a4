"""What needs someone: the most urgent first, of one's own clinic, for its team alone."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from uuid import uuid4

import pytest
from sqlalchemy import delete, event
from sqlalchemy.orm import Session

from tests.services.small_clinic import EVENING, SmallClinic, SmallTrial, small_clinic, small_trial
from trialtrack import db
from trialtrack.access import NotAllowed, Viewer
from trialtrack.clinical.signs import Sign
from trialtrack.models import PatientIdentity
from trialtrack.queries import attention as module
from trialtrack.queries.attention import SOURCES, attention
from trialtrack.queries.flags import flag_page, trial_flags
from trialtrack.queries.matter import Matter, MatterKind, Source, person_seen, trials_with
from trialtrack.queries.own_signs import advice_for_anyone, own_signs
from trialtrack.services.raise_flag import Report, raise_flag

KINDS = tuple(MatterKind)


def every_trial(kind: MatterKind, since: datetime) -> Source:
    """A source that finds something in each trial within reach."""

    def source(session: Session, viewer: Viewer) -> Iterable[Matter]:
        for trial, clinic, identity in session.execute(trials_with(viewer)):
            person = person_seen(viewer, trial.patient_id, identity)
            yield Matter(kind, trial.id, trial.id, person, since, clinic.time_zone, kind.value)

    return source


def test_the_most_urgent_comes_first_then_what_waits_longest(
    trial: SmallTrial, clinic: SmallClinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = EVENING - timedelta(hours=1)
    urgent, last = KINDS[0], KINDS[-1]
    sources = [(last, earlier), (urgent, EVENING), (last, EVENING), (urgent, earlier)]
    monkeypatch.setattr(module, "SOURCES", tuple(every_trial(*each) for each in sources))
    found = attention(viewer=clinic.nurse)
    assert [(matter.kind, matter.since) for matter in found] == [
        (urgent, earlier),
        (urgent, EVENING),
        (last, earlier),
        (last, EVENING),
    ]
    assert {matter.trial_id for matter in found} == {trial.trial_id}
    assert found[0].person.family_name == "Demo"
    assert found[0].time_zone == "Europe/London"


def test_the_list_begins_with_emergencies() -> None:
    assert KINDS[0] is MatterKind.EMERGENCY_SIGN


def test_only_ones_own_clinic_is_in_it(trial: SmallTrial, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SOURCES", (every_trial(KINDS[0], EVENING),))
    with db.transaction():
        elsewhere = small_clinic("Elsewhere")
    assert attention(viewer=elsewhere.consultant) == ()
    with db.transaction():
        theirs = small_trial(elsewhere)
    found = attention(viewer=elsewhere.consultant)
    assert [matter.trial_id for matter in found] == [theirs.trial_id]


def test_neither_a_representative_nor_a_patient_sees_it(
    trial: SmallTrial, clinic: SmallClinic
) -> None:
    for viewer in (clinic.representative, trial.patient):
        with pytest.raises(NotAllowed):
            attention(viewer=viewer)


def test_an_erased_person_has_no_name_and_the_matter_stays(
    trial: SmallTrial, clinic: SmallClinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SOURCES", (every_trial(KINDS[0], EVENING),))
    with db.transaction() as session:
        session.execute(delete(PatientIdentity))
    assert [matter.person.family_name for matter in attention(viewer=clinic.nurse)] == [None]


def test_each_source_costs_one_select_however_many_trials_there_are(
    trial: SmallTrial, clinic: SmallClinic
) -> None:
    assert selects(lambda: attention(viewer=clinic.nurse)) == len(SOURCES)
    with db.transaction():
        for _ in range(3):
            small_trial(clinic)
    assert selects(lambda: attention(viewer=clinic.nurse)) == len(SOURCES)


def test_flags_cost_the_same_however_many_there_are(trial: SmallTrial, clinic: SmallClinic) -> None:
    for n in range(1, 4):
        report = Report(uuid4(), trial.trial_id, (Sign.WOUND,), f"report {n}")
        flag_id = raise_flag(report=report, by=trial.patient, at=EVENING).flag_id
        assert len(own_signs(viewer=trial.patient).flags) == n
        assert selects(partial(own_signs, viewer=trial.patient)) == 3
        assert selects(partial(flag_page, viewer=clinic.nurse, flag_id=flag_id)) == 2
        assert selects(partial(trial_flags, viewer=clinic.nurse, trial_id=trial.trial_id)) == 1
    assert selects(advice_for_anyone) == 1


def selects(read: Callable[[], object]) -> int:
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            seen.append(statement)

    engine = db.in_use().engine
    event.listen(engine, "before_cursor_execute", note)
    read()
    event.remove(engine, "before_cursor_execute", note)
    return len(seen)
