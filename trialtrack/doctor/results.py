"""The stored results: that every trial has one of the method of today."""

from trialtrack.access import Viewer
from trialtrack.doctor.finding import Finding, fine, wrong
from trialtrack.queries.check_outcomes import outcomes_to_fill


def stored_results() -> Finding:
    """One line. Whether each is right is for `trialtrack check outcomes`, which reads them all."""
    missing = len(outcomes_to_fill(viewer=Viewer.system()))
    if not missing:
        return fine("results", "every trial has one of today’s method.")
    said = f"{missing} trial{' has' if missing == 1 else 's have'} none of today’s method."
    return wrong("results", said, "Run: trialtrack check outcomes --repair")
