"""The clinic's own affairs, for its administrator."""

from trialtrack.web.admin.advice import blueprint as advice
from trialtrack.web.admin.notice import blueprint as notice
from trialtrack.web.admin.people import blueprint as people
from trialtrack.web.admin.routes import blueprint

blueprints = (blueprint, people, advice, notice)

__all__ = ["blueprints"]
