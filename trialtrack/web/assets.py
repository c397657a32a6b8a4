"""Addresses of static files with a version in them, and plotly's own bundle."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Blueprint, Flask, Response, request, url_for

from trialtrack.web.plotly_bundle import bundle, bundle_version, compressed_bundle

ONE_YEAR_SECONDS = 31_536_000
blueprint = Blueprint("shared", __name__)


@cache
def _version(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


@blueprint.get("/assets/plotly-<version>.js")
def plotly(version: str) -> Response:
    """The bundle as plotly ships it, gzipped where the browser takes it."""
    del version  # Part of the address only so that a new bundle gets a new one.
    packed = bool(request.accept_encodings["gzip"])
    answer = Response(
        compressed_bundle() if packed else bundle(), mimetype="text/javascript; charset=utf-8"
    )
    if packed:
        answer.headers["Content-Encoding"] = "gzip"
    answer.headers["Vary"] = "Accept-Encoding"
    answer.cache_control.public = True
    answer.cache_control.max_age = ONE_YEAR_SECONDS
    answer.cache_control.immutable = True
    return answer


def init_assets(app: Flask) -> None:
    """Give templates `asset(name)` and `plotly_url()`; versioned files may be kept for a year."""
    folder = Path(str(app.static_folder))
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = ONE_YEAR_SECONDS

    def asset(name: str) -> str:
        return url_for("static", filename=name, v=_version(folder / name))

    def plotly_url() -> str:
        return url_for("shared.plotly", version=bundle_version())

    app.jinja_env.globals.update(asset=asset, plotly_url=plotly_url)
    app.register_blueprint(blueprint)
