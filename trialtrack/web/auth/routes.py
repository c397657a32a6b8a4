"""Signing in by password or by a single-use address, and signing out."""

from flask import (
    Blueprint,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as Answer

from trialtrack.access import Role
from trialtrack.clock import now_utc
from trialtrack.queries.here import here
from trialtrack.services.sign_in_link import LinkNotUsable, sign_in_by_link
from trialtrack.services.sign_in_staff import SignInRefused, TooManyAttempts, sign_in_staff
from trialtrack.services.withdraw import HasWithdrawn
from trialtrack.web.auth.forms import LinkForm, SignInForm
from trialtrack.web.device_names import device_name
from trialtrack.web.next_page import inside
from trialtrack.web.sessions import leave_session, start_session

blueprint = Blueprint("auth", __name__)
FIRST_PAGES = {
    Role.PATIENT: "patient.home",
    Role.NURSE: "today.show",
    Role.ADMINISTRATOR: "admin.staff",
}


@blueprint.get("/")
def start() -> Answer:
    """Everybody's first page is another one for each."""
    if g.viewer is None:
        return redirect(url_for("auth.sign_in"))
    return redirect(url_for(FIRST_PAGES.get(g.viewer.role, "clinic.trials")))


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> Answer | tuple[str, int] | str:
    """E-mail and password."""
    form = SignInForm()
    if not form.validate_on_submit():
        page = render_template("auth/sign_in.html", form=form)
        return (page, 422) if form.is_submitted() else page
    try:
        token = sign_in_staff(email=form.email.data, password=form.password.data, at=now_utc())
    except (SignInRefused, TooManyAttempts) as refusal:
        form.form_errors = [str(refusal)]
        return render_template("auth/sign_in.html", form=form), 422
    start_session(token)
    return redirect(inside(request.args.get("next"), url_for("auth.start")), 303)


@blueprint.route("/sign-in/link/<token>", methods=["GET", "POST"])
def open_link(token: str) -> Answer | tuple[str, int] | str:
    """A single-use address: looking at it uses nothing up, the button does."""
    form = LinkForm()
    if not form.validate_on_submit():
        return render_template("auth/link.html", form=form)
    try:
        session_token = sign_in_by_link(
            token=token,
            at=now_utc(),
            device_name=device_name(request.headers.get("User-Agent", "")),
        )
    except (LinkNotUsable, HasWithdrawn) as refusal:
        return render_template("auth/link_gone.html", reason=str(refusal)), 410
    start_session(session_token)
    return redirect(url_for("auth.start"), 303)


@blueprint.route("/sign-out", methods=["GET", "POST"])
def sign_out() -> Answer | str:
    """End the session for good, here and on the server; a patient is asked first."""
    found = here(viewer=g.viewer)
    is_patient = g.viewer is not None and g.viewer.role is Role.PATIENT
    if request.method == "GET":
        if not is_patient:
            return redirect(url_for("auth.start"))
        return render_template("auth/sign_out.html", form=LinkForm())
    leave_session()
    g.viewer = None
    if is_patient:
        return render_template("auth/signed_out.html", phone=found.clinic_phone)
    return redirect(url_for("auth.sign_in"), 303)
