"""A reminder for the patient's own phone: on time, to the end, and telling nobody of what."""

import re
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask.testing import FlaskClient
from icalendar import Calendar

from tests.web.clinics import NOW, PLANNED_REMOVAL_ON, SmallClinic
from tests.web.conftest import SignIn
from tests.web.pages import read
from trialtrack.access import Role
from trialtrack.web.patient.calendar_file import Reminders, calendar_file, neutral_address

PAGE = "/diary/reminders"
FILE = f"{PAGE}/file"
ABOUT = UUID(int=7)
HEALTH = (
    "pain", "clinic", "trial", "diary", "patient", "nurse", "stim", "lead", "score", "health",
    "treat", "medic", "doctor", "garcia", "ana", "h-one",
)  # fmt: skip


@pytest.fixture
def patient(clinic: SmallClinic, sign_in: SignIn) -> FlaskClient:
    return sign_in(clinic.patient)


def made(
    first: date,
    last: date,
    *,
    zone: str = "Europe/London",
    hour: int = 20,
    address: str = "https://evenings.example.org",
    at: datetime = NOW,
) -> bytes:
    return calendar_file(Reminders(ABOUT, first, last, hour, zone, address), at=at)


def event_of(file: bytes) -> Any:
    (event,) = Calendar.from_ical(file).walk("VEVENT")
    return event


def instants(file: bytes) -> list[datetime]:
    """Every time at which it rings, as a phone works it out."""
    event = event_of(file)
    rule = dict(event["rrule"])
    (times,) = rule.pop("COUNT")
    assert rule == {"FREQ": ["DAILY"]}
    # A phone repeats the time on the wall, and then says which instant that is.
    return [event["dtstart"].dt + timedelta(days=n) for n in range(times)]


def test_it_rings_once_a_day_from_tomorrow_to_the_last_diary_day(patient: FlaskClient) -> None:
    answer = patient.get(f"{FILE}?hour=19")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="reminder.ics"'
    rings = instants(answer.data)
    last = PLANNED_REMOVAL_ON - timedelta(days=1)
    assert [ring.date() for ring in rings] == [date(2026, 3, day) for day in (15, 16, last.day)]
    assert {ring.hour for ring in rings} == {19}
    (alarm,) = event_of(answer.data).walk("VALARM")
    assert alarm["action"] == "DISPLAY"
    assert alarm["trigger"].dt == timedelta(0)


def test_not_a_word_of_it_tells_of_health_or_of_who_it_is(
    clinic: SmallClinic, patient: FlaskClient
) -> None:
    answer = patient.get(f"{FILE}?hour=20")
    said = answer.text.lower() + str(answer.headers["Content-Disposition"]).lower()
    words = re.findall(r"[a-z-]+", said)
    assert not [word for word in words if any(word.startswith(health) for health in HEALTH)]
    assert "A few minutes for yourself" in answer.text
    assert str(clinic.trial_id) not in answer.text
    assert clinic.trial_id.hex not in answer.text


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("https://evenings.example.org", True),
        ("http://127.0.0.1:8000", True),
        ("https://pain-diary.example.org", False),
        ("https://trialtrack.example.org", False),
        ("https://app.neuromod.nhs.example", False),
        ("https://my.clinic.example", False),
    ],
)
def test_the_address_is_named_only_where_it_tells_nothing(address: str, told: bool) -> None:
    assert (neutral_address(address) == address) is told
    file = made(date(2026, 3, 15), date(2026, 3, 17), address=address).decode()
    assert (address in file) is told
    assert ("URL" in file) is told


def test_taking_it_in_twice_does_not_double_it_and_a_later_one_takes_its_place() -> None:
    one = event_of(made(date(2026, 3, 15), date(2026, 3, 17)))
    later = event_of(
        made(date(2026, 3, 16), date(2026, 3, 20), hour=21, at=NOW + timedelta(minutes=1))
    )
    assert one["uid"] == later["uid"]
    assert one["sequence"] < later["sequence"]
    other = calendar_file(
        Reminders(UUID(int=8), date(2026, 3, 15), date(2026, 3, 17), 20, "Europe/London", ""),
        at=NOW,
    )
    assert event_of(other)["uid"] != one["uid"]


