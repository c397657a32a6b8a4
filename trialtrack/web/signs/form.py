"""What was reported with a request: read without refusing anything.

Nothing here is validated: whatever a frightened person taps is a report, or it is none.
"""

from uuid import UUID, uuid4

from flask import request
from werkzeug.datastructures import MultiDict
from wtforms import Form, RadioField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice

from trialtrack.clinical.signs import WORDS, Sign, in_order, sign_words
from trialtrack.web.forms import reopened

YES, NO = "yes", "no"
KNOWN = {sign.value for sign in Sign}


class SignsForm(Form):
    """The question of the diary, and what follows a yes. The names differ from all of a day's."""

    signs_any = RadioField(
        "Any of these today?",
        choices=[SelectChoice(NO, "No, none of them"), SelectChoice(YES, "Yes")],
    )
    signs = SelectMultipleField(
        "Which?",
        choices=[SelectChoice(sign.value, words) for sign, words in WORDS.items()],
        validate_choice=False,
    )
    signs_words = TextAreaField("In your own words, if you like")

    def chosen(self) -> tuple[Sign, ...]:
        """The signs that were ticked, the most urgent first; what is none of ours is left out."""
        ticked: list[str] = self.signs.data or []
        return in_order(Sign(each) for each in ticked if each in KNOWN)

    @property
    def reports(self) -> bool:
        """Whether something is wrong: yes was said, or a sign was ticked whatever was said."""
        return self.signs_any.data == YES or bool(self.chosen())


def signs_form() -> SignsForm:
    """The form as it was sent with this request, or typed before; empty when neither was."""
    waiting = reopened()
    return SignsForm(request.form if waiting is None else MultiDict(waiting.typed.fields))


REPORT_PAGE = "signs_page"
"""Names the page that a report was first sent from, where its answers go on under another id."""


def sent_id(field: str) -> UUID:
    """The id that the page was made with; a page that lost it gets one, so that nothing is lost."""
    try:
        return UUID(request.form.get(field, ""))
    except ValueError:
        return uuid4()


def signs_answer() -> str | None:
    """What was answered to the question of the diary, to look over; None when it was not."""
    form = signs_form()
    if form.reports:
        return f"Yes: {sign_words(form.chosen())}" if form.chosen() else "Yes, without saying which"
    return "No" if form.signs_any.data == NO else None
