"""The addresses of a new trial: the form, its sentences while it is typed, and what comes next."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from trialtrack.clinical.medicine_list import MEDICINES
from trialtrack.clock import now_utc
from trialtrack.queries.card_page import card_page
from trialtrack.queries.planning import (
    PatientToPlan,
    PersonThere,
    Planning,
    patient_to_plan,
    people_there,
    planning,
)
from trialtrack.queries.trial_page import trial_page
from trialtrack.services.start_trial import start_trial
from trialtrack.web.clinic.patients import to_the_one_that_stays
from trialtrack.web.clinic.person import person
from trialtrack.web.clinic.planning.forms import NewPatientForm, PlanForm
from trialtrack.web.clinic.planning.lists import REGIONS
from trialtrack.web.clinic.planning.means import means, next_words
from trialtrack.web.clinic.planning.protocol_fields import ASKED
from trialtrack.web.clinic.planning.reading import new_trial
from trialtrack.web.clinic.planning.words import Whom, here, parts, whom
from trialtrack.web.clinic.taken import taken
from trialtrack.web.diary.changes import CHANGE
from trialtrack.web.diary.steps import Step, carried, step_sent
from trialtrack.web.headers import allow_back
from trialtrack.web.sessions import viewer

blueprint = Blueprint("planning", __name__)
ANOTHER_PERSON = "another"
Page = str | tuple[str, int] | Answer


@dataclass(frozen=True, slots=True)
class _Page:
    """One form on its way. `known`: who is here already; `replaced`: what the template filled."""

    form: PlanForm
    place: Planning
    known: PatientToPlan | None
    replaced: dict[str, str]


@blueprint.route("/trials/new", methods=["GET", "POST"])
def new_patient() -> Page:
    """A new patient with their trial."""
    return _answer(NewPatientForm(), None)


@blueprint.route("/patients/<uuid:patient_id>/trials/new", methods=["GET", "POST"])
def another_trial(patient_id: UUID) -> Page:
    """A trial for somebody who is here already."""
    form, known = PlanForm(), patient_to_plan(viewer=viewer(), patient_id=patient_id)
    if known.part_of is not None and not form.is_submitted():
        return to_the_one_that_stays(known.part_of)
    return _answer(form, known)


@blueprint.get("/trials/new/means")
def meaning() -> Answer:
    """The sentences of a plan as it stands, and what its template fills in. Nothing is saved."""
    form = PlanForm(formdata=request.args)
    changed = form.refill()
    said = means(form, planning(viewer=viewer()), now_utc())
    return jsonify(means=render_template("clinic/plan/_means.html", means=said), fields=changed)


@blueprint.get("/trials/<uuid:trial_id>/planned")
def planned(trial_id: UUID) -> str:
    """What to do next: the card, and when the baseline begins."""
    found = trial_page(viewer=viewer(), trial_id=trial_id, at=now_utc())
    card = card_page(viewer=viewer(), trial_id=trial_id, at=now_utc()).card
    return render_template(
        "clinic/plan/done.html",
        who=person(found.record),
        lines=next_words(found.record, found.today),
        card_id=card.id if card else None,
    )


def _answer(form: PlanForm, known: PatientToPlan | None) -> Page:
    place, step = planning(viewer=viewer()), step_sent()
    if form.is_fresh:
        form.start()
        return _form_page(_Page(form, place, known, {}))
    page = _Page(form, place, known, form.refill())
    if step is None or step is Step.EDIT:
        form.another(request.form.get(CHANGE, ""))
        return _form_page(page)
    if not form.validate():
        return _form_page(page, refused=True)
    like = _like(form)
    chosen = form.same_person.data if step is Step.SAVE else None
    if step is Step.CHECK or (like and chosen not in _answers(like)):
        return _look_page(page, like, refused=step is Step.SAVE)
    return _save(page, like, chosen)


def _like(form: PlanForm) -> tuple[PersonThere, ...]:
    who = form.identity if isinstance(form, NewPatientForm) else None
    if who is None:
        return ()
    found = people_there(
        viewer=viewer(),
        family_name=who.family_name,
        given_name=who.given_name,
        born_on=who.born_on,
        hospital_number=who.hospital_number,
        phone=who.phone,
    )
    # A second tap finds whom the first one added: that is nobody else.
    return tuple(each for each in found if str(each.likeness.patient_id) != form.patient_id.data)


def _answers(like: tuple[PersonThere, ...]) -> set[str]:
    return {ANOTHER_PERSON, *(str(each.likeness.patient_id) for each in like)}


def _save(page: _Page, like: tuple[PersonThere, ...], chosen: str | None) -> Page:
    patient_id = page.known.patient.id if page.known else None
    if like and chosen is not None and chosen != ANOTHER_PERSON:
        patient_id = UUID(chosen)
    new = new_trial(
        page.form,
        page.place.opioid_table,
        patient_id=patient_id,
        others=frozenset(each.likeness.patient_id for each in like),
    )
    if taken(lambda: start_trial(new=new, by=viewer(), at=now_utc()), page.form.refuse):
        return redirect(url_for("planning.planned", trial_id=new.trial_id), 303)
    return _form_page(page, refused=True)


def _form_page(page: _Page, *, refused: bool = False) -> Page:
    if step_sent() is not None:
        allow_back()
    text = render_template(
        "clinic/plan/form.html",
        form=page.form,
        who=_who(page),
        in_the_way=page.known.in_the_way if page.known else None,
        means=means(page.form, page.place, now_utc()),
        regions=REGIONS,
        medicines=MEDICINES,
        protocol_wrong=any(page.form.protocol_field(name).errors for name in ASKED),
    )
    return text, 422 if refused else 200


def _look_page(page: _Page, like: tuple[PersonThere, ...], *, refused: bool) -> Page:
    allow_back()
    if refused:
        page.form.same_person.errors = ["Say whether it is one of them before you save."]
    replaced = dict(page.replaced)
    kept = [(name, replaced.pop(name, value)) for name, value in carried()]
    text = render_template(
        "clinic/plan/look.html",
        form=page.form,
        who=_who(page),
        parts=parts(page.form),
        means=means(page.form, page.place, now_utc()),
        like=tuple(map(here, like)),
        another=ANOTHER_PERSON,
        kept=[each for each in [*kept, *replaced.items()] if each[0] != "same_person"],
    )
    return text, 422 if refused else 200


def _who(page: _Page) -> Whom | None:
    return None if page.known is None else whom(page.known.patient)
