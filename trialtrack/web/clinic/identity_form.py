"""Who somebody is, as the team types it."""

from datetime import date

from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from trialtrack.access import Refusal
from trialtrack.services.add_patient import BornInTheFuture, Identity, NumberTooLong
from trialtrack.services.add_staff import NotAnAddress
from trialtrack.services.correct_identity import NumberTaken
from trialtrack.services.refusals import (
    MOST_NAME_CHARACTERS,
    NameMissing,
    NotAPhoneNumber,
    ReasonMissing,
)
from trialtrack.web.birth_date import BirthDateForm
from trialtrack.web.clinic.reason import MOST_REASON_CHARACTERS
from trialtrack.web.words import date_words

_WORDS = ("family_name", "given_name", "hospital_number", "phone", "email")
_NOW = "There it is now: {}. What you typed stands here."
_SHORTER = f"Shorten this to {MOST_NAME_CHARACTERS} characters."


class IdentityForm(BirthDateForm):
    """Three things that tell people apart, and how to reach them; with the reason for a change."""

    family_name = StringField(
        "Family name",
        validators=[
            DataRequired("Write the family name."),
            Length(max=MOST_NAME_CHARACTERS, message=_SHORTER),
        ],
    )
    given_name = StringField(
        "Given name",
        validators=[
            DataRequired("Write the given name."),
            Length(max=MOST_NAME_CHARACTERS, message=_SHORTER),
        ],
    )
    # Declared again: here they come after the name.
    birth_day = StringField("Day")
    birth_month = StringField("Month")
    birth_year = StringField("Year")
    hospital_number = StringField("Hospital number")
    phone = StringField("Telephone")
    email = StringField("E-mail")
    shares_number = BooleanField("The hospital number is right all the same")
    reason = TextAreaField(
        "Why?",
        validators=[Length(max=MOST_REASON_CHARACTERS, message="Shorten this to 2000 characters.")],
    )
    seen = HiddenField()
    was_family_name = HiddenField()
    was_given_name = HiddenField()
    was_birth = HiddenField()
    was_hospital_number = HiddenField()
    was_phone = HiddenField()
    was_email = HiddenField()
    born = "they were born"

    def fill(self, identity: Identity) -> None:
        """Put in what is known, and beside it what the page was made from."""
        for name in _WORDS:
            self[name].data = self[f"was_{name}"].data = getattr(identity, name)
        self._fill_birth(identity.born_on)
        self.was_birth.data = identity.born_on.isoformat()

    def take_over(self, now: Identity) -> None:
        """What a colleague corrected, where nothing was typed; what was typed stays, and says so.

        A valid form. A field of which the page does not say what it was made from counts as typed.
        """
        for name in _WORDS:
            field, was = self[name], self[f"was_{name}"]
            there = getattr(now, name) or ""
            if was.raw_data and _same(field.data, was.data):
                field.data = there
            elif not _same(field.data, there):
                field.errors = [_NOW.format(there or "empty")]
            was.data = there
        was_born, there_born = self.was_birth.data, now.born_on.isoformat()
        if self.born_on is not None and self.born_on.isoformat() == was_born:
            self._fill_birth(now.born_on)
        elif self.born_on != now.born_on:
            self.birth_day.errors = [_NOW.format(date_words(now.born_on))]
        self.was_birth.data = there_born

    def _fill_birth(self, born_on: date) -> None:
        self.birth_day.data = str(born_on.day)
        self.birth_month.data = str(born_on.month)
        self.birth_year.data = str(born_on.year)

    def identity(self) -> Identity:
        """What was typed, once it is valid."""
        if self.born_on is None:
            raise RuntimeError("a valid form has a date of birth")
        return Identity(
            self.family_name.data or "",
            self.given_name.data or "",
            self.born_on,
            self.hospital_number.data or None,
            self.phone.data or None,
            self.email.data or None,
        )

    def refuse(self, refusal: Refusal | str) -> None:
        """Show a service's refusal beside the field that it is about, with everything kept."""
        fields = {
            NameMissing: self.family_name,
            BornInTheFuture: self.birth_year,
            NumberTaken: self.hospital_number,
            NumberTooLong: self.hospital_number,
            NotAPhoneNumber: self.phone,
            NotAnAddress: self.email,
            ReasonMissing: self.reason,
        }
        field = fields.get(type(refusal))
        if field is None:
            super().refuse(refusal)
        else:
            field.errors = [str(refusal)]


def _same(one: str | None, other: str | None) -> bool:
    return (one or "").split() == (other or "").split()
