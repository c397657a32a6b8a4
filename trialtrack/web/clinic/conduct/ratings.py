"""Ratings taken in clinic, before the leads go in."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer
from wtforms.validators import InputRequired

from trialtrack.clinical.display import display_number
from trialtrack.clock import now_utc
from trialtrack.queries.clinic_ratings import RatingFacts, clinic_ratings
from trialtrack.queries.trial_page import trial_page
from trialtrack.services.record_clinic_rating import (
    RatedAfterPlacement,
    record_clinic_ratings,
)
from trialtrack.services.refusals import NotYet
from trialtrack.services.sensible_days import DayTooFar
from trialtrack.store.records import TrialRecord
from trialtrack.web.clinic.cancelled import closed_words
from trialtrack.web.clinic.conduct.moments import DayField
from trialtrack.web.clinic.conduct.page_form import PageForm
from trialtrack.web.clinic.person import person
from trialtrack.web.clinic.taken import done
from trialtrack.web.fields import ScoreField
from trialtrack.web.sessions import viewer
from trialtrack.web.words import at_words, date_words

blueprint = Blueprint("ratings", __name__)
ABOUT_THE_DAY = (DayTooFar, NotYet, RatedAfterPlacement)


class RatingForm(PageForm):
    """The day, and a score for each site that was asked about: `scores` by the site's name."""

    rated_on = DayField(
        "Asked on",
        refusal="Write the day on which you asked.",
        validators=[InputRequired("Write the day on which you asked.")],
    )
    fields_of: tuple[tuple[str, str], ...] = ()

    @property
    def scores(self) -> dict[str, Fraction]:
        """What was answered, by site."""
        said = {site: self[name].data for site, name in self.fields_of}
        return {site: score for site, score in said.items() if score is not None}


@dataclass(frozen=True, slots=True)
class RatingRow:
    """One rating that was taken. `counts`: it is the newest of its site."""

    site: str
    score: str
    rated: str
    signed: str
    counts: bool


@blueprint.route("/trials/<uuid:trial_id>/ratings", methods=["GET", "POST"])
def record(trial_id: UUID) -> str | tuple[str, int] | Answer:
    """A scale for each site, what the rating is for, and those taken before."""
    found = trial_page(viewer=viewer(), trial_id=trial_id, at=now_utc()).record
    form = rating_form(found)
    if done(form, lambda: _keep(trial_id, form), dict.fromkeys(ABOUT_THE_DAY, "rated_on")):
        flash("The rating is kept.", "note")
        return redirect(url_for("ratings.record", trial_id=trial_id), 303)
    form.number()
    page = render_template(
        "clinic/conduct/ratings.html",
        form=form,
        who=person(found),
        closed=closed_words(found),
        was_placed=found.was_placed,
        placed_on=found.diary.placed_on,
        fewest=found.protocol.baseline_min_days,
        rows=_rows(clinic_ratings(viewer=viewer(), trial_id=trial_id), found.time_zone),
    )
    return (page, 422) if form.is_submitted() else page


def rating_form(found: TrialRecord) -> RatingForm:
    """One scale for each site of the trial."""
    names = tuple((site.name, f"site_{site.position}") for site in found.sites)
    fields: dict[str, Any] = {
        name: ScoreField(f"{site}: pain on average, over the last week") for site, name in names
    }
    form: RatingForm = type("TrialRatingForm", (RatingForm,), {**fields, "fields_of": names})()
    return form


def _keep(trial_id: UUID, form: RatingForm) -> None:
    record_clinic_ratings(
        trial_id=trial_id,
        scores=form.scores,
        rated_on=form.rated_on.day,
        page_id=form.id,
        by=viewer(),
        at=now_utc(),
    )


def _rows(ratings: tuple[RatingFacts, ...], zone: str) -> tuple[RatingRow, ...]:
    newest = {rating.site: rating.id for rating in ratings}
    return tuple(
        RatingRow(
            rating.site,
            display_number(rating.score),
            date_words(rating.rated_on),
            f"{rating.by_name}, {at_words(rating.recorded_at, zone)}",
            newest[rating.site] == rating.id,
        )
        for rating in reversed(ratings)
    )
