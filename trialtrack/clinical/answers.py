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

UNKNOWN_PROGRAMME = "unknown"
"""The answer "I don't know" to which programme was on."""

Declined = Mapping[str, frozenset[Measure]]
"""By site, the pain scores that the person would rather not say: an answer, never a number."""


@dataclass(frozen=True, slots=True)
class OtherMedicine:
    """A medicine taken that is not in the plan. Its name is free text, and kept elsewhere.

    `for_pain`: it then counts as that many doses of a painkiller. `opioid`: the opioid that was
    recognised in the name; None: none was.
    """

    doses: Fraction
    for_pain: bool
    opioid: str | None = None


@dataclass(frozen=True, slots=True)
class DayAnswers:
    """The answers of one day; what was not answered is absent, and 0 is an answer.

    `pain` and `declined` are keyed by the id of the site, `doses` by the id of the medicine in
    the plan: how many units were taken, of a patch how many were worn. `patches_changed` says of
    a patch whether it was changed that day. `doses` None: the medicines were not answered.
    `other_rescue_doses`: doses of painkillers outside the plan. `programme`: the id of the
    programme that was on, or `UNKNOWN_PROGRAMME`; `off_minutes`: how long stimulation was off.
    """

    day: date
    pain: Mapping[str, Scores] = field(default_factory=dict)
    values: Mapping[Domain, Fraction] = field(default_factory=dict)
    doses: Mapping[str, Fraction] | None = None
    other_rescue_doses: Fraction | None = None
    stated_relief_percent: Fraction | None = None
    declined: Declined = field(default_factory=dict)
    patches_changed: Mapping[str, bool] = field(default_factory=dict)
    other_medicines: tuple[OtherMedicine, ...] = ()
    programme: str | None = None
    off_minutes: Fraction | None = None

    def canonical(self) -> str:
        """One text for one set of answers: sorted JSON, numbers as decimal text.

        Two encodings of the same answers give the same text, so that an honest resend is seen
        to be one. A question that was added later is absent where it was not answered: the text
        of an older entry, and so its hash, stays what it was.

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
        for name in ("other_rescue_doses", "stated_relief_percent", "off_minutes"):
            value = getattr(self, name)
            if value is not None:
                said[name] = text(value)
        said |= self._in_words()
        return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    def _in_words(self) -> dict[str, Any]:
        """What is answered by other than numbers; absent where it was not."""
        declined = {site: sorted(measures) for site, measures in self.declined.items() if measures}
        others = [_other_text(other) for other in self.other_medicines]
        said = {
            "declined": declined,
            "patches_changed": dict(self.patches_changed),
            "other_medicines": others,
            "programme": self.programme,
        }
        return {name: value for name, value in said.items() if value}


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
        declined={
            site: frozenset(Measure(name) for name in measures)
            for site, measures in said.get("declined", {}).items()
        },
        patches_changed=said.get("patches_changed", {}),
        other_medicines=tuple(_other(other) for other in said.get("other_medicines", ())),
        programme=said.get("programme"),
        off_minutes=_number(said, "off_minutes"),
    )


def _other_text(other: OtherMedicine) -> dict[str, Any]:
    said: dict[str, Any] = {"doses": text(other.doses), "for_pain": other.for_pain}
    return said if other.opioid is None else {**said, "opioid": other.opioid}


def _other(said: Mapping[str, Any]) -> OtherMedicine:
    return OtherMedicine(decimal_fraction(said["doses"]), said["for_pain"], said.get("opioid"))


def _number(said: Mapping[str, str], name: str) -> Fraction | None:
    return decimal_fraction(said[name]) if name in said else None
