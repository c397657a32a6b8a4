"""Signing in and out."""

from trialtrack.web.auth.forgotten import blueprint as forgotten
from trialtrack.web.auth.password import blueprint as password
from trialtrack.web.auth.routes import blueprint

blueprints = (blueprint, password, forgotten)

__all__ = ["blueprints"]
