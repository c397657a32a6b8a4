"""What the team does to a trial while it goes on: each page, one thing."""

from trialtrack.web.clinic.conduct.ending import blueprint as ending
from trialtrack.web.clinic.conduct.leads import blueprint as leads
from trialtrack.web.clinic.conduct.placement import blueprint as placement
from trialtrack.web.clinic.conduct.programmes import blueprint as programmes
from trialtrack.web.clinic.conduct.ratings import blueprint as ratings
from trialtrack.web.clinic.conduct.removal import blueprint as removal
from trialtrack.web.clinic.conduct.switching import blueprint as switching

blueprints = (ending, leads, placement, programmes, ratings, removal, switching)

__all__ = ["blueprints"]
