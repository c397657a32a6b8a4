"""Switch a programme, and put right what was on when."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer

from trialtrack.access import Action, TrialState, allowed
from trialtrack.clock import now_utc
from trialtrack.queries.trial_page import trial_page
from trialtrack.services.correct_programmes import (
    EndsBeforeItBegins,
    OutsideTheTrial,
    WasOn,
    correct_programmes,
)
from trialtrack.services.programmes import (
    AlreadyOn,
    SwitchBeforePlacement,
    SwitchOutOfOrder,
    SwitchStillToCome,
    on_mark,
    switch_off,
    switch_programme,
)
from trialtrack.store.records import TrialRecord
from trialtrack.web.clinic.conduct.programme_forms import OFF, CorrectForm, SwitchForm
from trialtrack.web.clinic.conduct.programme_words import now_on
from trialtrack.web.clinic.person import person
from trialtrack.web.clinic.taken import done
from trialtrack.web.sessions import viewer

blueprint = Blueprint("switching", __name__)
Page = str | tuple[str, int] | Answer
WHEN = {
    SwitchOutOfOrder: "since_day",
    SwitchStillToCome: "since_day",
    SwitchBeforePlacement: "since_day",
    AlreadyOn: "to",
}
PAST = {EndsBeforeItBegins: "to_day", OutsideTheTrial: "from_day"}


@blueprint.route("/trials/<uuid:trial_id>/programmes/switch", methods=["GET", "POST"])
def switch(trial_id: UUID) -> Page:
    """To which programme, or off; now, or since an earlier time."""
    found, form = _record(trial_id), SwitchForm()
    form.offer(found.programmes, found.time_zone)
    if done(form, lambda: _switch(trial_id, form), WHEN):
        flash("The switch is written down.", "note")
        return redirect(url_for("programmes.every", trial_id=trial_id), 303)
    form.number()
    form.seen.data = _seen(found)
    return _render("clinic/conduct/switch.html", found, form)


@blueprint.route("/trials/<uuid:trial_id>/programmes/correct", methods=["GET", "POST"])
def correct(trial_id: UUID) -> Page:
    """What was on after all in a past time."""
    found, form = _record(trial_id), CorrectForm()
    form.offer(found.programmes, found.time_zone)
    if done(form, lambda: _correct(trial_id, form), PAST):
        flash("It is put right. What was recorded before stays below.", "note")
        return redirect(url_for("programmes.every", trial_id=trial_id), 303)
    form.number()
    return _render("clinic/conduct/correct.html", found, form)


def _switch(trial_id: UUID, form: SwitchForm) -> None:
    at, by, since, seen = now_utc(), viewer(), form.since, form.seen.data or None
    if form.to.data == OFF:
        switch_off(trial_id=trial_id, by=by, at=at, since=since, switch_id=form.id, seen=seen)
        return
    switch_programme(
        trial_id=trial_id,
        programme_id=UUID(form.to.data),
        by=by,
        at=at,
        since=since,
        switch_id=form.id,
        seen=seen,
    )


def _seen(record: TrialRecord) -> str:
    last = record.intervals[-1] if record.intervals else None
    if last is None or last.ends_at is not None:
        return on_mark(None, None)
    ids = {each.name: each.id for each in record.programmes}
    return on_mark(ids.get(last.programme), last.starts_at)


def _correct(trial_id: UUID, form: CorrectForm) -> None:
    if form.starts_at is None:
        raise OutsideTheTrial
    programme_id = None if form.was.data == OFF else UUID(form.was.data)
    correct_programmes(
        trial_id=trial_id,
        was_on=WasOn(form.id, programme_id, form.starts_at, form.ends_at),
        reason=form.reason.data or "",
        by=viewer(),
        at=now_utc(),
    )


def _record(trial_id: UUID) -> TrialRecord:
    return trial_page(viewer=viewer(), trial_id=trial_id, at=now_utc()).record


def _render(template: str, found: TrialRecord, form: SwitchForm | CorrectForm) -> Page:
    page = render_template(
        template,
        form=form,
        who=person(found),
        identity=allowed(viewer(), Action.SEE_IDENTITY),
        now_on=now_on(found),
        placed=found.state is TrialState.PLACED,
    )
    return (page, 422) if form.is_submitted() else page
