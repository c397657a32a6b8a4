"""The trials, for the clinic's team."""

from trialtrack.web.clinic.aside import blueprint as aside
from trialtrack.web.clinic.cancelling import blueprint as cancelling
from trialtrack.web.clinic.card import blueprint as card
from trialtrack.web.clinic.conduct import blueprints as conduct
from trialtrack.web.clinic.dates import blueprint as dates
from trialtrack.web.clinic.day_routes import blueprint as days
from trialtrack.web.clinic.enter import blueprint as enter
from trialtrack.web.clinic.exclude import blueprint as exclude
from trialtrack.web.clinic.exports import blueprint as exports
from trialtrack.web.clinic.flags import blueprint as flags
from trialtrack.web.clinic.goal import blueprint as goal
from trialtrack.web.clinic.merging import blueprint as merging
from trialtrack.web.clinic.patients import blueprint as patients
from trialtrack.web.clinic.plan_medicines import blueprint as plan_medicines
from trialtrack.web.clinic.planning.routes import blueprint as planning
from trialtrack.web.clinic.protocol import blueprint as protocol
from trialtrack.web.clinic.result_routes import blueprint as results
from trialtrack.web.clinic.routes import blueprint
from trialtrack.web.clinic.settle import blueprint as settle
from trialtrack.web.clinic.today import blueprint as today
from trialtrack.web.clinic.withdrawal import blueprint as withdrawal
from trialtrack.web.clinic.wrong_patient import blueprint as wrong_patient

blueprints = (
    blueprint,
    aside,
    cancelling,
    card,
    dates,
    *conduct,
    days,
    enter,
    exclude,
    exports,
    flags,
    goal,
    merging,
    patients,
    planning,
    results,
    plan_medicines,
    protocol,
    settle,
    today,
    withdrawal,
    wrong_patient,
)

__all__ = ["blueprints"]
