"""The clinics: that there is one, and that somebody can let its staff in."""

from collections.abc import Iterable, Iterator

from trialtrack.doctor.finding import Finding, fine, note, wrong
from trialtrack.queries.clinics import ListedClinic

ADD_ONE = "Add one: trialtrack staff add --role administrator"


def doors(clinics: Iterable[ListedClinic]) -> Iterator[Finding]:
    """A line for each clinic, or one when there is none."""
    found = [*clinics]
    for clinic in found:
        yield _door(clinic, f'--clinic "{clinic.name}"' if len(found) > 1 else "")
    if not found:
        yield wrong("clinics", "there is none yet.", "Add one: trialtrack clinic add")


def _door(clinic: ListedClinic, which: str) -> Finding:
    if clinic.is_demonstration:
        return note("clinics", f"{clinic.name} is the demonstration: nobody in it is real.")
    if not clinic.administrators:
        said = f"{clinic.name} has no administrator: nobody can let staff in."
        return wrong("clinics", said, f"{ADD_ONE} {which}".rstrip())
    if not clinic.administrators_with_password:
        said = f"no administrator of {clinic.name} has a password yet."
        return wrong("clinics", said, "Make a link again: trialtrack staff link EMAIL")
    count = clinic.administrators_with_password
    said = "1 administrator" if count == 1 else f"{count} administrators"
    return fine("clinics", f"{clinic.name} has {said}.")
