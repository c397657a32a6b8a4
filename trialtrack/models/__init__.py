"""The tables, one file per aggregate. Importing this package knows them all."""

from trialtrack.clinical.medicine_list import MedicineKind
from trialtrack.models.aside import MatterKind, PutAside
from trialtrack.models.audit import AuditEvent
from trialtrack.models.base import AppendOnly, Base, append_only_tables
from trialtrack.models.card import Card, Device, UnknownCode
from trialtrack.models.clinic import Clinic, Staff
from trialtrack.models.consent import Consent, ConsentNotice, Withdrawal
from trialtrack.models.end_answers import EndAnswers, GoalReached
from trialtrack.models.entry import DiaryEntry, EntryText, Origin, TextKind
from trialtrack.models.goal import TrialGoal
from trialtrack.models.lead import Lead, LeadRecord, LeadStage, Side
from trialtrack.models.outcome import TrialOutcome
from trialtrack.models.patient import Patient, PatientIdentity, PersonalText
from trialtrack.models.programme import (
    Programme,
    ProgrammeCorrection,
    ProgrammeInterval,
    StimulationMode,
)
from trialtrack.models.protocol import ProtocolVersion
from trialtrack.models.right_person import (
    IdentityCorrection,
    IdentityField,
    PatientMerge,
    PatientSplit,
    TrialMove,
)
from trialtrack.models.righting import (
    DateCorrection,
    DateKind,
    DayExclusion,
    ExclusionCause,
    MedicineChange,
    SiteRename,
    TrialCancellation,
)
from trialtrack.models.session import PasswordLink, SignInAttempt, SignInLink, SignInSession
from trialtrack.models.settling import (
    ConflictSettlement,
    CorrectionRequest,
    CorrectionSettlement,
)
from trialtrack.models.signs import SignAdvice, WarningAcknowledgement, WarningFlag
from trialtrack.models.trial import (
    ClinicRating,
    Modality,
    RemovalMove,
    Trial,
    TrialMedicine,
    TrialSite,
)
from trialtrack.models.waiting import WaitingForm

__all__ = [
    "AppendOnly",
    "AuditEvent",
    "Base",
    "Card",
    "Clinic",
    "ClinicRating",
    "ConflictSettlement",
    "Consent",
    "ConsentNotice",
    "CorrectionRequest",
    "CorrectionSettlement",
    "DateCorrection",
    "DateKind",
    "DayExclusion",
    "Device",
    "DiaryEntry",
    "EndAnswers",
    "EntryText",
    "ExclusionCause",
    "GoalReached",
    "IdentityCorrection",
    "IdentityField",
    "Lead",
    "LeadRecord",
    "LeadStage",
    "MatterKind",
    "MedicineChange",
    "MedicineKind",
    "Modality",
    "Origin",
    "PasswordLink",
    "Patient",
    "PatientIdentity",
    "PatientMerge",
    "PatientSplit",
    "PersonalText",
    "Programme",
    "ProgrammeCorrection",
    "ProgrammeInterval",
    "ProtocolVersion",
    "PutAside",
    "RemovalMove",
    "Side",
    "SignAdvice",
    "SignInAttempt",
    "SignInLink",
    "SignInSession",
    "SiteRename",
    "Staff",
    "StimulationMode",
    "TextKind",
    "Trial",
    "TrialCancellation",
    "TrialGoal",
    "TrialMedicine",
    "TrialMove",
    "TrialOutcome",
    "TrialSite",
    "UnknownCode",
    "WaitingForm",
    "WarningAcknowledgement",
    "WarningFlag",
    "Withdrawal",
    "append_only_tables",
]
