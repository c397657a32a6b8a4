"""Something is wrong: what to do, for anyone; and telling the team, for a patient."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from flask import Blueprint, g, render_template

from trialtrack.access import NotFound, Role
from trialtrack.clinical.signs import SIGNS, sign_words
from trialtrack.clock import now_utc
from trialtrack.queries.own_signs import OwnSigns, advice_for_anyone, own_signs
from trialtrack.services.raise_flag import Report, raise_flag
from trialtrack.store.signs import FlagFacts
from trialtrack.web.forms import taken
from trialtrack.web.headers import allow_back
from trialtrack.web.sessions import viewer
from trialtrack.web.signs.form import sent_id, signs_form
from trialtrack.web.signs.told import every_block, remember, tell
from trialtrack.web.words import at_words

blueprint = Blueprint("signs", __name__)
blueprints = (blueprint,)


@dataclass(frozen=True, slots=True)
class Reported:
    """One report of the patient's, and whether somebody of the team has seen it."""

    flag_id: UUID
    words: str
    at_words: str
    seen_words: str | None


@blueprint.get("/warning-signs")
def page() -> str:
    """What to do about each sign; a patient can tell the team with the same page."""
    if g.viewer is None or g.viewer.role is not Role.PATIENT:
        advices = advice_for_anyone()
        remember(advices)
        return render_template("signs/anyone.html", advices=advices)
    own = own_signs(viewer=viewer())
    remember((own.advice,))
    return render_template(
        "signs/page.html",
        own=own,
        blocks=every_block(own.advice),
        form=signs_form(),
        signs=SIGNS,
        page_id=uuid4(),
    )


@blueprint.post("/warning-signs")
def send() -> str:
    """Keep the report. The advice is the answer itself, so that no second request can fail."""
    own, form = own_signs(viewer=viewer()), signs_form()
    if own.trial_id is None:
        raise NotFound
    report = Report(
        page_id=sent_id("page_id"),
        trial_id=own.trial_id,
        signs=form.chosen(),
        words=form.signs_words.data,
    )
    tell(raise_flag(report=report, by=viewer(), at=now_utc()), own.time_zone)
    taken()
    allow_back()
    return render_template("signs/told.html")


@blueprint.get("/warning-signs/reported")
def reported() -> str:
    """All that the patient reported, and whether the team has seen it."""
    own = own_signs(viewer=viewer())
    every = [_reported(flag, own) for flag in own.flags]
    return render_template("signs/reported.html", reported=every)


@blueprint.get("/warning-signs/<uuid:flag_id>")
def sent(flag_id: UUID) -> str:
    """What was reported, the advice for it, and whether the team has seen it."""
    own = own_signs(viewer=viewer())
    for flag in own.flags:
        if flag.id == flag_id:
            return render_template(
                "signs/sent.html",
                blocks=own.advice.blocks(flag.signs),
                words=flag.words,
                reported=_reported(flag, own),
            )
    raise NotFound


def _reported(flag: FlagFacts, own: OwnSigns) -> Reported:
    seen = flag.acknowledged
    return Reported(
        flag.id,
        sign_words(flag.signs),
        at_words(flag.raised_at, own.time_zone),
        None if seen is None else at_words(seen.at, own.time_zone),
    )
