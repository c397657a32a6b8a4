"""Why something is refused: each says in its docstring what the person reads."""

from inspect import cleandoc


class Refusal(Exception):
    """That cannot be done."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or cleandoc(type(self).__doc__ or ""))


class NotAllowed(Refusal):
    """You are not allowed to do that."""


class NotFound(Refusal):
    """There is nothing here, or it is not yours to see."""


class NotYetPlaced(Refusal):
    """The placement of this trial is not recorded yet; record it first."""


class AlreadyPlaced(Refusal):
    """The placement of this trial is recorded, and that cannot be changed any more."""


class NotYetRemoved(Refusal):
    """The removal of the leads is not recorded yet; record it first."""


class AlreadyRemoved(Refusal):
    """The leads of this trial are out, and that cannot be done any more."""


class TrialCancelled(Refusal):
    """The team cancelled this trial, so its diary is closed and nothing more is recorded."""


class NotCancelled(Refusal):
    """This trial is not cancelled."""
