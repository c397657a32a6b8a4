"""The days of a trial as a chart draws them: asked for, recorded, late, left out, missing.

What a value is (a pain score at a site, hours slept) is the caller's; all charts of a trial
share the same days.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from trialtrack.clinical.diary import STIMULATION_OFF, Diary, DiaryDay
from trialtrack.clinical.results import Assessment, SiteResult
from trialtrack.clinical.windows import Period, Window, baseline_window, period_of
from trialtrack.figures.wording import day_number, plain

ValueOf = Callable[[DiaryDay], Fraction | None]


class Standing(StrEnum):
    """How a day is drawn. OUTSIDE is recorded but plays no part in any mean."""

    RECORDED = "recorded"
    LATE = "late"
    OUTSIDE = "outside"
    EXCLUDED = "excluded"
    MISSING = "missing"
    NOT_ASKED = "not_asked"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Switch:
    """A programme that came on; `day` is the first day to which the new name applies."""

    day: date
    programme: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day, in words that a reader of the chart may see."""

    day: date
    words: str


class LaneKind(StrEnum):
    """What is told under the chart of pain, in the order of the lanes; also what each is called."""

    PROGRAMME = "programme"
    SIGN = "warning"
    EXCLUDED = "left out"
    STAFF = "by staff"
    CORRECTED = "corrected"
    DEVIATION = "deviation"


@dataclass(frozen=True, slots=True)
class Stretch:
    """How long a programme was on, or that stimulation was `off`.

    Both ends are a diary day with the share of it that was over, 0 to 1; `ends` None: it still is.
    """

    programme: str
    starts: tuple[date, float]
    ends: tuple[date, float] | None

    @property
    def is_off(self) -> bool:
        """Whether nothing was on."""
        return self.programme == STIMULATION_OFF


@dataclass(frozen=True, slots=True)
class Occasions:
    """What the axis marks that the diary does not hold.

    `planned_removal_on` ends the axis while the leads are in. The two labels are the modality's
    own words (a pump trial has a catheter, TENS has no leads). `switches` None: read from the
    days that name their programme. `stretches` and `events` are what happened, by lane.
    """

    planned_removal_on: date | None = None
    placed_label: str = "leads in"
    removed_label: str = "leads out"
    switches: tuple[Switch, ...] | None = None
    stretches: tuple[Stretch, ...] = ()
    events: Mapping[LaneKind, tuple[Event, ...]] = field(default_factory=dict)

    def words_of(self, day: date) -> tuple[str, ...]:
        """What happened on a day, in the order of the lanes."""
        return tuple(
            event.words
            for kind in LaneKind
            for event in self.events.get(kind, ())
            if event.day == day
        )


@dataclass(frozen=True, slots=True)
class DrawnDay:
    """One day of one chart. `value` is None where nothing was answered or the day is ahead."""

    day: date
    placed_on: date
    period: Period
    standing: Standing
    value: Fraction | None
    entry: DiaryDay | None

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a reader should know of the day's entry, in words."""
        said: list[str] = []
        if self.standing is Standing.AHEAD:
            return ("not yet entered",)
        if self.value is None:
            said.append(self._nothing)
        elif self.entry is not None and self.entry.late:
            said.append("entered late")
        if self.entry is not None and self.entry.excluded is not None:
            said.append(f"left out: {self.entry.excluded}")
        elif self.standing is Standing.OUTSIDE:
            said.append("not counted" if self.inside else f"{self.period}, not counted")
        return tuple(said)

    @property
    def _nothing(self) -> str:
        if self.entry is not None:
            return "not answered"
        return "not asked for" if self.standing is Standing.NOT_ASKED else "nothing recorded"

    @property
    def inside(self) -> bool:
        """Whether days of this period count at all."""
        return self.period in (Period.BASELINE, Period.TREATMENT)

    def sentence(self, said: str) -> str:
        """A hover text under the date: "day 2: average 3, entered late"; safe for a chart."""
        parts = [said, *self.remarks]
        return plain(f"{day_number(self.day, self.placed_on)}: {', '.join(parts)}")


