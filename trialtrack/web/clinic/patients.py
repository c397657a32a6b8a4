"""The clinic's patients: found, looked at, and corrected."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from trialtrack.access import Refusal
from trialtrack.clock import now_utc
from trialtrack.queries.patient_list import patient_list
from trialtrack.queries.patient_page import PatientPage, patient_page
from trialtrack.services.add_patient import Identity
from trialtrack.services.correct_identity import CorrectedMeanwhile, NumberTaken, correct_identity
from trialtrack.store.find_people import HINT, MOST_CHARACTERS
from trialtrack.web.clinic.identity_form import IdentityForm
from trialtrack.web.clinic.patient_words import (
    FoundPage,
    found_page,
    named_person,
    patient_words,
    sign_in_words,
)
from trialtrack.web.clinic.taken import done
from trialtrack.web.sessions import viewer
from trialtrack.web.typed import as_id

blueprint = Blueprint("patients", __name__)
Page = str | tuple[str, int] | Answer


@blueprint.get("/patients")
def every() -> str:
    """Whoever is meant by what was typed, by name; everybody where nothing was."""
    return render_template("clinic/patients.html", page=searched(), hint=HINT)


@blueprint.get("/patients/<uuid:patient_id>")
def one(patient_id: UUID) -> str:
    """Who it is, every trial, and what was put right."""
    return render_template("clinic/patient.html", page=patient_words(_page(patient_id)))


@blueprint.route("/patients/<uuid:patient_id>/correct", methods=["GET", "POST"])
def correct(patient_id: UUID) -> Page:
    """Put right who somebody is."""
    found, form, other = _page(patient_id), IdentityForm(), None
    if found.part_of is not None and not form.is_submitted():
        return to_the_one_that_stays(found.part_of.other.id)
    if form.is_fresh and (known := _identity(found)) is not None:
        form.fill(known)
        form.seen.data = str(len(found.corrected))

    def refused(refusal: Refusal) -> None:
        nonlocal found, other
        form.refuse(refusal)
        if isinstance(refusal, CorrectedMeanwhile):
            found = _page(patient_id)
            form.seen.data = str(len(found.corrected))
            if (now := _identity(found)) is not None:
                form.take_over(now)
        other = _page(refusal.whose).person if isinstance(refusal, NumberTaken) else None

    if done(form, lambda: _corrected(patient_id, form), refused=refused):
        return redirect(url_for("patients.one", patient_id=patient_id), 303)
    page = render_template(
        "clinic/patient_correct.html",
        form=form,
        page=patient_words(found),
        other=None if other is None else named_person(other),
        sign_in=sign_in_words(found),
    )
    return (page, 422) if form.is_submitted() else page


def to_the_one_that_stays(patient_id: UUID) -> Answer:
    """From a record that is part of another one to that one."""
    flash("The record that you opened is part of this one, so go on from here.", "note")
    return redirect(url_for("patients.one", patient_id=patient_id), 303)


def searched() -> FoundPage:
    """What the search box of this request finds."""
    typed = request.args.get("q", "").strip()[:MOST_CHARACTERS]
    after = as_id(request.args.get("after", ""))
    return found_page(typed, patient_list(viewer=viewer(), typed=typed, after=after))


def _page(patient_id: UUID) -> PatientPage:
    return patient_page(viewer=viewer(), patient_id=patient_id)


def _corrected(patient_id: UUID, form: IdentityForm) -> None:
    correct_identity(
        patient_id=patient_id,
        identity=form.identity(),
        seen=int(said) if (said := form.seen.data or "").isdecimal() else -1,
        reason=form.reason.data,
        shares_number=bool(form.shares_number.data),
        by=viewer(),
        at=now_utc(),
    )
    flash("Corrected. What it was before is kept below.", "note")


def _identity(page: PatientPage) -> Identity | None:
    person = page.person
    if person.family_name is None or person.given_name is None or person.born_on is None:
        return None
    return Identity(
        person.family_name,
        person.given_name,
        person.born_on,
        person.hospital_number,
        page.phone,
        page.email,
    )
