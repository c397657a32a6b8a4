"""METHOD sections 3 to 5 a second time: plain dictionaries of days, no code of trialtrack's.

Slow and literal, read line by line from METHOD, so that a slip in one of the two shows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from statistics import mean, variance
from typing import Any

from scipy import special

from trialtrack.clinical.diary import Diary
from trialtrack.clinical.protocol import Protocol

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Look:
    """One analysis: the settings that section 5 changes one at a time."""

    measure: str
    count_late: bool
    washout: int
    length: int
    with_excluded: bool = False


@dataclass(frozen=True)
class Found:
    """What a look finds."""

    window: tuple[date, date] | None
    before: Mapping[date, Fraction]
    after: Mapping[date, Fraction]
    source: str | None
    b: Fraction | None

    def reduction(self, after: Mapping[date, Fraction] | None = None) -> Fraction | None:
        days = self.after if after is None else after
        if not self.b or not days:
            return None
        return 100 * (self.b - mean(days.values())) / self.b


class Reference:
    """The figures of one site."""

    def __init__(self, diary: Diary, rules: Protocol, as_of: date, site: str) -> None:
        self.diary, self.rules, self.as_of, self.site = diary, rules, as_of, site
        self.rows = {day.day: day for day in diary.days if day.day <= as_of}
        self.final = diary.removed_on is not None and as_of >= diary.removed_on
        self.own = Look(rules.measure, rules.count_late, rules.washout_days, rules.window_days)

    def value(self, day: date, look: Look) -> Fraction | None:
        row = self.rows.get(day)
        if row is None or (row.late and not look.count_late):
            return None
        scores = {str(name): score for name, score in row.scores.get(self.site, {}).items()}
        return scores.get(look.measure)

    def recorded(self, first: date, end: date, look: Look) -> dict[date, Fraction]:
        found = {}
        while first < end:
            value = self.value(first, look)
            if value is not None and (look.with_excluded or not self.rows[first].excluded):
                found[first] = value
            first += DAY
        return found

    def treatment(self, look: Look) -> tuple[date, date]:
        if self.final:
            assert self.diary.removed_on is not None
            end = self.diary.removed_on
        else:
            end = self.as_of + DAY if self.value(self.as_of, look) is not None else self.as_of
        return self.diary.placed_on + look.washout * DAY, end

    def find(self, look: Look) -> Found:
        ends = self.rules.baseline_ends_on or self.diary.placed_on
        before = self.recorded(ends - self.rules.baseline_days * DAY, ends, look)
        first, end = self.treatment(look)
        window = (max(first, end - look.length * DAY), end) if first < end else None
        after = self.recorded(*window, look) if window else {}
        rating = self.diary.clinic_ratings.get(self.site)
        if len(before) >= self.rules.baseline_min_days:
            return Found(window, before, after, "diary", mean(before.values()))
        return Found(window, before, after, None if rating is None else "clinic", rating)

    def days(self, window: tuple[date, date] | None) -> list[date]:
        if window is None:
            return []
        return [window[0] + n * DAY for n in range((window[1] - window[0]).days)]

    def figures(self) -> dict[str, Any]:
        found = self.find(self.own)
        in_window = self.days(found.window)
        expected = [day for day in in_window if not (day in self.rows and self.rows[day].excluded)]
        reasons = self.rules_1_and_2(found)
        if (
            not expected
            or len(found.after) < self.rules.window_min_days
            or Fraction(len(found.after), len(in_window)) < self.rules.window_min_share
        ):
            reasons.append("too_few_days")
        reduction = found.reduction()
        verdict = "pending"
        if self.final:
            verdict = "not_assessable"
            if not reasons and reduction is not None:
                met = reduction >= self.rules.threshold_percent
                verdict = "met" if met else "not_met"
        others = self.others(found) if self.final and reduction is not None else {}
        assessable = verdict in ("met", "not_met")
        agreeing = sum(met == (verdict == "met") for _, met in others.values())
        return {
            "verdict": verdict,
            "reasons": reasons,
            "reduction": reduction,
            "source": found.source,
            "b": found.b,
            "window": found.window,
            "missing": [day for day in expected if day not in found.after],
            "missing_days": self.missing(found, len(expected)),
            "others": others,
            "same_answer": (agreeing, len(others)) if assessable else None,
            "confidence": self.confidence(found) if assessable else None,
        }

    def rules_1_and_2(self, found: Found) -> list[str]:
        if found.b is None:
            return ["no_baseline"]
        if found.b < self.rules.baseline_floor or found.b == 0:
            return ["baseline_below_floor"]
        return []

    def missing(self, found: Found, expected: int) -> tuple[Fraction | None, str | None]:
        reduction = found.reduction()
        if not self.final or reduction is None or found.b is None:
            return None, None
        m = expected - len(found.after)
        if m == 0:
            return None, "nothing_missing"
        c = 1 - self.rules.threshold_percent / 100
        flips_at = (c * found.b * expected - sum(found.after.values())) / m
        if reduction >= self.rules.threshold_percent:
            if flips_at >= 10:
                return flips_at, "cannot_flip"
            worse = flips_at >= found.b
            return flips_at, "only_if_worse_than_baseline" if worse else "fragile"
        if flips_at < 0:
            return flips_at, "cannot_flip"
        better = flips_at < min(found.after.values())
        return flips_at, "only_if_better_than_any_day" if better else "fragile"

    def others(self, own: Found) -> dict[str, tuple[Fraction, bool]]:
        first, end = self.treatment(self.own)
        looks = {
            "all_treatment_days": replace(self.own, length=(end - first).days),
            "last_3_days": replace(self.own, length=3),
            "without_late": replace(self.own, count_late=False),
            "one_more_washout_day": replace(self.own, washout=self.own.washout + 1),
            "with_excluded": replace(self.own, with_excluded=True),
        } | {
            f"measure_{name}": replace(self.own, measure=name)
            for name in ("average", "worst", "now")
        }
        kept: dict[str, Fraction | None] = {}
        for name, look in looks.items():
            found = self.find(look)
            same_baseline = found.source == "clinic" or found.before == own.before
            same = look.measure == self.own.measure and same_baseline and found.after == own.after
            if found.source == own.source and not self.rules_1_and_2(found) and not same:
                kept[name] = found.reduction()
        kept |= self.on_other_days(own) if not self.rules_1_and_2(own) else {}
        rating = self.diary.clinic_ratings.get(self.site)
        if own.source == "diary" and rating is not None:
            clinic = replace(own, source="clinic", b=rating)
            if not self.rules_1_and_2(clinic):
                kept["clinic_baseline"] = clinic.reduction()
        return {
            name: (value, value >= self.rules.threshold_percent)
            for name, value in kept.items()
            if value is not None
        }

    def on_other_days(self, own: Found) -> dict[str, Fraction | None]:
        choices: dict[str, dict[date, Fraction]] = {"last_recorded_day": {
            day: value for day, value in own.after.items() if day == max(own.after)
        }}  # fmt: skip
        names = {day: self.rows[day].programme for day in self.days(own.window) if day in self.rows}
        on = [day for day, name in names.items() if name not in (None, "", "off")]
        if on:
            choices["last_programme_only"] = {
                day: value for day, value in own.after.items() if names[day] == names[max(on)]
            }
        kept = {name: own.reduction(days) for name, days in choices.items() if days != own.after}
        if len(own.after) >= 2:
            each = [
                own.reduction({day: value for day, value in own.after.items() if day != left_out})
                for left_out in own.after
            ]
            values = [value for value in each if value is not None]
            kept["leave_one_out_lowest"] = min(values)
            kept["leave_one_out_highest"] = max(values)
        return kept

    def confidence(self, found: Found) -> tuple[str | None, float | None, list[float] | None]:
        if found.source == "clinic":
            return "clinic_baseline", None, None
        if min(len(found.before), len(found.after)) < 2:
            return "too_few_days_for_spread", None, None
        r, sd, prior = (
            float(getattr(self.rules, name)) for name in ("autocorrelation", "day_sd", "day_sd_df")
        )
        errors = []
        for days in (found.before, found.after):
            n, s2 = len(days), float(variance(days.values()))
            s2m = (prior * sd**2 + (n - 1) * s2) / (prior + n - 1)
            errors.append((s2m / (n * (1 - r) / (1 + r)), prior + n - 1))
        (v_b, df_b), (v_t, df_t) = errors
        b, t = (float(mean(days.values())) for days in (found.before, found.after))
        ratio, c = t / b, 1 - float(self.rules.threshold_percent) / 100
        nu = (v_t + ratio**2 * v_b) ** 2 / (v_t**2 / df_t + (ratio**2 * v_b) ** 2 / df_b)
        chance = float(special.stdtr(nu, (c * b - t) / (v_t + c**2 * v_b) ** 0.5))
        q = float(special.stdtrit(nu, 0.975))
        g = q**2 * v_b / b**2
        if g >= 1:
            return "baseline_too_uncertain", chance, None
        reach = q / b * (v_t + ratio**2 * v_b - g * v_t) ** 0.5
        ends = [(ratio + reach) / (1 - g), (ratio - reach) / (1 - g)]
        return None, chance, [100 * (1 - end) for end in ends]