@dataclass(frozen=True, slots=True)
class Timeline:
    """The days from `first` to `last`, both in, that every chart of one trial shows."""

    diary: Diary
    assessment: Assessment
    occasions: Occasions
    first: date
    last: date
    baseline: Window
    evaluation: Window | None

    @property
    def days(self) -> tuple[date, ...]:
        """Every day of the axis, in order."""
        count = (self.last - self.first).days + 1
        return tuple(self.first + timedelta(days=n) for n in range(count))

    @property
    def washout(self) -> Window | None:
        """Days after placement that do not count; None where the protocol has none."""
        end = self.diary.placed_on + timedelta(days=self.assessment.protocol.washout_days)
        end = min(end, self.last + timedelta(days=1))
        return Window(self.diary.placed_on, end) if end > self.diary.placed_on else None

    @property
    def removal_on(self) -> date | None:
        """When the leads came out, or are planned to."""
        return self.diary.removed_on or self.occasions.planned_removal_on

    @property
    def switches(self) -> tuple[Switch, ...]:
        """Programmes in the order in which they came on, on the days shown."""
        found = self.occasions.switches
        if found is None:
            found = _switches(self.diary, self.assessment.as_of)
        return tuple(switch for switch in found if self.first <= switch.day <= self.last)

    @property
    def shown_until(self) -> date:
        """The last day of which anything can be known: until then lasts what has not ended."""
        return min(self.last, self.assessment.as_of)

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """What was on, and when nothing was, on the days shown."""
        return tuple(
            each
            for each in self.occasions.stretches
            if each.starts[0] <= self.shown_until
            and (each.ends is None or each.ends[0] >= self.first)
        )

    def period(self, day: date) -> Period:
        """The part of the trial that a day belongs to."""
        return period_of(self.diary, self.assessment.protocol, day)

    def drawn(self, value_of: ValueOf) -> tuple[DrawnDay, ...]:
        """Each day of the axis with the value in question."""
        entries = {entry.day: entry for entry in self.diary.days}
        return tuple(self._drawn(day, entries.get(day), value_of) for day in self.days)

    def _drawn(self, day: date, entry: DiaryDay | None, value_of: ValueOf) -> DrawnDay:
        if day > self.assessment.as_of:
            entry = None  # What was entered after the day on which one looks plays no part.
        value = None if entry is None else value_of(entry)
        period = self.period(day)
        standing = self._absent(day, period, entry)
        if entry is not None and value is not None:
            standing = self._present(period, entry)
        return DrawnDay(day, self.diary.placed_on, period, standing, value, entry)

    def _present(self, period: Period, entry: DiaryDay) -> Standing:
        if entry.excluded is not None:
            return Standing.EXCLUDED
        if period not in (Period.BASELINE, Period.TREATMENT):
            return Standing.OUTSIDE
        if entry.late:
            return Standing.LATE if self.assessment.protocol.count_late else Standing.OUTSIDE
        return Standing.RECORDED

    def _absent(self, day: date, period: Period, entry: DiaryDay | None) -> Standing:
        # The day of the procedure is not asked for, unless the protocol lets it count.
        procedure = period is Period.WASHOUT and day == self.diary.placed_on
        if procedure or period in (Period.BETWEEN, Period.AFTER):
            return Standing.NOT_ASKED
        if day >= self.assessment.as_of:
            return Standing.AHEAD
        left_out = entry is not None and entry.excluded is not None
        return Standing.NOT_ASKED if left_out else Standing.MISSING


def timeline(
    diary: Diary,
    assessment: Assessment,
    occasions: Occasions | None = None,
    site: SiteResult | None = None,
) -> Timeline:
    """The days that every chart of a trial shows: baseline to removal, real or planned.

    While the leads are in, the axis reaches at least the day on which one looks. The evaluation
    window is that of `site`, or of the primary site.
    """
    occasions = occasions or Occasions()
    baseline = baseline_window(diary, assessment.protocol)
    if diary.removed_on is not None:
        last = diary.removed_on
    else:
        last = max(occasions.planned_removal_on or assessment.as_of, assessment.as_of)
    return Timeline(
        diary=diary,
        assessment=assessment,
        occasions=occasions,
        first=baseline.first,
        last=max(last, diary.placed_on),
        baseline=baseline,
        evaluation=(site or assessment.primary).evaluation.window,
    )


def _switches(diary: Diary, as_of: date) -> tuple[Switch, ...]:
    found: list[Switch] = []
    for entry in diary.days:
        if entry.programme is None or entry.day > as_of or entry.day < diary.placed_on:
            continue
        if not found or found[-1].programme != entry.programme:
            found.append(Switch(entry.day, entry.programme))
    return tuple(found)