@pytest.mark.parametrize(
    ("zone", "first", "change"),
    [
        ("Europe/London", date(2026, 3, 27), timedelta(hours=23)),
        ("Europe/London", date(2026, 10, 23), timedelta(hours=25)),
        ("America/New_York", date(2026, 3, 6), timedelta(hours=23)),
        ("Asia/Kolkata", date(2026, 3, 27), timedelta(hours=24)),
    ],
)
def test_it_rings_at_the_same_hour_of_the_wall_across_a_change_of_clocks(
    zone: str, first: date, change: timedelta
) -> None:
    file = made(first, first + timedelta(days=5), zone=zone)
    rings = instants(file)
    assert [ring.hour for ring in rings] == [20] * 6
    assert [ring.astimezone(UTC) for ring in rings] == [
        datetime(day.year, day.month, day.day, 20, tzinfo=ZoneInfo(zone)).astimezone(UTC)
        for day in (first + timedelta(days=n) for n in range(6))
    ]
    utc = [ring.astimezone(UTC) for ring in rings]
    apart = {later - sooner for sooner, later in pairwise(utc)}
    assert apart == {timedelta(hours=24), change}


def test_the_zone_is_described_so_that_a_phone_need_not_know_it() -> None:
    file = made(date(2026, 3, 27), date(2026, 4, 2))
    zone: Any
    (zone,) = Calendar.from_ical(file).walk("VTIMEZONE")
    assert zone["tzid"] == "Europe/London"
    changes = {
        str(part["dtstart"].dt): f"{part.name} {part['tzoffsetto'].to_ical()}"
        for part in zone.subcomponents
    }
    assert changes["2026-03-29 02:00:00"] == "DAYLIGHT +0100"
    assert event_of(file)["dtstart"].params["TZID"] == "Europe/London"


def test_old_phones_can_read_it() -> None:
    file = made(date(2026, 3, 15), date(2026, 6, 14), address="https://" + "evening." * 12 + "org")
    assert file.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert file.endswith(b"END:VCALENDAR\r\n")
    lines = file.split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert max(len(line) for line in lines) <= 75
    assert len(instants(file)) == 92


def test_the_page_says_what_it_is_and_that_nobody_is_told(patient: FlaskClient) -> None:
    answer = patient.get(PAGE)
    assert read(answer).fields == {"hour": "20"}
    assert "from Sunday 15 March to Tuesday 17 March" in answer.text
    assert "A few minutes for yourself" in answer.text
    assert "Nobody is told that you use it" in answer.text
    assert f'href="{PAGE}"' in patient.get("/diary").text


@pytest.mark.parametrize("hour", ["", "15", "24", "8pm", "-1"])
def test_an_hour_that_is_not_on_the_list_is_refused_in_words(
    patient: FlaskClient, hour: str
) -> None:
    answer = patient.get(f"{FILE}?hour={hour}")
    assert answer.status_code == 422
    assert "Choose a time from the list." in answer.text
    read(answer)


def test_on_the_last_day_there_is_nothing_left_to_remind_of(
    clinic: SmallClinic, sign_in: SignIn, now: time_machine.Traveller
) -> None:
    now.move_to(datetime(2026, 3, 17, 12, tzinfo=UTC))
    client = sign_in(clinic.patient)
    assert "no day left to remind you of" in client.get(PAGE).text
    assert client.get(f"{FILE}?hour=20").status_code == 404
    assert PAGE not in client.get("/diary").text


def test_after_midnight_tomorrow_is_the_day_that_follows_the_diarys(
    clinic: SmallClinic, sign_in: SignIn, now: time_machine.Traveller
) -> None:
    now.move_to(datetime(2026, 3, 15, 1, 30, tzinfo=UTC))
    file = sign_in(clinic.patient).get(f"{FILE}?hour=20").data
    assert instants(file)[0].date() == date(2026, 3, 15)


def test_it_is_for_patients_alone(
    clinic: SmallClinic, stranger: SmallClinic, sign_in: SignIn, client: FlaskClient
) -> None:
    staff = (clinic.nurse, clinic.consultant, clinic.hires(Role.ADMINISTRATOR))
    for page in (PAGE, f"{FILE}?hour=20"):
        for person in staff:
            assert sign_in(person).get(page).status_code in (403, 404)
        assert client.get(page).status_code == 302
    own, others = (
        event_of(sign_in(person).get(f"{FILE}?hour=20").data)["uid"]
        for person in (clinic.patient, stranger.patient)
    )
    assert own != others
