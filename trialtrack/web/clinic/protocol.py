"""The protocol of a trial: see it, amend it before placement, deviate from it afterwards."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, DataRequired, Length

from trialtrack.access import NotFound, Refusal, TrialState
from trialtrack.clinical.opioids import OpioidTable
from trialtrack.clinical.protocol import FIELD_NAMES, Protocol
from trialtrack.clinical.protocol_templates import field_text
from trialtrack.clock import now_utc
from trialtrack.queries.protocol_history import protocol_history
from trialtrack.queries.trial_page import trial_page
from trialtrack.services.amend_protocol import amend_protocol
from trialtrack.services.rename_site import RenamedMeanwhile, rename_site
from trialtrack.store.records import TrialRecord
from trialtrack.web.clinic.answer_changed import answer_told
from trialtrack.web.clinic.person import person
from trialtrack.web.clinic.planning.protocol_fields import (
    ASKED,
    PREFIX,
    ProtocolFields,
    protocol_of,
)
from trialtrack.web.clinic.protocol_words import (
    TABLES,
    WHY,
    amended,
    change_words,
    protocol_look,
    protocol_page,
)
from trialtrack.web.clinic.reason import MOST_REASON_CHARACTERS, ReasonForm, reason_field
from trialtrack.web.clinic.taken import done, taken
from trialtrack.web.diary.steps import Step, carried, step_sent
from trialtrack.web.headers import allow_back
from trialtrack.web.sessions import viewer
from trialtrack.web.words import count

blueprint = Blueprint("protocol", __name__)
Page = str | tuple[str, int] | Answer


class ProtocolForm(ProtocolFields):
    """Every field, the primary site and the table; with the leads in, why as well."""

    primary_site = SelectField("Primary site", validate_choice=False)
    opioid_table = SelectField(
        "Opioid table",
        choices=[SelectChoice(table.value, words) for table, words in TABLES.items()],
        validate_choice=False,
        validators=[AnyOf([table.value for table in TABLES], message="Choose a table.")],
    )


class DeviationForm(ProtocolForm):
    """The same with the reason, which a deviation needs."""

    reason = TextAreaField(
        "Why does this trial deviate from its protocol?",
        validators=[
            DataRequired("Write why: the reason stands beside every result."),
            Length(max=MOST_REASON_CHARACTERS, message="Shorten this to 2000 characters."),
        ],
    )


class RenameForm(ReasonForm):
    """The right name of a site, and why."""

    seen = HiddenField()
    name = StringField("The site’s right name", validators=[DataRequired("Write the name.")])
    reason = reason_field()


@blueprint.get("/trials/<uuid:trial_id>/protocol")
def show(trial_id: UUID) -> Page:
    """Every field in words, and every version."""
    history = protocol_history(viewer=viewer(), trial_id=trial_id)
    page = protocol_page(_record(trial_id), history, viewer())
    return render_template("clinic/protocol.html", page=page)


@blueprint.route("/trials/<uuid:trial_id>/protocol/change", methods=["GET", "POST"])
def change(trial_id: UUID) -> Page:
    """The fields; then what changes; then it is saved."""
    record, step = _record(trial_id), step_sent()
    form = _form(record)
    if step is None or step is Step.EDIT:
        return _form_page(record, form)
    valid = form.validate()
    protocol = protocol_of(form, record.diary.placed_on)
    if not valid or protocol is None:
        return _form_page(record, form, refused=True)
    if step is Step.SAVE:
        return _save(record, form, protocol)
    allow_back()
    table = OpioidTable(form.opioid_table.data)
    after = amended(record, protocol, form.primary_site.data, table)
    page = protocol_look(record, after, _reason(form) or "", carried(), now_utc())
    return render_template("clinic/protocol_look.html", page=page)


@blueprint.route("/trials/<uuid:trial_id>/sites/<uuid:site_id>", methods=["GET", "POST"])
def rename(trial_id: UUID, site_id: UUID) -> Page:
    """The right name of a pain site."""
    record, form = _record(trial_id), RenameForm()
    site = next((each for each in record.sites if each.id == site_id), None)
    if site is None:
        raise NotFound
    if form.is_fresh:
        form.seen.data = site.name

    def refused(refusal: Refusal) -> None:
        form.refuse(refusal)
        if isinstance(refusal, RenamedMeanwhile):
            form.seen.data = site.name

    if done(form, lambda: _rename(trial_id, site_id, form), refused=refused):
        flash("The site is renamed.", "note")
        return redirect(url_for("protocol.show", trial_id=trial_id), 303)
    text = render_template(
        "clinic/rename_site.html",
        form=form,
        who=person(record),
        site=site,
        days=count(len(record.days), "day"),
        placed=record.was_placed,
    )
    return (text, 422) if form.is_submitted() else text


def _rename(trial_id: UUID, site_id: UUID, form: RenameForm) -> None:
    with answer_told(trial_id):
        rename_site(
            trial_id=trial_id,
            site_id=site_id,
            name=form.name.data or "",
            reason=form.reason.data or "",
            by=viewer(),
            at=now_utc(),
            seen=form.seen.data,
        )


def _record(trial_id: UUID) -> TrialRecord:
    return trial_page(viewer=viewer(), trial_id=trial_id, at=now_utc()).record


def _form(record: TrialRecord) -> ProtocolForm:
    kind = ProtocolForm if record.state is TrialState.PLANNED else DeviationForm
    now: dict[str, Any] = {PREFIX + name: field_text(record.protocol, name) for name in FIELD_NAMES}
    now |= {"primary_site": record.diary.primary_site, "opioid_table": record.opioid_table.value}
    form = kind(data=now)
    names = [site.name for site in record.sites]
    form.primary_site.choices = [SelectChoice(name, name) for name in names]
    form.primary_site.validators = [AnyOf(names, message="Choose one of the sites.")]
    return form


def _reason(form: ProtocolForm) -> str | None:
    return form.reason.data or "" if isinstance(form, DeviationForm) else None


def _save(record: TrialRecord, form: ProtocolForm, protocol: Protocol) -> Page:
    def amend() -> None:
        with answer_told(record.trial_id):
            amend_protocol(
                trial_id=record.trial_id,
                protocol=protocol,
                primary_site=form.primary_site.data,
                opioid_table=OpioidTable(form.opioid_table.data),
                deviation_reason=_reason(form),
                by=viewer(),
                at=now_utc(),
            )

    if taken(amend, form.refuse):
        return redirect(url_for("protocol.show", trial_id=record.trial_id), 303)
    return _form_page(record, form, refused=True)


def _form_page(record: TrialRecord, form: ProtocolForm, *, refused: bool = False) -> Page:
    text = render_template(
        "clinic/protocol_change.html",
        form=form,
        who=person(record),
        fields=[(form.protocol_field(name), WHY[name]) for name in ASKED],
        title=change_words(record, viewer()),
    )
    return (text, 422) if refused else text
