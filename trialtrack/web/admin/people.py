"""What the administrator does about one person who works here: letting in, and letting go."""

from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer
from wtforms import EmailField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from config import Settings
from trialtrack.access import STAFF_ROLES, Refusal, Role
from trialtrack.clock import now_utc
from trialtrack.queries.staff_list import StaffMember, staff_account
from trialtrack.services.add_staff import AddressTaken, NotAnAddress, add_staff
from trialtrack.services.close_account import close_account, open_account
from trialtrack.services.password_link import PATH, issue_password_link
from trialtrack.services.refusals import MOST_NAME_CHARACTERS
from trialtrack.web.forms import Form, taken
from trialtrack.web.sessions import viewer
from trialtrack.web.words import at_words, date_words

blueprint = Blueprint("people", __name__)


class PersonForm(Form):
    """Someone who starts to work here."""

    name = StringField(
        "Name",
        validators=[
            DataRequired("Write the person’s name."),
            Length(max=MOST_NAME_CHARACTERS, message="Shorten the name to 80 characters."),
        ],
    )
    email = EmailField(
        "E-mail address", validators=[InputRequired("Write the person’s e-mail address.")]
    )
    role = RadioField(
        "Role",
        choices=[SelectChoice(role.value, role.value.capitalize()) for role in STAFF_ROLES],
        validators=[InputRequired("Choose what the person does here.")],
    )


class SureForm(Form):
    """One tap, after reading what it does."""


@blueprint.route("/staff/new", methods=["GET", "POST"])
def add() -> str | tuple[str, int]:
    """Add someone; the page that follows has the link to hand over."""
    form = PersonForm()
    if form.validate_on_submit():
        try:
            return _link_page(_added(form))
        except (AddressTaken, NotAnAddress) as refusal:
            form.email.errors = [str(refusal)]
        except Refusal as refusal:
            form.name.errors = [str(refusal)]
    page = render_template("admin/person_new.html", form=form)
    return (page, 422) if form.is_submitted() else page


@blueprint.get("/staff/<uuid:staff_id>")
def show(staff_id: UUID) -> str:
    """One account, and what can be done about it."""
    found = staff_account(viewer=viewer(), staff_id=staff_id, at=now_utc())
    until = found.link_until and at_words(found.link_until, found.time_zone)
    rows = _facts(found.member)
    own = staff_id == viewer().staff_id
    return render_template("admin/person.html", found=found, rows=rows, until=until, own=own)


@blueprint.post("/staff/<uuid:staff_id>/link")
def link(staff_id: UUID) -> str:
    """Make a link and show it, this once."""
    return _link_page(staff_id)


@blueprint.route("/staff/<uuid:staff_id>/close", methods=["GET", "POST"])
def close(staff_id: UUID) -> str | Answer:
    """Say what closing the account ends, then close it."""
    found = staff_account(viewer=viewer(), staff_id=staff_id, at=now_utc())
    form = SureForm()
    if not form.validate_on_submit():
        return render_template("admin/person_close.html", form=form, person=found.member)
    close_account(staff_id=staff_id, by=viewer(), at=now_utc())
    flash(f"The account of {found.member.name} is closed.", "note")
    return redirect(url_for("people.show", staff_id=staff_id), 303)


@blueprint.post("/staff/<uuid:staff_id>/open")
def open_again(staff_id: UUID) -> Answer:
    """Let the person in again."""
    open_account(staff_id=staff_id, by=viewer(), at=now_utc())
    flash("The account is open again.", "note")
    return redirect(url_for("people.show", staff_id=staff_id), 303)


def _added(form: PersonForm) -> UUID:
    clinic_id = viewer().clinic_id
    if clinic_id is None:
        raise RuntimeError("an administrator belongs to a clinic")
    return add_staff(
        clinic_id=clinic_id,
        role=Role(form.role.data),
        name=form.name.data,
        email=form.email.data,
        password=None,
        by=viewer(),
        at=now_utc(),
    )


def _link_page(staff_id: UUID) -> str:
    settings: Settings = current_app.config["TRIALTRACK"]
    at = now_utc()
    taken()
    token = issue_password_link(staff_id=staff_id, by=viewer(), at=at)
    found = staff_account(viewer=viewer(), staff_id=staff_id, at=at)
    return render_template(
        "admin/person_link.html",
        person=found.member,
        address=f"{settings.public_url}{PATH}{token}",
        until=found.link_until and at_words(found.link_until, found.time_zone),
    )


def _facts(member: StaffMember) -> list[dict[str, str]]:
    facts = {
        "Role": member.role.value,
        "E-mail address": member.email,
        "Here since": date_words(member.since),
        "Account": member.state,
    }
    return [{"key": key, "value": value} for key, value in facts.items()]
