"""Warning signs: kept once, never refused for anything else, standing until somebody saw them."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select, update

from tests.services.small_clinic import (
    EVENING,
    TODAY,
    SmallClinic,
    SmallTrial,
    an_entry,
    small_clinic,
    small_trial,
)
from trialtrack import db
from trialtrack.access import NotAllowed, NotFound, Refusal, Role, Viewer
from trialtrack.clinical.signs import Sign, Tier
from trialtrack.models import AuditEvent, Base, PersonalText, WarningAcknowledgement, WarningFlag
from trialtrack.queries.attention import attention
from trialtrack.queries.flags import flag_page, trial_flags
from trialtrack.queries.matter import MatterKind
from trialtrack.queries.own_signs import advice_for_anyone, own_signs
from trialtrack.services.acknowledge_flag import SeenAlready, WordsMissing, acknowledge_flag
from trialtrack.services.amend_day import amend_day
from trialtrack.services.raise_flag import Report, raise_flag
from trialtrack.services.record_day import record_day
from trialtrack.services.record_removal import record_removal
from trialtrack.services.refusals import ReasonMissing
from trialtrack.services.sign_advice import (
    FIRST_ADVICE,
    AdviceMissing,
    AdviceTooLong,
    publish_sign_advice,
)

WOUND = (Sign.WOUND,)
LATER = EVENING + timedelta(hours=2)


def a_report(
    trial: SmallTrial,
    *signs: Sign,
    words: str | None = None,
    page_id: UUID | None = None,
    day: date | None = None,
) -> Report:
    return Report(page_id or uuid4(), trial.trial_id, signs, words, day)


def rows(kind: type[Base]) -> int:
    with db.view() as session:
        return session.scalar(select(func.count()).select_from(kind)) or 0


def raised(trial: SmallTrial, *signs: Sign, at: datetime = EVENING) -> UUID:
    return raise_flag(report=a_report(trial, *signs), by=trial.patient, at=at).flag_id


def test_a_flag_is_kept_with_what_was_said_and_told(trial: SmallTrial, clinic: SmallClinic) -> None:
    report = a_report(trial, Sign.SKIN_SORE, Sign.WOUND, words=" It smells. ", day=TODAY)
    receipt = raise_flag(report=report, by=trial.patient, at=EVENING)
    flag = flag_page(viewer=clinic.nurse, flag_id=receipt.flag_id).flag
    assert (flag.signs, flag.tier) == ((Sign.WOUND, Sign.SKIN_SORE), Tier.TODAY)
    assert (flag.words, flag.day, flag.raised_at) == ("It smells.", TODAY, EVENING)
    assert flag.raised_by is None
    assert flag.told.startswith("Call the team today\nSouthend: 01632 960001\nEmergency: 999\n")
    assert FIRST_ADVICE[Tier.TODAY] in flag.told
    assert FIRST_ADVICE[Tier.NEXT_TIME] in flag.told
    assert flag.told.endswith("Nobody has been called, and nobody watches this live.")


def test_sent_again_it_is_the_same_flag(trial: SmallTrial) -> None:
    report = a_report(trial, Sign.WOUND, words="red")
    first = raise_flag(report=report, by=trial.patient, at=EVENING)
    again = raise_flag(report=report, by=trial.patient, at=LATER)
    assert again == first
    assert (rows(WarningFlag), rows(PersonalText)) == (1, 1)


def test_sent_twenty_times_at_once_it_is_one_flag(trial: SmallTrial) -> None:
    report = a_report(trial, Sign.SADDLE_NUMB, words="since noon")

    def send(_: int) -> UUID:
        return raise_flag(report=report, by=trial.patient, at=EVENING).flag_id

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(send, range(20)))) == 1
    assert rows(WarningFlag) == 1


@pytest.mark.parametrize(
    "more", [{"signs": (Sign.WOUND, Sign.SADDLE_NUMB)}, {"signs": ()}, {"words": "and hot"}]
)
def test_another_report_from_the_same_page_is_another_flag(
    trial: SmallTrial, more: dict[str, object]
) -> None:
    report = a_report(trial, Sign.WOUND)
    raise_flag(report=report, by=trial.patient, at=EVENING)
    raise_flag(report=replace(report, **more), by=trial.patient, at=LATER)  # type: ignore[arg-type]
    assert rows(WarningFlag) == 2


def test_yes_without_a_sign_stands_as_not_said(trial: SmallTrial, clinic: SmallClinic) -> None:
    receipt = raise_flag(report=a_report(trial), by=trial.patient, at=EVENING)
    assert [block.tier for block in receipt.blocks] == [Tier.EMERGENCY, Tier.TODAY]
    waiting = attention(viewer=clinic.nurse)
    assert [(each.kind, each.words) for each in waiting] == [
        (MatterKind.SIGN_NOT_SAID, "A warning sign, without saying which")
    ]


def test_the_most_urgent_advice_comes_first(trial: SmallTrial) -> None:
    report = a_report(trial, Sign.SKIN_SORE, Sign.WOUND, Sign.LEG_WEAK_OR_NUMB)
    blocks = raise_flag(report=report, by=trial.patient, at=EVENING).blocks
    assert [block.tier for block in blocks] == [Tier.EMERGENCY, Tier.TODAY, Tier.NEXT_TIME]
    assert [number.phone for number in blocks[0].numbers] == ["999"]


def test_words_of_any_length_are_kept_and_no_character_refuses_them(trial: SmallTrial) -> None:
    words = "a\0" * 30_000
    raise_flag(report=a_report(trial, words=words), by=trial.patient, at=EVENING)
    (flag,) = own_signs(viewer=trial.patient).flags
    assert flag.words == "a" * 30_000


def test_it_is_open_before_placement_and_after_removal(clinic: SmallClinic) -> None:
    with db.transaction():
        planned, placed = small_trial(clinic, placed=False), small_trial(clinic)
    raised(planned, Sign.FEVER_OR_UNWELL)
    day, noon = date(2026, 3, 12), datetime(2026, 3, 12, 12, tzinfo=UTC)
    record_removal(trial_id=placed.trial_id, removed_on=day, by=clinic.nurse, at=noon)
    raised(placed, Sign.WOUND, at=noon + timedelta(days=30))
    assert rows(WarningFlag) == 2


def test_a_days_answers_and_its_flag_do_not_depend_on_each_other(trial: SmallTrial) -> None:
    refused = an_entry(trial, 11)
    report = a_report(trial, Sign.WOUND, page_id=refused.id, day=TODAY)
    raise_flag(report=report, by=trial.patient, at=EVENING)
    with pytest.raises(Refusal):
        record_day(entry=refused, by=trial.patient, at=EVENING)
    assert rows(WarningFlag) == 1


def test_a_correction_of_the_day_leaves_the_flag_standing(
    trial: SmallTrial, clinic: SmallClinic
) -> None:
    entry = an_entry(trial)
    record_day(entry=entry, by=trial.patient, at=EVENING)
    report = a_report(trial, Sign.WOUND, page_id=entry.id, day=TODAY)
    raise_flag(report=report, by=trial.patient, at=EVENING)
    amend_day(entry=an_entry(trial, 4), replaces=entry.id, by=trial.patient, at=LATER)
    assert [each.kind for each in attention(viewer=clinic.nurse)] == [MatterKind.SIGN_TODAY]


def test_a_flag_stands_until_somebody_acknowledges_it_with_words(
    trial: SmallTrial, clinic: SmallClinic
) -> None:
    today, urgent = raised(trial, *WOUND), raised(trial, Sign.SADDLE_NUMB, at=LATER)
    assert [each.subject_id for each in attention(viewer=clinic.nurse)] == [urgent, today]
    with pytest.raises(WordsMissing):
        acknowledge_flag(flag_id=urgent, words=" \n", by=clinic.nurse, at=LATER)
    acknowledge_flag(flag_id=urgent, words="Sent to A&E", by=clinic.nurse, at=LATER)
    assert [each.subject_id for each in attention(viewer=clinic.nurse)] == [today]
    history = trial_flags(viewer=clinic.consultant, trial_id=trial.trial_id)
    assert [flag.id for flag in history] == [urgent, today]
    seen = history[0].acknowledged
    assert seen is not None
    assert (seen.at, seen.by_name, seen.words) == (LATER, "Southend nurse", "Sent to A&E")


def test_of_two_acknowledgements_one_stands_and_the_other_is_told_whose(
    trial: SmallTrial, clinic: SmallClinic
) -> None:
    flag_id = raised(trial, *WOUND)
    acknowledge_flag(flag_id=flag_id, words="Rang her", by=clinic.nurse, at=EVENING)
    acknowledge_flag(flag_id=flag_id, words="Rang her", by=clinic.nurse, at=LATER)
    with pytest.raises(SeenAlready, match="Southend nurse has acknowledged this already"):
        acknowledge_flag(flag_id=flag_id, words="Rang her", by=clinic.consultant, at=LATER)
    assert rows(WarningAcknowledgement) == 1


def test_of_many_acknowledgements_at_once_one_stands(
    trial: SmallTrial, clinic: SmallClinic
) -> None:
    flag_id = raised(trial, *WOUND)

    def acknowledge(n: int) -> bool:
        by = clinic.nurse if n % 2 else clinic.consultant
        try:
            acknowledge_flag(flag_id=flag_id, words=f"words {n}", by=by, at=EVENING)
        except SeenAlready:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(acknowledge, range(16))) == 1
    assert rows(WarningAcknowledgement) == 1


def test_staff_report_what_they_heard_on_the_telephone_in_words(
    trial: SmallTrial, clinic: SmallClinic
) -> None:
    with pytest.raises(ReasonMissing):
        raise_flag(report=a_report(trial, *WOUND), by=clinic.nurse, at=EVENING)
    report = a_report(trial, *WOUND, words="Rang: it is red. Comes in today.")
    raise_flag(report=report, by=clinic.nurse, at=EVENING)
    (flag,) = trial_flags(viewer=clinic.nurse, trial_id=trial.trial_id)
    assert flag.raised_by == "Southend nurse"


def test_strangers_neither_raise_nor_see_nor_acknowledge(
    trial: SmallTrial, clinic: SmallClinic
) -> None:
    flag_id = raised(trial, *WOUND)
    with db.transaction():
        elsewhere = small_clinic("Elsewhere")
        theirs = small_trial(elsewhere)
    with pytest.raises(NotFound):
        raise_flag(report=a_report(trial, *WOUND), by=theirs.patient, at=EVENING)
    with pytest.raises(NotFound):
        flag_page(viewer=elsewhere.nurse, flag_id=flag_id)
    with pytest.raises(NotFound):
        acknowledge_flag(flag_id=flag_id, words="Mine", by=elsewhere.nurse, at=EVENING)
    with pytest.raises(NotFound):
        acknowledge_flag(flag_id=uuid4(), words="None", by=clinic.nurse, at=EVENING)
    for viewer in (clinic.representative, trial.patient):
        with pytest.raises(NotAllowed):
            acknowledge_flag(flag_id=flag_id, words="Mine", by=viewer, at=EVENING)
        with pytest.raises(NotAllowed):
            trial_flags(viewer=viewer, trial_id=trial.trial_id)
    assert trial_flags(viewer=elsewhere.nurse, trial_id=trial.trial_id) == ()
    assert own_signs(viewer=theirs.patient).flags == ()
    assert attention(viewer=elsewhere.nurse) == ()


def test_no_words_are_in_the_record_and_erasing_them_leaves_it_whole(
    trial: SmallTrial, clinic: SmallClinic
) -> None:
    report = a_report(trial, *WOUND, words="Purple")
    flag_id = raise_flag(report=report, by=trial.patient, at=EVENING).flag_id
    acknowledge_flag(flag_id=flag_id, words="Purple too", by=clinic.nurse, at=LATER)
    with db.transaction() as session:
        events = session.scalars(select(AuditEvent)).all()
        assert {"raise_flag", "acknowledge_flag"} <= {event.action for event in events}
        assert not [event for event in events if "Purple" in event.changes]
        session.execute(update(PersonalText).values(text=None, erased_at=LATER))
    (flag,) = trial_flags(viewer=clinic.nurse, trial_id=trial.trial_id)
    assert (flag.signs, flag.words) == (WOUND, None)
    assert flag.acknowledged is not None
    assert flag.acknowledged.words is None


def test_the_clinics_own_words_are_told_and_what_was_told_before_stays(
    trial: SmallTrial, clinic: SmallClinic
) -> None:
    before = raised(trial, *WOUND)
    administrator = Viewer(
        Role.ADMINISTRATOR, clinic.clinic_id, staff_id=clinic.consultant.staff_id
    )
    words = {tier: f"Own words: {tier}." for tier in Tier}
    phone = "01632 960002"
    version = publish_sign_advice(
        words=words, out_of_hours_phone=phone, by=administrator, at=EVENING
    )
    assert version == 2
    (advice,) = advice_for_anyone()
    assert (advice.version, advice.words) == (2, words)
    after = raised(trial, *WOUND, at=LATER)
    told = {flag.id: flag.told for flag in own_signs(viewer=trial.patient).flags}
    assert "Own words: today." in told[after]
    assert "Evenings, nights and weekends: 01632 960002" in told[after]
    assert "Own words" not in told[before]


@pytest.mark.parametrize(("today", "refusal"), [("  ", AdviceMissing), ("x" * 601, AdviceTooLong)])
def test_advice_that_cannot_be_read_is_refused(
    clinic: SmallClinic, today: str, refusal: type[Exception]
) -> None:
    by = Viewer(Role.ADMINISTRATOR, clinic.clinic_id, staff_id=clinic.consultant.staff_id)
    words = {**FIRST_ADVICE, Tier.TODAY: today}
    with pytest.raises(refusal):
        publish_sign_advice(words=words, out_of_hours_phone=None, by=by, at=EVENING)
    with pytest.raises(NotAllowed):
        publish_sign_advice(
            words=FIRST_ADVICE, out_of_hours_phone=None, by=clinic.nurse, at=EVENING
        )
