"""What one patient answers for one diary day, as a frozen value. METHOD section 10 (own wording).

The form makes it, the service records it, the store reads it back: this module is the one
place that knows its canonical text.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from trialtrack.clinical.diary import Domain, Measure, Scores
from trialtrack.clinical.protocol import decimal_fraction, text


@dataclass(frozen=True, slots=True)
class DayAnswers:
    """The answers of one day; what was not answered is absent, and 0 is an answer.

    `pain` is keyed by the id of the site, `doses` by the id of the medicine in the plan: how
    many units were taken. `doses` None: the medicines were not answered. `other_rescue_doses`:
    doses of painkillers outside the plan.
    """

    day: date
    pain: Mapping[str, Scores] = field(default_factory=dict)
    values: Mapping[Domain, Fraction] = field(default_factory=dict)
    doses: Mapping[str, Fraction] | None = None
    other_rescue_doses: Fraction | None = None
    stated_relief_percent: Fraction | None = None

    def canonical(self) -> str:
        """One text for one set of answers: sorted JSON, numbers as decimal text.

        Two encodings of the same answers give the same text, so that an honest resend is seen
        to be one.

        >>> DayAnswers(date(2026, 3, 12), {"s": {Measure.AVERAGE: Fraction(3)}}).canonical()
        '{"day":"2026-03-12","pain":{"s":{"average":"3"}}}'
        """
        said: dict[str, Any] = {"day": self.day.isoformat()}
        pain = {
            site: {measure.value: text(score) for measure, score in scores.items()}
            for site, scores in self.pain.items()
            if scores
        }
        if pain:
            said["pain"] = pain
        if self.values:
            said["values"] = {domain.value: text(value) for domain, value in self.values.items()}
        if self.doses is not None:
            said["doses"] = {medicine: text(count) for medicine, count in self.doses.items()}
        for name in ("other_rescue_doses", "stated_relief_percent"):
            value = getattr(self, name)
            if value is not None:
                said[name] = text(value)
        return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def read_answers(canonical: str) -> DayAnswers:
    """The answers behind a canonical text; the inverse of `DayAnswers.canonical`."""
    said = json.loads(canonical)
    doses = said.get("doses")
    return DayAnswers(
        day=date.fromisoformat(said["day"]),
        pain={
            site: {Measure(name): decimal_fraction(score) for name, score in scores.items()}
            for site, scores in said.get("pain", {}).items()
        },
        values={
            Domain(name): decimal_fraction(value) for name, value in said.get("values", {}).items()
        },
        doses=None if doses is None else {key: decimal_fraction(n) for key, n in doses.items()},
        other_rescue_doses=_number(said, "other_rescue_doses"),
        stated_relief_percent=_number(said, "stated_relief_percent"),
    )


def _number(said: Mapping[str, str], name: str) -> Fraction | None:
    return decimal_fraction(said[name]) if name in said else None
