"""A plan of the demonstration as the clinical core would read it once it is stored."""

from datetime import date, datetime
from fractions import Fraction

from trialtrack import clock
from trialtrack.clinical.answers import DayAnswers
from trialtrack.clinical.assessment import assess, default_as_of
from trialtrack.clinical.diary import Diary, DiaryDay, Domain
from trialtrack.clinical.opioids import Dose, OpioidTable, daily_dose
from trialtrack.clinical.programmes import ProgrammeInterval, programme_of_day
from trialtrack.clinical.results import Assessment
from trialtrack.demo.devices import OFF_HOURS
from trialtrack.demo.ends import ENDS
from trialtrack.demo.plan import Entry, TrialPlan
from trialtrack.demo.rightings import day_left_out
from trialtrack.demo.times import TIME_ZONE
from trialtrack.models import MedicineKind


def assessed(plan: TrialPlan, today: date) -> Assessment:
    return assess(diary(plan), plan.protocol, default_as_of(plan.removed_on, today))


def diary(plan: TrialPlan) -> Diary:
    end = ENDS.get(plan.scenario)
    last_of_day = {entry.answers.day: entry for entry in plan.entries}
    return Diary(
        placed_on=plan.placed_on,
        removed_on=plan.removed_on,
        primary_site=plan.sites[0],
        sites=plan.sites,
        days=tuple(_day(plan, last_of_day[day]) for day in sorted(last_of_day)),
        clinic_ratings=plan.clinic_ratings,
        impression_of_change=None if end is None else end.impression,
        wants_implant=None if end is None else end.wants,
    )


def _day(plan: TrialPlan, entry: Entry) -> DiaryDay:
    answers = entry.answers
    starts_at = clock.diary_day_starts_at(answers.day, TIME_ZONE)
    ends_at = clock.diary_day_ends_at(answers.day, TIME_ZONE)
    return DiaryDay(
        day=answers.day,
        scores=answers.pain,
        values={**answers.values, **_doses(plan, answers)},
        stated_relief_percent=answers.stated_relief_percent,
        programme=programme_of_day(_intervals(plan), starts_at, ends_at),
        late=clock.is_late(entry.entered_at, answers.day, TIME_ZONE),
        excluded="illness" if answers.day == day_left_out(plan) else None,
    )


def _doses(plan: TrialPlan, answers: DayAnswers) -> dict[Domain, Fraction]:
    if answers.doses is None:
        return {}
    medicines = [taken.medicine for taken in plan.medicines]
    opioids = [
        Dose(each.drug, each.strength, answers.doses[each.name], each.form)
        for each in medicines
        if each.kind is MedicineKind.OPIOID
    ]
    painkillers = [
        answers.doses[each.name] for each in medicines if each.kind is MedicineKind.PAINKILLER
    ]
    return {
        Domain.MME_PER_DAY: daily_dose(opioids, OpioidTable.FPM_2020).mme_per_day,
        Domain.RESCUE_DOSES: sum(painkillers, answers.other_rescue_doses or Fraction(0)),
    }


def _intervals(plan: TrialPlan) -> list[ProgrammeInterval]:
    ends: list[datetime | None] = [switched.at for switched in plan.switches[1:]]
    off = OFF_HOURS.get(plan.scenario)
    hours = [] if off is None else [ProgrammeInterval(None, *off.bounds(plan))]
    return hours + [
        ProgrammeInterval(switched.programme, switched.at, end)
        for switched, end in zip(plan.switches, [*ends, plan.removed_at], strict=False)
    ]
