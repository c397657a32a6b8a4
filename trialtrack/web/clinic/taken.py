"""What a service says of a form: taken, or its refusal stands on the form, with nothing lost."""

from collections.abc import Callable, Mapping

from trialtrack.access import NotAllowed, NotFound, Refusal
from trialtrack.web.forms import Form

Beside = Mapping[type[Refusal], str]
"""Refusal -> the field that it is about."""

Refused = Callable[[Refusal], None]
"""Shows a refusal where it belongs."""


def taken(act: Callable[[], object], refused: Refused) -> bool:
    """Whether the service took it. Not allowed and not found are pages of their own."""
    try:
        act()
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        refused(refusal)
        return False
    return True


def done(
    form: Form,
    act: Callable[[], object],
    beside: Beside | None = None,
    *,
    refused: Refused | None = None,
) -> bool:
    """Whether the form was sent, valid, and taken by the service.

    A refusal stands beside the field that it is about, else on top, unless `refused` shows it.
    """

    def shown(refusal: Refusal) -> None:
        name = (beside or {}).get(type(refusal))
        if name is None:
            form.refuse(refusal)
        else:
            form[name].errors = [str(refusal)]

    return form.validate_on_submit() and taken(act, refused or shown)
