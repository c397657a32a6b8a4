"""After a test: every result that is stored is what the method says of the trial as it is now."""

from datetime import UTC, datetime

from trialtrack.access import Viewer
from trialtrack.queries.check_outcomes import Difference, check_outcomes

LONG_AFTER = datetime(2027, 1, 1, tzinfo=UTC)


def differences() -> tuple[Difference, ...]:
    """What is stored and should not be, or the reverse, in the database in use."""
    return check_outcomes(viewer=Viewer.system(), at=LONG_AFTER).differences
