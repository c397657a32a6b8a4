"""What people read when something is refused or fails; nothing is half-written, nothing hidden."""

from flask import (
    Flask,
    Response,
    current_app,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_wtf.csrf import CSRFError
from sqlalchemy import exc
from werkzeug.exceptions import InternalServerError
from werkzeug.wrappers import Response as Answer

from trialtrack.access import NotAllowed, NotFound, Refusal
from trialtrack.db import DatabaseBusy
from trialtrack.web.form_owner import FORM_SECRET
from trialtrack.web.headers import allow_back
from trialtrack.web.lost_form import carries_answers, lost_form_page
from trialtrack.web.typed import kept_fields

RETRY_AFTER_SECONDS = 30
UNREACHABLE = (
    DatabaseBusy,
    exc.OperationalError,
    exc.InterfaceError,
    # PostgreSQL that may only be read, or is in trouble of its own.
    exc.InternalError,
    exc.TimeoutError,
)


def init_errors(app: Flask) -> None:
    """Register the pages of errors."""
    app.register_error_handler(404, _not_found)
    app.register_error_handler(NotFound, _not_found)
    app.register_error_handler(403, _not_allowed)
    app.register_error_handler(NotAllowed, _not_allowed)
    app.register_error_handler(CSRFError, _form_expired)
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(413, _too_much)
    for unreachable in UNREACHABLE:
        app.register_error_handler(unreachable, _unavailable)
    app.register_error_handler(exc.DatabaseError, _perhaps_unavailable)
    app.register_error_handler(InternalServerError, _failed)


def _not_found(_error: Exception) -> tuple[str, int]:
    return render_template("errors/404.html"), 404


def _not_allowed(_error: Exception) -> tuple[str, int]:
    return render_template("errors/403.html"), 403


def _form_expired(_error: Exception) -> tuple[str, int] | Answer:
    if carries_answers():
        return lost_form_page()
    if request.endpoint == "auth.sign_out" and g.viewer is None:
        return redirect(url_for("auth.sign_in"), 303)
    return render_template("errors/400.html"), 400


def _refused(error: Exception) -> tuple[str, int]:
    return render_template("errors/409.html", reason=str(error)), 409


def _too_much(_error: Exception) -> tuple[str, int]:
    return render_template("errors/413.html"), 413


def _unavailable(error: Exception) -> Response:
    """The database is locked or gone: nothing was written; say so, and when to try again."""
    current_app.logger.error("the database did not answer: %s", type(error).__name__)
    answer = _bare("errors/503.html", 503)
    answer.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return answer


def _perhaps_unavailable(error: exc.DatabaseError) -> Response:
    """A damaged SQLite file raises the general error; the special ones are faults of the code."""
    if type(error) is exc.DatabaseError:
        return _unavailable(error)
    raise error


def _failed(error: Exception) -> Response:
    del error  # Flask has logged it with its traceback.
    return _bare("errors/500.html", 500)


def _bare(template: str, status: int) -> Response:
    """A page made without the database. A form that was sent stays in it, with a button."""
    kept = _as_sent() if carries_answers() else []
    page = current_app.jinja_env.get_template(template)
    said = page.render(retry_after=RETRY_AFTER_SECONDS, kept=kept, action=request.full_path)
    if kept:
        allow_back()
    return Response(said, status)


def _as_sent() -> list[tuple[str, str]]:
    """The fields with the mark that they were sent with: the form stays that account's own."""
    mark = request.form.get(FORM_SECRET)
    return [*kept_fields(), *([(FORM_SECRET, mark)] if mark else [])]
