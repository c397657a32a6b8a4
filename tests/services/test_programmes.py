"""Programmes are switched in order; one is on at a time."""

from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.services.small_clinic import SmallClinic, SmallTrial, at, small_trial
from trialtrack import db
from trialtrack.access import AlreadyRemoved, NotAllowed, NotFound, NotYetPlaced
from trialtrack.models import AuditEvent, Programme, ProgrammeInterval, StimulationMode
from trialtrack.services.amend_programme import ProgrammeUnchanged, amend_programme
from trialtrack.services.programme_settings import (
    AmplitudeTwice,
    ContactsTooLong,
    ProgrammeSettings,
    SettingOutOfRange,
)
from trialtrack.services.programmes import (
    AlreadyOn,
    ProgrammeNameTaken,
    SwitchBeforePlacement,
    SwitchedAfterRemoval,
    SwitchedMeanwhile,
    SwitchOutOfOrder,
    SwitchStillToCome,
    add_programme,
    on_mark,
    switch_off,
    switch_programme,
)
from trialtrack.services.record_removal import record_removal
from trialtrack.services.refusals import ReasonMissing


@pytest.fixture
def burst(clinic: SmallClinic, trial: SmallTrial) -> UUID:
    return add_programme(trial_id=trial.trial_id, name="Burst", by=clinic.representative, at=at(10))


def intervals() -> list[ProgrammeInterval]:
    with db.view() as session:
        return list(
            session.scalars(select(ProgrammeInterval).order_by(ProgrammeInterval.starts_at))
        )


def test_a_switch_ends_what_was_on(clinic: SmallClinic, trial: SmallTrial, burst: UUID) -> None:
    switch_programme(
        trial_id=trial.trial_id, programme_id=burst, by=clinic.representative, at=at(11)
    )
    switch_off(trial_id=trial.trial_id, by=clinic.nurse, at=at(13), since=at(12))
    first, second = intervals()
    assert (first.programme_id, first.starts_at, first.ends_at) == (burst, at(11), at(12))
    assert (second.programme_id, second.starts_at, second.ends_at) == (None, at(12), None)


def test_what_is_on_is_not_switched_on_again(
    clinic: SmallClinic, trial: SmallTrial, burst: UUID
) -> None:
    for _ in range(2):
        if intervals():
            with pytest.raises(AlreadyOn):
                switch_programme(
                    trial_id=trial.trial_id, programme_id=burst, by=clinic.nurse, at=at(12)
                )
        else:
            switch_programme(
                trial_id=trial.trial_id, programme_id=burst, by=clinic.nurse, at=at(11)
            )
    assert len(intervals()) == 1


@pytest.mark.parametrize("since", [at(10), at(11), at(12) + timedelta(seconds=1)])
def test_a_switch_lies_after_the_last_one_and_not_in_the_future(
    clinic: SmallClinic, trial: SmallTrial, burst: UUID, since: object
) -> None:
    switch_programme(trial_id=trial.trial_id, programme_id=burst, by=clinic.nurse, at=at(11))
    with pytest.raises(SwitchOutOfOrder):
        switch_off(trial_id=trial.trial_id, by=clinic.nurse, at=at(12), since=since)  # type: ignore[arg-type]
    assert [interval.ends_at for interval in intervals()] == [None]


def test_a_switch_from_a_page_that_a_colleague_overtook_is_refused(
    clinic: SmallClinic, trial: SmallTrial, burst: UUID
) -> None:
    about = {"trial_id": trial.trial_id, "by": clinic.nurse, "at": at(12)}
    seen = on_mark(None, None)
    switch_programme(**about, programme_id=burst, since=at(11), seen=seen)  # type: ignore[arg-type]
    with pytest.raises(SwitchedMeanwhile):
        switch_off(**about, seen=seen)  # type: ignore[arg-type]
    assert [interval.ends_at for interval in intervals()] == [None]
    with pytest.raises(SwitchStillToCome, match="write the time at which it was switched"):
        switch_off(**about, since=at(13), seen=on_mark(burst, at(11)))  # type: ignore[arg-type]
    switch_off(**about, seen=on_mark(burst, at(11)))  # type: ignore[arg-type]


def test_a_programme_of_another_trial_is_not_found(clinic: SmallClinic, burst: UUID) -> None:
    other = small_trial(clinic)
    with pytest.raises(NotFound):
        switch_programme(trial_id=other.trial_id, programme_id=burst, by=clinic.nurse, at=at(12))


@pytest.mark.parametrize("name", ["burst", " Burst ", "off", "OFF"])
def test_a_name_is_taken_once_and_off_is_none(
    clinic: SmallClinic, trial: SmallTrial, burst: UUID, name: str
) -> None:
    with pytest.raises(ProgrammeNameTaken):
        add_programme(trial_id=trial.trial_id, name=name, by=clinic.nurse, at=at(10))


