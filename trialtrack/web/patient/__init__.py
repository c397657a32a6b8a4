"""The diary, for the patient."""

from trialtrack.web.patient.consent import blueprint as consent
from trialtrack.web.patient.routes import blueprint

blueprints = (blueprint, consent)

__all__ = ["blueprints"]
