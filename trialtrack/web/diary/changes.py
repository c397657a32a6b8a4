"""Buttons inside the questions that work without a script: more, fewer, as yesterday, another.

Each is a submit button named `change`; the page comes back with that one thing changed and
everything else as it was.
"""

from fractions import Fraction

from trialtrack.web.diary.forms import DiaryForm
from trialtrack.web.fields import NumberField

CHANGE = "change"
AS_YESTERDAY = "as-yesterday"
ANOTHER = "another"


def change_form(form: DiaryForm, change: str) -> bool:
    """Do what the button says; False when it is no button of this form."""
    what, _, name = change.partition(":")
    if change == AS_YESTERDAY:
        _as_yesterday(form)
    elif change == ANOTHER:
        form.more_others = True
    elif what in ("more", "fewer") and isinstance(form._fields.get(name), NumberField):
        _move(form[name], 1 if what == "more" else -1)
    else:
        return False
    return True


def _as_yesterday(form: DiaryForm) -> None:
    """The counts of the plan and of other painkillers; what was changed or named is not copied."""
    asked = form.questions
    if not asked.knows_yesterday:
        return
    for medicine in asked.medicines:
        form.dose_field(medicine.id).process_data(asked.yesterday[str(medicine.id)])
    form.other_rescue_doses.process_data(asked.yesterday_others)


def _move(field: NumberField, by: int) -> None:
    """Blank counts from 0, so that fewer on a blank says "none". What is no number stays."""
    if field.data is None and field.raw_data and field.raw_data[0].strip():
        return
    wanted = (field.data or Fraction(0)) + by
    field.process_data(min(Fraction(field.most), max(Fraction(field.least), wanted)))
