"""The protocol of a trial in words: every field with its default and why it is so."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType

from trialtrack.access import Action, TrialState, Viewer, allowed
from trialtrack.clinical.opioids import OpioidTable
from trialtrack.clinical.protocol import FIELD_NAMES, Protocol
from trialtrack.clinical.protocol_templates import field_text
from trialtrack.queries.protocol_history import VersionMade
from trialtrack.queries.recount import recount
from trialtrack.store.records import TrialRecord
from trialtrack.web.clinic.person import Person, person
from trialtrack.web.clinic.planning.protocol_fields import ASKED
from trialtrack.web.clinic.recounted import counts_words, differing_words, window_words
from trialtrack.web.words import at_words, because, long_day

TABLES = {OpioidTable.CDC_2022: "CDC 2022", OpioidTable.FPM_2020: "UK, FPM 2020"}
FOLLOWS_PLACEMENT = "the day of placement"
WHY: Mapping[str, str] = MappingProxyType(
    {
        "threshold_percent": "Substantial relief (IMMPACT) and the usual pass mark of a trial; "
        "exactly this much counts as met.",
        "measure": "The average at the end of the day follows the mean of the moments better than "
        "the worst does.",
        "baseline_days": "The large trials use means of seven diary days.",
        "baseline_min_days": "Fewer than four days is not a baseline.",
        "baseline_ends_on": "Up to 28 days before placement, where a procedure is postponed or "
        "medicines are stopped for it.",
        "baseline_floor": "Below 4 a single point is over 25%.",
        "washout_days": "Day 0 is the procedure; 2 or 3 days for tunnelled leads.",
        "window_days": "The last week of treatment; shorter trials use all their treatment days.",
        "window_min_days": "A single rating is not a mean.",
        "window_min_share": "4 of 7 days, the usual rule of regulators for a weekly mean.",
        "activity_measure": "What gets in the way is not lowered by a ban on lifting; steps are.",
        "late_hours": "One day is remembered well, several poorly.",
        "count_late": "Late entries are always marked, and the result without them is shown.",
        "autocorrelation": "One day resembles the next: seven are worth about four.",
        "day_sd": "The usual spread within one person with chronic back pain; steadies the "
        "estimate from a few days.",
        "day_sd_df": "As much as four days of the person’s own.",
    }
)
OTHER_LABELS = {"primary_site": "Primary site", "opioid_table": "Opioid table"}


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field: what it is, what it says here, METHOD's default and why; `departs` from it."""

    label: str
    value: str
    default: str
    why: str
    departs: bool


@dataclass(frozen=True, slots=True)
class ProtocolPage:
    """The protocol, what of it the viewer may do, and its history. `sites`: id, name, primary."""

    who: Person
    rows: tuple[FieldRow, ...]
    site: str
    table: str
    sites: tuple[tuple[str, str], ...]
    can_rename: bool
    change_words: str | None
    state_words: str
    history: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProtocolLook:
    """A change before it is made. `rows`: what, now, then."""

    who: Person
    rows: tuple[tuple[str, str, str], ...]
    differing: tuple[str, ...]
    is_deviation: bool
    reason: str
    kept: tuple[tuple[str, str], ...]


def protocol_page(
    record: TrialRecord, history: tuple[VersionMade, ...], viewer: Viewer
) -> ProtocolPage:
    """The page as the viewer may use it."""
    return ProtocolPage(
        who=person(record),
        rows=tuple(_row(record.protocol, name) for name in FIELD_NAMES),
        site=record.diary.primary_site,
        table=TABLES[record.opioid_table],
        sites=tuple((str(site.id), site.name) for site in record.sites),
        can_rename=record.cancelled is None,
        change_words=change_words(record, viewer),
        state_words=_state_words(record, viewer),
        history=tuple(_version(each, record.time_zone) for each in reversed(history)),
    )


def change_words(record: TrialRecord, viewer: Viewer) -> str | None:
    """How the change is called that this viewer can make now; None: none."""
    if record.state is TrialState.PLANNED:
        return "Change the protocol"
    if record.cancelled is None and allowed(viewer, Action.DEVIATE_FROM_PROTOCOL):
        return "Deviate from the protocol"
    return None


def protocol_look(
    record: TrialRecord, after: TrialRecord, reason: str, kept: list[tuple[str, str]], at: datetime
) -> ProtocolLook:
    """What changes, in words and days; not how the result would come out."""
    both = recount(record, after, at)
    rows = [
        (ASKED[name].label, said(record.protocol, name), said(after.protocol, name))
        for name in FIELD_NAMES
    ]
    rows += [
        ("Primary site", record.diary.primary_site, after.diary.primary_site),
        ("Opioid table", TABLES[record.opioid_table], TABLES[after.opioid_table]),
        ("Baseline", window_words(both.before.baseline), window_words(both.after.baseline)),
        (
            "Treatment days that can count",
            window_words(both.before.treatment),
            window_words(both.after.treatment),
        ),
        ("Days with answers", counts_words(both.before), counts_words(both.after)),
    ]
    return ProtocolLook(
        who=person(record),
        rows=tuple(row for row in rows if row[1] != row[2]),
        differing=differing_words(both),
        is_deviation=record.was_placed,
        reason=reason,
        kept=tuple(kept),
    )


def amended(
    record: TrialRecord, protocol: Protocol, primary_site: str, table: OpioidTable
) -> TrialRecord:
    """The trial under another protocol."""
    diary = replace(record.diary, primary_site=primary_site)
    return replace(record, protocol=protocol, diary=diary, opioid_table=table)


def said(protocol: Protocol, name: str) -> str:
    """A field's value as a person reads it."""
    written = field_text(protocol, name)
    choices = ASKED[name].choices
    if choices is not None:
        return choices[written]
    if name == "baseline_ends_on":
        return long_day(date.fromisoformat(written)) if written else FOLLOWS_PLACEMENT
    return written


def _row(protocol: Protocol, name: str) -> FieldRow:
    value, default = said(protocol, name), said(Protocol(), name)
    return FieldRow(ASKED[name].label, value, default, WHY[name], value != default)


def _state_words(record: TrialRecord, viewer: Viewer) -> str:
    if record.cancelled is not None:
        return "The trial is cancelled, so its protocol stays as it is."
    if record.state is TrialState.PLANNED:
        return "It can be changed until the leads are in. From then on it is frozen."
    if allowed(viewer, Action.DEVIATE_FROM_PROTOCOL):
        return (
            "The leads are in, so it is frozen. You can deviate from it with a reason, which "
            "stands beside every result."
        )
    return "The leads are in, so it is frozen. Only a consultant deviates from it, with a reason."


def _version(made: VersionMade, zone: str) -> str:
    when = f"{at_words(made.at, zone)} by {made.by_name}"
    if not made.changes:
        return f"Version {made.version}, {when}."
    changes = "; ".join(
        f"{_label(name)} from {_written(name, old)} to {_written(name, new)}"
        for name, old, new in made.changes
    )
    deviation = "a deviation, " if made.is_deviation else ""
    return f"Version {made.version}, {deviation}{when}: {changes}{because(made.reason)}"


def _label(name: str) -> str:
    label = ASKED[name].label if name in ASKED else OTHER_LABELS[name]
    return label[:1].lower() + label[1:]


def _written(name: str, value: str) -> str:
    if name == "baseline_ends_on":
        return FOLLOWS_PLACEMENT if value == "None" else long_day(date.fromisoformat(value))
    choices = ASKED[name].choices if name in ASKED else None
    if choices is not None:
        return choices[value]
    return TABLES[OpioidTable(value)] if name == "opioid_table" else value
