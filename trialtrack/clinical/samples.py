"""The recorded values of a window, summed exactly. METHOD section 3, "recorded".

Values are kept as whole numbers of steps of 1/scale: sums, variances and slopes are then
integer arithmetic, exact and several times faster than adding fractions.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import lcm, sqrt

from trialtrack.clinical.diary import DiaryDay
from trialtrack.clinical.windows import Window


@dataclass(frozen=True, slots=True)
class Sample:
    """Values of some days, in order: `steps[i]` / `scale` on `days[i]`."""

    days: tuple[date, ...]
    steps: tuple[int, ...]
    scale: int

    @property
    def count(self) -> int:
        """How many days there are."""
        return len(self.days)

    @property
    def mean(self) -> Fraction | None:
        """The mean, exact; None of no days."""
        return Fraction(sum(self.steps), self.scale * len(self.steps)) if self.steps else None

    @property
    def variance(self) -> float | None:
        """The sample variance (n - 1); None under two days."""
        n = len(self.steps)
        if n < 2:
            return None
        total = sum(self.steps)
        square_sum = sum(step * step for step in self.steps)
        return (n * square_sum - total * total) / (n * (n - 1) * self.scale * self.scale)

    @property
    def spread(self) -> float | None:
        """The sample SD; None under two days."""
        variance = self.variance
        return None if variance is None else sqrt(variance)

    @property
    def slope(self) -> Fraction | None:
        """The least-squares slope a day, exact; None under two days."""
        n = len(self.days)
        if n < 2:
            return None
        x = [(day - self.days[0]).days for day in self.days]
        total_x = sum(x)
        product = sum(a * b for a, b in zip(x, self.steps, strict=True))
        rise = n * product - total_x * sum(self.steps)
        run = n * sum(a * a for a in x) - total_x * total_x
        return Fraction(rise, run * self.scale)

    def value(self, step: int) -> Fraction:
        """A number of steps as the value that it stands for."""
        return Fraction(step, self.scale)

    def only(self, keep: Sequence[int]) -> "Sample":
        """The days at these positions."""
        return Sample(
            tuple(self.days[i] for i in keep),
            tuple(self.steps[i] for i in keep),
            self.scale,
        )


@dataclass(frozen=True, slots=True)
class Course:
    """Every value of one question over the trial, in order of day, with the day it belongs to."""

    days: tuple[DiaryDay, ...]
    steps: tuple[int, ...]
    scale: int

    def within(self, window: Window | None, *, count_late: bool, with_excluded: bool) -> Sample:
        """The recorded days of a window: not late unless late counts, not excluded unless asked."""
        if window is None:
            return Sample((), (), self.scale)
        first, end = window.first, window.end
        taken = [
            (day.day, step)
            for day, step in zip(self.days, self.steps, strict=True)
            if first <= day.day < end
            and (count_late or not day.late)
            and (with_excluded or day.excluded is None)
        ]
        return Sample(tuple(day for day, _ in taken), tuple(step for _, step in taken), self.scale)

    def has(self, day: date, *, count_late: bool) -> bool:
        """Whether the day is recorded, be it excluded or not."""
        return any(
            found.day == day and (count_late or not found.late) for found in reversed(self.days)
        )

    def late_days(self, window: Window | None) -> tuple[date, ...]:
        """The days of a window with a value that was entered late, counted or not."""
        if window is None:
            return ()
        return tuple(day.day for day in self.days if day.late and day.day in window)


def course(days: Sequence[DiaryDay], value: Callable[[DiaryDay], Fraction | None]) -> Course:
    """The course of one question over days in order; days on which it was not answered drop out."""
    found = [(day, answer) for day in days if (answer := value(day)) is not None]
    scale = lcm(*{answer.denominator for _, answer in found})
    return Course(
        tuple(day for day, _ in found),
        tuple(answer.numerator * (scale // answer.denominator) for _, answer in found),
        scale,
    )
