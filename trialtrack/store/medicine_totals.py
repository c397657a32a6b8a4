"""What the medicines of a day come to: mg of oral morphine, and doses of painkillers.

A total is said only when everything that goes into it was answered. METHOD sections 6 and 7.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from trialtrack.clinical.answers import DayAnswers
from trialtrack.clinical.opioids import Dose, OpioidTable, daily_dose
from trialtrack.models import MedicineKind
from trialtrack.store.records import MedicineFacts


@dataclass(frozen=True, slots=True)
class MedicineTotals:
    """The day's totals; None cannot be said. `uncounted_drugs` have no factor in the table."""

    mme_per_day: Fraction | None
    rescue_doses: Fraction | None
    uncounted_drugs: tuple[str, ...]


def medicine_totals(
    answers: DayAnswers,
    plan: Sequence[MedicineFacts],
    table: OpioidTable,
    trial_drug: str | None,
) -> MedicineTotals:
    """The totals of one day's answers under a plan.

    Opioid dose: 0 when the medicines were answered and none was taken, None when they were not
    answered, or one opioid of the plan was not. `trial_drug`, a pump's own, is left out.
    Painkillers: those of the plan and the others together. An opioid outside the plan has no
    strength that could be counted: it is named, and is never 0.
    """
    opioids = [medicine for medicine in plan if medicine.kind is MedicineKind.OPIOID]
    outside = [other.opioid for other in answers.other_medicines if other.opioid and other.doses]
    if not _answered(answers, opioids):
        return MedicineTotals(None, _rescue_doses(answers, plan), tuple(dict.fromkeys(outside)))
    doses = answers.doses or {}
    taken = [
        Dose(medicine.drug, medicine.strength, doses[str(medicine.id)], medicine.form)
        for medicine in opioids
        if medicine.strength is not None
    ]
    total = daily_dose(taken, table, leave_out=(trial_drug,) if trial_drug else ())
    uncounted = tuple(dict.fromkeys((*total.uncounted_drugs, *outside)))
    return MedicineTotals(total.mme_per_day, _rescue_doses(answers, plan), uncounted)


def _rescue_doses(answers: DayAnswers, plan: Sequence[MedicineFacts]) -> Fraction | None:
    painkillers = [medicine for medicine in plan if medicine.kind is MedicineKind.PAINKILLER]
    if answers.other_rescue_doses is None or (painkillers and not _answered(answers, painkillers)):
        return None
    doses = answers.doses or {}
    planned = sum((doses[str(medicine.id)] for medicine in painkillers), Fraction(0))
    named = sum((other.doses for other in answers.other_medicines if other.for_pain), Fraction(0))
    return planned + answers.other_rescue_doses + named


def _answered(answers: DayAnswers, medicines: Sequence[MedicineFacts]) -> bool:
    doses = answers.doses
    return doses is not None and all(str(medicine.id) in doses for medicine in medicines)
