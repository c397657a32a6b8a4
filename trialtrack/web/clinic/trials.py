"""The list of trials in words, by what they need: those that end, those that run, the others."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby
from uuid import UUID

from markupsafe import Markup

from trialtrack.access import Action, TrialState, Viewer, allowed
from trialtrack.clinical.protocol import Protocol, text
from trialtrack.clinical.results import Leg, LegState
from trialtrack.figures.sparkline import trial_sparkline
from trialtrack.queries.list_filters import Standing
from trialtrack.queries.listed_trials import ListedTrial, TrialList
from trialtrack.store.find_people import HINT
from trialtrack.store.outcomes import Outcome
from trialtrack.web.clinic.kinds import Kind, headline, kind, relief_doubt, short_figure
from trialtrack.web.clinic.list_asked import STANDINGS, Asked, Chip, Choice, chips, choices, href
from trialtrack.web.clinic.naming import (
    CANCELLED,
    MODALITIES,
    NO_NAME,
    NOT_PLACED,
    born_words,
    person_name,
    site_words,
)
from trialtrack.web.words import count, date_words, short_day, signed

NOT_WORKED_OUT = "Cannot be worked out"
_SEARCHED = {
    True: ("Find a patient", HINT),
    False: (
        "Find a trial",
        "The day of placement, a programme or a site. A date is read day first: 12/3/2026.",
    ),
}


@dataclass(frozen=True, slots=True)
class Whole:
    """Whether the whole definition holds: a state for the shape, and which legs do not."""

    state: LegState
    words: str


@dataclass(frozen=True, slots=True)
class TrialRow:
    """One trial. `told_by`: what tells it from others of the same name, born when and number.

    `logged` is recorded of expected days of the evaluation window so far.

    `departs`: where the protocol or the days are not as usual; it stands beside every result.

    `whole` and `agree` (how many analyses say the same) of a finished trial, `sparkline` of one
    that is not.
    """

    trial_id: UUID
    name: str
    told_by: str
    modality: str
    site: str
    day_words: str
    logged: str
    sparkline: Markup | None
    whole: Whole | None
    figure: str
    kind: Kind
    words: str
    agree: str | None
    departs: str


@dataclass(frozen=True, slots=True)
class TrialGroup:
    """Trials that stand at the same point. `ended`: with answers, and without drawings."""

    heading: str
    ended: bool
    rows: tuple[TrialRow, ...]


@dataclass(frozen=True, slots=True)
class TrialsPage:
    """A page of the list. `first` is the address of the top, where this page is another one.

    `worked_out`: how many stored results of this page were missing or out of date, in words.
    """

    count_words: str
    search: str
    search_label: str
    search_hint: str
    choices: tuple[Choice, ...]
    chips: tuple[Chip, ...]
    everything: str
    groups: tuple[TrialGroup, ...]
    worked_out: str | None
    first: str | None
    before: str | None
    after: str | None
    is_empty_clinic: bool


def trials_page(found: TrialList, asked: Asked, viewer: Viewer) -> TrialsPage:
    """Groups in the order in which they need someone; empty ones are left out."""
    wanted, sees_people = asked.wanted, allowed(viewer, Action.SEE_IDENTITY)
    # Two time zones may be on two days: what ends today still stands in one group.
    order = list(Standing)
    listed = sorted(found.trials, key=lambda trial: order.index(trial.standing))
    groups = groupby(listed, key=lambda trial: trial.standing)
    row = partial(_row, sees_people=sees_people)
    return TrialsPage(
        count_words=_count_words(found, any_filter=bool(chips(wanted))),
        search=wanted.search,
        search_label=_SEARCHED[sees_people][0],
        search_hint=_SEARCHED[sees_people][1],
        choices=choices(wanted),
        chips=chips(wanted),
        everything=href(type(wanted)()),
        groups=tuple(
            TrialGroup(STANDINGS[standing], standing is Standing.ENDED, tuple(map(row, trials)))
            for standing, trials in groups
        ),
        worked_out=_worked_out(listed),
        first=None if asked.turn is None else href(wanted),
        before=None if found.before is None else href(wanted, before=found.before),
        after=None if found.after is None else href(wanted, after=found.after),
        is_empty_clinic=found.total == 0,
    )


def _count_words(found: TrialList, *, any_filter: bool) -> str:
    if any_filter:
        return f"{found.found} of {count(found.total, 'trial')}"
    return f"{count(found.total, 'trial')}, {found.running} of them running"


def _worked_out(trials: Iterable[ListedTrial]) -> str | None:
    number = sum(trial.worked_out for trial in trials)
    if not number:
        return None
    one = number == 1
    return (
        f"{number} stored {'result' if one else 'results'} of this page {'was' if one else 'were'} "
        f"missing or out of date, and {'was' if one else 'were'} worked out from the diary just "
        "now. Whoever runs trialtrack can store them anew with: trialtrack check outcomes --repair"
    )


def _row(trial: ListedTrial, *, sees_people: bool) -> TrialRow:
    found, drawn = trial.outcome, trial.drawn
    has_ended = trial.state is TrialState.REMOVED
    name, told_by = _named(trial, sees_people=sees_people)
    return TrialRow(
        trial_id=trial.place.trial_id,
        name=name,
        told_by=told_by,
        modality=MODALITIES[trial.modality],
        site=site_words(trial.site, trial.measure),
        day_words=_day_words(trial) + (", stopped taking part" if trial.withdrew else ""),
        logged=_logged(found),
        sparkline=None
        if drawn is None or has_ended
        # The figure is made by us of numbers alone, its words escaped there.
        else Markup(trial_sparkline(drawn.diary, drawn.assessment.primary, drawn.assessment)),  # noqa: S704
        whole=_whole(found) if has_ended and found is not None else None,
        figure="–" if found is None else signed(short_figure(found)),
        kind=Kind.NOT_ASSESSABLE if found is None else kind(found),
        words=_words(trial),
        agree=_agree(found),
        departs="" if found is None else ", ".join(_departs(trial)),
    )


def _named(trial: ListedTrial, *, sees_people: bool) -> tuple[str, str]:
    """By the person; to those who may not know who it is, by the day of placement."""
    if not sees_people:
        return f"Placement {date_words(trial.placed_on)}", NO_NAME
    patient = trial.patient
    return person_name(patient), f"{born_words(patient)} · {patient.hospital_number or '–'}"


def _logged(found: Outcome | None) -> str:
    if found is None or not found.expected_days:
        return "–"
    return f"{found.recorded_days}/{found.expected_days}"


def _words(trial: ListedTrial) -> str:
    if trial.state is TrialState.CANCELLED:
        return CANCELLED
    if trial.outcome is None:
        return NOT_WORKED_OUT
    return NOT_PLACED if trial.state is TrialState.PLANNED else headline(trial.outcome)


def _agree(found: Outcome | None) -> str | None:
    """Nothing where every analysis agrees with a clear answer, so that what differs stands out."""
    if found is None or found.agreeing is None or found.agreeing == found.analyses:
        return None
    return f"same answer in {found.agreeing} of {found.analyses}"


def _departs(trial: ListedTrial) -> Iterator[str]:
    """What differs from the usual protocol, and what was changed since. METHOD section 2."""
    if trial.threshold_percent != Protocol().threshold_percent:
        yield f"threshold {text(trial.threshold_percent)}%"
    if trial.deviations:
        yield count(trial.deviations, "deviation")
    if trial.days_excluded:
        yield f"{count(trial.days_excluded, 'day')} left out"


_LEGS = {
    Leg.RELIEF: "relief",
    Leg.ACTIVITY: "activity",
    Leg.ANALGESICS: "analgesics",
    Leg.SATISFACTION: "satisfaction",
}


def _whole(found: Outcome) -> Whole:
    states = {leg: getattr(found, leg.value) for leg in Leg}
    failing = [_LEGS[leg] for leg, state in states.items() if state is LegState.FAILS]
    if failing:
        return Whole(LegState.FAILS, f"fails: {', '.join(failing)}")
    unknown = [_LEGS[leg] for leg, state in states.items() if state is LegState.UNKNOWN]
    if unknown:
        return Whole(LegState.UNKNOWN, f"not known: {', '.join(unknown)}")
    doubt = relief_doubt(found)
    return Whole(LegState.HOLDS, f"all four hold, but {doubt}" if doubt else "all four hold")


def _day_words(trial: ListedTrial) -> str:
    today, placed_on, planned = trial.today, trial.placed_on, trial.planned_removal_on
    if trial.cancelled_on is not None:
        return f"cancelled {_short(trial.cancelled_on, today)}"
    if trial.removed_on is not None:
        return f"ended {_short(trial.removed_on, today)}"
    n = (today - placed_on).days
    if trial.state is TrialState.PLANNED:
        return _before_placement(n)
    if today >= planned:
        return "ends today" if today == planned else f"{count((today - planned).days, 'day')} over"
    return f"day {n} of {(planned - placed_on).days - 1}"


def _before_placement(days_since: int) -> str:
    if days_since < 0:
        return f"baseline, leads in {count(-days_since, 'day')}"
    return "leads due today" if not days_since else f"leads due {count(days_since, 'day')} ago"


def _short(day: date, today: date) -> str:
    """With its year where it is another one."""
    return short_day(day) if day.year == today.year else date_words(day)
