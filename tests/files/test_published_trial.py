"""215 real before-and-after pairs against their authors' own figures.

Dinat et al., PLoS One 2015 10(5):e0126297; the data's licence stands beside them.
"""

import csv
import io
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest

from tests.files.running import DATA, Desk, table

NNT = DATA / "amitriptyline-hivsn" / "NNT.csv"


def _pairs() -> list[dict[str, str]]:
    text = NNT.read_bytes().decode("ascii")
    assert "\n" not in text, "the file has lost its lone carriage returns"
    return list(csv.DictReader(io.StringIO(text, newline=None)))


PAIRS = _pairs()


def _assessed(desk: Desk, threshold: int) -> list[dict[str, Any]]:
    """Baseline as clinic rating, end score as the one recorded day."""
    names = [f"{pair['ID']}-{pair['Period']}" for pair in PAIRS]
    diary = table(
        (
            {"trial": name, "date": "2026-03-11", "average": pair["Time3"]}
            for name, pair in zip(names, PAIRS, strict=True)
        ),
        ("trial", "date", "average"),
    )
    columns = ("trial", "placed", "removed", "clinic_baseline", "window_min_days")
    trials = table(
        (
            dict(zip(columns, (name, "2026-03-10", "2026-03-12", pair["Time1"], 1), strict=True))
            | {"threshold_percent": threshold}
            for name, pair in zip(names, PAIRS, strict=True)
        ),
        (*columns, "threshold_percent"),
    )
    # As the authors' file has them: lone carriage returns.
    return desk.assess_many(diary.replace(b"\n", b"\r"), trials.replace(b"\n", b"\r")).objects


def _half_up(before: str, after: str) -> Decimal:
    """The exact percent to one decimal. No pair lies on a half, so that halves need no rule."""
    exact = Fraction(100) * (int(before) - int(after)) / int(before)
    percent = Decimal(exact.numerator) / Decimal(exact.denominator)
    return percent.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def test_every_reduction_is_the_authors_own(desk: Desk) -> None:
    found = _assessed(desk, 50)
    assert len(found) == 215
    for one, pair in zip(found, PAIRS, strict=True):
        site = one["sites"][0]
        assert site["baseline"]["source"] == "clinic"
        assert _half_up(pair["Time1"], pair["Time3"]) == Decimal(pair["PercentDelta"])
        exact = Fraction(100) * (int(pair["Time1"]) - int(pair["Time3"])) / int(pair["Time1"])
        assert site["reduction_percent"] == pytest.approx(float(exact), abs=1e-9)
        rounded = Decimal(repr(site["reduction_percent"])).quantize(Decimal("0.1"), ROUND_HALF_UP)
        assert rounded == Decimal(pair["PercentDelta"])


@pytest.mark.parametrize(
    ("threshold", "treatment", "people", "share"),
    [
        (50, "A", 105, "44.8"),
        (50, "P", 110, "38.2"),
        (30, "A", 105, "59.0"),
        (30, "P", 110, "50.0"),
    ],
)
def test_the_responder_shares_are_the_authors_own(
    desk: Desk, threshold: int, treatment: str, people: int, share: str
) -> None:
    met = [
        one["sites"][0]["verdict"] == "met"
        for one, pair in zip(_assessed(desk, threshold), PAIRS, strict=True)
        if pair["Treatment"] == treatment
    ]
    assert len(met) == people
    assert f"{100 * sum(met) / people:.1f}" == share
