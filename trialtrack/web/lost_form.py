"""A form that arrived without its account: what was typed is kept for it and for nobody else.

See waiting/README.md for the whole way.
"""

from flask import g, render_template, request

from trialtrack.access import Account, Viewer
from trialtrack.clock import now_utc
from trialtrack.services.keep_waiting_form import (
    Kept,
    NoSuchAccount,
    TooMuchWaiting,
    keep_waiting_form,
)
from trialtrack.services.withdraw import HasWithdrawn
from trialtrack.web.form_owner import FORM_SECRET, owner_of
from trialtrack.web.guards import GUARDS, OPEN
from trialtrack.web.typed import birth_typed, kept_fields, readable, typed_form
from trialtrack.web.words import at_words

Page = tuple[str, int]


def carries_answers() -> bool:
    """Whether the request is a form of a guarded page, with something in it."""
    guarded = GUARDS.get(request.endpoint or "", OPEN) is not OPEN
    return guarded and request.method == "POST" and bool(typed_form().fields)


def lost_form_page() -> Page:
    """Keep the form for its account, and say that it is not saved yet. Nothing typed is shown.

    Where too much waits already, the page itself holds what was typed, under its first mark: only
    its account can send it. Where no account can be told, it can be read and not be sent.
    """
    account = owner_of(request.form.get(FORM_SECRET))
    if account is None:
        page = render_template("errors/form_of_nobody.html", said=list(readable(kept_fields())))
        return page, _status()
    try:
        kept = keep_waiting_form(typed=typed_form(), account=account, at=now_utc())
    except TooMuchWaiting:
        return _held_in_page()
    except (HasWithdrawn, NoSuchAccount) as refusal:
        return render_template("errors/form_not_kept.html", reason=str(refusal)), _status()
    return _kept_page(account, kept)


def keep_answers(viewer: Viewer) -> None:
    """Keep the form of this request for who is signed in, who has to do something else first."""
    keep_waiting_form(typed=typed_form(), account=viewer.account, at=now_utc())


def _kept_page(account: Account, kept: Kept) -> Page:
    viewer: Viewer | None = g.viewer
    page = render_template(
        "errors/form_kept.html",
        until=at_words(kept.until, kept.time_zone),
        is_patient=account.patient_id is not None,
        phone=kept.phone,
        without_birth=birth_typed(),
        is_own=viewer is not None and viewer.account == account,
        someone_else=viewer is not None and viewer.account != account,
    )
    return page, _status()


def _held_in_page() -> Page:
    page = render_template(
        "errors/form_in_page.html",
        action=request.full_path,
        kept=kept_fields(),
        mark=request.form[FORM_SECRET],
    )
    return page, _status()


def _status() -> int:
    return 401 if g.viewer is None else 409
