"""What holds for every form that there is: it can be filled again, passwords are not kept."""

from wtforms import PasswordField

from tests.whole.tree import texts
from trialtrack.web.forms import Form
from trialtrack.web.typed import NEVER_KEPT


def every_form(base: type[Form] = Form) -> list[type[Form]]:
    return [form for each in base.__subclasses__() for form in (each, *every_form(each))]


def test_every_form_is_one_that_can_be_filled_again_after_signing_in() -> None:
    """A form straight from Flask-WTF would lose what was typed: derive it from web.forms.Form."""
    straight = [
        path
        for path, text in texts("trialtrack/web", suffixes=(".py",))
        if "(FlaskForm)" in text and path != "trialtrack/web/forms.py"
    ]
    assert straight == []
    assert len(every_form()) >= 6


def test_no_password_is_ever_among_what_is_kept() -> None:
    passwords = [
        name
        for form in every_form()
        for name, field in vars(form).items()
        if getattr(field, "field_class", None) is PasswordField
    ]
    assert "password" in passwords
    assert [name for name in passwords if not NEVER_KEPT.search(name)] == []
