"""A page of the clinic's trials, by what needs doing, each with its result."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from trialtrack.access import Action, TrialState, Viewer, require
from trialtrack.clinical.assessment import assess
from trialtrack.clinical.diary import Diary, Measure
from trialtrack.clinical.results import Assessment
from trialtrack.clock import diary_day
from trialtrack.db import reading
from trialtrack.models import PatientIdentity, ProtocolVersion, Trial, TrialOutcome, TrialSite
from trialtrack.models.trial import Modality
from trialtrack.queries.list_filters import IS_CURRENT, NEWEST, Standing, Wanted, answers, meant
from trialtrack.queries.matter import person_seen
from trialtrack.queries.paging import Place, Rank, beyond, in_order, its_day, its_rank
from trialtrack.store.deviation_counts import DAYS_EXCLUDED, DEVIATIONS
from trialtrack.store.diaries import Cases
from trialtrack.store.outcomes import FIELDS, Outcome, outcome_of
from trialtrack.store.records import PatientFacts
from trialtrack.store.scope import trials_within
from trialtrack.store.withdrawals import of_its_patient

PAGE = 50
EVERYTHING = Wanted()


@dataclass(frozen=True, slots=True)
class Drawn:
    """The days of a trial whose diary was read, with what the method says of them."""

    diary: Diary
    assessment: Assessment


@dataclass(frozen=True, slots=True)
class ListedTrial:
    """One trial of the list. `today`: the diary day where the patient is.

    `outcome` None: the trial is cancelled, or its result cannot be worked out. Of a running trial
    it is that of today; of a finished one the stored result, which `worked_out` says is missing
    or out of date, so that it was worked out just now. `threshold_percent` is the newest
    protocol's; `deviations` and `days_excluded` are how many there are.
    """

    place: Place
    state: TrialState
    standing: Standing
    patient: PatientFacts
    modality: Modality
    site: str
    measure: Measure
    placed_on: date
    planned_removal_on: date
    removed_on: date | None
    cancelled_on: date | None
    withdrew: bool
    today: date
    threshold_percent: Fraction
    deviations: int
    days_excluded: int
    outcome: Outcome | None
    drawn: Drawn | None
    worked_out: bool


@dataclass(frozen=True, slots=True)
class TrialList:
    """A page of the list. `before` and `after`: where the page before and after it begins.

    `total` and `running` count all the clinic's trials, `found` those that are asked for.
    """

    trials: tuple[ListedTrial, ...]
    total: int
    running: int
    found: int
    before: Place | None
    after: Place | None


@dataclass(frozen=True, slots=True)
class Turn:
    """The page after a place, or the one before it."""

    place: Place
    forward: bool = True


@reading
def trial_list(
    session: Session,
    *,
    viewer: Viewer,
    at: datetime,
    wanted: Wanted = EVERYTHING,
    turn: Turn | None = None,
    size: int = PAGE,
) -> TrialList:
    """The first page of what is wanted, or the one that is turned to, in a fixed number of SELECTs.

    Diaries are read of the page's running trials alone, and of finished ones without a result.
    """
    require(viewer, Action.SEE_TRIALS)
    counts, today = _counts(session, viewer, at)
    condition = meant(wanted, viewer, today)
    found = session.scalar(_trials(viewer, func.count()).where(condition)) or 0
    rows, before, after = _turned(session, _columns(viewer).where(condition), turn, size)
    listed = _listed(session, viewer, rows, today, at)
    return TrialList(
        trials=tuple(
            each
            for each in listed
            if wanted.answered is None
            or (each.outcome is not None and answers(each.outcome, wanted.answered))
        ),
        total=sum(counts.values()),
        running=counts.get(Rank.RUNNING, 0),
        found=found,
        before=before,
        after=after,
    )


def _turned(
    session: Session, wanted: Select[*tuple[Any, ...]], turn: Turn | None, size: int
) -> tuple[Sequence[Any], Place | None, Place | None]:
    """The rows of a page, and the places before and after which there are more."""
    forward = turn is None or turn.forward
    page = wanted.order_by(*in_order(forward=forward)).limit(size + 1)
    if turn is not None:
        page = page.where(beyond(turn.place, forward=turn.forward))
    rows = session.execute(page).all()
    more, rows = len(rows) > size, rows[:size]
    if not forward:
        rows = rows[::-1]
    if not rows:
        return rows, None, None
    first, last = (Place(Rank(row.rank), row.day, row.Trial.id) for row in (rows[0], rows[-1]))
    if forward:
        return rows, None if turn is None else first, last if more else None
    return rows, first if more else None, last


def _counts(
    session: Session, viewer: Viewer, at: datetime
) -> tuple[dict[Rank, int], dict[str, date]]:
    """How many trials of each rank there are, and what day it is in each of their time zones."""
    rows = session.execute(
        select(Trial.time_zone, its_rank, func.count())
        .where(Trial.id.in_(trials_within(viewer)))
        .group_by(Trial.time_zone, its_rank)
    ).all()
    counts: dict[Rank, int] = {}
    for _, rank, number in rows:
        counts[Rank(rank)] = counts.get(Rank(rank), 0) + number
    return counts, {zone: diary_day(at, zone) for zone in {row[0] for row in rows}}


def _trials(viewer: Viewer, *columns: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(*columns)
        .select_from(Trial)
        .join(ProtocolVersion, (ProtocolVersion.trial_id == Trial.id) & NEWEST)
        .outerjoin(TrialOutcome, TrialOutcome.trial_id == Trial.id)
        .where(Trial.id.in_(trials_within(viewer)))
    )


def _columns(viewer: Viewer) -> Select[*tuple[Any, ...]]:
    return (
        _trials(
            viewer,
            Trial,
            PatientIdentity,
            TrialSite.name.label("site"),
            ProtocolVersion.measure.label("measure"),
            its_rank.label("rank"),
            its_day.label("day"),
            exists().where(of_its_patient()).label("withdrew"),
            IS_CURRENT.label("is_current"),
            ProtocolVersion.threshold_percent,
            DEVIATIONS.label("deviations"),
            DAYS_EXCLUDED.label("days_excluded"),
            *(getattr(TrialOutcome, name).label(f"stored_{name}") for name in FIELDS),
        )
        .join(TrialSite, TrialSite.id == ProtocolVersion.primary_site_id)
        .outerjoin(PatientIdentity, PatientIdentity.patient_id == Trial.patient_id)
    )


def _listed(
    session: Session,
    viewer: Viewer,
    rows: Sequence[Any],
    today: Mapping[str, date],
    at: datetime,
) -> Iterator[ListedTrial]:
    unread = [row.Trial.id for row in rows if _must_be_read(row)]
    worked_out = _work_out(session, unread, at)
    for row in rows:
        trial, day = row.Trial, today[row.Trial.time_zone]
        outcome, drawn = worked_out.get(trial.id, (None, None))
        if trial.state is TrialState.REMOVED and trial.id not in worked_out:
            outcome = Outcome(*(getattr(row, f"stored_{name}") for name in FIELDS))
        yield ListedTrial(
            place=Place(Rank(row.rank), row.day, trial.id),
            state=trial.state,
            standing=_standing(trial, day),
            patient=person_seen(viewer, trial.patient_id, row.PatientIdentity),
            modality=trial.modality,
            site=row.site,
            measure=row.measure,
            placed_on=trial.placed_on,
            planned_removal_on=trial.planned_removal_on,
            removed_on=trial.removed_on,
            cancelled_on=_day_of(trial.cancelled_at, trial.time_zone),
            withdrew=row.withdrew,
            today=day,
            threshold_percent=row.threshold_percent,
            deviations=row.deviations,
            days_excluded=row.days_excluded,
            outcome=outcome,
            drawn=drawn,
            worked_out=trial.state is TrialState.REMOVED and trial.id in worked_out,
        )


def _must_be_read(row: Any) -> bool:
    """Every trial that still runs, since its day passes; and a result that is not stored."""
    state: TrialState = row.Trial.state
    if state is TrialState.CANCELLED:
        return False
    return state is not TrialState.REMOVED or not row.is_current


def _work_out(
    session: Session, ids: Collection[UUID], at: datetime
) -> dict[UUID, tuple[Outcome | None, Drawn | None]]:
    cases = Cases(session, ids)
    found: dict[UUID, tuple[Outcome | None, Drawn | None]] = {}
    for trial_id in ids:
        try:
            case = cases.of(trial_id)
            assessment = assess(case.diary, case.protocol, case.as_of(at))
        except Exception:  # noqa: BLE001 - one trial must not take the list of all others away.
            found[trial_id] = None, None
            continue
        found[trial_id] = outcome_of(case, assessment), Drawn(case.diary, assessment)
    return found


def _standing(trial: Trial, today: date) -> Standing:
    state: TrialState = trial.state
    if state is TrialState.PLACED:
        return Standing.ENDING if trial.planned_removal_on <= today else Standing.RUNNING
    return {
        TrialState.PLANNED: Standing.PLANNED,
        TrialState.REMOVED: Standing.ENDED,
        TrialState.CANCELLED: Standing.CANCELLED,
    }[state]


def _day_of(instant: datetime | None, zone: str) -> date | None:
    return None if instant is None else diary_day(instant, zone)
