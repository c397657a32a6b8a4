"""The administrator writes the clinic's notice on consent and privacy."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from trialtrack.clock import now_utc
from trialtrack.queries.consent import notices
from trialtrack.services.consent_notice import MOST_CHARACTERS, publish_notice
from trialtrack.web.forms import Form
from trialtrack.web.sessions import viewer
from trialtrack.web.words import date_words

blueprint = Blueprint("notice", __name__)


class NoticeForm(Form):
    """The text that patients read before their diary opens."""

    body = TextAreaField(
        "The notice",
        validators=[
            DataRequired("Write the notice: patients agree to it before they begin."),
            Length(max=MOST_CHARACTERS, message=f"Shorten this to {MOST_CHARACTERS} characters."),
        ],
    )


@blueprint.route("/notice", methods=["GET", "POST"])
def edit() -> str | tuple[str, int] | Answer:
    """The notice of today, to be replaced by a new version; the earlier ones stay."""
    found, form = notices(viewer=viewer()), NoticeForm()
    if form.validate_on_submit():
        version = publish_notice(body=form.body.data, by=viewer(), at=now_utc())
        flash(f"Version {version} is what patients read from now on.", "note")
        return redirect(url_for("notice.edit"), 303)
    if form.is_fresh:
        form.body.data = found[0].body
    rows = [
        (str(each.version), date_words(each.since.date()), each.by_name or "with the installation")
        for each in found
    ]
    page = render_template("admin/notice.html", form=form, rows=rows)
    return (page, 422) if form.is_submitted() else page
