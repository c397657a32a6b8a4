"""The diary, for the patient."""

from trialtrack.web.patient.asking import blueprint as asking
from trialtrack.web.patient.card import blueprint as card
from trialtrack.web.patient.consent import blueprint as consent
from trialtrack.web.patient.devices import blueprint as devices
from trialtrack.web.patient.leaving import blueprint as leaving
from trialtrack.web.patient.paper import blueprint as paper
from trialtrack.web.patient.past import blueprint as past
from trialtrack.web.patient.progress import blueprint as progress
from trialtrack.web.patient.reminders import blueprint as reminders
from trialtrack.web.patient.routes import blueprint

blueprints = (
    blueprint,
    asking,
    card,
    consent,
    devices,
    leaving,
    paper,
    past,
    progress,
    reminders,
)

__all__ = ["blueprints"]
