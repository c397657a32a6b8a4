"""Signing in and out."""

from trialtrack.web.auth.routes import blueprint

__all__ = ["blueprint"]
