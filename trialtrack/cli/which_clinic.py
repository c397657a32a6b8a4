"""Which clinic a command is about: the only one, or the one that is named."""

from uuid import UUID

import click

from trialtrack.access import Refusal, Viewer

clinic_option = click.option(
    "--clinic", "clinic_name", help="Its name; needed only where there are several."
)


class NoClinic(Refusal):
    """There is no clinic yet. Add one first, with trialtrack clinic add."""


class WhichClinic(Refusal):
    """Name one of the clinics with --clinic."""


def clinic_named(name: str | None) -> UUID:
    """The clinic of that name; without one, the only clinic there is."""
    from trialtrack.queries.clinics import clinics

    found = clinics(viewer=Viewer.system())
    if not found:
        raise NoClinic
    wanted = "" if name is None else " ".join(name.split()).casefold()
    fitting = [each.id for each in found if name is None or each.name.casefold() == wanted]
    if len(fitting) != 1:
        raise WhichClinic("\n".join([str(WhichClinic()), *(f"  {each.name}" for each in found)]))
    return fitting[0]
