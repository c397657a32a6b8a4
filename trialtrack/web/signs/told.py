"""The advice that stands on top of a page, whatever became of the rest of it.

A report that is kept says so. One that could not be kept is answered with the same advice, and
with the plain word that the team was not told: by every page of ours, those of errors included.
The clinic's numbers then come from the page that was sent, where they stand under our signature.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from flask import Flask, Response, current_app, g, request
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import RequestEntityTooLarge

from trialtrack.access import Role
from trialtrack.clinical.signs import SIGNS, WORDS, Tier
from trialtrack.db import DatabaseBusy
from trialtrack.queries.own_signs import own_advice, own_signs
from trialtrack.services.raise_flag import FlagReceipt
from trialtrack.services.sign_advice import FIRST_ADVICE
from trialtrack.store.signs import Advice, Block
from trialtrack.web.signs.form import signs_answer, signs_form
from trialtrack.web.typed import as_id
from trialtrack.web.words import at_words

ADVICE_FIELD = "signs_advice"
REMEMBERED = "trialtrack_advice"
TOLD_NEXT = "told"
"""Names in an address the flag whose advice stands there too. Not in the cookie: a cookie that was
written anew makes the browser forget the pages before it, and Back ends in an error of its own."""
PAGE, SEND = "signs.page", "signs.send"
NO_NUMBERS = Advice(UUID(int=0), 0, "", "", "", None, FIRST_ADVICE)
"""What is said where not even the clinic is known."""


@dataclass(frozen=True, slots=True)
class Told:
    """Advice to show. `saved_words`: since when the report is kept; None: it is not."""

    blocks: tuple[Block, ...]
    saved_words: str | None


def init_told(app: Flask) -> None:
    """Give every template the advice of its request, and the question of the diary."""
    app.extensions[REMEMBERED] = {}
    app.after_request(_keep_for_the_next_page)
    app.jinja_env.globals.update(
        advice_field=ADVICE_FIELD,
        advice_remembered=advice_remembered,
        every_block=every_block,
        own_advice=lambda: own_advice(viewer=g.viewer),
        sign_names=WORDS,
        signed_advice=signed_advice,
        signs_answer=signs_answer,
        signs_form=signs_form,
        told_now=told_now,
    )


def tell(receipt: FlagReceipt, zone: str) -> None:
    """Show the advice for a flag that is kept: on the page that answers, or that it leads to."""
    g.told = Told(receipt.blocks, at_words(receipt.raised_at, zone))
    g.told_flag_id = receipt.flag_id


def told_now() -> Told | None:
    """The advice for what was reported with this request; None when nothing was."""
    told: Told | None = g.get("told")
    if told is not None:
        return told
    if request.method != "POST":
        return _told_before()
    try:
        form = signs_form()
    except RequestEntityTooLarge:
        return Told(_known_advice().blocks(()), None) if request.endpoint == SEND else None
    if not form.reports and request.endpoint != SEND:
        return None
    return Told(_sent_advice().blocks(form.chosen()), None)


def _told_before() -> Told | None:
    """The advice for a report whose answer led to this page."""
    flag_id, viewer = request.args.get(TOLD_NEXT), g.get("viewer")
    if flag_id is None or viewer is None or viewer.role is not Role.PATIENT:
        return None
    try:
        own = own_signs(viewer=viewer)
    except (DatabaseBusy, SQLAlchemyError):
        # A page of trouble asks too; the advice then stands there when it is loaded again.
        return None
    for flag in own.flags:
        if str(flag.id) == flag_id:
            return Told(own.advice.blocks(flag.signs), at_words(flag.raised_at, own.time_zone))
    return None


def _keep_for_the_next_page(response: Response) -> Response:
    flag_id = as_id(str(g.get("told_flag_id", request.args.get(TOLD_NEXT, ""))))
    location = response.headers.get("Location")
    if response.status_code in (302, 303) and location and flag_id is not None:
        joined = "&" if "?" in location else "?"
        response.headers["Location"] = f"{location}{joined}{TOLD_NEXT}={flag_id}"
    return response


def every_block(advice: Advice) -> tuple[Block, ...]:
    """The advice on each tier with all its signs."""
    return tuple(advice.blocks(SIGNS[tier])[0] for tier in Tier)


def signed_advice(advice: Advice) -> str:
    """The clinic's advice for a hidden field, so that it is there when nothing else is."""
    return _serializer().dumps({**asdict(advice), "id": str(advice.id)})


def _sent_advice() -> Advice:
    try:
        sent: dict[str, Any] = _serializer().loads(request.form.get(ADVICE_FIELD, ""))
    except BadData:
        return _known_advice()
    words = {Tier(tier): text for tier, text in sent["words"].items()}
    return Advice(**{**sent, "id": UUID(sent["id"]), "words": words})


def _known_advice() -> Advice:
    """What the one clinic of the installation said last; without numbers where that is unknown."""
    known: dict[str, Advice] = current_app.extensions[REMEMBERED]
    return next(iter(known.values())) if len(known) == 1 else NO_NUMBERS


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="advice on warning signs")


def remember(advices: Iterable[Advice]) -> None:
    """Keep in this process what the clinics say, for when the database is gone."""
    known: dict[str, Advice] = current_app.extensions[REMEMBERED]
    known.update({advice.clinic_name: advice for advice in advices})


def advice_remembered() -> tuple[Advice, ...]:
    """What the clinics said when they were last asked; for the page of warning signs alone."""
    known: dict[str, Advice] = current_app.extensions[REMEMBERED]
    return (tuple(known.values()) or (NO_NUMBERS,)) if request.endpoint == PAGE else ()
