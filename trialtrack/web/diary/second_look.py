"""Answers that can be true and are often a slip: the person is asked once to look again.

    pain       scores of one site that do not fit together, such as an average above the worst
    medicines  a count of the plan's medicine that is both at least twice its usual count [own] and
               at least 4 more than it [own]: twice of 1 is a bad day, 25 of 4 a thumb that stayed
    woken up   more than 20 times [own]
    renamed    a site that the team gave another name while the page was open; asked at saving, too

Nothing is refused: the same answers sent again are taken. Where the plan has no usual count,
nothing is known that a count could be odd beside.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from trialtrack.clinical.diary import Measure
from trialtrack.clinical.display import display_number
from trialtrack.clinical.opioids import Form as MedicineForm
from trialtrack.queries.day_questions import DayQuestions
from trialtrack.store.records import MedicineFacts
from trialtrack.web.diary.forms import ASKED, DiaryForm
from trialtrack.web.diary.site_names import names_on_page, renamed_since
from trialtrack.web.words import units

TIMES_THE_USUAL = 2
MORE_THAN_USUAL = 4
MOST_AWAKENINGS = 20
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
    """What may be a slip, in reading order."""
    return (*_pain(form), *_woken_up(form), *_medicines(form))


def asks_second_look(form: DiaryForm) -> tuple[Odd, ...]:
    """The odd answers, unless the person has just been shown these very ones and sent again."""
    renamed, odd = tuple(_renamed(form)), odd_answers(form)
    seen = " ".join(each.text for each in odd)
    if not renamed and (not odd or form.looked_again.data == seen):
        return ()
    names = names_on_page(form.questions)
    form.sites_seen.data, form.sites_seen.raw_data = names, [names]
    form.looked_again.data, form.looked_again.raw_data = seen, [seen]
    return (*renamed, *odd)


def asks_before_saving(form: DiaryForm, yet: str = "saved") -> tuple[Odd, ...]:
    """What is asked again of answers that were looked over; a site was renamed since then."""
    if not any(_renamed(form)):
        return ()
    first, *rest = asks_second_look(form)
    return (replace(first, text=f"This is not {yet} yet. {first.text}"), *rest)


def _renamed(form: DiaryForm) -> Iterator[Odd]:
    asked: DayQuestions = form.questions
    for site, before in renamed_since(form.sites_seen.data, asked):
        old, new = (f"{name[:1].upper()}{name[1:]}" for name in (before, site.name))
        field = form.pain_field(site.id, asked.required)
        yield Odd(_renamed_words(old, new, their_own=form.their_own), f"#{field.id}")


def _renamed_words(old: str, new: str, *, their_own: bool) -> str:
    if not their_own:
        return (
            f"“{old}” was renamed to “{new}” while this page was open. "
            "Is the answer about the right place?"
        )
    return (
        f"Your team renamed “{old}” to “{new}” while this page was open. "
        "Is your answer about the right place?"
    )


def _pain(form: DiaryForm) -> Iterator[Odd]:
    asked: DayQuestions = form.questions
    for site in asked.sites:
        for lower, higher in _IN_ORDER:
            if not {lower, higher} <= set(asked.measures):
                continue
            low, high = (form.pain_field(site.id, measure) for measure in (lower, higher))
            if low.data is not None and high.data is not None and low.data > high.data:
                name = f"{site.name[:1].upper()}{site.name[1:]}"
                lows = f"{display_number(low.data)} {ASKED[lower]}"
                words = f"{name}: {lows}, but {display_number(high.data)} {ASKED[higher]}."
                yield Odd(words, f"#{high.id}")


def _woken_up(form: DiaryForm) -> Iterator[Odd]:
    times = form.awakenings
    if times.data is not None and times.data > MOST_AWAKENINGS:
        yield Odd(f"Woke up {display_number(times.data)} times that night?", f"#{times.id}")


def _medicines(form: DiaryForm) -> Iterator[Odd]:
    for medicine in form.questions.medicines:
        field, usual = form.dose_field(medicine.id), medicine.usual_count
        if field.data is None or usual is None or not _is_far_above(field.data, usual):
            continue
        said = f"{display_number(field.data)} {units(medicine.unit_label)} of {medicine.name}?"
        plan = _usual_words(medicine, usual, their_own=form.their_own)
        yield Odd(f"{said} {plan}", f"#{field.id}")


def _is_far_above(count: Fraction, usual: Fraction) -> bool:
    return count >= TIMES_THE_USUAL * usual and count - usual >= MORE_THAN_USUAL


def _usual_words(medicine: MedicineFacts, usual: Fraction, *, their_own: bool) -> str:
    number = display_number(usual) if usual else "none"
    if not their_own:
        return f"The plan has {number} as usual."
    verb = "wear" if medicine.form is MedicineForm.PATCH else "take"
    return f"You usually {verb} {number}."
