"""Warning signs for the team: one flag with whom to call, acknowledging it, reporting one."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid4

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer
from wtforms import HiddenField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import UUID as is_uuid  # noqa: N811
from wtforms.validators import DataRequired

from trialtrack.access import Action, Viewer, allowed
from trialtrack.clinical.signs import NOT_SAID, WORDS, Sign, Tier, sign_words
from trialtrack.clock import now_utc
from trialtrack.queries.flags import caller_of, flag_page, trial_flags
from trialtrack.queries.own_signs import own_advice
from trialtrack.services.acknowledge_flag import SeenAlready, acknowledge_flag
from trialtrack.services.raise_flag import Report, raise_flag
from trialtrack.store.signs import FlagFacts
from trialtrack.web.clinic.person import person_of
from trialtrack.web.forms import Form
from trialtrack.web.sessions import viewer
from trialtrack.web.words import at_words, date_words

blueprint = Blueprint("flags", __name__)
TIERS = {
    Tier.EMERGENCY: "Emergency now",
    Tier.TODAY: "Call the team today",
    Tier.NEXT_TIME: "Tell the team next time",
}


class AcknowledgeForm(Form):
    """What was done about a flag; it takes the flag off the list."""

    words = TextAreaField(
        "What did you do about it?",
        validators=[DataRequired("Write what you did about it: that takes it off the list.")],
    )


class ReportForm(Form):
    """A warning sign that somebody heard on the telephone, or read on paper."""

    page_id = HiddenField(validators=[is_uuid("This page has lost its number. Open it again.")])
    reported = SelectMultipleField(
        "What did they report?",
        choices=[SelectChoice(sign.value, words) for sign, words in WORDS.items()],
    )
    words = TextAreaField(
        "What did they say, and what did you tell them?",
        validators=[DataRequired("Write what they said and what you told them.")],
    )


@dataclass(frozen=True, slots=True)
class FlagRow:
    """One flag in words. `seen` None: nobody has acknowledged it yet."""

    flag_id: UUID
    words: str
    tier: str
    urgent: bool
    raised: str
    said: str | None
    told: str
    seen: str | None
    seen_words: str | None


@blueprint.route("/flags/<uuid:flag_id>", methods=["GET", "POST"])
def one(flag_id: UUID) -> str | tuple[str, int] | Answer:
    """What was reported and told, whom to call, and the words that take it off the list."""
    form, status = AcknowledgeForm(), 200
    if form.validate_on_submit():
        try:
            acknowledge_flag(flag_id=flag_id, words=form.words.data, by=viewer(), at=now_utc())
            flash("Acknowledged. It stays in the history of the trial.", "note")
            return redirect(url_for("flags.one", flag_id=flag_id), 303)
        except SeenAlready as refusal:
            form.form_errors, status = [str(refusal)], 409
    elif form.is_submitted():
        status = 422
    found = flag_page(viewer=viewer(), flag_id=flag_id)
    page = render_template(
        "clinic/flag.html",
        form=form,
        person=person_of(found.caller.trial_id, found.caller.person),
        phone=found.caller.phone,
        flag=flag_row(found.flag, found.caller.time_zone),
    )
    return page, status


@blueprint.route("/trials/<uuid:trial_id>/flag", methods=["GET", "POST"])
def report(trial_id: UUID) -> str | tuple[str, int] | Answer:
    """Keep what somebody said or wrote; the advice to give them stands on the page."""
    caller, form = caller_of(viewer=viewer(), trial_id=trial_id), ReportForm()
    if form.validate_on_submit():
        heard = Report(
            page_id=UUID(form.page_id.data),
            trial_id=trial_id,
            signs=tuple(Sign(each) for each in form.reported.data or ()),
            words=form.words.data,
        )
        flag_id = raise_flag(report=heard, by=viewer(), at=now_utc()).flag_id
        return redirect(url_for("flags.one", flag_id=flag_id), 303)
    if not form.page_id.data:
        form.page_id.data = str(uuid4())
    page = render_template(
        "clinic/flag_report.html",
        form=form,
        person=person_of(trial_id, caller.person),
        advice=own_advice(viewer=viewer()),
    )
    return page, 422 if form.is_submitted() else 200


def flags_seen(by: Viewer, trial_id: UUID) -> tuple[FlagFacts, ...] | None:
    """Every flag of a trial for those of the team who see them; None for the others."""
    if not allowed(by, Action.SEE_FLAGS):
        return None
    return trial_flags(viewer=by, trial_id=trial_id)


def flag_rows(flags: Iterable[FlagFacts], time_zone: str) -> tuple[FlagRow, ...]:
    """Flags in words, in the same order."""
    return tuple(flag_row(flag, time_zone) for flag in flags)


def flag_row(flag: FlagFacts, time_zone: str) -> FlagRow:
    """One flag as the team reads it."""
    seen = flag.acknowledged
    return FlagRow(
        flag_id=flag.id,
        words=sign_words(flag.signs),
        tier=TIERS[flag.tier] if flag.signs else NOT_SAID,
        urgent=flag.tier is Tier.EMERGENCY or not flag.signs,
        raised=_raised(flag, time_zone),
        said=flag.words,
        told=flag.told,
        seen=None if seen is None else f"{seen.by_name}, {at_words(seen.at, time_zone)}",
        seen_words=None if seen is None else seen.words,
    )


def _raised(flag: FlagFacts, time_zone: str) -> str:
    by = "by the patient" if flag.raised_by is None else f"told to {flag.raised_by}"
    day = "" if flag.day is None else f", with the diary of {date_words(flag.day)}"
    return f"{at_words(flag.raised_at, time_zone)}, {by}{day}"
