"""What a patient writes in words is kept where it can be erased, and is part of the entry."""

from dataclasses import replace
from fractions import Fraction

import pytest
from sqlalchemy import select

from tests.services.small_clinic import EVENING, TODAY, SmallTrial, an_entry, at
from trialtrack import db
from trialtrack.clinical.answers import OtherMedicine
from trialtrack.models import AuditEvent, DiaryEntry, EntryText, PersonalText
from trialtrack.services.day_entry import DayEntry
from trialtrack.services.keep_entry import DifferentAnswersUnderSameId
from trialtrack.services.record_day import record_day
from trialtrack.store.diaries import read_diaries
from trialtrack.store.records import EntryFacts


def wordy(trial: SmallTrial) -> DayEntry:
    entry = an_entry(trial, 3)
    others = (
        OtherMedicine(Fraction(2), for_pain=True, opioid="morphine"),
        OtherMedicine(Fraction(1), for_pain=False),
    )
    return replace(
        entry,
        answers=replace(entry.answers, other_medicines=others),
        side_effects=" Dizzy at noon. ",
        other_names=(" Oramorph ", "Hay fever tablet"),
    )


def kept(trial: SmallTrial) -> EntryFacts:
    with db.view() as session:
        record = read_diaries(session, [trial.trial_id])[trial.trial_id]
    return record.days[TODAY].effective


def test_words_are_read_back_in_their_places(trial: SmallTrial) -> None:
    record_day(entry=wordy(trial), by=trial.patient, at=EVENING)
    facts = kept(trial)
    assert facts.side_effects == "Dizzy at noon."
    assert facts.other_names == ("Oramorph", "Hay fever tablet")
    assert [other.opioid for other in facts.answers.other_medicines] == ["morphine", None]


def test_no_row_but_the_erasable_one_holds_the_words(trial: SmallTrial) -> None:
    record_day(entry=wordy(trial), by=trial.patient, at=EVENING)
    with db.view() as session:
        entry = session.scalars(select(DiaryEntry)).one()
        audit = session.scalars(select(AuditEvent.changes)).all()
        digests = [row.digest for row in session.scalars(select(EntryText))]
        texts = set(session.scalars(select(PersonalText.text)))
    for words in ("Dizzy", "Oramorph", "Hay fever"):
        assert words not in entry.answers
        assert not [changes for changes in audit if words in changes]
    assert {"Dizzy at noon.", "Oramorph", "Hay fever tablet"} <= texts
    assert [digest for digest in digests if digest not in "".join(audit)] == []
    assert len(digests) == 3


def test_the_same_words_sent_again_are_the_same_entry_and_others_are_not(
    trial: SmallTrial,
) -> None:
    entry = wordy(trial)
    first = record_day(entry=entry, by=trial.patient, at=at(12))
    assert record_day(entry=entry, by=trial.patient, at=at(13)) == first
    for other in (
        replace(entry, side_effects="Dizzy at one."),
        replace(entry, side_effects=None),
        replace(entry, other_names=("Oramorph", "Another tablet")),
    ):
        with pytest.raises(DifferentAnswersUnderSameId):
            record_day(entry=other, by=trial.patient, at=at(13))


@pytest.mark.parametrize(
    ("skew", "wrong"), [(None, False), (0, False), (600, False), (601, True), (-601, True)]
)
def test_a_clock_that_is_wrong_is_kept_and_said_over_ten_minutes(
    trial: SmallTrial, skew: int | None, wrong: bool
) -> None:
    sent = replace(an_entry(trial, 3), clock_skew_seconds=skew)
    record_day(entry=sent, by=trial.patient, at=EVENING)
    facts = kept(trial)
    assert (facts.clock_skew_seconds, facts.clock_was_wrong) == (skew, wrong)
