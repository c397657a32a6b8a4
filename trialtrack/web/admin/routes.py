"""The administrator's pages: who works here."""

from flask import Blueprint, render_template, url_for
from markupsafe import Markup

from trialtrack.queries.staff_list import StaffMember, staff_list
from trialtrack.web.sessions import viewer
from trialtrack.web.words import date_words

blueprint = Blueprint("admin", __name__)


@blueprint.get("/staff")
def staff() -> str:
    """The accounts of the clinic, closed ones too."""
    rows = [
        (_linked(person), person.role.value, person.email, date_words(person.since), person.state)
        for person in staff_list(viewer=viewer())
    ]
    return render_template("admin/staff.html", rows=rows)


def _linked(person: StaffMember) -> Markup:
    address = url_for("people.show", staff_id=person.id)
    return Markup('<a href="{}">{}</a>').format(address, person.name)
