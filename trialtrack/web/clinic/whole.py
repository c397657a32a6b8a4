"""Is it the whole success: the four legs with their numbers, and the person's own estimate."""

from collections.abc import Mapping
from dataclasses import dataclass

from trialtrack.clinical.diary import Domain
from trialtrack.clinical.display import display_number, display_percent
from trialtrack.clinical.opioids import OpioidTable
from trialtrack.clinical.response import reduction_percent
from trialtrack.clinical.results import Assessment, DomainChange, Leg, LegState

NAMES = {
    Leg.RELIEF: "Relief",
    Leg.ACTIVITY: "Activity",
    Leg.ANALGESICS: "Analgesics",
    Leg.SATISFACTION: "Satisfaction",
}
TABLES = {OpioidTable.CDC_2022: "CDC 2022", OpioidTable.FPM_2020: "FPM 2020"}
UNKNOWN = {
    "pending": "judged once the leads are out",
    "not_assessable": "cannot be judged",
    "no_data": "nothing to compare",
    "too_few_days": "too few days to compare",
    "restricted": "less than before, but lifting and bending are forbidden for 14 days",
    "no_factor": "an opioid was taken for which the table has no factor",
    "incomplete": "answered in part",
}
ACTIVITIES: Mapping[Domain, tuple[str, str]] = {
    Domain.ACTIVITY_INTERFERENCE: ("interference", ""),
    Domain.WALKING_MINUTES: ("walking", " min a day"),
    Domain.STANDING_MINUTES: ("standing", " min a day"),
    Domain.STEPS: ("steps", " a day"),
}
ESTIMATES = "Estimates for following one person; never for converting one opioid into another."


@dataclass(frozen=True, slots=True)
class LegWords:
    """One leg: its name, its state (which has a shape), and a sentence with its numbers."""

    name: str
    state: LegState
    words: str


def leg_words(assessment: Assessment, table: OpioidTable) -> tuple[LegWords, ...]:
    """The four legs in their order."""
    said = {
        Leg.RELIEF: assessment.primary.display or "",
        Leg.ACTIVITY: _activity(assessment),
        Leg.ANALGESICS: _analgesics(assessment, table),
        Leg.SATISFACTION: "",
    }
    return tuple(
        LegWords(
            NAMES[leg],
            state,
            "; ".join(
                part for part in (said[leg], _why(leg, assessment.legs.why.get(leg))) if part
            ),
        )
        for leg, state in assessment.legs.states.items()
    )


def _why(leg: Leg, reason: str | None) -> str:
    if leg is Leg.SATISFACTION and reason == "no_data":
        return "asked at the end"
    return UNKNOWN[reason] if reason else ""


def _change(assessment: Assessment, domain: Domain) -> DomainChange | None:
    found = [change for change in assessment.domains if change.domain is domain]
    return found[0] if found else None


def _arrow(change: DomainChange | None) -> str:
    if change is None or change.baseline_mean is None or change.trial_mean is None:
        return ""
    return f"{display_number(change.baseline_mean)} → {display_number(change.trial_mean)}"


def _activity(assessment: Assessment) -> str:
    said = []
    chosen = assessment.protocol.activity_measure
    for domain in (chosen, *(other for other in ACTIVITIES if other is not chosen)):
        name, unit = ACTIVITIES[domain]
        arrow = _arrow(_change(assessment, domain))
        if arrow:
            said.append(f"{name} {arrow}{unit}")
    return "; ".join(said)


def _analgesics(assessment: Assessment, table: OpioidTable) -> str:
    said = []
    opioid = _change(assessment, Domain.MME_PER_DAY)
    arrow = _arrow(opioid)
    if opioid is not None and arrow:
        said.append(f"{_opioid_words(assessment, opioid)} ({arrow} mg/day, {TABLES[table]})")
    arrow = _arrow(_change(assessment, Domain.RESCUE_DOSES))
    if arrow:
        said.append(f"rescue doses {arrow} a day")
    return "; ".join(said)


def _opioid_words(assessment: Assessment, opioid: DomainChange) -> str:
    fall = reduction_percent(opioid.baseline_mean, opioid.trial_mean)
    if fall is None or fall == 0:
        return "opioid dose"
    if fall < 0:
        relieved = assessment.legs.states[Leg.RELIEF] is LegState.HOLDS
        return f"{'relief came with ' if relieved else ''}{display_percent(-fall)} more opioid"
    return f"{display_percent(fall)} less opioid"


def beside(assessment: Assessment) -> tuple[str, ...]:
    """What stands beside the legs: the two reliefs, and what opioid totals are not for."""
    said = []
    stated = assessment.stated_relief
    if stated.mean_percent is not None:
        said.append(f"Own estimate of relief: {display_percent(stated.mean_percent)}.")
    if stated.discordant:
        said.append(
            "It lies outside the -30 to +41 points by which the two usually differ "
            "(Hagedorn 2021): a reason to talk it over, not to correct it."
        )
    opioid = _change(assessment, Domain.MME_PER_DAY)
    if opioid is not None and (opioid.baseline_mean or opioid.trial_mean):
        said.append(ESTIMATES)
    return tuple(said)
