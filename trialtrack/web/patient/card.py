"""The way in for patients: the code of a card, then the date of birth."""

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer
from wtforms import StringField

from trialtrack.access import Role
from trialtrack.clock import now_utc
from trialtrack.queries.opened_card import CardState, OpenedCard, opened_card
from trialtrack.services.sign_in_card import (
    CardNotGood,
    CardTry,
    TooManyDevices,
    TooManyUnknownCodes,
    WrongBirthDate,
    note_unknown_code,
    sign_in_by_card,
)
from trialtrack.services.withdraw import HasWithdrawn
from trialtrack.store.card_codes import read_code, written
from trialtrack.web.birth_date import BirthDateForm, tries_left
from trialtrack.web.device_names import device_name
from trialtrack.web.forms import Form
from trialtrack.web.sessions import browser_mark, start_session, was_signed_in

blueprint = Blueprint("card", __name__)
Page = str | tuple[str, int] | Answer
NO_CODE = (
    "Compare it with your card, letter by letter. The code has 12 letters and numbers, and none of "
    "them is A, I, L, O, U, 0 or 1."
)


class CodeForm(Form):
    """The code, for a phone that cannot read the square."""

    code = StringField("The code on your card")


@blueprint.route("/c", methods=["GET", "POST"])
def enter() -> Page:
    """Where the code is typed."""
    form = CodeForm()
    if not form.validate_on_submit():
        return _code_page(form)
    code = read_code(form.code.data or "")
    if code is None:
        form.code.errors = [NO_CODE]
        return _code_page(form), 422
    return redirect(url_for("card.open_card", code=written(code)), 303)


@blueprint.route("/c/<code>", methods=["GET", "POST"])
def open_card(code: str) -> Page:
    """A card: looking at it uses nothing up; the date of birth and a tap sign the phone in."""
    known = read_code(code)
    if known is None:
        return _mistyped(code)
    card = opened_card(code=known, address=_address(), at=now_utc())
    elsewhere = _signed_in(card)
    if elsewhere is not None:
        return elsewhere
    if card.state is not CardState.GOOD:
        return _no_card(card)
    form = BirthDateForm()
    if form.validate_on_submit() and form.born_on is not None:
        return _try(known, card, form)
    return _form_page(card, form)


def _signed_in(card: OpenedCard) -> Page | None:
    """Where a device goes that is signed in already, if it is."""
    if g.viewer is None or card.patient_id is None:
        return None
    if g.viewer.patient_id == card.patient_id:
        return redirect(url_for("patient.home"))
    is_patient = g.viewer.role is Role.PATIENT
    return render_template("patient/card_elsewhere.html", is_patient=is_patient), 409


def _try(code: str, card: OpenedCard, form: BirthDateForm) -> Page:
    if form.born_on is None:
        raise TypeError("a form that is valid holds a date")
    named = device_name(request.headers.get("User-Agent", ""))
    sent = CardTry(code, form.born_on, _address(), named, browser=browser_mark())
    try:
        token = sign_in_by_card(sent=sent, at=now_utc())
    except (CardNotGood, TooManyUnknownCodes):
        return _no_card(card)
    except WrongBirthDate as wrong:
        if wrong.left == 0:
            return _no_card(card, just_voided=True)
        stops = f"{tries_left(wrong.left)} the card stops working."
        form.form_errors = [f"{wrong} {stops} If you are not sure, call the clinic."]
    except HasWithdrawn:
        return render_template("patient/stopped.html", phone=card.phone), 410
    except TooManyDevices as refusal:
        form.form_errors = [str(refusal)]
    else:
        start_session(token)
        return redirect(url_for("patient.home"), 303)
    return _form_page(card, form)


def _form_page(card: OpenedCard, form: BirthDateForm) -> Page:
    page = render_template("patient/card.html", form=form, phone=card.phone)
    return (page, 422) if form.errors or form.form_errors else page


def _no_card(card: OpenedCard, *, just_voided: bool = False) -> Page:
    """The same page for every card that opens nothing; who guesses learns nothing from it."""
    wait = card.state is CardState.WAIT
    if card.state is CardState.UNKNOWN:
        note_unknown_code(address=_address(), at=now_utc())
    page = render_template(
        "patient/card_gone.html", phone=card.phone, wait=wait, just_voided=just_voided
    )
    return page, 429 if wait else 410


def _mistyped(code: str) -> Page:
    form = CodeForm(formdata=None, data={"code": code})
    form.code.errors = [NO_CODE]
    return _code_page(form), 404


def _code_page(form: CodeForm) -> str:
    return render_template("patient/card_code.html", form=form, signed_out=was_signed_in())


def _address() -> str:
    return request.remote_addr or ""
