"""The trials, for the clinic's team."""

from trialtrack.web.clinic.routes import blueprint

__all__ = ["blueprint"]
