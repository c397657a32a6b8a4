"""The forms that the gallery shows: one day of a diary, and a sign-in."""

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DecimalField,
    EmailField,
    IntegerField,
    PasswordField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional


class Number(DecimalField):  # type: ignore[misc]
    """A number that says what it wants."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number, or say in words what is wanted."""
        try:
            super().process_formdata(valuelist)
        except ValueError as fault:
            raise ValueError("Give hours of sleep as a number, such as 7 or 7.5") from fault


class DayForm(FlaskForm):  # type: ignore[misc]
    """A diary day as the patient's pages ask for it."""

    average = StringField(
        "Lower back, on average", [InputRequired("Choose how bad your lower back was on average")]
    )
    worst = StringField(
        "Lower back, at its worst", [InputRequired("Choose how bad it was at worst")]
    )
    sleep_hours = Number(
        "How many hours did you sleep?",
        [Optional(), NumberRange(0, 24, "Hours of sleep are between 0 and 24")],
        places=None,
    )
    tramadol = IntegerField(
        "Tramadol 50 mg capsule", [Optional(), NumberRange(0, 99, "Give a number of capsules")]
    )
    paracetamol = IntegerField("Paracetamol 500 mg tablet", [Optional(), NumberRange(0, 99)])
    walked = RadioField(
        "Did you go for a walk?",
        choices=[SelectChoice("yes", "Yes"), SelectChoice("no", "No")],
        validators=[InputRequired("Say whether you went for a walk")],
    )
    note = TextAreaField("Anything you want to add?", [Optional()])


class SignInForm(FlaskForm):  # type: ignore[misc]
    """Staff sign in with these."""

    email = EmailField("E-mail address", [InputRequired("Enter your e-mail address")])
    password = PasswordField("Password", [InputRequired("Enter your password")])
    stay = BooleanField("This is my own computer")
