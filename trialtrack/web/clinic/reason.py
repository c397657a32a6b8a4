"""A form on which the team says why something is put right."""

from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from trialtrack.web.forms import Form

MOST_REASON_CHARACTERS = 2000


class ReasonForm(Form):
    """The reason, always in words; further fields are a form's own."""

    reason = TextAreaField(
        "Why?",
        validators=[
            DataRequired("Write why: the reason stays with the trial."),
            Length(max=MOST_REASON_CHARACTERS, message="Shorten this to 2000 characters."),
        ],
    )

    def refuse(self, words: str) -> None:
        """Show a service's refusal on the form, with everything kept."""
        self.form_errors = [words]
