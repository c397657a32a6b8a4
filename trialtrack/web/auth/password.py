"""Choosing a password by a link that was handed over or sent."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer
from wtforms import PasswordField
from wtforms.validators import EqualTo, InputRequired

from trialtrack.access import Refusal
from trialtrack.clock import now_utc
from trialtrack.services.password_link import (
    PATH,
    PasswordLinkNotUsable,
    choose_password,
    whose_link,
)
from trialtrack.web.forms import Form
from trialtrack.web.sessions import start_session

blueprint = Blueprint("password", __name__)


class PasswordForm(Form):
    """The new password, twice: nobody sees what they type."""

    password = PasswordField(
        "New password", validators=[InputRequired("Write the password that you want to have.")]
    )
    again = PasswordField(
        "The same password again",
        validators=[EqualTo("password", "Write the same password in both fields.")],
    )


@blueprint.route(f"{PATH}<token>", methods=["GET", "POST"])
def choose(token: str) -> Answer | tuple[str, int] | str:
    """Looking at the page uses nothing up, and neither does a password that is refused."""
    form = PasswordForm()
    try:
        whose = whose_link(token=token, at=now_utc())
        if form.validate_on_submit():
            return _chosen(token, form)
    except PasswordLinkNotUsable as refusal:
        return render_template("auth/link_gone.html", reason=str(refusal)), 410
    except Refusal as refusal:
        form.password.errors = [str(refusal)]
    page = render_template("auth/password.html", form=form, whose=whose)
    return (page, 422) if form.is_submitted() else page


def _chosen(token: str, form: PasswordForm) -> Answer:
    start_session(choose_password(token=token, password=form.password.data, at=now_utc()))
    flash("Your password is set, and you are signed in.", "note")
    return redirect(url_for("auth.start"), 303)
