"""Stimulation programmes: to which one a day belongs, and what each did. METHOD section 8."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from trialtrack.clinical.diary import STIMULATION_OFF
from trialtrack.clinical.response import SiteCase, protocol_choice, reduction_percent
from trialtrack.clinical.results import ProgrammeResult

FEWEST_DAYS_TO_JUDGE = 2
FEWEST_DAYS_TO_RANK = 3


@dataclass(frozen=True, slots=True)
class ProgrammeInterval:
    """One programme was on from `starts_at`, in, to `ends_at`, out; None: it still is.

    `programme` None means that stimulation was off. Instants are aware.
    """

    programme: str | None
    starts_at: datetime
    ends_at: datetime | None


def programme_of_day(
    intervals: Sequence[ProgrammeInterval], starts_at: datetime, ends_at: datetime
) -> str | None:
    """The programme that was on for all of a day, `off` if none was; None on the day of a switch.

    `starts_at` and `ends_at` bound the diary day. Two intervals of one programme that touch are
    one. A day that is not covered throughout belongs to none, nor does one on which two overlap.
    """
    reached, names = starts_at, set()
    for interval in sorted(intervals, key=lambda interval: interval.starts_at):
        ends = ends_at if interval.ends_at is None else interval.ends_at
        if interval.starts_at >= ends_at or ends <= max(starts_at, interval.starts_at):
            continue
        if interval.starts_at > reached:
            return None
        names.add(interval.programme or STIMULATION_OFF)
        reached = max(reached, ends)
    return names.pop() if len(names) == 1 and reached >= ends_at else None


def programme_results(primary: SiteCase) -> tuple[ProgrammeResult, ...]:
    """Each programme's recorded treatment days at the primary site, in order of first use.

    What one programme did may carry over into the next: beside these stands a warning.
    """
    choice = protocol_choice(primary.protocol)
    sample = primary.course(choice.measure).within(
        primary.treatment(choice), count_late=choice.count_late, with_excluded=False
    )
    named = {day.day: day.programme for day in primary.days}
    positions: dict[str, list[int]] = {}
    for position, day in enumerate(sample.days):
        programme = named[day]
        if programme:
            positions.setdefault(programme, []).append(position)
    baseline = primary.baseline(choice).mean
    results = []
    for programme, keep in positions.items():
        mean = sample.only(keep).mean
        reduction = reduction_percent(baseline, mean)
        enough = len(keep) >= FEWEST_DAYS_TO_JUDGE
        results.append(ProgrammeResult(programme, len(keep), mean, reduction if enough else None))
    return tuple(results)


def ranked(results: Sequence[ProgrammeResult]) -> tuple[ProgrammeResult, ...] | None:
    """Programmes by falling reduction; None when they cannot be ranked.

    Every one of them needs three days or more, and there must be two. Stimulation off is not
    a programme that one could choose.
    """
    programmes = [result for result in results if result.programme != STIMULATION_OFF]
    if len(programmes) < 2:
        return None
    rated = [
        (result.reduction_percent, result)
        for result in programmes
        if result.days >= FEWEST_DAYS_TO_RANK and result.reduction_percent is not None
    ]
    if len(rated) < len(programmes):
        return None
    return tuple(result for _, result in sorted(rated, key=lambda pair: -pair[0]))
