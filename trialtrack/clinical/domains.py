"""Sleep, activity and analgesics over the same two windows as the pain. METHOD section 6."""

from dataclasses import dataclass
from fractions import Fraction

from trialtrack.clinical.diary import Diary, DiaryDay, Domain
from trialtrack.clinical.protocol import Protocol
from trialtrack.clinical.response import SiteCase, protocol_choice
from trialtrack.clinical.results import DomainChange, StatedRelief
from trialtrack.clinical.samples import course
from trialtrack.clinical.windows import Window, baseline_window

ESTIMATE_BELOW, ESTIMATE_ABOVE = -30, 41
"""Own estimate less calculated reduction: 95% limits in 174 people (Hagedorn 2021)."""


@dataclass(frozen=True, slots=True)
class TwoWindows:
    """The days of the primary site's baseline and evaluation windows, up to the day one looks."""

    diary: Diary
    protocol: Protocol
    days: tuple[DiaryDay, ...]
    baseline: Window
    evaluation: Window | None

    def change(self, domain: Domain) -> DomainChange:
        """Means of a domain on either side; days count as they do for pain."""
        values = course(self.days, lambda day: day.values.get(domain))
        before, during = (
            values.within(window, count_late=self.protocol.count_late, with_excluded=False)
            for window in (self.baseline, self.evaluation)
        )
        b, t = before.mean, during.mean
        difference = None if b is None or t is None else t - b
        return DomainChange(domain, b, t, difference, before.count, during.count)

    def changes(self) -> tuple[DomainChange, ...]:
        """Every domain with a recorded day on either side."""
        present = {domain for day in self.days for domain in day.values}
        found = (self.change(domain) for domain in Domain if domain in present)
        return tuple(change for change in found if change.baseline_days or change.trial_days)

    def uncounted_drugs(self) -> tuple[str, ...]:
        """Opioids taken in either window for which the dose table has no factor."""
        return tuple(
            dict.fromkeys(
                drug
                for day in self.days
                if day.uncounted_drugs and self._counts(day)
                for drug in day.uncounted_drugs
            )
        )

    def _counts(self, day: DiaryDay) -> bool:
        inside = day.day in self.baseline or (
            self.evaluation is not None and day.day in self.evaluation
        )
        return inside and day.excluded is None and (self.protocol.count_late or not day.late)

    def stated_relief(self, calculated_percent: Fraction | None) -> StatedRelief:
        """The person's own estimates over the evaluation window beside the calculated figure."""
        mean = (
            course(self.days, lambda day: day.stated_relief_percent)
            .within(
                self.evaluation,
                count_late=self.protocol.count_late,
                with_excluded=False,
            )
            .mean
        )
        discordant = is_discordant(mean, calculated_percent)
        return StatedRelief(mean, calculated_percent, discordant)


def is_discordant(own_percent: Fraction | None, calculated_percent: Fraction | None) -> bool | None:
    """Whether an own estimate lies further from the calculated figure than usual; None without one.

    >>> is_discordant(Fraction(90), Fraction(50)), is_discordant(Fraction(19), Fraction(50))
    (False, True)
    """
    if own_percent is None or calculated_percent is None:
        return None
    return not ESTIMATE_BELOW <= own_percent - calculated_percent <= ESTIMATE_ABOVE


def two_windows(primary: SiteCase) -> TwoWindows:
    """The windows of the primary site by its protocol."""
    return TwoWindows(
        primary.diary,
        primary.protocol,
        primary.days,
        baseline_window(primary.diary, primary.protocol),
        primary.evaluation_window(protocol_choice(primary.protocol)),
    )
