"""Load the demonstration clinic: through the services, in the order in which it happened."""

from datetime import datetime
from operator import attrgetter

from trialtrack import db
from trialtrack.clock import diary_day
from trialtrack.demo.asides import asides
from trialtrack.demo.clinic_there import demonstration_clinic
from trialtrack.demo.devices import devices
from trialtrack.demo.ends import ends
from trialtrack.demo.generate import SEED, demonstration
from trialtrack.demo.right_person import right_person
from trialtrack.demo.rightings import rightings, told
from trialtrack.demo.settling import settling
from trialtrack.demo.staff import open_clinic
from trialtrack.demo.times import TIME_ZONE
from trialtrack.demo.trial_story import TrialStory
from trialtrack.demo.warnings import warnings


def load(*, at: datetime, seed: int = SEED) -> None:
    """Load the clinic as it stands on the diary day of `at`, in one transaction.

    Where a demonstration clinic is already, nothing is loaded and what was added stays.
    """
    with db.transaction():
        # Looked for inside the transaction: two starts at once load it once.
        if demonstration_clinic() is not None:
            return
        plan = demonstration(diary_day(at, TIME_ZONE), seed)
        team = open_clinic(plan.opened_at)
        stories = [TrialStory(trial, team) for trial in told(plan)]
        steps = [
            step
            for story in stories
            for step in (
                *story.steps(),
                *devices(story),
                *ends(story),
                *right_person(story),
                *warnings(story, plan.today),
                *settling(story, plan.today),
                *asides(story, plan.today),
                *rightings(story, plan.today),
            )
        ]
        for step in sorted(steps, key=attrgetter("at")):
            step.happens()
