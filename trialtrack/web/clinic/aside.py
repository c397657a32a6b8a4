"""What cannot be dealt with now: put aside for a while with what was tried, and brought back."""

from datetime import datetime, timedelta
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer
from wtforms import HiddenField, SelectField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from trialtrack.access import Refusal
from trialtrack.clock import diary_day, diary_day_starts_at, now_utc
from trialtrack.queries.matter import Matter
from trialtrack.queries.today import TrialMatters, trial_matters
from trialtrack.services.put_aside import Aside, AsideMeanwhile, Stands, bring_back, put_aside
from trialtrack.web.clinic.deals import SIGNS
from trialtrack.web.clinic.matter_words import said
from trialtrack.web.clinic.person import person_of
from trialtrack.web.clinic.today_words import until_words
from trialtrack.web.forms import Form
from trialtrack.web.sessions import viewer

blueprint = Blueprint("aside", __name__)
HOURS = {"1h": 1, "3h": 3}
DAYS = {f"{n}d": n for n in range(1, 8)}
DEALT_WITH = "Something you chose has been dealt with meanwhile. Look at what is left."


class AsideForm(Form):
    """What is put aside, what was tried, and until when."""

    seen = HiddenField()
    matters = SelectMultipleField("What do you put aside?", validate_choice=False)
    words = TextAreaField(
        "What did you try, or why can it wait?",
        validators=[
            DataRequired("Write what you tried, such as “called, no answer”."),
            Length(max=2000, message="Shorten this to 2000 characters."),
        ],
    )
    until = SelectField("Until when?", validate_choice=False)

    def offer(self, found: TrialMatters, at: datetime) -> None:
        """The choices of this moment; what needs somebody now is ticked to begin with."""
        choices = [SelectChoice(_key(each), said(each).words) for each in _can_wait(found)]
        self.matters.choices = choices
        self.until.choices = until_choices(at, found.caller.time_zone)
        if not self.seen.data:
            self.seen.data = str(found.seen)
        if self.is_fresh:
            self.matters.data = [_key(each) for each in found.matters]

    def chosen(self, found: TrialMatters) -> tuple[Stands, ...] | None:
        """The matters that were ticked; None where one of them does not stand any more."""
        ticked = set(self.matters.data or ())
        stand = {_key(each): (each.kind, each.subject_id) for each in _can_wait(found)}
        return None if ticked - set(stand) else tuple(stand[key] for key in stand if key in ticked)


@blueprint.route("/today/<uuid:trial_id>/put-aside", methods=["GET", "POST"])
def put(trial_id: UUID) -> str | tuple[str, int] | Answer:
    """Everything about one person that can wait; what was tried; until when."""
    at, form = now_utc(), AsideForm()
    found = trial_matters(viewer=viewer(), trial_id=trial_id, at=at)
    form.offer(found, at)
    status: int | None = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        status = _put(form, found, at)
    if status is None:
        return redirect(url_for("today.show"), 303)
    person = person_of(trial_id, found.caller.person)
    hints = {_key(each): said(each).more for each in _can_wait(found)}
    page = render_template(
        "clinic/put_aside.html", form=form, person=person, phone=found.caller.phone, hints=hints
    )
    return page, status


@blueprint.post("/today/<uuid:trial_id>/bring-back")
def back(trial_id: UUID) -> Answer:
    """Everything of one person that is put aside needs somebody again."""
    at = now_utc()
    found = trial_matters(viewer=viewer(), trial_id=trial_id, at=at)
    matters = tuple((each.kind, each.subject_id) for each in found.put_aside)
    bring_back(trial_id=trial_id, matters=matters, by=viewer(), at=at)
    return redirect(url_for("today.show"), 303)


def _put(form: AsideForm, found: TrialMatters, at: datetime) -> int | None:
    """The status of a refusal, with its words in the form; None once it is done."""
    chosen, until = form.chosen(found), _until(form.until.data, at, found.caller.time_zone)
    if chosen is None:
        form.form_errors = [DEALT_WITH]
        return 409
    aside = Aside(
        trial_id=found.caller.trial_id,
        matters=chosen,
        words=form.words.data or "",
        until=until,
        seen=int(form.seen.data) if (form.seen.data or "").isdecimal() else -1,
    )
    try:
        put_aside(aside=aside, by=viewer(), at=at)
    except AsideMeanwhile as refusal:
        form.seen.data, form.form_errors = str(found.seen), [str(refusal)]
        return 409
    except Refusal as refusal:
        form.form_errors = [str(refusal)]
        return 422
    flash(
        f"Put aside. {until_words(until, at, found.caller.time_zone)} it is out of sight.", "note"
    )
    return None


def _can_wait(found: TrialMatters) -> list[Matter]:
    """What stands and is no warning sign; what is put aside already may be put aside for longer."""
    return [each for each in (*found.matters, *found.put_aside) if each.kind not in SIGNS]


def _key(matter: Matter) -> str:
    return f"{matter.kind}:{matter.subject_id}"


def until_choices(at: datetime, zone: str) -> list[SelectChoice]:
    """Tomorrow first; then a while of today, and the days up to a week."""
    order = ["1d", *HOURS, *list(DAYS)[1:]]
    return [SelectChoice(value, until_words(_until(value, at, zone), at, zone)) for value in order]


def _until(value: str | None, at: datetime, zone: str) -> datetime:
    """The instant that a choice means; for one that nobody offered, now, which is refused."""
    if value in HOURS:
        return at + timedelta(hours=HOURS[value])
    if value in DAYS:
        return diary_day_starts_at(diary_day(at, zone) + timedelta(days=DAYS[value]), zone)
    return at
