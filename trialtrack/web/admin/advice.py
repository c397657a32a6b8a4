"""The administrator writes what patients read when something is wrong."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from trialtrack.clinical.signs import Tier
from trialtrack.clock import now_utc
from trialtrack.queries.sign_advice import AdviceVersion, sign_advice
from trialtrack.services.refusals import NotAPhoneNumber
from trialtrack.services.sign_advice import MOST_CHARACTERS, publish_sign_advice
from trialtrack.web.forms import Form
from trialtrack.web.sessions import viewer
from trialtrack.web.words import date_words

blueprint = Blueprint("advice", __name__)


def _words(label: str) -> TextAreaField:
    return TextAreaField(
        label,
        validators=[
            DataRequired(f"Write what to do: {label.lower()}."),
            Length(
                max=MOST_CHARACTERS,
                message=f"Shorten this to {MOST_CHARACTERS} characters: {label.lower()}.",
            ),
        ],
    )


class AdviceForm(Form):
    """A sentence or two for each tier, and the number when the clinic is closed."""

    emergency = _words("Emergency now")
    today = _words("Call the team today")
    next_time = _words("Tell the team next time")
    out_of_hours_phone = StringField("Telephone out of hours, if there is one")

    def words(self) -> dict[Tier, str]:
        """What was written, by tier."""
        return {tier: self[tier.value].data for tier in Tier}


@blueprint.route("/advice", methods=["GET", "POST"])
def edit() -> str | tuple[str, int] | Answer:
    """The advice of today, to be replaced by a new version; the earlier ones stay."""
    found = sign_advice(viewer=viewer())
    form = AdviceForm(data=_now(found[0]))
    if form.validate_on_submit():
        try:
            version = publish_sign_advice(
                words=form.words(),
                out_of_hours_phone=form.out_of_hours_phone.data,
                by=viewer(),
                at=now_utc(),
            )
            flash(f"Version {version} is what patients read from now on.", "note")
            return redirect(url_for("advice.edit"), 303)
        except NotAPhoneNumber as refusal:
            form.out_of_hours_phone.errors = [str(refusal)]
    rows = [
        (
            str(each.advice.version),
            date_words(each.since.date()),
            each.by_name or "with the installation",
        )
        for each in found
    ]
    page = render_template("admin/advice.html", form=form, rows=rows, advice=found[0].advice)
    return (page, 422) if form.is_submitted() else page


def _now(version: AdviceVersion) -> dict[str, Any]:
    words = {tier.value: text for tier, text in version.advice.words.items()}
    return {**words, "out_of_hours_phone": version.advice.out_of_hours_phone}
