"""A form on which the team says why something is put right."""

from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from trialtrack.web.forms import Form

MOST_REASON_CHARACTERS = 2000


def reason_field() -> TextAreaField:
    """The reason, always in words. A form with further fields names it again, after them."""
    return TextAreaField(
        "Why?",
        validators=[
            DataRequired("Write why: the reason stays with the trial."),
            Length(max=MOST_REASON_CHARACTERS, message="Shorten this to 2000 characters."),
        ],
    )


class ReasonForm(Form):
    """Why something is put right; further fields are a form's own."""

    reason = reason_field()
