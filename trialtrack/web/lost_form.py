"""A form that arrived when nobody was signed in any more: what was typed stays, in the page."""

from flask import render_template, request

from trialtrack.web.guards import GUARDS, OPEN

NEVER_KEPT = ("csrf_token", "password")


def carries_answers() -> bool:
    """Whether the request is a form of a guarded page, with something in it."""
    guarded = GUARDS.get(request.endpoint or "", OPEN) is not OPEN
    return guarded and request.method == "POST" and bool(request.form)


def lost_form_page() -> tuple[str, int]:
    """The page that holds the answers until the person has signed in again and sends them.

    They are in the page and nowhere else: the next person at this device gets nothing of them.
    """
    kept = [
        (name, value) for name, value in request.form.items(multi=True) if name not in NEVER_KEPT
    ]
    return render_template("errors/lost_form.html", kept=kept, action=request.full_path), 401
