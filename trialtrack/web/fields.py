"""Form fields that read what people type into exact numbers, and keep what they refuse."""

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from wtforms import Field
from wtforms.validators import StopValidation
from wtforms.widgets import TextInput

from trialtrack.clinical.protocol import decimal_fraction, text

SKIPPED = "skip"
MOST_CHARACTERS = 12
PLAIN_NUMBER = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?")


class ScoreField(Field):
    """A score from 0 to 10 by buttons. `data` is the score, None when skipped or not answered.

    `asked` is the question in the error's words ("how your low back was on average"); None makes
    the answer optional. Nothing is selected until the person does; 0 is an answer.
    """

    def __init__(self, label: str, *, asked: str | None = None, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.asked = asked
        self.data: Fraction | None

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read the button pressed. A value that no button sends is refused."""
        self.data = None
        said = valuelist[0] if valuelist else ""
        if said in ("", SKIPPED):
            return
        if said not in {str(score) for score in range(11)}:
            raise ValueError("Choose one of the numbers from 0 to 10.")
        self.data = Fraction(said)

    def pre_validate(self, form: object) -> None:
        """Refuse a question that has to be answered, or skipped, and was left alone."""
        del form
        if self.asked is not None and not (self.raw_data and self.raw_data[0]):
            raise StopValidation(
                f"Choose a number from 0 to 10 for {self.asked}, or “I’d rather not say”."
            )


class NumberField(Field):
    """A number typed in: 7, 7.5 or 7,5. `data` is exact, None when left blank.

    `refusal` is what the person reads when it is no number between `least` and `most` in
    steps of `step`.
    """

    widget = TextInput()

    def __init__(
        self,
        label: str,
        *,
        least: int,
        most: int,
        refusal: str,
        step: Fraction = Fraction(1),
        **kwargs: Any,
    ) -> None:
        super().__init__(label, **kwargs)
        self.least, self.most, self.refusal, self.step = least, most, refusal, step
        self.data: Fraction | None

    def _value(self) -> str:
        """What stands in the field, refused or not; the widget asks for it."""
        return str(self.raw_data[0]) if self.raw_data else ""

    def process_data(self, value: Fraction | None) -> None:
        """Take a number that is already known, such as an earlier answer."""
        self.data = value
        if value is not None:
            self.raw_data = [text(value)]

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read what was typed; the refusal keeps it on the page."""
        self.data = None
        said = valuelist[0].strip() if valuelist else ""
        if not said:
            return
        if not PLAIN_NUMBER.fullmatch(said) or len(said) > MOST_CHARACTERS:
            raise ValueError(self.refusal)
        number = decimal_fraction(said.replace(",", "."))
        if not self.least <= number <= self.most or (number / self.step).denominator != 1:
            raise ValueError(self.refusal)
        self.data = number
