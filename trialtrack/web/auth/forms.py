"""The forms for signing in."""

from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired


class SignInForm(FlaskForm):
    """E-mail and password of the clinic's team."""

    email = EmailField("E-mail address", validators=[InputRequired("Write your e-mail address.")])
    password = PasswordField("Password", validators=[InputRequired("Write your password.")])


class LinkForm(FlaskForm):
    """One tap: opening the address alone must use nothing up."""
