"""A gallery of the face: every component on pages that nobody else owns, served on loopback.

`python -m tests.face.gallery FOLDER` takes pictures of all pages, widths and schemes.
"""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import plotly
from flask import Flask, Response, abort, render_template, send_file, url_for
from flask_babel import Babel
from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined
from werkzeug.datastructures import MultiDict
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.face import samples
from tests.face.forms import DayForm, SignInForm

ROOT = Path(__file__).resolve().parents[2]
PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
STRICT = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'"
# The application names plotly's own style sheets by hash; here it is enough that ours need none.
OWN_STYLES = "style-src-elem 'self' 'unsafe-inline'; style-src-attr 'unsafe-inline'"
WITH_PLOTLY = f"{STRICT} blob: data:; {OWN_STYLES}"

REFUSED = {
    "sleep_hours": "27,5",
    "tramadol": "two",
    "paracetamol": "0",
    "worst": "0",
    "note": "Slept badly </textarea><b>&",
}
PAGES = (
    "diary", "diary-refused", "check", "saved", "home", "sign-in", "trials", "trial", "parts",
    "404", "403", "400", "500", "503",
)  # fmt: skip


def gallery_app() -> Flask:
    """The gallery as an application with the project's own templates and static files."""
    app = Flask("gallery", static_folder=str(ROOT / "trialtrack/static"), root_path=str(ROOT))
    app.config.update(SECRET_KEY="gallery", WTF_CSRF_ENABLED=False)
    app.jinja_loader = ChoiceLoader(
        [FileSystemLoader(ROOT / "templates"), FileSystemLoader(ROOT / "tests/face/pages")]
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.globals.update(
        asset=lambda name: url_for("static", filename=name, v="1"),
        plotly_url=lambda: url_for("plotly_bundle"),
        csrf_token=lambda: "token",
        told_now=lambda: None,
        advice_remembered=lambda: (),
    )
    Babel(app, default_locale="en_GB")
    app.add_url_rule("/plotly.min.js", "plotly_bundle", lambda: send_file(PLOTLY))
    app.add_url_rule("/warning-signs", "signs.page", lambda: "")
    app.add_url_rule("/<name>", "show", show)
    return app


def show(name: str) -> Response:
    """One page of the gallery, under the same content security as the application's."""
    if name not in PAGES:
        abort(404)
    response = Response(render(name))
    response.headers["Content-Security-Policy"] = WITH_PLOTLY if name == "trial" else STRICT
    return response


def render(name: str) -> str:
    """The text of a page; must be called inside a request."""
    if name.isdigit():
        return render_template(f"errors/{name}.html", retry_after=30, kept=())
    form: DayForm | SignInForm = SignInForm() if name == "sign-in" else DayForm()
    if name == "diary-refused":
        form = DayForm(formdata=MultiDict(REFUSED))
        form.validate()
    template = name.removesuffix("-refused")
    return render_template(f"{template}.html", form=form, demonstration=True, **samples.ALL)


class Quiet(WSGIRequestHandler):
    """Says nothing of the requests that it answers."""

    def log_request(self, *_: object) -> None:
        """No line for a request."""


@contextmanager
def served() -> Iterator[str]:
    """The address of the gallery, while it is served."""
    server = make_server("127.0.0.1", 0, gallery_app(), threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


def take_pictures(folder: Path) -> None:
    """Screenshots of all pages at three widths, light and dark."""
    from playwright.sync_api import sync_playwright

    from tests.fixtures.chromium import FLAGS, find_chromium

    folder.mkdir(parents=True, exist_ok=True)
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(playwright), args=list(FLAGS)
        )
        for width, height in ((360, 740), (320, 640), (1280, 900)):
            for scheme in ("light", "dark"):
                page = browser.new_page(
                    viewport={"width": width, "height": height},
                    color_scheme="dark" if scheme == "dark" else "light",
                )
                for name in PAGES:
                    page.goto(f"{address}/{name}")
                    page.wait_for_load_state("networkidle")
                    page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=True)
                page.close()
        browser.close()


if __name__ == "__main__":
    take_pictures(Path(sys.argv[1]))
