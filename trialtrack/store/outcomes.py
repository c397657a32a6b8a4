"""The result of a trial as one flat value: worked out from its diary, or read as stored."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trialtrack.access import TrialState
from trialtrack.clinical.assessment import METHOD, assess
from trialtrack.clinical.results import (
    Assessment,
    BaselineSource,
    Certainty,
    Confidence,
    IntervalReason,
    Leg,
    LegState,
    Stage,
    Verdict,
)
from trialtrack.models import TrialOutcome
from trialtrack.store.case import Case
from trialtrack.store.digests import keyed_digest


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of the primary site on `as_of`; the columns of `TrialOutcome` by their names."""

    trial_id: UUID
    as_of: date
    stage: Stage
    verdict: Verdict
    reasons: str
    reduction_percent: Fraction | None
    display: str | None
    interval_low: float | None
    interval_high: float | None
    interval_reason: IntervalReason | None
    chance_met: float | None
    certainty: Certainty | None
    baseline_source: BaselineSource | None
    baseline_grade: str | None
    recorded_days: int
    expected_days: int
    relief: LegState
    activity: LegState
    analgesics: LegState
    satisfaction: LegState
    supported: bool | None
    agreeing: int | None
    analyses: int | None
    primary_site_id: UUID
    protocol_version: int
    method: str
    inputs_digest: str

    @property
    def confidence(self) -> Confidence:
        """How sure it is, as the core says it."""
        interval = None
        if self.interval_low is not None and self.interval_high is not None:
            interval = (self.interval_low, self.interval_high)
        return Confidence(interval, self.interval_reason, self.chance_met, self.certainty)


FIELDS = tuple(each.name for each in fields(Outcome))


def expected_outcome(session: Session, case: Case, as_of: date) -> Outcome | None:
    """What is to be stored of a trial, as of a day: nothing of a cancelled one.

    Raises what `assess` raises.
    """
    if case.state is TrialState.CANCELLED:
        return None
    found = assess(case.diary, case.protocol, as_of)
    return outcome_of(case, found, inputs_digest(session, case))


def outcome_of(case: Case, found: Assessment, digest: str = "") -> Outcome:
    """An assessment of the case as a flat value; one that is only shown needs no digest."""
    primary, legs = found.primary, found.legs
    confidence, baseline, trial = primary.confidence, primary.baseline, primary.evaluation
    low, high = confidence.interval_percent or (None, None)
    agreeing, analyses = primary.same_answer or (None, None)
    return Outcome(
        trial_id=case.trial_id,
        as_of=found.as_of,
        stage=found.stage,
        verdict=primary.verdict,
        reasons=",".join(primary.reasons),
        reduction_percent=primary.reduction_percent,
        display=primary.display,
        interval_low=low,
        interval_high=high,
        interval_reason=confidence.interval_reason,
        chance_met=confidence.chance_met,
        certainty=confidence.certainty,
        baseline_source=baseline.source,
        baseline_grade=baseline.grade,
        recorded_days=len(trial.recorded),
        expected_days=trial.expected,
        **{leg.value: legs.states[leg] for leg in Leg},
        supported=legs.supported,
        agreeing=agreeing,
        analyses=analyses,
        primary_site_id=case.primary_site_id,
        protocol_version=case.protocol_version,
        method=METHOD,
        inputs_digest=digest,
    )


def read_outcomes(session: Session, trial_ids: Collection[UUID]) -> dict[UUID, Outcome]:
    """What is stored of some trials, in one SELECT; a trial without a stored result is left out."""
    columns = [getattr(TrialOutcome, name) for name in FIELDS]
    rows = session.execute(select(*columns).where(TrialOutcome.trial_id.in_(list(trial_ids))))
    return {row.trial_id: Outcome(*row) for row in rows}


def inputs_digest(session: Session, case: Case) -> str:
    """A keyed digest of all that the result is worked out from, whatever its sites are called."""
    diary = _plain(case.diary, case.site_ids)
    written = json.dumps([diary, _plain(case.protocol, {})], sort_keys=True, separators=(",", ":"))
    return keyed_digest(session, written)


def _plain(value: Any, site_ids: Mapping[str, UUID]) -> Any:
    """A frozen value as JSON can write it. Why a day is excluded is words, and no input."""
    if isinstance(value, Mapping):
        return {str(_plain(key, site_ids)): _plain(each, site_ids) for key, each in value.items()}
    if isinstance(value, tuple):
        return [_plain(each, site_ids) for each in value]
    if hasattr(value, "__dataclass_fields__"):
        return {
            each.name: _plain(getattr(value, each.name), site_ids)
            if each.name != "excluded"
            else value.excluded is not None
            for each in fields(value)
        }
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return str(site_ids.get(value, value))
    if value is None or isinstance(value, bool | int):
        return value
    return str(value)
