"""The clinic's own affairs, for its administrator."""

from trialtrack.web.admin.routes import blueprint

__all__ = ["blueprint"]
