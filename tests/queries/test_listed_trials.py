"""The list of trials: by what needs doing, page by page, however many there are."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, update

from tests.queries.many_trials import (
    NOON,
    TODAY,
    cancelled,
    ended,
    mixed,
    planned,
    running,
    seed,
)
from tests.services.small_clinic import SmallClinic, small_clinic
from trialtrack import db
from trialtrack.access import NotAllowed, Role, Viewer
from trialtrack.clinical.results import Certainty, Verdict
from trialtrack.models import Modality, TrialOutcome
from trialtrack.queries import listed_trials
from trialtrack.queries.list_filters import Answered, Standing, Wanted
from trialtrack.queries.listed_trials import ListedTrial, TrialList, Turn, trial_list
from trialtrack.queries.paging import Place
from trialtrack.services.programmes import add_programme


@pytest.fixture
def database(unchecked_database: db.Database) -> db.Database:
    """Without the check of stored results: these are made up, and put past the services."""
    return unchecked_database


def listed(clinic: SmallClinic, wanted: Wanted | None = None, **more: Any) -> TrialList:
    return trial_list(viewer=clinic.nurse, at=NOON, wanted=wanted or Wanted(), **more)


def ids(found: TrialList) -> list[UUID]:
    return [trial.place.trial_id for trial in found.trials]


def test_what_needs_doing_first_comes_first(clinic: SmallClinic) -> None:
    made = [
        cancelled(3), ended(40), ended(2), planned(9), planned(-1), running(5), running(0),
        running(-2),
    ]  # fmt: skip
    seeded = seed(clinic, made)
    found = listed(clinic)
    assert ids(found) == seeded[::-1]
    assert [trial.standing for trial in found.trials] == [
        Standing.ENDING, Standing.ENDING, Standing.RUNNING, Standing.PLANNED, Standing.PLANNED,
        Standing.ENDED, Standing.ENDED, Standing.CANCELLED,
    ]  # fmt: skip
    assert (found.total, found.running, found.found) == (8, 3, 8)
    assert (found.before, found.after) == (None, None)


def test_paging_leaves_none_out_and_shows_none_twice_while_trials_come_in(
    clinic: SmallClinic,
) -> None:
    there = set(seed(clinic, mixed(300)))
    found, pages = listed(clinic, size=20), []
    while True:
        pages.append(found)
        seed(clinic, [running(-1), planned(3), ended(5), cancelled(2)])
        if found.after is None:
            break
        found = listed(clinic, turn=Turn(found.after), size=20)
    seen = [trial.place for page in pages for trial in page.trials]
    assert [page.before is None for page in pages] == [True] + [False] * (len(pages) - 1)
    assert there <= {place.trial_id for place in seen}
    assert len(seen) == len(set(seen))
    assert seen == sorted(seen, key=_key)
    # And back again: every page shows what it showed, with what came in between.
    back, found = [*pages[-1].trials], pages[-1]
    while found.before is not None:
        found = listed(clinic, turn=Turn(found.before, forward=False), size=20)
        back = [*found.trials, *back]
    again = [trial.place for trial in back]
    assert set(seen) <= set(again)
    assert len(again) == len(set(again))
    assert again == sorted(again, key=_key)


def _key(place: Place) -> tuple[int, int, str]:
    days = (place.day - TODAY).days
    return place.rank, -days if place.rank >= 2 else days, place.trial_id.hex


def test_it_costs_the_same_queries_whatever_its_size(
    clinic: SmallClinic, database: db.Database
) -> None:
    seen: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *a: seen.append(a[2]))
    costs = []
    for more in (3, 57, 240):
        seed(clinic, mixed(more))
        seen.clear()
        listed(clinic)
        costs.append(sum(each.lstrip().upper().startswith("SELECT") for each in seen))
    assert costs == [costs[0]] * 3
    assert costs[0] < 20


def test_filters_go_together(clinic: SmallClinic) -> None:
    close, unsure = Certainty.TOO_CLOSE, None
    made = {
        "ending": running(0),
        "running": running(3),
        "planned": planned(2),
        "cancelled": cancelled(1),
        "met": ended(3),
        "met, pump": ended(4, modality=Modality.INTRATHECAL_PUMP),
        "met, close": ended(5, certainty=close),
        "not met, unsure": ended(6, Verdict.NOT_MET, certainty=unsure),
        "not assessable": ended(7, Verdict.NOT_ASSESSABLE),
    }
    names = dict(zip(seed(clinic, list(made.values())), made, strict=True))

    def asked(**what: Any) -> list[str]:
        found = listed(clinic, Wanted(**what))
        assert found.found == len(found.trials)
        return [names[each] for each in ids(found)]

    assert asked(standing=Standing.ENDING) == ["ending"]
    assert asked(standing=Standing.RUNNING) == ["ending", "running"]
    assert asked(standing=Standing.PLANNED) == ["planned"]
    assert asked(standing=Standing.CANCELLED) == ["cancelled"]
    assert len(asked(standing=Standing.ENDED)) == 5
    assert asked(answered=Answered.MET) == ["met", "met, pump", "met, close"]
    assert asked(answered=Answered.TOO_CLOSE) == ["met, close"]
    assert asked(answered=Answered.UNSURE) == ["not met, unsure"]
    assert asked(answered=Answered.NOT_MET) == ["not met, unsure"]
    assert asked(answered=Answered.NOT_ASSESSABLE) == ["not assessable"]
    pump = Modality.INTRATHECAL_PUMP
    assert asked(answered=Answered.MET, modality=pump) == ["met, pump"]
    assert asked(answered=Answered.NOT_MET, modality=pump) == []


def test_what_ends_today_is_asked_where_the_patient_is(clinic: SmallClinic) -> None:
    # At noon in London it is two in the morning in Honolulu: still the evening of the day before.
    far = replace(running(0), zone="Pacific/Honolulu")
    here, there, over = seed(clinic, [running(0), far, replace(far, planned_out=-1)])
    assert set(ids(listed(clinic, Wanted(standing=Standing.ENDING)))) == {here, over}
    found = {trial.place.trial_id: trial.standing for trial in listed(clinic).trials}
    assert found[there] is Standing.RUNNING
    assert found[over] is Standing.ENDING


def test_the_team_searches_by_who_it_is(clinic: SmallClinic) -> None:
    anna, _ = seed(clinic, [running(2), replace(running(3), name="Okafor")])
    assert ids(listed(clinic, Wanted("okaf"))) != [anna]
    assert len(ids(listed(clinic, Wanted("okaf")))) == 1
    assert len(ids(listed(clinic, Wanted("4/2/1961")))) == 2
    assert ids(listed(clinic, Wanted("demo anna 4 Feb 1961"))) == [anna]
    assert ids(listed(clinic, Wanted("nobody"))) == []


def test_a_representative_searches_by_day_programme_and_site_and_sees_no_identity(
    clinic: SmallClinic,
) -> None:
    trial_id, _ = seed(clinic, [running(2), running(3)])
    add_programme(trial_id=trial_id, name="Burst B", by=clinic.nurse, at=NOON)
    placed = (TODAY + timedelta(days=2 - 8)).strftime("%d/%m/%Y")

    def asked(search: str) -> list[UUID]:
        found = trial_list(viewer=clinic.representative, at=NOON, wanted=Wanted(search))
        assert all(trial.patient.family_name is None for trial in found.trials)
        return ids(found)

    assert asked("burst b") == [trial_id]
    assert asked(placed) == [trial_id]
    assert asked(f"{placed} burst") == [trial_id]
    assert len(asked("lower BACK")) == 2
    assert asked("Demo") == []
    assert asked("4/2/1961") == []
    assert len(asked("")) == 2


def test_another_clinic_sees_none_of_it_and_a_patient_is_refused(clinic: SmallClinic) -> None:
    seed(clinic, mixed(5))
    other = small_clinic("Elsewhere")
    found = listed(other)
    assert (found.trials, found.total, found.found) == ((), 0, 0)
    with pytest.raises(NotAllowed):
        trial_list(viewer=Viewer(Role.PATIENT, clinic.clinic_id), at=NOON)


@pytest.mark.parametrize(
    "change",
    [
        {"method": "0"},
        {"as_of": date(2026, 3, 1)},
        {"protocol_version": 2},
    ],
)
def test_a_stored_result_that_is_out_of_date_is_worked_out_and_said(
    clinic: SmallClinic, change: dict[str, object]
) -> None:
    seed(clinic, [ended(3)])
    assert not one(listed(clinic)).worked_out
    with db.transaction() as session:
        session.execute(update(TrialOutcome).values(**change))
    found = one(listed(clinic))
    assert found.worked_out
    assert found.outcome is not None
    # There is no entry at all, whatever was stored.
    assert found.outcome.verdict is Verdict.NOT_ASSESSABLE
    assert ids(listed(clinic, Wanted(answered=Answered.MET))) == []
    assert len(ids(listed(clinic, Wanted(answered=Answered.NOT_ASSESSABLE)))) == 1


def test_a_trial_without_a_stored_result_is_worked_out_too(clinic: SmallClinic) -> None:
    seed(clinic, [ended(3, verdict=None)])
    assert one(listed(clinic)).worked_out


def test_a_trial_that_cannot_be_worked_out_takes_no_other_away(
    clinic: SmallClinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    seed(clinic, [running(1), ended(3)])

    def breaks(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(listed_trials, "assess", breaks)
    first, second = listed(clinic).trials
    assert first.outcome is None
    assert second.outcome is not None


def one(found: TrialList) -> ListedTrial:
    (trial,) = found.trials
    return trial
