"""Asking for a link by e-mail: the same answer, after the same work, whoever asks."""

from typing import Any

from flask import Blueprint, Flask, abort, current_app, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer
from wtforms import EmailField
from wtforms.validators import InputRequired, Length

from config import MailSettings, Settings
from trialtrack.clock import now_utc
from trialtrack.mail import Letter, send
from trialtrack.services.add_staff import MOST_ADDRESS_CHARACTERS
from trialtrack.services.password_link import PATH
from trialtrack.services.request_password_link import LinkToSend, request_password_link
from trialtrack.web.forms import Form
from trialtrack.web.outbox import Outbox

blueprint = Blueprint("forgotten", __name__)
OUTBOX = "trialtrack_outbox"


class ForgottenForm(Form):
    """The address to sign in with."""

    email = EmailField(
        "E-mail address",
        validators=[
            InputRequired("Write your e-mail address."),
            Length(max=MOST_ADDRESS_CHARACTERS, message="Write an e-mail address."),
        ],
    )


@blueprint.record_once
def _open_outbox(state: Any) -> None:
    state.app.extensions[OUTBOX] = Outbox()


@blueprint.app_context_processor
def _can_send() -> dict[str, bool]:
    return {"mail_is_sent": _settings().mail is not None}


@blueprint.route("/forgotten-password", methods=["GET", "POST"])
def ask() -> Answer | tuple[str, int] | str:
    """Take an address; whether anybody has it is looked up after the answer."""
    mail, form = _settings().mail, ForgottenForm()
    if mail is None:
        abort(404)
    if not form.validate_on_submit():
        page = render_template("auth/forgotten.html", form=form)
        return (page, 422) if form.is_submitted() else page
    # The proxy stands for the application of this request only; the outbox needs the app itself.
    app, email = current_app._get_current_object(), form.email.data  # type: ignore[attr-defined]
    outbox: Outbox = app.extensions[OUTBOX]
    outbox.later(lambda: _answer(app, mail, email))
    return redirect(url_for("forgotten.asked"), 303)


@blueprint.get("/forgotten-password/asked")
def asked() -> str:
    """What happens now, in words that are true of every address."""
    return render_template("auth/asked.html")


def _answer(app: Flask, mail: MailSettings, email: str) -> None:
    at = now_utc()
    found = request_password_link(email=email, at=at)
    # The link is in the database from here on; a mail that fails undoes nothing.
    if found is not None:
        with app.app_context():
            letter = _letter(found)
        send(letter, by=mail, at=at)


def _letter(found: LinkToSend) -> Letter:
    address = f"{_settings().public_url}{PATH}{found.token}"
    page = current_app.jinja_env.get_template("emails/password_link.txt")
    body = page.render(address=address, clinic_name=found.clinic_name)
    return Letter(found.email, gettext("Choose your password for trialtrack"), body)


def _settings() -> Settings:
    found: Settings = current_app.config["TRIALTRACK"]
    return found
