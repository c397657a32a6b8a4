"""Is it the whole success: the four legs with their numbers, and the person's own estimate."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from trialtrack.clinical.diary import Domain, WantsImplant
from trialtrack.clinical.display import display_number, display_percent
from trialtrack.clinical.domains import is_discordant
from trialtrack.clinical.opioids import OpioidTable
from trialtrack.clinical.response import reduction_percent
from trialtrack.clinical.results import Assessment, DomainChange, Leg, LegState
from trialtrack.models import GoalReached
from trialtrack.store.records import TrialRecord
from trialtrack.web.clinic.kinds import relief_doubt
from trialtrack.web.clinic.naming import PAINS
from trialtrack.web.words import signed

NAMES = {
    Leg.RELIEF: "Relief",
    Leg.ACTIVITY: "Activity",
    Leg.ANALGESICS: "Analgesics",
    Leg.SATISFACTION: "Satisfaction",
}
STATES = {LegState.HOLDS: "holds", LegState.FAILS: "fails", LegState.UNKNOWN: "not known"}
STATES_OF_SEVERAL = {**STATES, LegState.HOLDS: "hold", LegState.FAILS: "fail"}
TABLES = {OpioidTable.CDC_2022: "CDC 2022", OpioidTable.FPM_2020: "FPM 2020"}
UNKNOWN = {
    "pending": "judged at the end",
    "not_assessable": "cannot be judged",
    "no_data": "nothing to compare",
    "too_few_days": "too few days to compare",
    "restricted": "less than before, but lifting and bending are forbidden for 14 days",
    "no_factor": "not counted, since the table has no factor for it",
    "incomplete": "answered in part",
}
ACTIVITIES: Mapping[Domain, tuple[str, str]] = {
    Domain.ACTIVITY_INTERFERENCE: ("interference", " of 10"),
    Domain.WALKING_MINUTES: ("walking", " min a day"),
    Domain.STANDING_MINUTES: ("standing", " min a day"),
    Domain.STEPS: ("steps", " a day"),
}
IMPRESSIONS = {
    1: "very much better",
    2: "much better",
    3: "a little better",
    4: "no change",
    5: "a little worse",
    6: "much worse",
    7: "very much worse",
}
WANTS = {
    WantsImplant.YES: "wants the implant",
    WantsImplant.NO: "does not want the implant",
    WantsImplant.UNSURE: "unsure about the implant",
}
GOALS = {
    GoalReached.YES: "reached the goal",
    GoalReached.PARTLY: "reached the goal in part",
    GoalReached.NO: "did not reach the goal",
}
ESTIMATES = (
    "Opioid doses are estimates for following one person; "
    "never for converting one opioid into another."
)


@dataclass(frozen=True, slots=True)
class LegWords:
    """One leg: its name, its state with its word and shape, and a sentence with its numbers."""

    name: str
    state: LegState
    state_word: str
    words: str


@dataclass(frozen=True, slots=True)
class Whole:
    """The answer to the third question: in a line, leg by leg, and what stands beside."""

    headline: str
    legs: tuple[LegWords, ...]
    estimate: str
    talk: str | None
    notes: tuple[str, ...]


def whole(assessment: Assessment, record: TrialRecord) -> Whole:
    """Legs and estimates of the primary site."""
    said = {
        Leg.RELIEF: _relief(assessment),
        Leg.ACTIVITY: _activity(assessment),
        Leg.ANALGESICS: _analgesics(assessment, record.opioid_table),
        Leg.SATISFACTION: _satisfaction(record),
    }
    legs = tuple(
        LegWords(
            NAMES[leg],
            state,
            (STATES_OF_SEVERAL if leg is Leg.ANALGESICS else STATES)[state],
            _opening(
                "; ".join(
                    part
                    for part in (
                        said[leg],
                        _why(leg, assessment.legs.why.get(leg), assessment.legs.uncounted_drugs),
                    )
                    if part
                )
            ),
        )
        for leg, state in assessment.legs.states.items()
    )
    return Whole(
        _headline(assessment),
        legs,
        _estimate(assessment, record),
        _talk(assessment, record),
        (ESTIMATES,) if _takes_opioids(assessment) else (),
    )


def _headline(assessment: Assessment) -> str:
    states = assessment.legs.states
    fails = [NAMES[leg].lower() for leg, state in states.items() if state is LegState.FAILS]
    unknown = [NAMES[leg].lower() for leg, state in states.items() if state is LegState.UNKNOWN]
    if fails:
        return f"No: {_and(fails)} {'fail' if _several(fails) else 'fails'}."
    if len(unknown) == len(states):
        return "Not known yet."
    if unknown:
        return f"Not known yet: {_and(unknown)} {'are' if _several(unknown) else 'is'} not known."
    doubt = relief_doubt(assessment.primary)
    return f"All four hold, but {doubt}." if doubt else "Yes: all four hold."


def _several(names: list[str]) -> bool:
    return names != [names[0]] or names == [NAMES[Leg.ANALGESICS].lower()]


def _and(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _opening(said: str) -> str:
    return said[:1].upper() + said[1:]


def _why(leg: Leg, reason: str | None, uncounted: Sequence[str]) -> str:
    if reason == "no_factor":
        return f"{', '.join(uncounted)} {UNKNOWN[reason]}"
    if leg is Leg.SATISFACTION and reason == "no_data":
        return "asked at the end"
    return UNKNOWN[reason] if reason else ""


def _relief(assessment: Assessment) -> str:
    b, t = assessment.primary.baseline.mean, assessment.primary.evaluation.mean
    if b is None or t is None:
        return ""
    pain = PAINS[assessment.protocol.measure]
    return f"{pain} {display_number(b)} → {display_number(t)} of 10"


def _satisfaction(record: TrialRecord) -> str:
    impression, wants = record.diary.impression_of_change, record.diary.wants_implant
    said = [] if impression is None else [IMPRESSIONS[impression]]
    if wants is not None:
        said.append(WANTS[wants])
    end = record.answers_at_the_end
    if end is not None and end.goal_reached is not None:
        said.append(GOALS[end.goal_reached])
    return ", ".join(said)


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
    return "; ".join(_doses(assessment, table))


def _doses(assessment: Assessment, table: OpioidTable) -> Iterator[str]:
    opioid = _change(assessment, Domain.MME_PER_DAY)
    arrow = _arrow(opioid)
    if opioid is not None and not _takes_opioids(assessment):
        # One without a factor was taken all the same, and is named beside this.
        if not assessment.legs.uncounted_drugs:
            yield "no opioid"
    elif opioid is not None and arrow:
        unchanged = opioid.baseline_mean == opioid.trial_mean
        doses = arrow.partition(" ")[0] if unchanged else arrow
        yield f"{_opioid_words(assessment, opioid)} ({doses} mg a day, {TABLES[table]})"
    arrow = _arrow(_change(assessment, Domain.RESCUE_DOSES))
    if arrow:
        yield f"rescue doses {arrow} a day"


def _opioid_words(assessment: Assessment, opioid: DomainChange) -> str:
    fall = reduction_percent(opioid.baseline_mean, opioid.trial_mean)
    if fall == 0:
        return "opioid dose unchanged"
    if fall is None:
        return "an opioid where there was none"
    if fall < 0:
        relieved = assessment.legs.states[Leg.RELIEF] is LegState.HOLDS
        return f"{'relief came with ' if relieved else ''}{display_percent(-fall)} more opioid"
    return f"{display_percent(fall)} less opioid"


def _takes_opioids(assessment: Assessment) -> bool:
    opioid = _change(assessment, Domain.MME_PER_DAY)
    return opioid is not None and bool(opioid.baseline_mean or opioid.trial_mean)


def _estimate(assessment: Assessment, record: TrialRecord) -> str:
    """The two reliefs side by side; neither is derived from the other."""
    end, daily = record.answers_at_the_end, assessment.stated_relief.mean_percent
    own = []
    if end is not None and end.own_relief_percent is not None:
        own.append(f"{display_percent(end.own_relief_percent)} at the end")
    if daily is not None:
        own.append(f"{display_percent(daily)} in the mean of the daily ones")
    if not own:
        return "The patient has made no estimate of relief."
    calculated = assessment.primary.display
    beside = f"; calculated {signed(calculated)}" if calculated is not None else ""
    return f"The patient’s own estimate of relief: {', '.join(own)}{beside}."


def _talk(assessment: Assessment, record: TrialRecord) -> str | None:
    end, calculated = record.answers_at_the_end, assessment.primary.reduction_percent
    at_the_end = is_discordant(None if end is None else end.own_relief_percent, calculated)
    if not (assessment.stated_relief.discordant or at_the_end):
        return None
    return (
        "They differ by more than usual (from −30 to +41 points, Hagedorn 2021): "
        "a reason to talk it over, not to correct either."
    )
