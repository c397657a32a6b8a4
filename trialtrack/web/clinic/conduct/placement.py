"""Record that the leads are in: the day, the leads as placed, and what is on since when."""

from datetime import date, datetime
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer
from wtforms import BooleanField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from trialtrack.clock import now_utc
from trialtrack.queries.trial_list import AssessedTrial
from trialtrack.queries.trial_page import trial_page
from trialtrack.services.leads import PlannedLead
from trialtrack.services.programmes import (
    SwitchBeforePlacement,
    SwitchOutOfOrder,
    SwitchStillToCome,
)
from trialtrack.services.record_placement import (
    PlannedRemovalBeforePlacement,
    SwitchedOn,
    record_placement,
)
from trialtrack.services.refusals import NotYet
from trialtrack.services.sensible_days import DayTooFar, RemovalTooFar
from trialtrack.store.records import TrialRecord
from trialtrack.web.clinic.cancelled import closed_words
from trialtrack.web.clinic.conduct.lead_rows import fill, lead_rows, leads_in
from trialtrack.web.clinic.conduct.lead_words import leads_words
from trialtrack.web.clinic.conduct.moments import DayField, HourField, given
from trialtrack.web.clinic.conduct.programme_words import OFF_WORDS, now_on
from trialtrack.web.clinic.conduct.protocol_words import (
    days_words,
    planned_days_words,
    protocol_sentences,
)
from trialtrack.web.clinic.person import person
from trialtrack.web.clinic.taken import done
from trialtrack.web.fields import OneOfField
from trialtrack.web.forms import Form
from trialtrack.web.sessions import viewer
from trialtrack.web.words import long_day

blueprint = Blueprint("placement", __name__)
OFF = "off"
BESIDE = {
    DayTooFar: "placed_on",
    NotYet: "placed_on",
    PlannedRemovalBeforePlacement: "planned_removal_on",
    RemovalTooFar: "planned_removal_on",
    SwitchBeforePlacement: "since_day",
    SwitchOutOfOrder: "since_day",
    SwitchStillToCome: "since_day",
}


class PlacementForm(Form):
    """The day of placement and what was done; it cannot be taken back by sending it again."""

    placed_on = DayField(
        "The leads went in on",
        refusal="Write the day on which the leads went in.",
        validators=[InputRequired("Write the day on which the leads went in.")],
    )
    another_day = BooleanField("It was on that day, and not on the day that was planned")
    planned_removal_on = DayField(
        "Removal is now planned for",
        refusal="Write the day for which the removal is planned.",
        validators=[InputRequired("Write the day for which the removal is planned.")],
    )
    leads = lead_rows()
    on = OneOfField("What is on?", choices=())
    since_day = DayField("Day", refusal="Write the day since when it is on.")
    since_hour = HourField("Time")
    zone: str = "UTC"
    planned_on: date
    typed: tuple[PlannedLead, ...] = ()
    since: datetime | None = None

    def offer(self, found: TrialRecord) -> None:
        """What was planned for the trial."""
        self.zone, self.planned_on = found.time_zone, found.diary.placed_on
        self.on.choices = [
            *(SelectChoice(value=str(each.id), label=each.name) for each in found.programmes),
            SelectChoice(value=OFF, label=OFF_WORDS),
        ]

    def fill(self, found: TrialRecord, today: date) -> None:
        """Propose what was planned."""
        self.placed_on.data = min(found.diary.placed_on, today)
        self.another_day.data = False
        self.planned_removal_on.data = found.planned_removal_on
        fill(self.leads, found.leads[-1].leads if found.leads else ())

    def validate(self, extra_validators: object = None) -> bool:
        """Leads lie somewhere, and what is on is on since some time."""
        sound = bool(super().validate(extra_validators))
        leads = leads_in(self.leads)
        self.typed = leads or ()
        self.since = given(self.since_day, self.since_hour, self.zone)
        self._check_switch()
        self._check_day()
        fields = (self.since_day, self.since_hour, self.on, self.another_day)
        return sound and leads is not None and not any(field.errors for field in fields)

    def _check_switch(self) -> None:
        wrong = self.since_day.errors or self.since_hour.errors
        if self.on.data and self.since is None and not wrong:
            self.since_hour.errors = ["Write since when it is on: the day and the time."]
        if self.since is not None and not self.on.data:
            self.on.errors = ["Choose what is on since then."]

    def _check_day(self) -> None:
        other = self.placed_on.data not in (None, self.planned_on)
        if other and not self.another_day.data:
            planned = long_day(self.planned_on)
            self.another_day.errors = [
                f"Placement was planned for {planned}. Check the day, then tick that it is right."
            ]

    @property
    def switched(self) -> SwitchedOn | None:
        """What is on; None: nothing that was said. The form must be valid."""
        if self.since is None:
            return None
        return SwitchedOn(None if self.on.data == OFF else UUID(self.on.data), self.since)


@blueprint.route("/trials/<uuid:trial_id>/placement", methods=["GET", "POST"])
def record(trial_id: UUID) -> str | tuple[str, int] | Answer:
    """What was planned, to be confirmed or corrected; once recorded, what it comes to."""
    found = trial_page(viewer=viewer(), trial_id=trial_id, at=now_utc())
    form = PlacementForm()
    form.offer(found.record)
    if _is_recorded(found.record, form) or done(form, lambda: _keep(trial_id, form), BESIDE):
        flash("The placement is recorded.", "note")
        return redirect(url_for("placement.record", trial_id=trial_id), 303)
    if form.is_fresh:
        form.fill(found.record, found.today)
    page = render_template("clinic/conduct/placement.html", form=form, **_shown(found))
    return (page, 422) if form.is_submitted() else page


def _is_recorded(record: TrialRecord, form: PlacementForm) -> bool:
    """Whether all of what is sent is kept already, as a double tap sends it."""
    if not record.was_placed or not form.validate_on_submit() or not record.leads:
        return False
    sent = (form.placed_on.data, form.planned_removal_on.data, form.typed)
    kept = (record.diary.placed_on, record.planned_removal_on, record.leads[-1].leads)
    return sent == kept and form.switched in (None, _switched(record))


def _switched(record: TrialRecord) -> SwitchedOn | None:
    """What was on first."""
    if not record.intervals:
        return None
    first = record.intervals[0]
    ids = {each.name: each.id for each in record.programmes}
    return SwitchedOn(ids.get(first.programme), first.starts_at)


def _keep(trial_id: UUID, form: PlacementForm) -> None:
    record_placement(
        trial_id=trial_id,
        placed_on=form.placed_on.day,
        planned_removal_on=form.planned_removal_on.data,
        leads=form.typed or None,
        switched=form.switched,
        by=viewer(),
        at=now_utc(),
    )


def _shown(found: AssessedTrial) -> dict[str, object]:
    record = found.record
    return {
        "who": person(record),
        "planned_on": record.diary.placed_on,
        "closed": closed_words(record),
        "placed": record.was_placed,
        "protocol": protocol_sentences(record),
        "days": days_words(found) if record.was_placed else planned_days_words(record),
        "now_on": now_on(record),
        "leads": leads_words(record)[:1],
        "has_programmes": bool(record.programmes),
    }
