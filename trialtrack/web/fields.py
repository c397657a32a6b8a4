"""Form fields that read what people type into exact numbers, and keep what they refuse."""

import re
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from wtforms import DateField, Field, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation
from wtforms.widgets import TextInput

from trialtrack.clinical.protocol import decimal_fraction, text

SKIPPED = "skip"
MOST_CHARACTERS = 12
PLAIN_NUMBER = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?")
THOUSANDS = re.compile(r".*[.,][0-9]{3}")
"""3,000 is three thousand to one and three to another: no whole number is read from it."""
MOST_WITH_UNIT = 24
NUMBER_WORDS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve",
)  # fmt: skip


class ScoreField(Field):
    """A score by buttons, 0 to 10 unless `values` says otherwise; None when it was not answered.

    `asked` is the question in the error's words ("“Low back, on average”"); None makes
    the answer optional. `skippable`: "I'd rather not say" is an answer, and `declined` then.
    Nothing is selected until the person does; 0 is an answer.
    """

    def __init__(
        self,
        label: str,
        *,
        asked: str | None = None,
        skippable: bool = False,
        values: Sequence[Fraction] = tuple(map(Fraction, range(11))),
        **kwargs: Any,
    ) -> None:
        super().__init__(label, **kwargs)
        self.asked, self.skippable = asked, skippable
        self.values = tuple(text(value) for value in values)
        self.data: Fraction | None

    @property
    def declined(self) -> bool:
        """Whether the person would rather not say."""
        return self.skippable and bool(self.raw_data) and self.raw_data[0] == SKIPPED

    def decline(self) -> None:
        """Take it as declined, as in an earlier answer."""
        self.data, self.raw_data = None, [SKIPPED]

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read the button pressed. A value that no button sends is refused."""
        self.data = None
        said = valuelist[0] if valuelist else ""
        if said == "" or (self.skippable and said == SKIPPED):
            return
        if said not in self.values:
            least, most = self.values[0], self.values[-1]
            raise ValueError(f"“{self.label.text}”: choose a number from {least} to {most}.")
        self.data = decimal_fraction(said)

    def pre_validate(self, form: object) -> None:
        """Refuse a question that has to be answered, or skipped, and was left alone."""
        del form
        if self.asked is not None and not (self.raw_data and self.raw_data[0]):
            raise StopValidation(
                f"Choose a number from 0 to 10 for {self.asked}, or “I’d rather not say”."
            )


class OneOfField(RadioField):
    """One of a few answers in words, or none: `data` is None when nothing is selected."""

    def __init__(self, label: str, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        named = [SelectChoice(value=value, label=words) for value, words in choices]
        refusal = f"“{label}”: choose one of the answers."
        super().__init__(label, choices=named, coerce=str, invalid_choice_message=refusal, **kwargs)

    def process_data(self, value: str | None) -> None:
        """Take an answer that is already known."""
        self.data = value

    def pre_validate(self, form: object) -> None:
        """Refuse what is none of the answers; to leave it is allowed."""
        if self.data is not None:
            super().pre_validate(form)


class NumberField(Field):
    """A number typed in: 7, 7.5, 7,5 or seven. `data` is exact, None when left blank.

    `refusal` is what the person reads when it is no number between `least` and `most` in
    steps of `step`. `units`: words that may follow the number and say what is asked for anyway.
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
        units: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(label, **kwargs)
        self.units = units
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
        if len(said) > MOST_WITH_UNIT:
            raise ValueError(self.refusal)
        said = in_figures(said, self.units)
        if not PLAIN_NUMBER.fullmatch(said) or len(said) > MOST_CHARACTERS:
            raise ValueError(self.refusal)
        if self.step.denominator == 1 and THOUSANDS.fullmatch(said):
            raise ValueError(self.refusal)
        number = decimal_fraction(said.replace(",", "."))
        if not self.least <= number <= self.most or (number / self.step).denominator != 1:
            raise ValueError(self.refusal)
        self.data = number


def in_figures(said: str, units: Sequence[str] = ()) -> str:
    """A number as figures, without the unit after it; what is neither comes back as it was.

    >>> in_figures("12 Min.", ("min", "minutes")), in_figures("five"), in_figures("5 h", ("min",))
    ('12', '5', '5 h')
    """
    plain = said.casefold().rstrip(".")
    unit = next((each for each in sorted(units, key=len)[::-1] if plain.endswith(each)), "")
    number = plain.removesuffix(unit).strip()
    if number in NUMBER_WORDS and plain in (number, f"{number} {unit}"):
        return str(NUMBER_WORDS.index(number))
    return number if unit and PLAIN_NUMBER.fullmatch(number) else said


class DayField(DateField):
    """A date, as the browser's own field sends it or as people write it, day first; None if blank.

    `refusal` is what the person reads when it is none.
    """

    data: Any
    process_errors: list[str]
    WRITTEN = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %m %Y", "%d %b %Y", "%d %B %Y")

    def __init__(self, label: str, *, refusal: str, **kwargs: Any) -> None:
        super().__init__(label, format=list(self.WRITTEN), **kwargs)
        self.refusal = refusal

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read the day; the refusal keeps what was typed on the page."""
        self.data = None
        said = " ".join(valuelist[0].split()) if valuelist else ""
        if not said:
            return
        try:
            super().process_formdata([said])
        except ValueError:
            raise ValueError(self.refusal) from None

    def take(self, day: date) -> None:
        """Hold a day that is known, whatever was typed."""
        self.data, self.raw_data, self.process_errors = day, [day.isoformat()], []
