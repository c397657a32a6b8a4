"""What a plan means for this trial, in sentences: while it is typed, and before it is saved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from trialtrack.clinical.medicine_list import MedicineKind
from trialtrack.clinical.opioids import Dose, OpioidTable, daily_dose
from trialtrack.clinical.plan import PlanMeaning, plan_meaning
from trialtrack.clinical.protocol import Protocol
from trialtrack.clock import diary_day
from trialtrack.queries.planning import Planning
from trialtrack.services.plan_trial import PlannedMedicine
from trialtrack.store.open_days import DiaryDays
from trialtrack.store.records import TrialRecord
from trialtrack.web.clinic.planning.forms import PlanForm
from trialtrack.web.clinic.planning.lists import PUMP, TABLES, template_of
from trialtrack.web.clinic.planning.protocol_fields import protocol_of
from trialtrack.web.clinic.planning.reading import medicines_of
from trialtrack.web.words import count, span_words, weekday_words


@dataclass(frozen=True, slots=True)
class Means:
    """Sentences. `troubles` need a second thought; nothing is refused for them."""

    lines: tuple[str, ...]
    troubles: tuple[str, ...]


def means(form: PlanForm, place: Planning, at: datetime) -> Means:
    """What can be said of the plan as far as it is filled in."""
    placed, removed = form.placed_on.data, form.planned_removal_on.data
    protocol = form.protocol or protocol_of(form, placed)
    lines: list[str] = []
    troubles: list[str] = []
    if protocol is not None and placed is not None and removed is not None and removed > placed:
        meaning = _meaning(protocol, placed, removed, place, at)
        today = diary_day(at, place.time_zone)
        lines += [_days(meaning), *_washout(form, meaning, protocol), _baseline(meaning, today)]
        troubles += _troubles(meaning, placed, today)
    drug = (form.trial_drug.data or "").strip() if form.treatment.data == PUMP else ""
    medicines = _medicines(medicines_of(form), place.opioid_table, drug)
    return Means((*lines, *medicines), tuple(troubles))


def _meaning(
    protocol: Protocol, placed: date, removed: date, place: Planning, at: datetime
) -> PlanMeaning:
    open_days = DiaryDays(placed, None, protocol, place.time_zone).open(at)
    today = diary_day(at, place.time_zone)
    return plan_meaning(protocol, placed, removed, today, next(iter(open_days), None))


def _days(found: PlanMeaning) -> str:
    planned = count(found.planned_days, "planned day")
    leaves = "leaves" if found.planned_days == 1 else "leave"
    treatment = count(found.treatment_days, "treatment day")
    needed = f"{found.required} {'is' if found.required == 1 else 'are'} needed"
    said = f"{planned} {leaves} {treatment if found.treatment_days else 'no treatment day'}; "
    if found.window is not None and found.window.days < found.treatment_days:
        said += f"the last {found.window.days} are judged, and of these {needed}"
    else:
        said += needed
    return f"{said}; every day counts." if found.every_day_counts else f"{said}."


def _washout(form: PlanForm, found: PlanMeaning, protocol: Protocol) -> tuple[str, ...]:
    template = template_of(form.treatment.data)
    if template is None or found.treatment is None:
        return ()
    if protocol.washout_days != template.protocol.washout_days:
        return ()
    reason = template.reasons.get("washout_days")
    first = weekday_words(found.treatment.first)
    return (f"The first treatment day is {first}. {reason}",) if reason else ()


def _baseline(found: PlanMeaning, today: date) -> str:
    days = found.baseline.each_day()
    said = f"The baseline runs {span_words(days[0], days[-1])}"
    if not found.baseline_past:
        return f"{said}, and begins today." if days[0] == today else f"{said}."
    if found.baseline_past == found.baseline.days:
        past = "all of its days are past" if found.baseline.days > 1 else "its day is past"
    else:
        past = f"{found.baseline_past} of its days {'is' if found.baseline_past == 1 else 'are'}"
        past += " already past"
    still_open = found.baseline_left - sum(day >= today for day in days)
    if still_open > 0:
        past += f", of which {still_open} can still be filled in"
    return f"{said}; {past}."


def _troubles(found: PlanMeaning, placed: date, today: date) -> list[str]:
    troubles = []
    if not found.can_be_assessed:
        troubles.append("This trial could never be judged: it has too few treatment days.")
    if not found.baseline_can_be_made:
        left = count(found.baseline_left, "day") if found.baseline_left else "no day"
        troubles.append(
            f"Of the baseline {left} can still be filled in, and {found.baseline_required} are "
            "needed. Rate the pain in clinic before placement, or move placement."
        )
    if placed < today:
        troubles.append(f"Placement on {weekday_words(placed)} is in the past.")
    return troubles


def _medicines(
    planned: Sequence[PlannedMedicine], table: OpioidTable, drug: str
) -> tuple[str, ...]:
    opioids = [each for each in planned if each.kind is MedicineKind.OPIOID]
    lines = [
        f"{each.name} is not counted in the {TABLES[table]}: the trial’s answer on analgesics "
        "then stays open."
        for each in opioids
        if not _is_counted(each, table, drug)
    ]
    if opioids:
        lines.append(
            f"Opioids are added up by the {TABLES[table]}, to follow this person over time; never "
            "to convert one opioid into another."
        )
    return tuple(lines)


def _is_counted(medicine: PlannedMedicine, table: OpioidTable, drug: str) -> bool:
    dose = Dose(medicine.drug, medicine.strength or Fraction(0), Fraction(1), medicine.form)
    return not daily_dose([dose], table, leave_out=(drug,) if drug else ()).uncounted_drugs


def next_words(record: TrialRecord, today: date) -> tuple[str, ...]:
    """What comes next for a trial that was planned just now, in order."""
    first = record.diary_days.first
    if first > today:
        begins = (
            f"The baseline begins on {weekday_words(first)}: the patient needs the card by then."
        )
    elif record.diary.placed_on > today:
        begins = "The baseline has begun: the patient fills in the diary from today on."
    else:
        begins = "The day of placement has come: record it once the leads are in."
    return (
        "Make the card, print it, and give it to the patient.",
        "Let the patient scan it and sign in while you are there.",
        begins,
        f"Placement is planned for {weekday_words(record.diary.placed_on)}; record it on that day.",
    )
