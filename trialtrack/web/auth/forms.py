"""The forms for signing in."""

from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired

from trialtrack.web.forms import Form


class SignInForm(Form):
    """E-mail and password of the clinic's team."""

    email = EmailField("E-mail address", validators=[InputRequired("Write your e-mail address.")])
    password = PasswordField("Password", validators=[InputRequired("Write your password.")])


class LinkForm(Form):
    """One tap: opening the address alone must use nothing up."""
