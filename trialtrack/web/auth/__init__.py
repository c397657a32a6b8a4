"""Signing in and out."""

from trialtrack.web.auth.routes import blueprint

blueprints = (blueprint,)

__all__ = ["blueprints"]
