"""The clinic's own affairs, for its administrator."""

from trialtrack.web.admin.advice import blueprint as advice
from trialtrack.web.admin.notice import blueprint as notice
from trialtrack.web.admin.routes import blueprint

blueprints = (blueprint, advice, notice)

__all__ = ["blueprints"]
