"""Which entry of a day counts, by the links between entries alone."""

from uuid import UUID

import pytest

from trialtrack.store.counting import Link, Settling, counting

A, B, C, D, E = (UUID(int=n) for n in range(1, 6))
FIRST = Link(A, None, conflicting=False)
SECOND_FIRST = Link(B, None, conflicting=True)
CORRECTS = Link(C, A, conflicting=False)
CORRECTS_TOO = Link(D, A, conflicting=True)


@pytest.mark.parametrize(
    ("entries", "settlements", "counts"),
    [
        ([], [], None),
        ([FIRST], [], A),
        ([FIRST, CORRECTS], [], C),
        ([CORRECTS_TOO, CORRECTS, FIRST], [], C),
        ([FIRST, SECOND_FIRST], [], A),
        ([FIRST, SECOND_FIRST], [Settling(A, B, A)], A),
        ([FIRST, SECOND_FIRST], [Settling(A, B, B)], B),
        # Corrected first, then another first answer was chosen over the correction.
        ([FIRST, CORRECTS, SECOND_FIRST], [Settling(C, B, B)], B),
        # What was chosen is corrected in its turn.
        ([FIRST, SECOND_FIRST, Link(E, B, conflicting=False)], [Settling(A, B, B)], E),
        # Two that waited, one after the other.
        ([FIRST, SECOND_FIRST, CORRECTS_TOO], [Settling(A, B, B), Settling(B, D, D)], D),
        ([FIRST, SECOND_FIRST, CORRECTS_TOO], [Settling(A, B, B), Settling(B, D, B)], B),
    ],
)
def test_one_entry_of_a_day_counts(
    entries: list[Link], settlements: list[Settling], counts: UUID | None
) -> None:
    assert counting(entries, settlements) == counts
    assert counting(reversed(entries), reversed(settlements)) == counts
