"""The one base of our forms: each can be filled again with what was typed and not sent."""

from flask import g, request
from flask_wtf import FlaskForm
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from trialtrack.access import Refusal
from trialtrack.queries.waiting_forms import Waiting
from trialtrack.web.typed import WAITING, waiting_id

_HIDDEN = Markup('<input type="hidden" name="{}" value="{}">')


def reopened() -> Waiting | None:
    """The waiting form with which the page of this request is to be filled."""
    found: Waiting | None = g.get("reopened")
    return found


def waiting_tag() -> Markup:
    """Which waiting form a page was filled from, as a hidden field; nothing where it was not."""
    waiting = reopened()
    known = waiting_id() if waiting is None else waiting.id
    return _HIDDEN.format(WAITING, known) if known is not None else Markup()


def taken() -> None:
    """Say that the form of this request was taken, where it is not answered by a redirect."""
    g.taken = True


class Form(FlaskForm):
    """A form of ours. Shown anew for a form that waits, it holds what was typed, unsent."""

    class Meta(FlaskForm.Meta):
        """Where the fields take what was typed from."""

        def wrap_formdata(self, form: FlaskForm, formdata: object) -> object:
            """What was sent as text; where a waiting form is looked at, what was typed then.

            No form of ours takes a file or JSON: a field that got one could not read it.
            """
            waiting = reopened()
            if formdata is None or isinstance(formdata, MultiDict):
                return formdata
            if form.is_submitted():
                return request.form or None
            return None if waiting is None else MultiDict(waiting.typed.fields)

    @property
    def is_fresh(self) -> bool:
        """Whether nobody typed anything yet, so that the page may fill in what it proposes."""
        return not self.is_submitted() and reopened() is None

    def refuse(self, refusal: Refusal | str) -> None:
        """Show on the form why it was not taken, with everything kept."""
        self.form_errors = [str(refusal)]

    def hidden_tag(self, *fields: str) -> Markup:
        """The hidden fields; with them, which waiting form this is, to be dealt with once sent."""
        hidden: Markup = super().hidden_tag(*fields)
        return hidden + waiting_tag()
