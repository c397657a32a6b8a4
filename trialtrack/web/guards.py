"""Every endpoint with its guard, in one table; an endpoint that is not listed stops the start."""

from collections.abc import Mapping

from flask import Flask

from trialtrack.access import Action

OPEN = None
GUARDS: Mapping[str, Action | None] = {
    "static": OPEN,
    "shared.plotly": OPEN,
    "auth.start": OPEN,
    "auth.sign_in": OPEN,
    "forgotten.ask": OPEN,
    "forgotten.asked": OPEN,
    "auth.open_link": OPEN,
    "auth.sign_out": OPEN,
    "password.choose": OPEN,
    "card.enter": OPEN,
    "card.open_card": OPEN,
    "signs.page": OPEN,
    "signs.send": Action.SEE_OWN_DIARY,
    "signs.reported": Action.SEE_OWN_DIARY,
    "signs.sent": Action.SEE_OWN_DIARY,
    "consent.read": Action.GIVE_CONSENT,
    "consent.stop": Action.WITHDRAW,
    "past.birth_date": Action.SEE_OWN_DIARY,
    "devices.show": Action.SEE_OWN_DIARY,
    "devices.end": Action.END_DEVICE,
    "flags.one": Action.ACKNOWLEDGE_FLAG,
    "flags.report": Action.SEE_FLAGS,
    "withdrawal.record": Action.WITHDRAW,
    "exclude.decide": Action.EXCLUDE_DAY,
    "cancelling.cancel": Action.CANCEL_TRIAL,
    "cancelling.take_up": Action.TAKE_UP_TRIAL,
    "planning.new_patient": Action.ADD_PATIENT,
    "planning.another_trial": Action.PLAN_TRIAL,
    "planning.meaning": Action.PLAN_TRIAL,
    "planning.planned": Action.PLAN_TRIAL,
    "cards.show": Action.MAKE_CARD,
    "cards.make": Action.MAKE_CARD,
    "cards.end": Action.MAKE_CARD,
    "cards.end_one": Action.MAKE_CARD,
    "cards.note": Action.MAKE_CARD,
    "advice.edit": Action.PUBLISH_ADVICE,
    "notice.edit": Action.PUBLISH_NOTICE,
    "waiting.all_forms": Action.HANDLE_WAITING_FORM,
    "waiting.throw_away": Action.HANDLE_WAITING_FORM,
    "patient.home": Action.SEE_OWN_DIARY,
    "patient.day": Action.RECORD_DAY,
    "patient.correct": Action.AMEND_DAY,
    "patient.check": Action.RECORD_DAY,
    "patient.edit": Action.RECORD_DAY,
    "patient.save": Action.RECORD_DAY,
    "patient.saved": Action.SEE_OWN_DIARY,
    "patient.answers": Action.SEE_OWN_DIARY,
    "progress.see": Action.SEE_OWN_DIARY,
    "reminders.choose": Action.SEE_OWN_DIARY,
    "reminders.file": Action.SEE_OWN_DIARY,
    "asking.ask": Action.ASK_CORRECTION,
    "asking.asked": Action.SEE_OWN_DIARY,
    "paper.own": Action.SEE_OWN_DIARY,
    "admin.staff": Action.SEE_STAFF,
    "people.add": Action.ADD_STAFF,
    "people.show": Action.SEE_STAFF,
    "people.link": Action.ISSUE_PASSWORD_LINK,
    "people.close": Action.CLOSE_ACCOUNT,
    "people.open_again": Action.CLOSE_ACCOUNT,
    "clinic.trials": Action.SEE_TRIALS,
    "clinic.trial": Action.SEE_TRIAL,
    "results.working": Action.SEE_TRIAL,
    "results.as_text": Action.SEE_TRIAL,
    "exports.trial": Action.EXPORT_TRIAL,
    "protocol.show": Action.SEE_NOTES,
    "protocol.change": Action.AMEND_PROTOCOL,
    "protocol.rename": Action.RENAME_SITE,
    "dates.show": Action.SEE_NOTES,
    "dates.change": Action.PLAN_REMOVAL,
    "days.every": Action.SEE_NOTES,
    "days.one": Action.SEE_NOTES,
    "days.paper": Action.ENTER_DAY,
    "enter.which": Action.ENTER_DAY,
    "enter.day": Action.ENTER_DAY,
    "enter.entered": Action.ENTER_DAY,
    "placement.record": Action.RECORD_PLACEMENT,
    "leads.record": Action.RECORD_LEADS,
    "programmes.every": Action.SEE_TRIAL,
    "programmes.add": Action.ADD_PROGRAMME,
    "programmes.amend": Action.AMEND_PROGRAMME,
    "switching.switch": Action.SWITCH_PROGRAMME,
    "switching.correct": Action.CORRECT_PROGRAMMES,
    "ratings.record": Action.RECORD_CLINIC_RATING,
    "removal.record": Action.RECORD_REMOVAL,
    "ending.answers": Action.RECORD_END_ANSWERS,
    "settle.one_of_two": Action.SETTLE_CONFLICT,
    "settle.asked": Action.SETTLE_CORRECTION,
    "today.show": Action.SEE_ATTENTION,
    "aside.put": Action.PUT_ASIDE,
    "aside.back": Action.PUT_ASIDE,
}


class UnguardedEndpoint(RuntimeError):
    """An endpoint has no guard, or a guard no endpoint."""


def check_guards(app: Flask) -> None:
    """Raise UnguardedEndpoint unless the table and the routes agree."""
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    if endpoints != set(GUARDS):
        raise UnguardedEndpoint(", ".join(sorted(endpoints ^ set(GUARDS))))
