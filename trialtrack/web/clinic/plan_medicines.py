"""The medicines of a trial's plan: one ends, one is added, or a wrong one is put right."""

from datetime import date
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer
from wtforms import FormField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, InputRequired

from trialtrack.access import Refusal
from trialtrack.clinical.medicine_list import is_same_medicine
from trialtrack.clock import diary_day, now_utc
from trialtrack.queries.trial_page import trial_page
from trialtrack.services.change_medicines import (
    PlanChange,
    change_medicines,
    check_day,
    earliest,
)
from trialtrack.services.plan_trial import SameMedicineTwice
from trialtrack.store.records import MedicineFacts, TrialRecord
from trialtrack.web.clinic.answer_changed import answer_told
from trialtrack.web.clinic.conduct.page_form import PageForm
from trialtrack.web.clinic.person import person
from trialtrack.web.clinic.planning.rows import MedicineRow, medicine_of
from trialtrack.web.clinic.reason import ReasonForm, reason_field
from trialtrack.web.clinic.taken import done
from trialtrack.web.diary.steps import Step, carried, step_sent
from trialtrack.web.fields import DayField
from trialtrack.web.headers import allow_back
from trialtrack.web.sessions import viewer
from trialtrack.web.words import long_day

blueprint = Blueprint("medicines", __name__)
Page = str | tuple[str, int] | Answer
NO_DAY = "Choose a day, or write it like 10/03/2026."


class MedicinesForm(ReasonForm, PageForm):
    """What ends, what is added, from when, and why."""

    ended = SelectField("Which medicine ends, or was wrong?", validate_choice=False)
    added = FormField(MedicineRow)
    from_on = DayField("From which day on?", refusal=NO_DAY, validators=[InputRequired(NO_DAY)])
    reason = reason_field()

    def wanted(self) -> PlanChange:
        """What was asked for, of a form that is valid."""
        row: MedicineRow = self.added.form
        return PlanChange(
            from_on=self.from_on.data,
            ended=UUID(self.ended.data) if self.ended.data else None,
            added=None if row.is_blank else medicine_of(row),
            id=self.id,
        )


@blueprint.route("/trials/<uuid:trial_id>/medicines", methods=["GET", "POST"])
def change(trial_id: UUID) -> Page:
    """The plan, and a change of it; then what changes; then it is saved."""
    record, step = _record(trial_id), step_sent()
    form = _form(record)
    if step is Step.SAVE:
        if done(form, lambda: _save(trial_id, form)):
            return redirect(url_for("clinic.trial", trial_id=trial_id), 303)
        return _form_page(record, form), 422
    if step is None or step is Step.EDIT:
        return _form_page(record, form)
    if not form.validate() or _says_nothing(form) or _cannot_be(record, form):
        return _form_page(record, form), 422
    allow_back()
    wanted = form.wanted()
    now, then = _now_and_then(record, wanted)
    return render_template(
        "clinic/medicines_look.html",
        who=person(record),
        from_words=long_day(wanted.from_on),
        now=now,
        then=then,
        placed=record.was_placed,
        reason=form.reason.data,
        kept=carried(),
    )


def _save(trial_id: UUID, form: MedicinesForm) -> None:
    with answer_told(trial_id):
        change_medicines(
            trial_id=trial_id,
            change=form.wanted(),
            reason=form.reason.data or "",
            by=viewer(),
            at=now_utc(),
        )


def _record(trial_id: UUID) -> TrialRecord:
    return trial_page(viewer=viewer(), trial_id=trial_id, at=now_utc()).record


def _today(record: TrialRecord) -> date:
    return diary_day(now_utc(), record.time_zone)


def _current(record: TrialRecord) -> tuple[MedicineFacts, ...]:
    return tuple(medicine for medicine in record.medicines if medicine.until_on is None)


def _form(record: TrialRecord) -> MedicinesForm:
    form = MedicinesForm()
    if form.is_fresh:
        form.from_on.data = earliest(_today(record))
    choices = [("", "None: one is added"), *((str(m.id), m.name) for m in _current(record))]
    form.ended.choices = [SelectChoice(value, words) for value, words in choices]
    # One that ended meanwhile is refused by the service, unless this very page ended it.
    known = ["", *(str(medicine.id) for medicine in record.medicines)]
    form.number()
    form.ended.validators = [AnyOf(known, message="Choose one of the medicines of the plan.")]
    return form


def _says_nothing(form: MedicinesForm) -> bool:
    if form.ended.data or not form.added.form.is_blank:
        return False
    form.refuse("Choose a medicine that ends, or write one that is added.")
    return True


def _cannot_be(record: TrialRecord, form: MedicinesForm) -> bool:
    """What the service would refuse, said before it is looked over."""
    wanted = form.wanted()
    try:
        check_day(wanted.from_on, _today(record), record.planned_removal_on)
    except Refusal as refusal:
        form.from_on.errors = [str(refusal)]
        return True
    others = [each for each in _asked_from(record, wanted.from_on) if each.id != wanted.ended]
    added = wanted.added
    if added is None or not any(is_same_medicine(each, added) for each in others):
        return False
    form.added.form["name"].errors = [str(SameMedicineTwice())]
    return True


def _asked_from(record: TrialRecord, day: date) -> list[MedicineFacts]:
    return [each for each in record.medicines if each.until_on is None or each.until_on > day]


def _now_and_then(record: TrialRecord, wanted: PlanChange) -> tuple[list[str], list[str]]:
    now = [medicine.name for medicine in _current(record)]
    then = [medicine.name for medicine in _current(record) if medicine.id != wanted.ended]
    if wanted.added is not None:
        then.append(wanted.added.name)
    return now, then


def _form_page(record: TrialRecord, form: MedicinesForm) -> str:
    plan = [(medicine.name, _bounds(medicine)) for medicine in record.medicines]
    first = long_day(earliest(_today(record)))
    return render_template(
        "clinic/medicines.html",
        form=form,
        who=person(record),
        plan=plan,
        first=first,
        possible=record.cancelled is None and record.diary.removed_on is None,
    )


def _bounds(medicine: MedicineFacts) -> str:
    said = []
    if medicine.from_on is not None:
        said.append(f"from {long_day(medicine.from_on)}")
    if medicine.until_on is not None:
        said.append(f"no longer asked from {long_day(medicine.until_on)}")
    return ", ".join(said)
