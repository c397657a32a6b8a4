"""The questions at the end of a trial, as staff type the patient's answers."""

from datetime import date
from typing import Any
from uuid import UUID

from wtforms import HiddenField, TextAreaField
from wtforms.validators import UUID as is_uuid  # noqa: N811
from wtforms.validators import Length, Optional

from trialtrack.clinical.diary import WantsImplant
from trialtrack.models import GoalReached
from trialtrack.services.end_answers import EndOfTrial
from trialtrack.store.end_answers import EndFacts
from trialtrack.web.clinic.conduct.end_words import GOAL, IMPRESSIONS, WANTS
from trialtrack.web.clinic.conduct.moments import DayField
from trialtrack.web.clinic.conduct.page_form import PageForm
from trialtrack.web.fields import NumberField, OneOfField

TOO_LONG = Length(max=2000, message="Shorten this to 2000 characters.")


class EndForm(PageForm):
    """Every question may be left alone; what nobody answered is no answer."""

    impression = OneOfField(
        "Since the beginning of the trial, overall I am",
        choices=[(str(n), words) for n, words in IMPRESSIONS.items()],
    )
    own_relief = NumberField(
        "How much of the pain has the treatment taken away?",
        least=0,
        most=100,
        refusal="Write the relief as a whole number from 0 to 100.",
    )
    wants = OneOfField(
        "Do you want the implant?", choices=[(each.value, words) for each, words in WANTS.items()]
    )
    goal = OneOfField(
        "Did you reach what you wanted to do again?",
        choices=[(each.value, words) for each, words in GOAL.items()],
    )
    words = TextAreaField("Anything else, in the patient’s words", validators=[TOO_LONG])
    answered_on = DayField("Answered on", refusal="Write the day on which the patient answered.")

    def answers(self, otherwise: date) -> EndOfTrial:
        """The answers of a form that is valid; given on `otherwise` where no day was typed."""
        return EndOfTrial(
            id=self.id,
            answered_on=self.answered_on.data or otherwise,
            impression_of_change=int(self.impression.data) if self.impression.data else None,
            own_relief_percent=self.own_relief.data,
            wants_implant=WantsImplant(self.wants.data) if self.wants.data else None,
            goal_reached=GoalReached(self.goal.data) if self.goal.data else None,
            words=self.words.data,
        )

    def fill(self, known: EndFacts) -> None:
        """Put in what is known, to be corrected."""
        impression: Any = known.impression_of_change
        self.impression.data = None if impression is None else str(impression)
        self.own_relief.process_data(known.own_relief_percent)
        self.wants.data = known.wants_implant.value if known.wants_implant else None
        self.goal.data = known.goal_reached.value if known.goal_reached else None
        self.words.data, self.answered_on.data = known.words, known.answered_on


class CorrectEndForm(EndForm):
    """`replaces`: the answers that counted when the page was made; empty: there were none."""

    replaces = HiddenField(
        validators=[Optional(), is_uuid("This page has lost its number. Open it again.")]
    )
    reason = TextAreaField("Why are they corrected?", validators=[TOO_LONG])

    @property
    def replaces_id(self) -> UUID | None:
        """The answers that these correct."""
        return UUID(self.replaces.data) if self.replaces.data else None
