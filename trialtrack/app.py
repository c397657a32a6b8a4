"""The web application: wiring only."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from flask_babel import Babel
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

import trialtrack.db as db
from config import Settings
from trialtrack.web import (
    admin,
    assets,
    auth,
    clinic,
    errors,
    guards,
    headers,
    patient,
    sessions,
    waiting,
)
from trialtrack.web.plain_text import init_plain_text
from trialtrack.web.signs import routes as signs
from trialtrack.web.signs.told import init_told

ROOT = Path(__file__).parent.parent
COOKIE_LASTS = timedelta(days=400)
"""The longest that browsers keep a cookie: when a session ends is for the server to say."""
MOST_BYTES = 256 * 1024
"""The largest request: a diary day with a long note is under 10 kB."""


def create_app(settings: Settings) -> Flask:
    """The application over the database that the settings name, which must be migrated."""
    db.use(db.Database.open(settings.database_url, digest_key=settings.digest_key))
    app = Flask("trialtrack", template_folder=str(ROOT / "templates"))
    https = settings.public_url.startswith("https://")
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="trialtrack",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=https,
        # Sent when it is made, and not with every file a cache may keep.
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=COOKIE_LASTS,
        MAX_CONTENT_LENGTH=MOST_BYTES,
        TRUSTED_HOSTS=_hosts(settings),
        WTF_CSRF_TIME_LIMIT=None,
        BABEL_DEFAULT_LOCALE="en_GB",
        TRIALTRACK=settings,
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, hops, hops, hops)  # type: ignore[method-assign]
    Babel(app)
    init_plain_text(app)
    headers.init_headers(app, https=https)
    assets.init_assets(app)
    errors.init_errors(app)
    # First who is signed in, then whether the form was made for them.
    sessions.init_sessions(app)
    CSRFProtect(app)
    init_told(app)
    waiting.init_waiting(app)
    for audience in (auth, patient, clinic, admin, signs, waiting):
        for blueprint in audience.blueprints:
            app.register_blueprint(blueprint)
    guards.check_guards(app)
    return app


def _hosts(settings: Settings) -> list[str]:
    """The names by which the installation may be asked for: its public one, or this machine's."""
    host = urlsplit(settings.public_url).hostname or ""
    return ["127.0.0.1", "localhost", "::1"] if settings.is_loopback else [host]
