"""Answers that can be true and are often a slip: the person is asked once to look again."""

from dataclasses import dataclass

from trialtrack.clinical.diary import Measure
from trialtrack.clinical.display import display_number
from trialtrack.queries.day_questions import DayQuestions
from trialtrack.web.diary.forms import ASKED, DiaryForm

# The first is not expected above the second.
_IN_ORDER = (
    (Measure.LEAST, Measure.AVERAGE),
    (Measure.AVERAGE, Measure.WORST),
    (Measure.NOW, Measure.WORST),
)


@dataclass(frozen=True, slots=True)
class Odd:
    """What does not fit together, and the field to look at."""

    text: str
    href: str


def odd_answers(form: DiaryForm) -> tuple[Odd, ...]:
    """Pain scores that do not fit together, in reading order."""
    asked: DayQuestions = form.questions
    found = []
    for site in asked.sites:
        for lower, higher in _IN_ORDER:
            if not {lower, higher} <= set(asked.measures):
                continue
            low, high = (form.pain_field(site.id, measure) for measure in (lower, higher))
            if low.data is not None and high.data is not None and low.data > high.data:
                name = f"{site.name[:1].upper()}{site.name[1:]}"
                lows = f"{display_number(low.data)} {ASKED[lower]}"
                words = f"{name}: {lows}, but {display_number(high.data)} {ASKED[higher]}."
                found.append(Odd(words, f"#{high.id}"))
    return tuple(found)


def asks_second_look(form: DiaryForm) -> tuple[Odd, ...]:
    """The odd answers, unless the person has just been shown these very ones and sent again."""
    odd = odd_answers(form)
    seen = " ".join(each.text for each in odd)
    if not odd or form.looked_again.data == seen:
        return ()
    form.looked_again.data, form.looked_again.raw_data = seen, [seen]
    return odd
