"""What happened and needs someone at the viewer's clinic, the most urgent first."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from trialtrack.access import Action, Viewer, require
from trialtrack.db import reading
from trialtrack.queries.flags import flags_waiting
from trialtrack.queries.matter import Matter, MatterKind, Source
from trialtrack.queries.settling import conflicts_waiting, corrections_waiting
from trialtrack.queries.shut_out import shut_devices, void_cards

SOURCES: tuple[Source, ...] = (
    flags_waiting,
    void_cards,
    shut_devices,
    conflicts_waiting,
    corrections_waiting,
)
"""Whence matters come, one SELECT each. Whoever has another kind adds its source here.

What follows from a diary and the time is a rule in `queries.today` instead.
"""

_RANK = {kind: rank for rank, kind in enumerate(MatterKind)}


@reading
def attention(session: Session, *, viewer: Viewer) -> tuple[Matter, ...]:
    """Every such matter of the clinic: by kind, and within a kind the longest waiting first.

    For the clinic's own team: a device representative acts on none of it, and is refused.
    """
    require(viewer, Action.SEE_ATTENTION)
    return in_order(matter for source in SOURCES for matter in source(session, viewer))


def in_order(matters: Iterable[Matter]) -> tuple[Matter, ...]:
    """By kind, and within a kind the longest waiting first."""
    return tuple(sorted(matters, key=lambda matter: (_RANK[matter.kind], matter.since)))
