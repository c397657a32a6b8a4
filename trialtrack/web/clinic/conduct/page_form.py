"""A form whose page has an id of its own."""

from uuid import UUID, uuid4

from wtforms import HiddenField
from wtforms.validators import UUID as is_uuid  # noqa: N811

from trialtrack.web.forms import Form


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
