"""Where the diary is open, and ending it there."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer

from trialtrack.clock import now_utc
from trialtrack.queries.own_devices import own_devices
from trialtrack.services.end_device import end_device
from trialtrack.web.devices import device_rows
from trialtrack.web.sessions import viewer

blueprint = Blueprint("devices", __name__)


@blueprint.get("/devices")
def show() -> str:
    """Every device that is signed in as the patient who looks."""
    own = own_devices(viewer=viewer(), at=now_utc())
    rows = device_rows(own.devices, own.time_zone, viewer().session_id)
    return render_template("patient/devices.html", devices=rows)


@blueprint.post("/devices/<uuid:session_id>/end")
def end(session_id: UUID) -> Answer:
    """Sign one of them out."""
    end_device(session_id=session_id, by=viewer(), at=now_utc())
    flash("That device is signed out.", "note")
    return redirect(url_for("devices.show"), 303)
