"""A consultant leaves a day out: the answers stay, it is said why, and it can be put back."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.services.small_clinic import (
    SmallClinic,
    SmallTrial,
    an_entry,
    at,
    small_clinic,
)
from trialtrack import db
from trialtrack.access import NotAllowed, NotFound, TrialCancelled, Viewer
from trialtrack.models import DiaryEntry, ExclusionCause
from trialtrack.queries.recount import Use, recount, without_days
from trialtrack.queries.trial_list import AssessedTrial
from trialtrack.queries.trial_page import trial_page
from trialtrack.services.cancel_trial import cancel_trial
from trialtrack.services.exclude_day import (
    AlreadyExcluded,
    NotExcluded,
    NothingToExclude,
    exclude_day,
    put_day_back,
)
from trialtrack.services.plan_trial import SameSiteTwice
from trialtrack.services.record_day import record_day
from trialtrack.services.record_removal import record_removal
from trialtrack.services.refusals import ReasonMissing
from trialtrack.services.rename_site import SameName, rename_site
from trialtrack.store.righted import DeviationKind

AFTER = datetime(2026, 3, 19, 9, tzinfo=UTC)
ILL = date(2026, 3, 14)


@dataclass(frozen=True)
class Ended:
    """A trial of seven baseline days at 8 and six of the trial at 3, but one at 9."""

    trial: SmallTrial
    clinic: SmallClinic

    def exclude(self, day: date = ILL, **other: Any) -> None:
        about = {"trial_id": self.trial.trial_id, "by": self.clinic.consultant, "at": AFTER}
        said = {"cause": ExclusionCause.ILLNESS, "reason": "A fever"}
        exclude_day(**{**about, **said, "day": day, **other})

    def read(self, viewer: Viewer | None = None) -> AssessedTrial:
        viewer = viewer or self.clinic.consultant
        return trial_page(viewer=viewer, trial_id=self.trial.trial_id, at=AFTER)


@pytest.fixture
def ended(clinic: SmallClinic, trial: SmallTrial) -> Ended:
    with db.transaction():
        for day in (*range(3, 10), *range(11, 17)):
            average = 8 if day < 10 else 9 if day == ILL.day else 3
            entry = an_entry(trial, average, day=date(2026, 3, day))
            record_day(entry=entry, by=trial.patient, at=at(day))
        removal = {"removed_on": date(2026, 3, 17), "at": at(17, 12), "by": clinic.nurse}
        record_removal(trial_id=trial.trial_id, **removal)  # type: ignore[arg-type]
    return Ended(trial, clinic)


def entries() -> int:
    with db.view() as session:
        return session.scalar(select(func.count(DiaryEntry.id))) or 0


def test_a_day_left_out_does_not_count_and_stays_and_one_analysis_has_it(ended: Ended) -> None:
    there = entries()
    ended.exclude()
    found = ended.read()
    result = found.assessment.primary
    # 3, 3, 3, 3, 3 against 8: 62.5; with the 9 among six, 4 against 8: 50.
    assert (result.display, result.evaluation.excluded) == ("62.5%", (ILL,))
    [put_back] = [each for each in result.other_analyses if each.name == "with_excluded"]
    assert put_back.reduction_percent == 50
    assert ILL in found.record.days
    assert entries() == there
    [why] = found.record.excluded.values()
    assert (why.cause, why.reason, why.by_name) == (
        ExclusionCause.ILLNESS,
        "A fever",
        "Southend consultant",
    )


def test_a_day_of_the_baseline_is_left_out_too(ended: Ended) -> None:
    ended.exclude(date(2026, 3, 4))
    assert date(2026, 3, 4) not in ended.read().assessment.primary.baseline.recorded


def test_put_back_it_counts_again_and_both_decisions_stay(ended: Ended) -> None:
    ended.exclude()
    about = {"trial_id": ended.trial.trial_id, "day": ILL, "by": ended.clinic.consultant}
    later = AFTER + timedelta(hours=1)
    put_day_back(**about, reason="The fever was another day", at=later)  # type: ignore[arg-type]
    found = ended.read()
    assert found.assessment.primary.display == "50.0%"
    assert (found.record.excluded, len(found.record.exclusions)) == ({}, 2)
    ended.exclude(at=later + timedelta(hours=1))
    assert list(ended.read().record.excluded) == [ILL]


def test_the_words_are_for_those_who_may_see_notes(ended: Ended) -> None:
    ended.exclude()
    [why] = ended.read(ended.clinic.representative).record.excluded.values()
    assert (why.cause, why.reason) == (ExclusionCause.ILLNESS, None)


def test_what_changes_is_told_by_the_core_before_it_is_done(ended: Ended) -> None:
    record = ended.read().record
    left_out = replace(record, diary=without_days(record.diary, {ILL: "illness"}))
    both = recount(record, left_out, AFTER)
    assert both.differing == ((ILL, Use.EVALUATED, Use.EXCLUDED),)
    assert len(both.after.result.evaluation.recorded) == 5


def test_what_cannot_be_left_out_is_refused(ended: Ended) -> None:
    with pytest.raises(NothingToExclude):
        ended.exclude(date(2026, 3, 10))
    with pytest.raises(ReasonMissing):
        ended.exclude(reason=" ")
    about = {"trial_id": ended.trial.trial_id, "day": ILL, "at": AFTER, "reason": "No"}
    with pytest.raises(NotExcluded):
        put_day_back(**about, by=ended.clinic.consultant)  # type: ignore[arg-type]
    ended.exclude()
    with pytest.raises(AlreadyExcluded):
        ended.exclude(cause=ExclusionCause.TRAVEL)


def test_only_a_consultant_of_the_clinic_leaves_a_day_out(ended: Ended) -> None:
    with db.transaction():
        stranger = small_clinic("Leeds").consultant
    with pytest.raises(NotFound):
        ended.exclude(by=stranger)
    for by in (ended.clinic.nurse, ended.clinic.representative, ended.trial.patient):
        with pytest.raises(NotAllowed):
            ended.exclude(by=by)


def test_nothing_is_left_out_of_a_cancelled_trial(trial: SmallTrial, clinic: SmallClinic) -> None:
    record_day(entry=an_entry(trial, 3, day=date(2026, 3, 11)), by=trial.patient, at=at(11))
    cancel_trial(trial_id=trial.trial_id, reason="Ill", by=clinic.nurse, at=at(12))
    with pytest.raises(TrialCancelled):
        Ended(trial, clinic).exclude(date(2026, 3, 11))


def test_a_renamed_site_keeps_its_days_and_is_a_deviation(ended: Ended) -> None:
    back = ended.read().record.sites[0]
    about = {"trial_id": ended.trial.trial_id, "site_id": back.id, "reason": "Mixed up"}
    signed = {"by": ended.clinic.nurse, "at": AFTER}
    before = ended.read().assessment.primary
    for name, refusal in ((" Lower back ", SameName), ("left LEG", SameSiteTwice)):
        with pytest.raises(refusal):
            rename_site(**about, **signed, name=name)  # type: ignore[arg-type]
    rename_site(**about, **signed, name="Right leg")  # type: ignore[arg-type]
    found = ended.read()
    after = found.assessment.primary
    assert (after.site, after.display) == ("Right leg", before.display)
    assert after.evaluation.recorded == before.evaluation.recorded
    [deviation] = found.record.deviations
    assert (deviation.kind, deviation.changes) == (
        DeviationKind.SITE_NAME,
        (("site", "Lower back", "Right leg"),),
    )
