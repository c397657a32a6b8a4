"""What holds for every form that there is: what is kept of it, and what it takes."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from wtforms import PasswordField

from tests.web.clinics import SmallClinic
from tests.web.conftest import SignIn
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


def a_file() -> dict[str, Any]:
    return {"data": {"note": (BytesIO(b"a picture"), "wound.jpg")}}


def a_list() -> dict[str, Any]:
    return {"json": {"note": ["a list"], "sleep_hours": 7}}


def a_sentence() -> dict[str, Any]:
    return {"json": "a text"}


@pytest.mark.parametrize("sent", [a_file, a_list, a_sentence])
def test_what_is_no_text_is_no_answer(
    clinic: SmallClinic, sign_in: SignIn, sent: Callable[[], dict[str, Any]]
) -> None:
    patient = sign_in(clinic.patient)
    for page in ("", "/check", "/edit"):
        address = f"/diary/2026-03-14{page}"
        assert patient.post(address, **sent()).status_code < 500, page
