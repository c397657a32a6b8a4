"""What an account typed and could not send: told of, shown again, sent or thrown away."""

from trialtrack.web.waiting.hooks import init_waiting
from trialtrack.web.waiting.routes import blueprint

blueprints = (blueprint,)

__all__ = ["blueprints", "init_waiting"]
