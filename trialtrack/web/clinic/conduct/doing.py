"""A form that one service takes: done, or the service's refusal stands on it, nothing lost."""

from collections.abc import Callable, Mapping
from uuid import UUID, uuid4

from wtforms import HiddenField
from wtforms.validators import UUID as is_uuid  # noqa: N811

from trialtrack.access import NotAllowed, NotFound, Refusal
from trialtrack.web.forms import Form

Beside = Mapping[type[Refusal], str]
"""Refusal -> the field that it is about."""


class PageForm(Form):
    """A form whose page has an id of its own: sent twice, it is the same thing once."""

    page_id = HiddenField(validators=[is_uuid("This page has lost its number. Open it again.")])

    def number(self) -> None:
        """Give the page its id, unless it has one."""
        if not self.page_id.data:
            self.page_id.data = str(uuid4())

    @property
    def id(self) -> UUID:
        """The page's id. The form must be valid."""
        return UUID(self.page_id.data)


def done(form: Form, act: Callable[[], object], beside: Beside | None = None) -> bool:
    """Whether the form was sent, valid, and taken by the service."""
    if not form.validate_on_submit():
        return False
    try:
        act()
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        name = (beside or {}).get(type(refusal))
        if name is None:
            form.form_errors = [str(refusal)]
        else:
            form[name].errors = [str(refusal)]
        return False
    return True
