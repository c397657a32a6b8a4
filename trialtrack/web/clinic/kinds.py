"""The verdict in a few words and a shape: on top of a trial, and in a row of the list."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Protocol

from trialtrack.clinical.results import Certainty, Confidence, IntervalReason, Verdict


class Kind(StrEnum):
    """Which shape and tone a verdict has; each holds in greyscale. The templates know these.

    `unsure`: a verdict of which nobody can say how sure it is, as on a baseline of one rating.
    """

    MET = "met"
    MET_CLOSE = "met_close"
    MET_UNSURE = "met_unsure"
    NOT_MET = "not_met"
    NOT_MET_CLOSE = "not_met_close"
    NOT_MET_UNSURE = "not_met_unsure"
    NOT_ASSESSABLE = "not_assessable"
    PENDING = "pending"


class Judged(Protocol):
    """What has a verdict: the result of a site, worked out now or stored."""

    @property
    def verdict(self) -> Verdict:
        """The verdict of METHOD section 3."""

    @property
    def display(self) -> str | None:
        """The reduction as it is shown."""

    @property
    def confidence(self) -> Confidence:
        """How sure it is, or why that cannot be said."""


def kind(result: Judged) -> Kind:
    """The verdict's shape; one too close to call, or of unknown certainty, has its own."""
    return Kind(f"{result.verdict}{_doubt(result)}")


def headline(result: Judged) -> str:
    """The verdict in a few words; a doubt is said as loudly as the verdict."""
    words = {
        Verdict.MET: "Met",
        Verdict.NOT_MET: "Not met",
        Verdict.NOT_ASSESSABLE: "Cannot be judged",
        Verdict.PENDING: "Still running",
    }[result.verdict]
    doubt = _doubt(result)
    if doubt == "_close":
        return f"{words}, but close"
    return f"{words}, {_UNSURE[result.confidence.interval_reason]}" if doubt else words


_UNSURE: Mapping[IntervalReason | None, str] = {
    IntervalReason.CLINIC_BASELINE: "on one rating",
    IntervalReason.TOO_FEW_DAYS_FOR_SPREAD: "on one day",
    IntervalReason.BASELINE_TOO_UNCERTAIN: "but unsure",
}


def relief_doubt(result: Judged) -> str | None:
    """What a sentence about the whole must add where relief is close, or nobody can say how sure.

    None: nothing, since the verdict is clear or there is none.
    """
    doubt = _doubt(result)
    if doubt == "_unsure":
        reason = result.confidence.interval_reason
        return f"relief {_RESTS.get(reason, 'is unsure')}"
    return "relief is close" if doubt else None


_RESTS: Mapping[IntervalReason | None, str] = {
    IntervalReason.CLINIC_BASELINE: "rests on one rating",
    IntervalReason.TOO_FEW_DAYS_FOR_SPREAD: "rests on one day",
}


def _doubt(result: Judged) -> str:
    if result.verdict not in (Verdict.MET, Verdict.NOT_MET):
        return ""
    certainty = result.confidence.certainty
    if certainty is None:
        return "_unsure"
    return "_close" if certainty is Certainty.TOO_CLOSE else ""


def short_figure(result: Judged) -> str:
    """The figure of a list: "so far" while running, provisional when it cannot be judged."""
    if result.display is None:
        return "–"
    if result.verdict is Verdict.PENDING:
        return f"so far {result.display}"
    if result.verdict is Verdict.NOT_ASSESSABLE:
        return f"provisional {result.display}"
    return result.display
