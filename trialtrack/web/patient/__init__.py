"""The diary, for the patient."""

from trialtrack.web.patient.routes import blueprint

__all__ = ["blueprint"]
