"""The administrator's pages: who works here."""

from flask import Blueprint, render_template

from trialtrack.queries.staff_list import staff_list
from trialtrack.web.sessions import viewer
from trialtrack.web.words import date_words

blueprint = Blueprint("admin", __name__)


@blueprint.get("/staff")
def staff() -> str:
    """The accounts of the clinic, closed ones too."""
    rows = [
        (person.name, person.role.value, person.email, date_words(person.since), person.state)
        for person in staff_list(viewer=viewer())
    ]
    return render_template("admin/staff.html", rows=rows)
