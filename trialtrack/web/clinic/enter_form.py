"""What staff add to the questions of a day: whence the answers are, and why they enter them."""

from datetime import date

from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from trialtrack.models import Origin
from trialtrack.queries.day_questions import DayQuestions
from trialtrack.queries.trial_days import TrialDays
from trialtrack.services.day_entry import DayEntry, reference_of
from trialtrack.web.clinic.conduct.moments import DayField
from trialtrack.web.diary.forms import DiaryForm, diary_form
from trialtrack.web.diary.reading import entry_of
from trialtrack.web.forms import Form

SEPARATORS = " -–"


class EntryFields(Form):
    """Beside the questions. `trial_reference` is what a sheet of this trial has printed on it.

    `needs_reason`: the patient can no longer fill in the day. `last_day`: the diary day now.
    """

    day: date
    last_day: date
    trial_reference: str
    needs_reason: bool

    origin = RadioField(
        "How did the answers come?",
        choices=[
            SelectChoice(Origin.TRANSCRIBED.value, "On paper, and you copy them"),
            SelectChoice(Origin.TELEPHONE.value, "The patient says them on the telephone now"),
        ],
        validators=[InputRequired("Choose how the answers came.")],
    )
    paper_reference = StringField(
        "Reference printed on the sheet",
        validators=[Length(max=20, message="Write the eight characters of the reference.")],
    )
    written_on = DayField(
        "Date written on the sheet", refusal="Write the date that stands on the sheet, or none."
    )
    reason = TextAreaField(
        "Why is this day entered by you?",
        validators=[Length(max=2000, message="Shorten this to 2000 characters.")],
    )

    def validate_paper_reference(self, field: StringField) -> None:
        """A sheet of another trial is refused: its answers are somebody else's."""
        said = (field.data or "").upper()
        for separator in SEPARATORS:
            said = said.replace(separator, "")
        if said and said != self.trial_reference:
            raise ValidationError(
                "This is not the reference of this trial, so the sheet may be another person’s. "
                "Compare name and date of birth."
            )

    def validate_written_on(self, field: DayField) -> None:
        """A date that the sheet cannot have."""
        if field.data is not None and not self.day <= field.data <= self.last_day:
            raise ValidationError(
                "The sheet can only have been written from that day on, and not after today."
            )

    def validate_reason(self, field: TextAreaField) -> None:
        """A day that is over for the patient is entered with a reason."""
        if self.needs_reason and not (field.data or "").strip():
            raise ValidationError("Write why: the patient can no longer fill in this day.")


def entry_form(trial: TrialDays, questions: DayQuestions) -> DiaryForm:
    """The questions of one day with what staff add to them."""
    asked_first = ("origin", "paper_reference", "written_on", "reason")
    base = diary_form(questions)
    asked = {
        "reading_order": (*asked_first, *base.reading_order),
        "their_own": False,
        "day": questions.day,
        "last_day": trial.today,
        "trial_reference": reference_of(questions.trial_id),
        "needs_reason": questions.day not in trial.open_days,
    }
    form: DiaryForm = type("EntryForm", (EntryFields, base), asked)()
    return form


def staff_entry(form: DiaryForm) -> DayEntry:
    """The frozen value, with its origin. The form must be valid.

    It was entered when it arrives here: a date on paper is kept beside it, and never makes an
    entry that is late one that is not. METHOD section 1.
    """
    from_paper = form["origin"].data == Origin.TRANSCRIBED
    entry = entry_of(form)
    return DayEntry(
        id=entry.id,
        trial_id=entry.trial_id,
        answers=entry.answers,
        note=entry.note,
        side_effects=entry.side_effects,
        other_names=entry.other_names,
        origin=Origin.TRANSCRIBED if from_paper else Origin.TELEPHONE,
        reason=form["reason"].data,
        written_on=form["written_on"].data if from_paper else None,
    )
