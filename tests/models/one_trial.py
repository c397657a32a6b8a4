"""One row in every table that the database guards, put there without any of our services."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from uuid import UUID

from sqlalchemy import Connection, insert, update

from trialtrack.access import Role
from trialtrack.clinical.opioids import Form, OpioidTable
from trialtrack.clinical.protocol import FIELD_NAMES, Protocol
from trialtrack.clinical.signs import Tier
from trialtrack.models import (
    AuditEvent,
    Clinic,
    ClinicRating,
    ConflictSettlement,
    Consent,
    ConsentNotice,
    CorrectionRequest,
    CorrectionSettlement,
    DateCorrection,
    DateKind,
    DayExclusion,
    DiaryEntry,
    EndAnswers,
    EntryText,
    ExclusionCause,
    IdentityCorrection,
    IdentityField,
    LeadRecord,
    LeadStage,
    MedicineChange,
    MedicineKind,
    Modality,
    Origin,
    Patient,
    PatientMerge,
    PatientSplit,
    PersonalText,
    ProgrammeCorrection,
    ProtocolVersion,
    PutAside,
    RemovalMove,
    SignAdvice,
    SiteRename,
    Staff,
    TextKind,
    Trial,
    TrialCancellation,
    TrialGoal,
    TrialMedicine,
    TrialMove,
    TrialSite,
    WarningAcknowledgement,
    WarningFlag,
    Withdrawal,
)

AT = datetime(2026, 3, 10, 15, tzinfo=UTC)
DIGEST = "0" * 64
ONE = UUID(int=1)
PLACED_TRIAL = {"sqlite": ONE.hex, "postgresql": str(ONE)}


def insert_one_trial(connection: Connection, *, number: int = 1, placed: bool = True) -> None:
    """Clinic, staff, patient, trial and protocol; for a placed one the record as well."""
    own = UUID(int=number)
    if number == 1:
        _people(connection)
    connection.execute(
        insert(Trial).values(
            id=own,
            clinic_id=ONE,
            patient_id=ONE,
            modality=Modality.DRG,
            time_zone="Europe/London",
            placed_on=date(2026, 3, 10),
            planned_removal_on=date(2026, 3, 18),
            created_at=AT,
        )
    )
    connection.execute(insert(TrialSite).values(id=own, trial_id=own, name="Back", position=0))
    insert_protocol(connection, trial_id=own, version=10 + number, is_deviation=False)
    if placed:
        signed = {"placement_recorded_at": AT, "placement_recorded_by_id": ONE}
        connection.execute(update(Trial).where(Trial.id == own).values(**signed))
        _record(connection)


def _put_aside(connection: Connection, words: dict[str, object]) -> None:
    aside = {"kind": "silent", "subject_id": ONE, "until": AT + timedelta(hours=1), **words}
    signed = {"put_aside_at": AT, "put_aside_by_id": ONE}
    connection.execute(insert(PutAside).values(id=ONE, trial_id=ONE, **aside, **signed))


def insert_protocol(
    connection: Connection, *, version: int, is_deviation: bool, trial_id: UUID = ONE
) -> None:
    rules = Protocol()
    connection.execute(
        insert(ProtocolVersion).values(
            id=UUID(int=100 * trial_id.int + version),
            trial_id=trial_id,
            version=version,
            primary_site_id=trial_id,
            opioid_table=OpioidTable.CDC_2022,
            created_at=AT,
            created_by_id=ONE,
            is_deviation=is_deviation,
            deviation_text_id=ONE if is_deviation else None,
            deviation_digest=DIGEST if is_deviation else None,
            **{name: getattr(rules, name) for name in FIELD_NAMES},
        )
    )


def _people(connection: Connection) -> None:
    connection.execute(
        insert(Clinic).values(
            id=ONE,
            name="Southend",
            time_zone="Europe/London",
            phone="01632 960001",
            emergency_phone="999",
            is_demonstration=False,
            opioid_table=OpioidTable.CDC_2022,
            created_at=AT,
        )
    )
    staff = {"id": ONE, "clinic_id": ONE, "role": Role.NURSE, "name": "Kim", "created_at": AT}
    connection.execute(insert(Staff).values(**staff, email="kim@southend.example"))
    connection.execute(insert(Patient).values(id=ONE, clinic_id=ONE, created_at=AT))
    text = {"id": ONE, "clinic_id": ONE, "patient_id": ONE, "text": "A reason", "created_at": AT}
    connection.execute(insert(PersonalText).values(**text))


def _record(connection: Connection) -> None:
    entry = {"id": ONE, "reference": "ABCDEFGH", "trial_id": ONE, "day": date(2026, 3, 12)}
    kept = {"answers": "{}", "salt": "0" * 32, "answers_hash": DIGEST, "late": False}
    times = {"entered_at": AT, "received_at": AT, "origin": Origin.PATIENT, "conflicting": False}
    connection.execute(insert(DiaryEntry).values(**entry, **kept, **times))
    about = {"entry_id": ONE, "kind": TextKind.SIDE_EFFECTS, "position": 0}
    connection.execute(insert(EntryText).values(id=ONE, **about, text_id=ONE, digest=DIGEST))
    rating = {"id": ONE, "trial_id": ONE, "site_id": ONE, "score": Fraction(7), "recorded_at": AT}
    connection.execute(
        insert(ClinicRating).values(**rating, rated_on=date(2026, 3, 3), recorded_by_id=ONE)
    )
    moved = {"moved_from": date(2026, 3, 18), "moved_to": date(2026, 3, 19), "moved_at": AT}
    signed = {"moved_by_id": ONE, "reason_text_id": ONE, "reason_digest": DIGEST}
    connection.execute(insert(RemovalMove).values(id=ONE, trial_id=ONE, **moved, **signed))
    goal = {"set_at": AT, "set_by_id": ONE, "words_text_id": ONE, "words_digest": DIGEST}
    connection.execute(insert(TrialGoal).values(id=ONE, trial_id=ONE, **goal))
    _rightings(connection)
    notice = {"id": ONE, "clinic_id": ONE, "version": 1, "body": "A notice", "created_at": AT}
    connection.execute(insert(ConsentNotice).values(**notice))
    theirs = {"trial_id": ONE, "patient_id": ONE}
    connection.execute(insert(Consent).values(id=ONE, **theirs, notice_id=ONE, given_at=AT))
    connection.execute(insert(Withdrawal).values(id=ONE, **theirs, withdrawn_at=AT))
    advice = {"emergency": "Call now", "today": "Call", "next_time": "Tell us", "created_at": AT}
    connection.execute(insert(SignAdvice).values(id=ONE, clinic_id=ONE, version=1, **advice))
    flag = {"id": ONE, "trial_id": ONE, "page_id": ONE, "signs": "wound", "tier": Tier.TODAY}
    told = {"raised_at": AT, "advice_id": ONE, "told": "Call"}
    connection.execute(insert(WarningFlag).values(**flag, **told))
    seen = {"id": ONE, "flag_id": ONE, "acknowledged_at": AT, "acknowledged_by_id": ONE}
    words = {"words_text_id": ONE, "words_digest": DIGEST}
    connection.execute(insert(WarningAcknowledgement).values(**seen, **words))
    _put_aside(connection, words)
    _settlings(connection, {**kept, **times, "trial_id": ONE, "day": date(2026, 3, 12)})
    _conduct(connection)
    _right_person(connection)
    done = {"action": "record_day", "subject_kind": "diary_entry", "changes": "{}"}
    connection.execute(
        insert(AuditEvent).values(happened_at=AT, actor_role=Role.SYSTEM, clinic_id=ONE, **done)
    )


def _rightings(connection: Connection) -> None:
    cancelled = {"id": ONE, "trial_id": ONE, "cancelled": True, "decided_at": AT}
    signed = {"decided_by_id": ONE, "reason_text_id": ONE, "reason_digest": DIGEST}
    connection.execute(insert(TrialCancellation).values(**cancelled, **signed))
    corrected = {"id": ONE, "trial_id": ONE, "number": 1, "kind": DateKind.PLANNED_REMOVAL}
    days = {"old_on": date(2026, 3, 18), "new_on": date(2026, 3, 19), "corrected_at": AT}
    signed = {"corrected_by_id": ONE, "reason_text_id": ONE, "reason_digest": DIGEST}
    connection.execute(insert(DateCorrection).values(**corrected, **days, **signed))
    why = {"reason_text_id": ONE, "reason_digest": DIGEST}
    excluded = {"id": ONE, "trial_id": ONE, "day": date(2026, 3, 12), "decided_at": AT}
    cause = {"number": 1, "cause": ExclusionCause.ILLNESS, "decided_by_id": ONE}
    connection.execute(insert(DayExclusion).values(**excluded, **cause, **why))
    renamed = {"id": ONE, "trial_id": ONE, "site_id": ONE, "renamed_at": AT, "renamed_by_id": ONE}
    names = {"old_name": "Leg", "new_name": "Back"}
    connection.execute(insert(SiteRename).values(**renamed, **names, **why))
    medicine = {"id": ONE, "trial_id": ONE, "name": "Tramadol", "drug": "tramadol", "position": 0}
    plan = {"form": Form.ORAL, "unit_label": "tablet", "kind": MedicineKind.OTHER}
    connection.execute(insert(TrialMedicine).values(**medicine, **plan))
    change = {"id": ONE, "trial_id": ONE, "from_on": date(2026, 3, 13), "ended_id": ONE}
    signed = {"changed_at": AT, "changed_by_id": ONE}
    connection.execute(insert(MedicineChange).values(**change, **signed, **why))


def _settlings(connection: Connection, entry: dict[str, object]) -> None:
    two = UUID(int=2)
    second = {**entry, "id": two, "reference": "BCDEFGHJ", "conflicting": True}
    connection.execute(insert(DiaryEntry).values(**second))
    day = {"trial_id": ONE, "day": entry["day"]}
    signed = {"settled_at": AT, "settled_by_id": ONE, "reason_text_id": ONE}
    chosen = {"conflicting_id": two, "standing_id": ONE, "winner_id": two}
    connection.execute(
        insert(ConflictSettlement).values(id=ONE, **day, **chosen, **signed, reason_digest=DIGEST)
    )
    asked = {"answers": "{}", "salt": "0" * 32, "answers_hash": DIGEST, "reference": "CDEFGHJK"}
    times = {"asked_at": AT, "received_at": AT}
    connection.execute(insert(CorrectionRequest).values(id=ONE, **day, **asked, **times))
    declined = {"request_id": ONE, "accepted": False, "reason_digest": DIGEST}
    connection.execute(insert(CorrectionSettlement).values(id=ONE, **declined, **signed))


def _conduct(connection: Connection) -> None:
    signed = {"recorded_at": AT, "recorded_by_id": ONE}
    leads = {"id": ONE, "trial_id": ONE, "version": 1, "stage": LeadStage.PLACED}
    connection.execute(insert(LeadRecord).values(**leads, **signed))
    answers = {"id": ONE, "trial_id": ONE, "answered_on": AT.date(), "impression_of_change": 2}
    connection.execute(insert(EndAnswers).values(**answers, **signed))
    was_off = {"id": ONE, "trial_id": ONE, "starts_at": AT, "before": "[]", "corrected_at": AT}
    why = {"corrected_by_id": ONE, "reason_text_id": ONE, "reason_digest": DIGEST}
    connection.execute(insert(ProgrammeCorrection).values(**was_off, **why))


def _right_person(connection: Connection) -> None:
    two, why = UUID(int=2), {"reason_text_id": ONE, "reason_digest": DIGEST}
    connection.execute(insert(Patient).values(id=two, clinic_id=ONE, created_at=AT))
    merged = {"id": ONE, "merged_id": two, "nth": 1, "into_id": ONE, **why}
    connection.execute(insert(PatientMerge).values(**merged, merged_at=AT, merged_by_id=ONE))
    split = {"id": ONE, "merge_id": ONE, "split_at": AT, "split_by_id": ONE, **why}
    connection.execute(insert(PatientSplit).values(**split))
    moved = {"id": ONE, "trial_id": ONE, "from_id": two, "to_id": ONE, **why}
    connection.execute(insert(TrialMove).values(**moved, moved_at=AT, moved_by_id=ONE))
    corrected = {"id": ONE, "patient_id": ONE, "field": IdentityField.BORN_ON, "corrected_at": AT}
    connection.execute(insert(IdentityCorrection).values(**corrected, corrected_by_id=ONE))
