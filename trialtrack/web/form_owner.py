"""To whom a form belongs: a page is made for one account, and only that account can send it.

The secret that Flask-WTF signs into every form is the name of the account. So a form is good in
every later session of its account, on any device, and in nobody else's; and a form that arrives
when nobody is signed in still says, under our signature, whose it is.
"""

from uuid import UUID

from flask import current_app, session
from itsdangerous import BadData, URLSafeTimedSerializer

from trialtrack.access import Account, Viewer

FORM_SECRET = "csrf_token"
_SALT = "wtf-csrf-token"  # The one that Flask-WTF signs its forms with.


def bind_forms(viewer: Viewer | None) -> None:
    """Make the forms of this request the viewer's; nobody's are bound to the browser at random."""
    if viewer is None:
        if _read(session.get(FORM_SECRET, "")) is not None:
            del session[FORM_SECRET]
        return
    mark = _mark(viewer.account)
    if session.get(FORM_SECRET) != mark:
        session[FORM_SECRET] = mark


def owner_of(token: str | None) -> Account | None:
    """The account that a form was made for; None when it was made for nobody, or not by us."""
    if not token or current_app.secret_key is None:
        return None
    try:
        mark = URLSafeTimedSerializer(current_app.secret_key, salt=_SALT).loads(token)
    except BadData:
        return None
    return _read(mark) if isinstance(mark, str) else None


def _mark(account: Account) -> str:
    if account.staff_id is not None:
        return f"staff:{account.staff_id.hex}"
    return f"patient:{account.patient_id.hex if account.patient_id else ''}"


def _read(mark: str) -> Account | None:
    kind, _, key = mark.partition(":")
    try:
        found = UUID(key)
    except ValueError:
        return None
    return Account(staff_id=found) if kind == "staff" else Account(patient_id=found)
