"""A form of a day that is filled in, looked over and then sent, all at one address.

The button says which of the three it is. One address for all lets answers that could not be sent
be opened again where they were typed.
"""

from enum import StrEnum

from flask import request

from trialtrack.web.diary.changes import CHANGE

STEP = "step"
NOT_CARRIED = (STEP, CHANGE)


class Step(StrEnum):
    """What a button of the form asks for."""

    CHECK = "check"
    EDIT = "edit"
    SAVE = "save"


def step_sent() -> Step | None:
    """The step of this request; None for a page that is looked at. A strange one is a check.

    A button inside the questions (`changes.py`) leads back to them.
    """
    if request.method != "POST":
        return None
    if CHANGE in request.form:
        return Step.EDIT
    said = request.form.get(STEP, "")
    return Step(said) if said in {*Step} else Step.CHECK


def carried() -> list[tuple[str, str]]:
    """The fields that the page of answers to look over sends on."""
    return [
        (name, value) for name, value in request.form.items(multi=True) if name not in NOT_CARRIED
    ]