def test_stimulation_is_switched_only_while_the_leads_are_in(
    clinic: SmallClinic, trial: SmallTrial, burst: UUID
) -> None:
    planned = small_trial(clinic, placed=False)
    with pytest.raises(NotYetPlaced):
        switch_off(trial_id=planned.trial_id, by=clinic.nurse, at=at(10))
    with pytest.raises(NotAllowed):
        switch_off(trial_id=trial.trial_id, by=trial.patient, at=at(10))
    switch_programme(trial_id=trial.trial_id, programme_id=burst, by=clinic.nurse, at=at(11))
    record_removal(
        trial_id=trial.trial_id, removed_on=date(2026, 3, 18), by=clinic.nurse, at=at(18)
    )
    assert [interval.ends_at for interval in intervals()] == [at(18)]
    with pytest.raises(AlreadyRemoved):
        switch_off(trial_id=trial.trial_id, by=clinic.nurse, at=at(19))


def test_a_programme_keeps_its_settings(clinic: SmallClinic, trial: SmallTrial) -> None:
    settings = ProgrammeSettings(
        StimulationMode.BURST,
        " E1 -,  E3 + ",
        amplitude_ma=Fraction("1.25"),
        pulse_width_us=Fraction(1_000),
        frequency_hz=Fraction(40),
    )
    for name in ("Burst", " Burst "):  # A second tap on the same page is the same programme.
        given = add_programme(
            trial_id=trial.trial_id,
            name=name,
            by=clinic.representative,
            at=at(10),
            settings=settings,
            programme_id=trial.trial_id,
        )
    assert given == trial.trial_id
    with db.view() as session:
        [kept] = session.scalars(select(Programme))
    assert (kept.name, kept.contacts, kept.amplitude_ma) == (
        "Burst",
        "E1 -, E3 +",
        Fraction("1.25"),
    )
    assert (kept.amplitude_v, kept.pulse_width_us, kept.frequency_hz) == (
        None,
        Fraction(1_000),
        Fraction(40),
    )


@pytest.mark.parametrize(
    ("settings", "refusal"),
    [
        (ProgrammeSettings(amplitude_ma=Fraction("50.1")), SettingOutOfRange),
        (ProgrammeSettings(amplitude_v=Fraction(-1)), SettingOutOfRange),
        (ProgrammeSettings(pulse_width_us=Fraction(0)), SettingOutOfRange),
        (ProgrammeSettings(frequency_hz=Fraction(20_001)), SettingOutOfRange),
        (ProgrammeSettings(frequency_hz=Fraction("1.25")), SettingOutOfRange),
        (ProgrammeSettings(amplitude_ma=Fraction(1), amplitude_v=Fraction(1)), AmplitudeTwice),
        (ProgrammeSettings(contacts="E1" * 41), ContactsTooLong),
    ],
)
def test_settings_that_no_device_has_are_refused(
    clinic: SmallClinic,
    trial: SmallTrial,
    settings: ProgrammeSettings,
    refusal: type[Exception],
) -> None:
    with pytest.raises(refusal):
        add_programme(
            trial_id=trial.trial_id, name="Burst", by=clinic.nurse, at=at(10), settings=settings
        )


def test_a_removal_before_the_last_switch_is_refused(
    clinic: SmallClinic, trial: SmallTrial, burst: UUID
) -> None:
    keep = {"trial_id": trial.trial_id, "by": clinic.nurse}
    switch_programme(**keep, programme_id=burst, at=at(16))  # type: ignore[arg-type]
    with pytest.raises(SwitchedAfterRemoval):
        record_removal(**keep, removed_on=date(2026, 3, 15), at=at(19))  # type: ignore[arg-type]
    record_removal(**keep, removed_on=date(2026, 3, 18), at=at(20))  # type: ignore[arg-type]
    # What was on ends with the diary day of the removal, however late that is written down.
    assert [interval.ends_at for interval in intervals()] == [at(19, 4)]


def test_nothing_is_switched_on_before_the_leads_are_in(
    clinic: SmallClinic, trial: SmallTrial, burst: UUID
) -> None:
    for since, refusal in ((at(9), SwitchBeforePlacement), (at(12), SwitchOutOfOrder)):
        with pytest.raises(refusal):
            switch_programme(
                trial_id=trial.trial_id, programme_id=burst, by=clinic.nurse, at=at(11), since=since
            )
    assert intervals() == []


def test_a_programme_is_put_right_with_a_reason(
    clinic: SmallClinic, trial: SmallTrial, burst: UUID
) -> None:
    add_programme(trial_id=trial.trial_id, name="Tonic", by=clinic.nurse, at=at(10))
    amend = {"trial_id": trial.trial_id, "programme_id": burst, "by": clinic.nurse, "at": at(11)}
    set_to = ProgrammeSettings(amplitude_v=Fraction(3))
    for name, reason, refusal in (
        ("tonic", "Typed wrongly", ProgrammeNameTaken),
        ("Burst", " ", ReasonMissing),
    ):
        with pytest.raises(refusal):
            amend_programme(**amend, name=name, settings=set_to, reason=reason)  # type: ignore[arg-type]
    amend_programme(**amend, name="Burst", settings=set_to, reason="Typed wrongly")  # type: ignore[arg-type]
    with pytest.raises(ProgrammeUnchanged):
        amend_programme(**amend, name="Burst", settings=set_to, reason="Again")  # type: ignore[arg-type]
    with db.view() as session:
        kept = session.get_one(Programme, burst)
        [event] = session.scalars(select(AuditEvent).where(AuditEvent.action == "amend_programme"))
    assert kept.amplitude_v == Fraction(3)
    assert event.changes == '{"amplitude_v":[null,"3"]}'
