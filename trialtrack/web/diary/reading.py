"""From the form to one frozen value, and from an earlier answer back into the form."""

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from trialtrack.clinical.answers import DayAnswers, Declined, OtherMedicine
from trialtrack.clinical.diary import Domain, Scores
from trialtrack.clinical.opioid_names import opioid_in
from trialtrack.clinical.opioids import Form
from trialtrack.queries.day_questions import DayQuestions
from trialtrack.services.day_entry import DayEntry
from trialtrack.store.records import EntryFacts
from trialtrack.web.diary.forms import DiaryForm, time_off

DOMAIN_FIELDS: Mapping[Domain, str] = {
    Domain.SLEEP_HOURS: "sleep_hours",
    Domain.SLEEP_QUALITY: "sleep_quality",
    Domain.AWAKENINGS: "awakenings",
    Domain.ACTIVITY_INTERFERENCE: "activity_interference",
    Domain.WALKING_MINUTES: "walking_minutes",
    Domain.STANDING_MINUTES: "standing_minutes",
    Domain.STEPS: "steps",
}
MINUTES_PER_HOUR = 60


def answers_of(form: DiaryForm) -> DayAnswers:
    """What was answered, exact; what was left blank is absent. The form must be valid."""
    asked = form.questions
    values = {
        domain: form[name].data
        for domain, name in DOMAIN_FIELDS.items()
        if form[name].data is not None
    }
    doses = {
        str(medicine.id): count
        for medicine in asked.medicines
        if (count := form.dose_field(medicine.id).data) is not None
    }
    answered = form.other_rescue_doses.data is not None
    stimulated = bool(asked.programmes) or asked.asks_time_off
    return DayAnswers(
        day=asked.day,
        pain=_pain(form),
        values=values,
        doses=doses if answered else None,
        other_rescue_doses=form.other_rescue_doses.data,
        stated_relief_percent=form.stated_relief_percent.data if asked.asks_relief else None,
        declined=_declined(form),
        patches_changed=_patches_changed(form),
        other_medicines=_others(form),
        programme=form.programme.data if stimulated and asked.programmes else None,
        off_minutes=_off_minutes(form) if asked.asks_time_off else None,
    )


def entry_of(
    form: DiaryForm, *, entered_at: datetime | None = None, clock_skew_seconds: int | None = None
) -> DayEntry:
    """The frozen value that the service records. The form must be valid."""
    return DayEntry(
        id=UUID(form.entry_id.data),
        trial_id=form.questions.trial_id,
        answers=answers_of(form),
        note=form.note.data,
        side_effects=form.side_effects.data,
        other_names=other_names(form),
        entered_at=entered_at,
        clock_skew_seconds=clock_skew_seconds,
    )


def other_names(form: DiaryForm) -> tuple[str, ...]:
    """What the medicines outside the plan are called, in their order."""
    return tuple(name.data.strip() for name, _, _ in form.other_rows() if (name.data or "").strip())


def _pain(form: DiaryForm) -> Mapping[str, Scores]:
    asked = form.questions
    pain = {
        str(site.id): {
            measure: score
            for measure in asked.measures
            if (score := form.pain_field(site.id, measure).data) is not None
        }
        for site in asked.sites
    }
    return {site: scores for site, scores in pain.items() if scores}


def _declined(form: DiaryForm) -> Declined:
    asked = form.questions
    declined = {
        str(site.id): frozenset(
            measure for measure in asked.measures if form.pain_field(site.id, measure).declined
        )
        for site in asked.sites
    }
    return {site: measures for site, measures in declined.items() if measures}


def _patches_changed(form: DiaryForm) -> Mapping[str, bool]:
    said = {
        str(medicine.id): form[f"changed_{medicine.id.hex}"].data
        for medicine in form.questions.medicines
        if medicine.form is Form.PATCH
    }
    return {key: answer == "yes" for key, answer in said.items() if answer}


def _others(form: DiaryForm) -> tuple[OtherMedicine, ...]:
    return tuple(
        OtherMedicine(doses.data, for_pain.data == "yes", opioid_in(name.data))
        for name, doses, for_pain in form.other_rows()
        if (name.data or "").strip() and doses.data is not None
    )


def _off_minutes(form: DiaryForm) -> Fraction | None:
    return None if form.off.data is None else time_off(form)


def fill(form: DiaryForm, questions: DayQuestions) -> None:
    """Put the answers that stand for a day into its form, for a correction."""
    entry = questions.answered
    if entry is None:
        return
    answers = entry.answers
    _fill_pain(form, entry)
    for domain, value in answers.values.items():
        if domain in DOMAIN_FIELDS:
            form[DOMAIN_FIELDS[domain]].process_data(value)
    for medicine in questions.medicines:
        key = str(medicine.id)
        form.dose_field(medicine.id).process_data((answers.doses or {}).get(key))
        if key in answers.patches_changed and medicine.form is Form.PATCH:
            changed = "yes" if answers.patches_changed[key] else "no"
            form[f"changed_{medicine.id.hex}"].process_data(changed)
    form.other_rescue_doses.process_data(answers.other_rescue_doses)
    form.stated_relief_percent.process_data(answers.stated_relief_percent)
    form.programme.process_data(answers.programme)
    _fill_others(form, entry)
    _fill_time_off(form, answers.off_minutes)
    form.side_effects.data, form.note.data = entry.side_effects, entry.note


def _fill_pain(form: DiaryForm, entry: EntryFacts) -> None:
    for site in form.questions.sites:
        scores = entry.answers.pain.get(str(site.id), {})
        declined = entry.answers.declined.get(str(site.id), frozenset())
        for measure in form.questions.measures:
            field = form.pain_field(site.id, measure)
            if measure in declined:
                field.decline()
            elif measure in scores:
                field.data = scores[measure]


def _fill_others(form: DiaryForm, entry: EntryFacts) -> None:
    said = zip(entry.answers.other_medicines, entry.other_names, strict=True)
    for (other, named), (name, doses, for_pain) in zip(said, form.other_rows(), strict=False):
        name.data = named
        doses.process_data(other.doses)
        for_pain.process_data("yes" if other.for_pain else "no")


def _fill_time_off(form: DiaryForm, minutes: Fraction | None) -> None:
    if minutes is None:
        return
    form.off.process_data("yes" if minutes else "no")
    if minutes:
        hours, rest = divmod(minutes, MINUTES_PER_HOUR)
        form.off_hours.process_data(Fraction(hours))
        form.off_minutes.process_data(rest)
