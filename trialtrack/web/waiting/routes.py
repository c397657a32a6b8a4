"""The list of what was not sent, and throwing one away."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer

from trialtrack.access import NotFound, Role
from trialtrack.clock import now_utc
from trialtrack.queries.waiting_forms import Waiting, people_of, waiting_forms
from trialtrack.services.end_waiting_form import Ending, end_waiting_form
from trialtrack.web.forms import Form
from trialtrack.web.sessions import viewer
from trialtrack.web.waiting.page import WaitingItem, about, waiting_item

blueprint = Blueprint("waiting", __name__)
FRAMES = {Role.PATIENT: "patient/base.html", Role.ADMINISTRATOR: "admin/base.html"}


class ThrowAwayForm(Form):
    """One tap."""


@blueprint.get("/not-sent")
def all_forms() -> str:
    """Each with its way back into its form."""
    return render_template("waiting/all_forms.html", items=_items(_waiting()), frame=_frame())


@blueprint.route("/not-sent/<uuid:form_id>/throw-away", methods=["GET", "POST"])
def throw_away(form_id: UUID) -> str | Answer:
    """Ask once, then delete it for good."""
    found = next((waiting for waiting in _waiting() if waiting.id == form_id), None)
    if found is None:
        raise NotFound
    form = ThrowAwayForm()
    if not form.validate_on_submit():
        (item,) = _items((found,))
        return render_template("waiting/throw_away.html", form=form, item=item, frame=_frame())
    end_waiting_form(form_id=form_id, ending=Ending.THROWN_AWAY, by=viewer(), at=now_utc())
    flash("It is thrown away.", "note")
    return redirect(url_for("waiting.all_forms" if _waiting() else "auth.start"), 303)


def _waiting() -> tuple[Waiting, ...]:
    return waiting_forms(viewer=viewer(), at=now_utc())


def _items(forms: tuple[Waiting, ...]) -> list[WaitingItem]:
    ids = {key for form in forms if (key := about(form)) is not None}
    people = people_of(viewer=viewer(), ids=ids)
    return [waiting_item(form, people) for form in forms]


def _frame() -> str:
    return FRAMES.get(viewer().role, "clinic/base.html")
