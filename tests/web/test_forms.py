"""What holds for every form that there is: what is kept of it holds no password."""

from wtforms import PasswordField

from trialtrack.web.forms import Form
from trialtrack.web.typed import NEVER_KEPT


def every_form(base: type[Form] = Form) -> list[type[Form]]:
    return [form for each in base.__subclasses__() for form in (each, *every_form(each))]


def test_no_password_is_ever_among_what_is_kept() -> None:
    passwords = [
        name
        for form in every_form()
        for name, field in vars(form).items()
        if getattr(field, "field_class", None) is PasswordField
    ]
    assert "password" in passwords
    assert [name for name in passwords if not NEVER_KEPT.search(name)] == []
