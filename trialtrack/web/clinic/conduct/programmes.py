"""The programmes of a trial: what was on when, a new one, and one that is put right."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer

from trialtrack.access import STATES, Action, NotFound, allowed
from trialtrack.clock import now_utc
from trialtrack.queries.programme_corrections import programme_corrections
from trialtrack.queries.trial_page import trial_page
from trialtrack.services.amend_programme import amend_programme
from trialtrack.services.programmes import ProgrammeNameTaken, add_programme
from trialtrack.services.refusals import ReasonMissing
from trialtrack.store.records import TrialRecord
from trialtrack.web.clinic.conduct.programme_forms import AmendForm, ProgrammeForm
from trialtrack.web.clinic.conduct.programme_words import programmes_page
from trialtrack.web.clinic.person import person
from trialtrack.web.clinic.taken import done
from trialtrack.web.sessions import viewer

blueprint = Blueprint("programmes", __name__)
Page = str | tuple[str, int] | Answer
BESIDE = {ProgrammeNameTaken: "name_of", ReasonMissing: "reason"}
ACTIONS = (
    Action.ADD_PROGRAMME,
    Action.SWITCH_PROGRAMME,
    Action.CORRECT_PROGRAMMES,
    Action.AMEND_PROGRAMME,
)


@blueprint.get("/trials/<uuid:trial_id>/programmes")
def every(trial_id: UUID) -> str:
    """What is on, each programme with its times, and each day with what was on."""
    found = trial_page(viewer=viewer(), trial_id=trial_id, at=now_utc())
    corrections = programme_corrections(viewer=viewer(), trial_id=trial_id)
    return render_template(
        "clinic/conduct/programmes.html",
        who=person(found.record),
        identity=allowed(viewer(), Action.SEE_IDENTITY),
        can=_can(found.record),
        page=programmes_page(found, corrections),
    )


@blueprint.route("/trials/<uuid:trial_id>/programmes/new", methods=["GET", "POST"])
def add(trial_id: UUID) -> Page:
    """Name a programme, with its settings as far as they are known."""
    found = trial_page(viewer=viewer(), trial_id=trial_id, at=now_utc()).record
    form = ProgrammeForm()
    if done(form, lambda: _add(trial_id, form), BESIDE):
        flash("The programme is added. It is not on yet: switch to it when it is.", "note")
        return redirect(url_for("programmes.every", trial_id=trial_id), 303)
    form.number()
    return _render(found, form, None)


@blueprint.route("/trials/<uuid:trial_id>/programmes/<uuid:programme_id>", methods=["GET", "POST"])
def amend(trial_id: UUID, programme_id: UUID) -> Page:
    """Put right what is written down of a programme."""
    found = trial_page(viewer=viewer(), trial_id=trial_id, at=now_utc()).record
    programme = next((each for each in found.programmes if each.id == programme_id), None)
    if programme is None:
        raise NotFound
    form = AmendForm()
    if done(form, lambda: _amend(trial_id, programme_id, form), BESIDE):
        flash("The programme is corrected.", "note")
        return redirect(url_for("programmes.every", trial_id=trial_id), 303)
    if form.is_fresh:
        form.fill(programme)
    form.number()
    return _render(found, form, programme.name)


def _add(trial_id: UUID, form: ProgrammeForm) -> None:
    add_programme(
        trial_id=trial_id,
        name=form.name_of.data,
        settings=form.settings(),
        programme_id=form.id,
        by=viewer(),
        at=now_utc(),
    )


def _amend(trial_id: UUID, programme_id: UUID, form: AmendForm) -> None:
    amend_programme(
        trial_id=trial_id,
        programme_id=programme_id,
        name=form.name_of.data,
        settings=form.settings(),
        reason=form.reason.data,
        by=viewer(),
        at=now_utc(),
    )


def _can(record: TrialRecord) -> dict[str, bool]:
    """What the viewer may do now, by the action's name."""
    return {
        action.value: allowed(viewer(), action) and record.state in STATES[action]
        for action in ACTIONS
    }


def _render(found: TrialRecord, form: ProgrammeForm, name: str | None) -> Page:
    page = render_template(
        "clinic/conduct/programme.html",
        form=form,
        who=person(found),
        identity=allowed(viewer(), Action.SEE_IDENTITY),
        name=name,
    )
    return (page, 422) if form.is_submitted() else page
