"""The team makes a patient's card, prints it, and sees and ends the devices signed in with it."""

from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as Answer

from config import Settings
from trialtrack.clock import now_utc
from trialtrack.queries.card_page import CardPage, card_page
from trialtrack.services.end_device import end_device, note_shut_device
from trialtrack.services.make_card import CardMadeMeanwhile, end_card, make_card
from trialtrack.store.card_codes import written
from trialtrack.web.clinic.card_words import CardWords, card_words
from trialtrack.web.qr import qr_svg
from trialtrack.web.sessions import viewer
from trialtrack.web.typed import as_id

blueprint = Blueprint("cards", __name__)


@dataclass(frozen=True, slots=True)
class PrintedCard:
    """What goes on paper. `short_address` is where the code can be typed."""

    qr: Markup
    short_address: str
    code: str
    reference: str
    phone: str
    emergency_phone: str


@blueprint.get("/trials/<uuid:trial_id>/card")
def show(trial_id: UUID) -> str:
    """Whether there is a card, whether it was used, and on which devices."""
    return render_template("clinic/card.html", page=_words(trial_id), only_here=_only_here())


@blueprint.post("/trials/<uuid:trial_id>/card")
def make(trial_id: UUID) -> str | Answer:
    """Make the card, or a new one, and show it: the code can be read now and never again."""
    replaces = as_id(request.form.get("replaces", ""))
    try:
        code = make_card(trial_id=trial_id, replaces=replaces, by=viewer(), at=now_utc())
    except CardMadeMeanwhile as refusal:
        flash(str(refusal), "close")
        return redirect(url_for("cards.show", trial_id=trial_id), 303)
    page = _words(trial_id)
    card = _printed(code, page)
    return render_template("clinic/card_made.html", page=page, card=card, only_here=_only_here())


@blueprint.post("/trials/<uuid:trial_id>/card/end")
def end(trial_id: UUID) -> Answer:
    """End the card without a new one."""
    end_card(trial_id=trial_id, by=viewer(), at=now_utc())
    flash("The card is ended. Devices that are signed in stay so.", "note")
    return redirect(url_for("cards.show", trial_id=trial_id), 303)


@blueprint.post("/trials/<uuid:trial_id>/devices/<uuid:session_id>/end")
def end_one(trial_id: UUID, session_id: UUID) -> Answer:
    """Sign one of the patient's devices out."""
    found = _page(trial_id)
    end_device(session_id=session_id, patient_id=found.patient_id, by=viewer(), at=now_utc())
    flash("That device is signed out.", "note")
    return redirect(url_for("cards.show", trial_id=trial_id), 303)


@blueprint.post("/trials/<uuid:trial_id>/devices/<uuid:session_id>/noted")
def note(trial_id: UUID, session_id: UUID) -> Answer:
    """Somebody has seen that a device was shut."""
    found = _page(trial_id)
    note_shut_device(session_id=session_id, patient_id=found.patient_id, by=viewer(), at=now_utc())
    return redirect(url_for("cards.show", trial_id=trial_id), 303)


def _page(trial_id: UUID) -> CardPage:
    return card_page(viewer=viewer(), trial_id=trial_id, at=now_utc())


def _words(trial_id: UUID) -> CardWords:
    return card_words(_page(trial_id))


def _printed(code: str, page: CardWords) -> PrintedCard:
    address = _settings().public_url
    opens = f"{address}{url_for('card.open_card', code=written(code))}"
    return PrintedCard(
        qr=qr_svg(opens, "The square to scan with a phone"),
        short_address=f"{address}{url_for('card.enter')}",
        code=written(code),
        reference=page.reference,
        phone=page.phone,
        emergency_phone=page.emergency_phone,
    )


def _settings() -> Settings:
    settings: Settings = current_app.config["TRIALTRACK"]
    return settings


def _only_here() -> str | None:
    """The address, where it leads to this machine only: then a card is a toy."""
    settings = _settings()
    return urlsplit(settings.public_url).netloc if settings.is_loopback else None
