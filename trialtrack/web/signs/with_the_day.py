"""A report that comes with a day's answers: kept first and apart, whatever becomes of the day."""

from datetime import date

from flask import request

from trialtrack.clock import now_utc
from trialtrack.queries.own_signs import own_signs
from trialtrack.services.raise_flag import Report, raise_flag
from trialtrack.web.sessions import viewer
from trialtrack.web.signs.form import REPORT_PAGE, sent_id, signs_form
from trialtrack.web.signs.told import tell


def keep_report() -> None:
    """Before every page of a patient's diary: keep what was reported, and show its advice there.

    In a transaction of its own: a day that is refused afterwards takes no report with it.
    """
    if request.method != "POST":
        return
    form = signs_form()
    own = own_signs(viewer=viewer()) if form.reports else None
    if own is None or own.trial_id is None:
        return
    report = Report(
        page_id=sent_id(REPORT_PAGE if REPORT_PAGE in request.form else "entry_id"),
        trial_id=own.trial_id,
        signs=form.chosen(),
        words=form.signs_words.data,
        day=_day(),
    )
    tell(raise_flag(report=report, by=viewer(), at=now_utc()), own.time_zone)


def _day() -> date | None:
    try:
        return date.fromisoformat((request.view_args or {}).get("day", ""))
    except ValueError:
        return None
