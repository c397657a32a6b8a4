"""A form on which the team says why something is put right."""

from collections.abc import Callable

from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from trialtrack.access import NotAllowed, NotFound, Refusal
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

    def refuse(self, words: str) -> None:
        """Show a service's refusal on the form, with everything kept."""
        self.form_errors = [words]


def saved(form: ReasonForm, service: Callable[[], None]) -> bool:
    """Whether the service took a valid form; a refusal stands on it, with everything kept."""
    if not form.validate_on_submit():
        return False
    try:
        service()
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        form.refuse(str(refusal))
        return False
    return True
