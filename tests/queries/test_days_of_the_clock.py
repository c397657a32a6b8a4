"""Which diary day it is on the nights when clocks change, and until when a day is open."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.services.small_clinic import PLANNED_AT, SmallClinic
from trialtrack import db
from trialtrack.access import Role, Viewer
from trialtrack.models import Modality
from trialtrack.queries.own_trial import OwnTrial, own_trial
from trialtrack.services.add_patient import Identity, add_patient
from trialtrack.services.plan_trial import TrialPlan, plan_trial

SECOND = timedelta(seconds=1)

# Where, the day that begins in the night of the change, 04:00 and 16:00 of it in UTC. By hand:
# London goes from +0 to +1 and back, New York from -5 to -4 and back, Lord Howe from +11 back to
# +10:30 and forward again.
NIGHTS = [
    ("Europe/London", date(2026, 3, 29), "2026-03-29T03:00Z", "2026-03-29T15:00Z"),
    ("Europe/London", date(2026, 10, 25), "2026-10-25T04:00Z", "2026-10-25T16:00Z"),
    ("America/New_York", date(2026, 3, 8), "2026-03-08T08:00Z", "2026-03-08T20:00Z"),
    ("America/New_York", date(2026, 11, 1), "2026-11-01T09:00Z", "2026-11-01T21:00Z"),
    ("Australia/Lord_Howe", date(2026, 4, 5), "2026-04-04T17:30Z", "2026-04-05T05:30Z"),
    ("Australia/Lord_Howe", date(2026, 10, 4), "2026-10-03T17:00Z", "2026-10-04T05:00Z"),
]


@pytest.fixture(params=NIGHTS, ids=lambda night: f"{night[0]} {night[1]}")
def night(
    request: pytest.FixtureRequest, clinic: SmallClinic
) -> tuple[Viewer, date, datetime, datetime]:
    zone, day, starts, four = request.param
    with db.transaction():
        patient_id = add_patient(
            clinic_id=clinic.clinic_id,
            identity=Identity("Demo", "Anna", date(1961, 2, 4), "104 9999"),
            by=clinic.nurse,
            at=PLANNED_AT,
        )
        plan = TrialPlan(
            patient_id=patient_id,
            modality=Modality.SCS_BURST,
            placed_on=day + timedelta(days=2),
            planned_removal_on=day + timedelta(days=9),
            sites=("Lower back",),
            primary_site="Lower back",
            time_zone=zone,
        )
        plan_trial(plan=plan, by=clinic.nurse, at=PLANNED_AT)
    viewer = Viewer(Role.PATIENT, clinic.clinic_id, patient_id=patient_id)
    return viewer, day, _instant(starts), _instant(four)


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def seen(viewer: Viewer, at: datetime) -> OwnTrial:
    return own_trial(viewer=viewer, at=at)


def test_the_day_before_lasts_until_four_by_the_clock_on_the_wall(
    night: tuple[Viewer, date, datetime, datetime],
) -> None:
    viewer, day, starts, _ = night
    assert seen(viewer, starts - SECOND).today == day - timedelta(days=1)
    assert seen(viewer, starts).today == day


def test_either_day_may_be_meant_until_four_in_the_afternoon(
    night: tuple[Viewer, date, datetime, datetime],
) -> None:
    viewer, _, starts, four = night
    assert seen(viewer, starts - SECOND).leaves_day_open
    assert seen(viewer, starts).leaves_day_open
    assert seen(viewer, four - SECOND).leaves_day_open
    assert not seen(viewer, four).leaves_day_open


def test_a_day_is_open_for_48_hours_that_passed_whatever_the_clocks_did(
    night: tuple[Viewer, date, datetime, datetime],
) -> None:
    viewer, day, starts, _ = night
    before, closes = day - timedelta(days=1), starts + timedelta(hours=48)
    assert before in seen(viewer, closes).open_days
    assert before not in seen(viewer, closes + SECOND).open_days
