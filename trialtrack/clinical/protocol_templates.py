"""Protocols to begin with, one for each kind of trial. METHOD section 2.

A template proposes and settles nothing: every value can be changed before the leads go in. What
departs from the defaults says why; all of it is a choice of this project [own] within METHOD.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from trialtrack.clinical.protocol import FIELD_NAMES, Protocol, text


class TemplateName(StrEnum):
    """By what a template is known."""

    SCS_SHORT = "scs_short"
    SCS_TUNNELLED = "scs_tunnelled"
    DRG = "drg"
    PNS = "pns"
    PUMP = "pump"
    TENS = "tens"


@dataclass(frozen=True, slots=True)
class Template:
    """A protocol with the usual length of its trial, in days from placement to removal.

    `reasons`: why each field that is not METHOD's default is another.
    """

    name: TemplateName
    words: str
    usual_days: int
    protocol: Protocol = field(default_factory=Protocol)
    reasons: Mapping[str, str] = field(default_factory=dict)


TEMPLATES: Mapping[TemplateName, Template] = {
    template.name: template
    for template in (
        Template(TemplateName.SCS_SHORT, "SCS, short trial through the skin", 7),
        Template(
            TemplateName.SCS_TUNNELLED,
            "SCS, tunnelled leads, up to 28 days",
            14,
            Protocol(washout_days=3),
            {"washout_days": "The wound of tunnelled leads hurts for two or three days."},
        ),
        Template(
            TemplateName.DRG,
            "Dorsal root ganglion",
            7,
            Protocol(washout_days=2),
            {"washout_days": "Leads are often tunnelled, and the wound hurts for two days."},
        ),
        Template(TemplateName.PNS, "Peripheral nerve, 60 days", 60),
        Template(
            TemplateName.PUMP,
            "Intrathecal pump, continuous infusion",
            7,
            Protocol(washout_days=2),
            {"washout_days": "The dose is stepped up over the first two days."},
        ),
        Template(
            TemplateName.TENS,
            "TENS",
            28,
            Protocol(washout_days=0),
            {"washout_days": "Nothing is put in, so the first day counts."},
        ),
    )
}


def field_text(protocol: Protocol, name: str) -> str:
    """A field's value as a person would write it; empty where it follows placement."""
    value = getattr(protocol, name)
    return "" if value is None else text(value)


def departures(protocol: Protocol) -> tuple[str, ...]:
    """The fields in which a protocol is not METHOD's default."""
    default = Protocol()
    return tuple(name for name in FIELD_NAMES if getattr(protocol, name) != getattr(default, name))
