"""One canonical text for one set of answers."""

import json
from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from trialtrack.clinical.answers import DayAnswers, OtherMedicine, read_answers
from trialtrack.clinical.diary import Domain, Measure

NUMBERS = st.integers(-(10**6), 10**6).map(lambda n: Fraction(n, 1000))
KEYS = st.text(min_size=1, max_size=8)
ANSWERS = st.builds(
    DayAnswers,
    day=st.dates(),
    pain=st.dictionaries(
        KEYS, st.dictionaries(st.sampled_from(Measure), NUMBERS, min_size=1), max_size=3
    ),
    values=st.dictionaries(st.sampled_from(Domain), NUMBERS),
    doses=st.none() | st.dictionaries(KEYS, NUMBERS, max_size=3),
    other_rescue_doses=st.none() | NUMBERS,
    stated_relief_percent=st.none() | NUMBERS,
    declined=st.dictionaries(KEYS, st.frozensets(st.sampled_from(Measure), min_size=1), max_size=2),
    patches_changed=st.dictionaries(KEYS, st.booleans(), max_size=2),
    other_medicines=st.lists(
        st.builds(OtherMedicine, NUMBERS, st.booleans(), st.none() | KEYS), max_size=3
    ).map(tuple),
    programme=st.none() | KEYS,
    off_minutes=st.none() | NUMBERS,
)


@settings(max_examples=200, deadline=None)
@given(ANSWERS)
def test_answers_come_back_from_their_canonical_text(answers: DayAnswers) -> None:
    written = answers.canonical()
    assert read_answers(written) == answers
    assert read_answers(written).canonical() == written


@settings(max_examples=100, deadline=None)
@given(ANSWERS)
def test_another_order_or_encoding_of_the_same_answers_gives_the_same_text(
    answers: DayAnswers,
) -> None:
    said = json.loads(answers.canonical())
    turned = json.dumps(dict(reversed(said.items())), indent=2, ensure_ascii=True)
    assert read_answers(turned).canonical() == answers.canonical()


def test_nothing_is_an_answer_and_no_answer_is_not_nothing() -> None:
    day = date(2026, 3, 12)
    assert DayAnswers(day).canonical() == '{"day":"2026-03-12"}'
    assert DayAnswers(day, doses={}).canonical() == '{"day":"2026-03-12","doses":{}}'
    said = DayAnswers(
        day,
        {"s": {Measure.AVERAGE: Fraction(0)}, "t": {}},
        {Domain.AWAKENINGS: Fraction(0)},
        {"m": Fraction(0)},
        Fraction(0),
        Fraction(0),
    )
    assert said.canonical() == (
        '{"day":"2026-03-12","doses":{"m":"0"},"other_rescue_doses":"0",'
        '"pain":{"s":{"average":"0"}},"stated_relief_percent":"0","values":{"awakenings":"0"}}'
    )


def test_a_question_added_later_leaves_an_older_entry_as_it_was() -> None:
    kept = (
        '{"day":"2026-03-12","doses":{"m":"2"},"other_rescue_doses":"0",'
        '"pain":{"s":{"average":"3.5"}},"values":{"awakenings":"0"}}'
    )
    assert read_answers(kept).canonical() == kept


def test_declined_is_an_answer_and_no_number() -> None:
    measures = frozenset({Measure.WORST, Measure.AVERAGE})
    said = DayAnswers(date(2026, 3, 12), declined={"s": measures})
    assert said.canonical() == '{"day":"2026-03-12","declined":{"s":["average","worst"]}}'
    assert read_answers(said.canonical()).pain == {}


def test_what_is_answered_in_words_is_written_in_words() -> None:
    said = DayAnswers(
        date(2026, 3, 12),
        patches_changed={"m": False},
        other_medicines=(OtherMedicine(Fraction(2), for_pain=True, opioid="morphine"),),
        programme="unknown",
        off_minutes=Fraction(0),
    )
    assert said.canonical() == (
        '{"day":"2026-03-12","off_minutes":"0","other_medicines":'
        '[{"doses":"2","for_pain":true,"opioid":"morphine"}],'
        '"patches_changed":{"m":false},"programme":"unknown"}'
    )
