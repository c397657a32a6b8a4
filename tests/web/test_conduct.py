"""What the team does to a trial while it goes on: done once, refused in words, nothing lost."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
import time_machine
from flask.testing import FlaskClient

from tests.web.clinics import NOW, PLACED_ON, SmallClinic
from tests.web.conftest import SignIn
from tests.web.pages import form_of, read
from trialtrack.access import Role
from trialtrack.clinical.diary import WantsImplant
from trialtrack.db import view
from trialtrack.models import LeadStage, Modality, Side
from trialtrack.services.leads import PlannedLead, record_leads
from trialtrack.services.plan_trial import TrialPlan, plan_trial
from trialtrack.services.programmes import add_programme
from trialtrack.services.withdraw import withdraw
from trialtrack.store.diaries import read_diaries
from trialtrack.store.records import TrialRecord

END = datetime(2026, 3, 18, 12, tzinfo=UTC)
PAGES = (
    "placement",
    "leads",
    "programmes",
    "programmes/new",
    "programmes/switch",
    "programmes/correct",
    "ratings",
    "removal",
    "end",
)


@pytest.fixture
def nurse(clinic: SmallClinic, sign_in: SignIn) -> FlaskClient:
    return sign_in(clinic.nurse)


@pytest.fixture
def burst(clinic: SmallClinic) -> UUID:
    """A programme of the trial."""
    return add_programme(trial_id=clinic.trial_id, name="Burst", by=clinic.nurse, at=NOW)


def at(clinic: SmallClinic, page: str) -> str:
    return f"/trials/{clinic.trial_id}/{page}"


def kept(clinic: SmallClinic) -> TrialRecord:
    with view() as session:
        return read_diaries(session, [clinic.trial_id])[clinic.trial_id]


@pytest.mark.parametrize("page", PAGES)
def test_each_page_says_whose_trial_it_is_and_is_nobody_elses(
    clinic: SmallClinic, stranger: SmallClinic, nurse: FlaskClient, sign_in: SignIn, page: str
) -> None:
    answer = nurse.get(at(clinic, page))
    read(answer)
    assert all(words in answer.text for words in ("Garcia, Ana", "4 Feb 1961", "H-one"))
    assert sign_in(stranger.nurse).get(at(clinic, page)).status_code == 404
    assert sign_in(clinic.patient).get(at(clinic, page)).status_code == 403


def test_a_representative_adds_and_switches_and_sees_no_identity(
    clinic: SmallClinic, sign_in: SignIn
) -> None:
    representative = sign_in(clinic.hires(Role.REPRESENTATIVE))
    form = {**form_of(representative, at(clinic, "programmes/new")), "name_of": "Burst"}
    form |= {"amplitude": "1,25", "frequency_hz": "40"}
    assert representative.post(at(clinic, "programmes/new"), data=form).status_code == 303
    form = form_of(representative, at(clinic, "programmes/switch"))
    form["to"] = str(kept(clinic).programmes[0].id)
    for _ in range(2):  # A double tap is one switch.
        answer = representative.post(at(clinic, "programmes/switch"), data=form)
        assert answer.status_code == 303
    assert len(kept(clinic).intervals) == 1
    for page in ("programmes", "programmes/new", "programmes/switch"):
        answer = representative.get(at(clinic, page))
        read(answer)
        assert not any(words in answer.text for words in ("Garcia", "1961", "H-one"))
    assert "1.25 mA, 40 Hz" in representative.get(at(clinic, "programmes")).text
    for page in ("placement", "leads", "programmes/correct", "ratings", "removal", "end"):
        assert representative.get(at(clinic, page)).status_code == 403


def test_it_was_off_on_thursday_from_nine_to_three(
    clinic: SmallClinic, nurse: FlaskClient, burst: UUID
) -> None:
    form = form_of(nurse, at(clinic, "programmes/switch"))
    form |= {"to": str(burst), "since_day": "2026-03-10", "since_hour": "14:00"}
    assert nurse.post(at(clinic, "programmes/switch"), data=form).status_code == 303
    form = form_of(nurse, at(clinic, "programmes/correct"))
    form |= {"was": "off", "from_day": "2026-03-12", "from_hour": "09:00", "to_day": "2026-03-12"}
    answer = nurse.post(at(clinic, "programmes/correct"), data={**form, "reason": "She rang"})
    assert answer.status_code == 422
    assert "Write the time as well" in answer.text
    assert read(answer).fields["from_hour"] == "09:00"
    form |= {"to_hour": "15:00", "reason": "She rang"}
    assert nurse.post(at(clinic, "programmes/correct"), data=form).status_code == 303
    page = nurse.get(at(clinic, "programmes"))
    read(page)
    assert "Burst to 09:00; Stimulation off from 09:00 to 15:00; Burst from 15:00" in page.text
    assert "until then recorded: Burst" in page.text
    assert "She rang" in page.text


def test_a_switch_that_cannot_have_been_is_refused_beside_the_day(
    clinic: SmallClinic, nurse: FlaskClient, burst: UUID
) -> None:
    form = form_of(nurse, at(clinic, "programmes/switch"))
    form |= {"to": str(burst), "since_day": "2026-03-09", "since_hour": "14:00"}
    answer = nurse.post(at(clinic, "programmes/switch"), data=form)
    assert answer.status_code == 422
    assert 'href="#since_day">That is before the leads went in' in answer.text
    assert read(answer).fields["since_hour"] == "14:00"
    answer = nurse.post(at(clinic, "programmes/switch"), data={**form, "since_day": "Tuesday"})
    assert "Write the day of the switch." in answer.text
    assert read(answer).fields["since_day"] == "Tuesday"


def test_a_switch_from_a_stale_page_says_what_is_on_now(
    clinic: SmallClinic, nurse: FlaskClient, burst: UUID
) -> None:
    address = at(clinic, "programmes/switch")
    stale = {**form_of(nurse, address), "to": "off"}
    form = {**form_of(nurse, address), "to": str(burst)}
    assert nurse.post(address, data=form).status_code == 303
    refused = nurse.post(address, data=stale)
    assert refused.status_code == 422
    assert "Somebody has switched meanwhile." in refused.text
    assert "Burst, since" in refused.text
    assert read(refused).fields["to"] == "off"


def test_leads_are_typed_as_the_field_writes_them(clinic: SmallClinic, nurse: FlaskClient) -> None:
    form = form_of(nurse, at(clinic, "leads"))
    form |= {"leads-0-kind": "octrode", "leads-0-side": "left", "leads-0-target": "t8 - T10"}
    form |= {"leads-1-kind": "wire", "leads-1-target": "T13"}
    answer = nurse.post(at(clinic, "leads"), data=form)
    assert answer.status_code == 422
    assert 'href="#leads-1-target">Give a level as C1 to C8' in answer.text
    assert read(answer).fields["leads-0-target"] == "t8 - T10"
    form["leads-1-target"] = "sural nerve"
    assert nurse.post(at(clinic, "leads"), data=form).status_code == 303
    page = nurse.get(at(clinic, "leads"))
    assert "octrode, left, T8–T10" in page.text
    form = {**read(page).fields, "leads-1-target": "tibial nerve"}
    answer = nurse.post(at(clinic, "leads"), data=form)
    assert "Say why: this change needs a reason." in answer.text
    assert read(answer).fields["leads-1-target"] == "tibial nerve"
    assert nurse.post(at(clinic, "leads"), data={**form, "reason": "X-ray"}).status_code == 303
    assert [len(each.leads) for each in kept(clinic).leads] == [2, 2]


def test_a_rating_is_kept_for_each_site_and_only_from_before_placement(
    clinic: SmallClinic, nurse: FlaskClient
) -> None:
    form = {**form_of(nurse, at(clinic, "ratings")), "site_0": "8", "site_1": "6"}
    answer = nurse.post(at(clinic, "ratings"), data={**form, "rated_on": "2026-03-11"})
    assert answer.status_code == 422
    assert 'href="#rated_on">The leads were in by then' in answer.text
    assert read(answer).fields["site_0"] == "8"
    for day, words in {
        "2016-03-09": "That is 3,653 days before the placement. Check the year.",
        "20260-03-09": "Check the year of this day.",
    }.items():
        answer = nurse.post(at(clinic, "ratings"), data={**form, "rated_on": day})
        assert f'href="#rated_on">{words}' in answer.text
    for _ in range(2):
        answer = nurse.post(at(clinic, "ratings"), data={**form, "rated_on": "2026-03-09"})
        assert answer.status_code == 303
    assert kept(clinic).diary.clinic_ratings == {"low back": 8, "left leg": 6}
    page = nurse.get(at(clinic, "ratings"))
    assert page.text.count("Nurse of one, ") == 2


def test_the_removal_takes_the_answers_with_it(
    clinic: SmallClinic, sign_in: SignIn, now: time_machine.Traveller
) -> None:
    now.move_to(END)
    nurse = sign_in(clinic.nurse)
    form = form_of(nurse, at(clinic, "removal"))
    form |= {"removed_on": "2026-03-19", "impression": "2", "wants": "yes", "own_relief": "60"}
    answer = nurse.post(at(clinic, "removal"), data=form)
    assert answer.status_code == 422
    assert 'href="#removed_on">That day is still to come' in answer.text
    assert read(answer).fields["own_relief"] == "60"
    form["removed_on"] = "2026-03-11"
    answer = nurse.post(at(clinic, "removal"), data=form)
    assert "Removal was planned for Wednesday 18 March 2026. Check the day" in answer.text
    answer = nurse.post(at(clinic, "removal"), data={**form, "early": "y"})
    assert "The diary has days after that one." in answer.text
    assert 'id="days_after"' in answer.text
    form["removed_on"] = "2026-03-18"
    for _ in range(2):  # A double tap is one removal.
        assert nurse.post(at(clinic, "removal"), data=form).status_code == 303
    second = nurse.post(at(clinic, "removal"), data={**form, "page_id": str(uuid4())})
    assert "recorded already, by Nurse of one. What the patient answered belongs" in second.text
    found = kept(clinic)
    assert found.diary.removed_on == date(2026, 3, 18)
    assert found.diary.wants_implant is WantsImplant.YES
    assert len(found.end_answers) == 1
    page = nurse.get(at(clinic, "end"))
    assert "Much better" in page.text
    form = {**read(page).fields, "impression": "4"}
    answer = nurse.post(at(clinic, "end"), data=form)
    assert "Say why: this change needs a reason." in answer.text
    assert nurse.post(at(clinic, "end"), data={**form, "reason": "Typed 2"}).status_code == 303
    assert kept(clinic).diary.impression_of_change == 4


def test_pages_of_a_patient_who_left_say_it_in_place_of_the_form(
    clinic: SmallClinic, nurse: FlaskClient
) -> None:
    planned = another_trial(clinic)
    withdraw(trial_id=planned, reason="Rang us", by=clinic.nurse, at=NOW)
    for page in ("ratings", "placement", "enter", "enter/2026-03-12"):
        answer = nurse.get(f"/trials/{planned}/{page}")
        read(answer)
        assert "The patient stopped taking part on" in answer.text
        assert "<textarea" not in answer.text
        assert 'name="placed_on"' not in answer.text
        assert 'name="rated_on"' not in answer.text
    assert "stopped taking part" in nurse.get("/trials").text


def test_a_placement_is_confirmed_or_corrected_and_recorded_once(
    clinic: SmallClinic, nurse: FlaskClient
) -> None:
    planned = another_trial(clinic)
    page = f"/trials/{planned}/placement"
    form = form_of(nurse, page)
    assert form["placed_on"] == "2026-03-13", "the day that was planned is proposed"
    assert (form["leads-0-kind"], form["leads-0-target"]) == ("octrode", "T8–T10")
    form |= {"placed_on": "2026-03-14", "leads-0-target": "T9 to T11"}
    form |= {"on": "off", "since_day": "2026-03-14"}
    answer = nurse.post(page, data={**form, "leads-1-target": "T9"})
    assert answer.status_code == 422
    for words in (
        "Placement was planned for Friday 13 March 2026.",
        "Write the time as well",
        "Write what lead it is",
    ):
        assert words in answer.text
    assert read(answer).fields["leads-0-target"] == "T9 to T11"
    form |= {"another_day": "y", "since_hour": "16:30"}
    answer = nurse.post(page, data={**form, "placed_on": "2026-03-15"})
    assert 'href="#placed_on">That day is still to come' in answer.text
    for _ in range(2):  # A double tap is one placement.
        assert nurse.post(page, data=form).status_code == 303
    with view() as session:
        record = read_diaries(session, [planned])[planned]
    assert record.diary.placed_on == date(2026, 3, 14)
    assert [each.stage for each in record.leads] == [LeadStage.PLANNED, LeadStage.PLACED]
    assert record.leads[-1].leads[0].target == "T9–T11"
    assert [each.programme for each in record.intervals] == ["off"]
    page_now = nurse.get(page).text
    assert "Placement recorded" in page_now
    assert "octrode, left, T9–T11" in page_now


def another_trial(clinic: SmallClinic) -> UUID:
    """A trial of the same patient that is planned for yesterday, with one lead."""
    plan = TrialPlan(
        patient_id=clinic.patient.patient_id or UUID(int=0),
        modality=Modality.SCS_TONIC,
        placed_on=date(2026, 3, 13),
        planned_removal_on=date(2026, 3, 20),
        sites=("low back",),
        primary_site="low back",
    )
    trial_id = plan_trial(plan=plan, by=clinic.nurse, at=NOW)
    add_programme(trial_id=trial_id, name="Burst", by=clinic.nurse, at=NOW)
    leads = [PlannedLead("octrode", Side.LEFT, "T8", "T10")]
    record_leads(trial_id=trial_id, leads=leads, by=clinic.nurse, at=NOW)
    return trial_id


def test_the_placement_page_says_what_is_frozen_and_how_many_days_are_needed(
    clinic: SmallClinic, nurse: FlaskClient
) -> None:
    page = nurse.get(at(clinic, "placement"))
    read(page)
    assert (
        "Up to removal on Wednesday 18 March 2026, 4 treatment days can be filled in." in page.text
    )
    assert "1 of them is needed." in page.text
    assert "The threshold is met at 50% or more." in page.text
    assert f"went in on {PLACED_ON:%A} 10 March 2026" in page.text
