"""A reminder for the calendar of the patient's own phone. Nobody is told of it."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, current_app, make_response, render_template, request
from werkzeug.wrappers import Response as Answer
from wtforms import SelectChoice, SelectField
from wtforms.validators import AnyOf

from trialtrack.access import NotFound
from trialtrack.clock import now_utc
from trialtrack.queries.own_trial import OwnTrial, own_trial
from trialtrack.web.forms import Form
from trialtrack.web.patient.calendar_file import WORDS, Reminders, calendar_file
from trialtrack.web.patient.consent import ask_for_consent
from trialtrack.web.sessions import viewer
from trialtrack.web.words import day_words

blueprint = Blueprint("reminders", __name__)
blueprint.before_request(ask_for_consent)
Page = str | tuple[str, int] | Answer

HOURS = tuple(str(hour) for hour in range(16, 24))
USUAL_HOUR = "20"


class HourForm(Form):
    """When in the evening: a day is judged when it is nearly over."""

    class Meta:
        """It changes nothing, so that it is sent as an address and needs no token."""

        csrf = False

    hour = SelectField(
        "At what time?",
        choices=[SelectChoice(hour, f"{hour}:00") for hour in HOURS],
        default=USUAL_HOUR,
        validate_choice=False,
        validators=[AnyOf(HOURS, message="Choose a time from the list.")],
    )


@dataclass(frozen=True, slots=True)
class RemindersPage:
    """What the file holds, in words; None: there is no day left to remind of."""

    words: str
    first: str
    last: str


@blueprint.get("/diary/reminders")
def choose() -> Page:
    """What the reminder is, and at what time it shall come."""
    return _page(_own(), HourForm(formdata=None))


@blueprint.get("/diary/reminders/file")
def file() -> Page:
    """The calendar file. A plain address: old phones ask for it once more to keep it."""
    own, form = _own(), HourForm(formdata=request.args)
    days = days_left(own)
    if days is None:
        raise NotFound
    if not form.validate():
        return _page(own, form)
    first, last = days
    answer = make_response(
        calendar_file(
            Reminders(
                about=own.record.trial_id,
                first=first,
                last=last,
                hour=int(form.hour.data),
                zone=own.record.time_zone,
                address=current_app.config["TRIALTRACK"].public_url,
            ),
            at=own.at,
        )
    )
    answer.headers["Content-Type"] = "text/calendar; charset=utf-8"
    answer.headers["Content-Disposition"] = 'attachment; filename="reminder.ics"'
    return answer


def days_left(own: OwnTrial) -> tuple[date, date] | None:
    """From tomorrow, or the diary's first day, to its last; None when it is over by then."""
    first = max(own.today + timedelta(days=1), own.first_day)
    return (first, own.last_day) if first <= own.last_day else None


def _own() -> OwnTrial:
    return own_trial(viewer=viewer(), at=now_utc())


def _page(own: OwnTrial, form: HourForm) -> Page:
    days = days_left(own)
    page = days and RemindersPage(WORDS, day_words(days[0]), day_words(days[1]))
    html = render_template("patient/reminders.html", page=page, form=form)
    return (html, 422) if form.errors else html
