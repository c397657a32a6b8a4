"""A nurse's morning, from the page on which she lands until nothing needs anybody.

Each step is a sentence, and each link is found by what it says, so that a browser can go the same
way.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from uuid import uuid4

import pytest
import time_machine
from flask.testing import FlaskClient

from tests.web.clinics import SmallClinic
from tests.web.conftest import SignIn
from tests.web.pages import page_of, read
from tests.web.test_settle import conflict
from trialtrack.clinical.signs import Sign
from trialtrack.models import Modality
from trialtrack.services.add_patient import Identity, add_patient
from trialtrack.services.make_card import make_card
from trialtrack.services.plan_trial import TrialPlan, plan_trial
from trialtrack.services.raise_flag import Report, raise_flag

SUNDAY = datetime(2026, 3, 15, 10, 12, tzinfo=UTC)
MONDAY = datetime(2026, 3, 16, 9, 5, tzinfo=UTC)
THURSDAY = datetime(2026, 3, 12, 14, tzinfo=UTC)
ANA, TOM = "Garcia, Ana", "Brown, Tom"
TRIED = "Called, no answer"


class _Links(HTMLParser):
    """Every link of a page with what it says."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._href: str | None = None
        self._said = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._href, self._said = dict(attributes).get("href") or "", ""

    def handle_data(self, data: str) -> None:
        self._said += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._href is not None:
            self.found.append((self._said, self._href))
            self._href = None


@dataclass
class Nurse:
    """Somebody at a page: what she sees there, and what she does."""

    client: FlaskClient
    page: str = ""
    at: str = ""

    def opens(self, address: str) -> None:
        answer = self.client.get(address, follow_redirects=True)
        read(answer)
        self.page, self.at = answer.text, answer.request.path

    def follows(self, *words: str) -> None:
        links = _Links()
        links.feed(self.page)
        self.opens(next(href for said, href in links.found if all(w in said for w in words)))

    def sends(self, **typed: str) -> None:
        """The form of this page, with what she typed into it."""
        fields = {**page_of(self.page).fields, **typed}
        answer = self.client.post(self.at, data=fields, follow_redirects=True)
        read(answer)
        assert answer.status_code == 200, answer.text
        self.page, self.at = answer.text, answer.request.path

    def sees(self, *words: str) -> None:
        for each in words:
            assert each in self.page, each

    def sees_no_more(self, *words: str) -> None:
        for each in words:
            assert each not in self.page, each


@pytest.fixture
def tom(clinic: SmallClinic) -> str:
    """A second patient: the baseline began on Friday, the card was made the day before."""
    identity = Identity("Brown", "Tom", date(1950, 5, 6), "H-2", phone="01632 960 222")
    patient_id = add_patient(
        clinic_id=clinic.clinic_id, identity=identity, by=clinic.nurse, at=THURSDAY
    )
    plan = TrialPlan(
        patient_id=patient_id,
        modality=Modality.SCS_TONIC,
        placed_on=date(2026, 3, 20),
        planned_removal_on=date(2026, 3, 28),
        sites=("Left leg",),
        primary_site="Left leg",
    )
    trial_id = plan_trial(plan=plan, by=clinic.nurse, at=THURSDAY)
    make_card(trial_id=trial_id, by=clinic.nurse, at=THURSDAY)
    return TOM


@pytest.fixture
def nurse(clinic: SmallClinic, tom: str, sign_in: SignIn, now: time_machine.Traveller) -> Nurse:
    """She signs in on Sunday. Meanwhile Ana reported a sign, and sent one day twice."""
    del tom
    report = Report(uuid4(), clinic.trial_id, (Sign.WOUND,), "The dressing is wet")
    raise_flag(report=report, by=clinic.patient, at=THURSDAY)
    conflict(clinic)
    now.move_to(SUNDAY)
    return Nurse(sign_in(clinic.nurse))


def test_a_nurses_morning(
    clinic: SmallClinic, nurse: Nurse, sign_in: SignIn, now: time_machine.Traveller
) -> None:
    she_lands_on_today_and_reads_what_there_is(nurse)
    she_calls_ana_about_the_sign_and_writes_what_was_done(nurse)
    with_ana_on_the_telephone_she_enters_yesterday(nurse, clinic)
    she_settles_which_of_two_answers_is_right(nurse)
    tom_has_not_used_his_card_so_she_prints_another(nurse)
    he_does_not_answer_so_she_puts_it_aside(nurse)
    now_nothing_needs_anybody(nurse)
    now.move_to(MONDAY)
    the_next_morning_it_is_back_for_her_colleague_too(Nurse(sign_in(clinic.consultant)))


def she_lands_on_today_and_reads_what_there_is(nurse: Nurse) -> None:
    nurse.opens("/")
    assert nurse.at == "/today"
    nurse.sees("5 things need someone today", "As of 10:12.", ANA, TOM, "tel:01632960222")
    assert nurse.page.index("Wound red") < nurse.page.index("No entry for yesterday")
    assert nurse.page.count(f">{ANA}</a>") == 1, "each person stands there once"


def she_calls_ana_about_the_sign_and_writes_what_was_done(nurse: Nurse) -> None:
    nurse.follows("See what to do", ANA)
    nurse.sees("The dressing is wet")
    nurse.sends(words="Called her at 10. Dressing changed, no fever.")
    nurse.follows("Today")
    nurse.sees("4 things need someone today")


def with_ana_on_the_telephone_she_enters_yesterday(nurse: Nurse, clinic: SmallClinic) -> None:
    nurse.sees("No entry for yesterday, Saturday 14 March")
    nurse.follows("Enter by telephone", ANA)
    scores = {f"pain_{site.hex}_average": "4" for site in clinic.site_ids.values()}
    nurse.sends(**scores, origin="telephone", reason="Called her", step="check")
    nurse.sees("This is not saved yet", ANA)
    nurse.sends(step="save")
    nurse.sees("14 March", "Reference")
    nurse.follows("Today")
    nurse.sees_no_more("No entry for yesterday, Saturday 14 March")


def she_settles_which_of_two_answers_is_right(nurse: Nurse) -> None:
    nurse.follows("Compare and settle", ANA)
    nurse.sends(choice="standing", reason="She says that the evening counts.")
    nurse.follows("Today")
    nurse.sees("2 things need someone today")
    nurse.sees_no_more(ANA)


def tom_has_not_used_his_card_so_she_prints_another(nurse: Nurse) -> None:
    nurse.sees("The card has not been used")
    nurse.follows("Print a new card", TOM)
    nurse.sends()
    nurse.sees("Print the card for Brown, Tom")
    nurse.follows("Today")
    nurse.sees_no_more("The card has not been used")


def he_does_not_answer_so_she_puts_it_aside(nurse: Nurse) -> None:
    nurse.follows("Put aside for now", TOM)
    nurse.sends(words=TRIED, until="1d")


def now_nothing_needs_anybody(nurse: Nurse) -> None:
    assert nurse.at == "/today"
    nurse.sees("Nothing needs anybody.", "Last looked at 10:12.", "Wednesday 18 March: leads out")
    nurse.sees("Put aside today at 10:12 by Nurse of one: Called, no answer")


def the_next_morning_it_is_back_for_her_colleague_too(colleague: Nurse) -> None:
    colleague.opens("/today")
    colleague.sees(TOM, "No entry yet: 3 days missed, from Friday 13 March")
    colleague.sees("Put aside yesterday at 10:12 by Nurse of one: Called, no answer")
