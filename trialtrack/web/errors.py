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
from trialtrack.web.lost_form import carries_answers, lost_form_page

RETRY_AFTER_SECONDS = 30


def init_errors(app: Flask) -> None:
    """Register the pages of errors."""
    app.register_error_handler(404, _not_found)
    app.register_error_handler(NotFound, _not_found)
    app.register_error_handler(403, _not_allowed)
    app.register_error_handler(NotAllowed, _not_allowed)
    app.register_error_handler(CSRFError, _form_expired)
    app.register_error_handler(Refusal, _refused)
    for unreachable in (exc.OperationalError, exc.InterfaceError, exc.TimeoutError):
        app.register_error_handler(unreachable, _unavailable)
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


def _unavailable(error: Exception) -> Response:
    """The database is locked or gone: nothing was written; say so, and when to try again."""
    current_app.logger.error("the database did not answer: %s", type(error).__name__)
    page = current_app.jinja_env.get_template("errors/503.html")
    answer = Response(page.render(retry_after=RETRY_AFTER_SECONDS), 503)
    answer.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return answer


def _failed(error: Exception) -> Response:
    del error  # Flask has logged it with its traceback.
    page = current_app.jinja_env.get_template("errors/500.html")
    return Response(page.render(), 500)
