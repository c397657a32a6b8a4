"""The clinic's own affairs, for its administrator."""

from trialtrack.web.admin.notice import blueprint as notice
from trialtrack.web.admin.routes import blueprint

blueprints = (blueprint, notice)

__all__ = ["blueprints"]
