"""One person is here twice: the two records side by side, made one, and taken apart again."""

from dataclasses import dataclass, replace
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer
from wtforms import BooleanField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from trialtrack.access import NotFound, TrialState
from trialtrack.clock import now_utc
from trialtrack.queries.patient_page import PatientPage, patient_page
from trialtrack.queries.two_records import days_logged
from trialtrack.services.merge_patients import OneRecordOnly, merge_patients, split_patients
from trialtrack.store.find_people import HINT
from trialtrack.web.clinic.patient_words import Named, named_person, patient_words, trial_line
from trialtrack.web.clinic.patients import searched
from trialtrack.web.clinic.reason import MOST_REASON_CHARACTERS, ReasonForm
from trialtrack.web.clinic.taken import done
from trialtrack.web.sessions import viewer
from trialtrack.web.words import count

blueprint = Blueprint("merging", __name__)
Page = str | tuple[str, int] | Answer


def _how_known() -> TextAreaField:
    return TextAreaField(
        "How do you know?",
        validators=[
            DataRequired("Write how you know: it stays with the person."),
            Length(max=MOST_REASON_CHARACTERS, message="Shorten this to 2000 characters."),
        ],
    )


class SplitForm(ReasonForm):
    """Why they are two people after all."""

    reason = _how_known()


class MergeForm(ReasonForm):
    """Which record stays, and that somebody has compared the two."""

    stays = RadioField(
        "Which record stays?", validators=[InputRequired("Choose which of the two records stays.")]
    )
    reason = _how_known()
    same_person = BooleanField(
        "I have compared the two: they are the same person",
        validators=[InputRequired("Compare the two, then tick that they are the same person.")],
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to compare."""

    key: str
    left: str
    right: str

    @property
    def differs(self) -> bool:
        """Whether the two records say different things."""
        return self.left.casefold() != self.right.casefold()


@blueprint.get("/patients/<uuid:patient_id>/merge")
def choose(patient_id: UUID) -> str:
    """Look for the other record."""
    who = named_person(_page(patient_id).person)
    page = searched()
    others = tuple(row for row in page.rows if row.who.patient_id != patient_id)
    page = replace(page, rows=others)
    return render_template("clinic/merge_choose.html", who=who, page=page, hint=HINT)


@blueprint.route("/patients/<uuid:patient_id>/merge/<uuid:other_id>", methods=["GET", "POST"])
def compare(patient_id: UUID, other_id: UUID) -> Page:
    """Both side by side; then which stays, and why they are one."""
    if patient_id == other_id:
        raise OneRecordOnly
    left, right, form = _page(patient_id), _page(other_id), MergeForm()
    people = named_person(left.person), named_person(right.person)
    form.stays.choices = [SelectChoice(str(each.patient_id), _choice(each)) for each in people]
    stays = patient_id if form.stays.data == str(patient_id) else other_id

    def merge() -> None:
        merge_patients(
            merged_id=other_id if stays == patient_id else patient_id,
            into_id=stays,
            same_person=bool(form.same_person.data),
            reason=form.reason.data or "",
            by=viewer(),
            at=now_utc(),
        )

    if done(form, merge):
        flash("One record now. The other is kept as part of it, and is still found.", "note")
        return redirect(url_for("patients.one", patient_id=stays), 303)
    page = render_template(
        "clinic/merge.html",
        form=form,
        people=people,
        lines=_lines(left, right),
        both_go_on=_goes_on(left) and _goes_on(right),
    )
    return (page, 422) if form.is_submitted() else page


@blueprint.route(
    "/patients/<uuid:patient_id>/merges/<uuid:merge_id>/split", methods=["GET", "POST"]
)
def split(patient_id: UUID, merge_id: UUID) -> Page:
    """They are two people after all: what goes back, and why."""
    found, form = _page(patient_id), SplitForm()
    merge = next((each for each in found.merged if each.id == merge_id), None)
    if merge is None:
        raise NotFound

    def take_apart() -> None:
        split_patients(merge_id=merge_id, reason=form.reason.data or "", by=viewer(), at=now_utc())

    if done(form, take_apart):
        flash("Two people again, each with their own trials.", "note")
        return redirect(url_for("patients.one", patient_id=patient_id), 303)
    page = render_template(
        "clinic/split.html",
        form=form,
        who=named_person(found.person),
        other=named_person(merge.other),
        done=merge.split_at is not None,
    )
    return (page, 422) if form.is_submitted() else page


def _page(patient_id: UUID) -> PatientPage:
    return patient_page(viewer=viewer(), patient_id=patient_id)


def _goes_on(page: PatientPage) -> bool:
    return any(trial.state in (TrialState.PLANNED, TrialState.PLACED) for trial in page.trials)


def _choice(who: Named) -> str:
    return f"{who.name}, born {who.born}, {who.hospital_number}"


def _lines(left: PatientPage, right: PatientPage) -> tuple[Line, ...]:
    sides = tuple(zip(_facts(left), _facts(right), strict=True))
    return tuple(Line(key, one, other) for (key, one), (_, other) in sides)


def _facts(page: PatientPage) -> list[tuple[str, str]]:
    said, days = patient_words(page), days_logged(viewer=viewer(), patient_id=page.person.id)
    trials = [
        f"{line.modality}, {line.dates}, {count(days.get(trial.id, 0), 'day')} logged"
        for trial, line in ((trial, trial_line(trial)) for trial in page.trials)
    ]
    return [
        ("Name", said.who.name),
        ("Date of birth", said.who.born),
        ("Hospital number", said.who.hospital_number),
        ("Telephone", said.phone or "–"),
        ("E-mail", said.email or "–"),
        ("Trials", "; ".join(trials) or "none"),
    ]
