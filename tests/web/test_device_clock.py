"""A device says when it was answered and sent: kept, flagged, believed in part, never refused."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from tests.web.clinics import NOW, SmallClinic
from tests.web.conftest import SignIn
from tests.web.pages import Form, form_of
from trialtrack.db import view
from trialtrack.store.diaries import read_diaries
from trialtrack.store.records import EntryFacts

TODAY = "/diary/2026-03-14"
MINUTE = timedelta(minutes=1)
AHEAD = timedelta(hours=3)


@pytest.fixture
def patient(clinic: SmallClinic, sign_in: SignIn) -> FlaskClient:
    return sign_in(clinic.patient)


def scored(clinic: SmallClinic) -> Form:
    return {f"pain_{site.hex}_average": "3" for site in clinic.site_ids.values()}


def answered(clinic: SmallClinic, client: FlaskClient) -> Form:
    return {**form_of(client, TODAY), **scored(clinic)}


def by_device(answered_at: datetime, sent_at: datetime, ahead: timedelta = AHEAD) -> Form:
    """What a device writes whose clock is ahead by so much."""
    instants = {"device_answered": answered_at, "device_sent": sent_at}
    return {name: str(round((at + ahead).timestamp() * 1000)) for name, at in instants.items()}


def kept(clinic: SmallClinic) -> EntryFacts:
    with view() as session:
        record = read_diaries(session, [clinic.trial_id])[clinic.trial_id]
    return record.days[date(2026, 3, 14)].effective


def test_without_a_script_nothing_is_claimed(clinic: SmallClinic, patient: FlaskClient) -> None:
    patient.post(TODAY, data=answered(clinic, patient))
    entry = kept(clinic)
    assert (entry.entered_at, entry.clock_skew_seconds, entry.clock_was_wrong) == (NOW, None, False)


def test_a_clock_ahead_is_kept_as_seconds_and_what_passed_on_it_is_believed(
    clinic: SmallClinic, patient: FlaskClient, now: time_machine.Traveller
) -> None:
    form = answered(clinic, patient)
    now.shift(30 * MINUTE)
    sent = by_device(NOW + 10 * MINUTE, NOW + 30 * MINUTE)
    assert patient.post(TODAY, data={**form, **sent}).status_code == 303
    entry = kept(clinic)
    assert entry.entered_at == NOW + 10 * MINUTE
    assert entry.received_at == NOW + 30 * MINUTE
    assert (entry.clock_skew_seconds, entry.clock_was_wrong) == (3 * 3600, True)


@pytest.mark.parametrize(
    ("answered_at", "sent_at"),
    [
        (NOW - timedelta(days=3), NOW),  # before the page was made
        (NOW + 10 * MINUTE, NOW),  # the clock was set back meanwhile
        (NOW + 40 * MINUTE, NOW + 40 * MINUTE),  # answered and sent at once
    ],
)
def test_otherwise_it_was_entered_when_it_came(
    clinic: SmallClinic,
    patient: FlaskClient,
    now: time_machine.Traveller,
    answered_at: datetime,
    sent_at: datetime,
) -> None:
    form = answered(clinic, patient)
    now.shift(30 * MINUTE)
    patient.post(TODAY, data={**form, **by_device(answered_at, sent_at)})
    assert kept(clinic).entered_at == NOW + 30 * MINUTE


@pytest.mark.parametrize(
    ("set_by", "entered_at"),
    [
        (timedelta(0), NOW + 10 * MINUTE),
        (timedelta(minutes=9), NOW + 10 * MINUTE),
        (timedelta(minutes=11), NOW + 30 * MINUTE),
        (-timedelta(hours=1), NOW + 30 * MINUTE),
    ],
)
def test_a_clock_that_was_set_since_the_page_was_opened_is_not_believed(
    clinic: SmallClinic,
    patient: FlaskClient,
    now: time_machine.Traveller,
    set_by: timedelta,
    entered_at: datetime,
) -> None:
    opened = {"device_opened": str(round((NOW + AHEAD - set_by).timestamp() * 1000))}
    form = answered(clinic, patient) | opened
    now.shift(30 * MINUTE)
    patient.post(TODAY, data={**form, **by_device(NOW + 10 * MINUTE, NOW + 30 * MINUTE)})
    assert kept(clinic).entered_at == entered_at


@pytest.mark.parametrize(
    "said",
    [
        {"device_sent": "soon"},
        {"device_sent": "-5"},
        {"device_sent": "9" * 40},
        {"device_sent": "9" * 15},
        {"device_answered": "1", "device_sent": "٣"},
        {"made": "forged", "device_answered": "1", "device_sent": "2"},
    ],
)
def test_nonsense_of_a_device_refuses_nothing(
    clinic: SmallClinic, patient: FlaskClient, said: Form
) -> None:
    assert patient.post(TODAY, data=answered(clinic, patient) | said).status_code == 303
    assert kept(clinic).entered_at == NOW


def test_answered_in_time_and_sent_after_closing_is_taken_and_not_late(
    clinic: SmallClinic, patient: FlaskClient, now: time_machine.Traveller
) -> None:
    form = answered(clinic, patient)
    much_later = datetime(2026, 3, 18, 9, tzinfo=UTC)
    now.move_to(much_later)
    sent = by_device(NOW + 5 * MINUTE, much_later, ahead=-AHEAD)
    assert patient.post(TODAY, data={**form, **sent}).status_code == 303
    entry = kept(clinic)
    assert (entry.entered_at, entry.late) == (NOW + 5 * MINUTE, False)
    assert entry.clock_skew_seconds == -3 * 3600


def test_the_instants_travel_through_the_page_of_checking(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    form = answered(clinic, patient) | {"device_answered": "1773520000000"}
    checked = patient.post(f"{TODAY}/check", data=form).text
    assert 'name="device_answered" value="1773520000000"' in checked
    assert checked.count('name="device_sent"') == 1


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (timedelta(hours=3), "The device’s clock was 3 hours ahead."),
        (timedelta(minutes=-11), "The device’s clock was 11 minutes behind."),
        (timedelta(days=400), "The device’s clock was 400 days ahead."),
        (timedelta(minutes=10), None),
    ],
)
def test_the_team_sees_a_clock_that_was_over_ten_minutes_out(
    clinic: SmallClinic,
    patient: FlaskClient,
    sign_in: SignIn,
    ahead: timedelta,
    words: str | None,
) -> None:
    patient.post(TODAY, data=answered(clinic, patient) | by_device(NOW, NOW, ahead))
    page = sign_in(clinic.nurse).get(f"/trials/{clinic.trial_id}/days/2026-03-14").text
    assert ("The device’s clock" in page) == (words is not None)
    assert words is None or words in page


def test_the_page_of_another_day_makes_no_closed_day_look_answered_in_time(
    clinic: SmallClinic, patient: FlaskClient, now: time_machine.Traveller
) -> None:
    opened_before = {"made": form_of(patient, TODAY)["made"]}
    much_later = datetime(2026, 3, 19, 9, tzinfo=UTC)
    now.move_to(much_later)
    form = {**form_of(patient, "/diary/2026-03-18"), **scored(clinic), **opened_before}
    evening = datetime(2026, 3, 15, 21, tzinfo=UTC)
    sent = by_device(evening, much_later)
    refused = patient.post("/diary/2026-03-15", data={**form, **sent})
    assert refused.status_code == 422
    assert "can no longer be filled in" in refused.text
