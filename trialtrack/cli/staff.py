"""`trialtrack staff`: the people of a real installation, and the links that let them in."""

from uuid import UUID

import click

from config import Settings
from trialtrack.access import STAFF_ROLES, Role, Viewer
from trialtrack.cli.installed import installed
from trialtrack.cli.which_clinic import clinic_named, clinic_option


@click.group()
def command() -> None:
    """Add staff, make links with which they choose a password, and list them."""


@command.command()
@click.option("--name", required=True, help="As colleagues know the person.")
@click.option("--email", required=True, help="The address to sign in with.")
@click.option("--role", required=True, type=click.Choice([role.value for role in STAFF_ROLES]))
@clinic_option
def add(name: str, email: str, role: str, clinic_name: str | None) -> None:
    """Add someone who works at a clinic; print the link with which they choose a password."""
    from trialtrack import db
    from trialtrack.clock import now_utc
    from trialtrack.services.add_staff import add_staff

    with installed() as settings, db.transaction():
        staff_id = add_staff(
            clinic_id=clinic_named(clinic_name),
            role=Role(role),
            name=name,
            email=email,
            password=None,
            by=Viewer.system(),
            at=now_utc(),
        )
        address = _link(staff_id, settings)
    click.echo(f"Added {' '.join(name.split())}, {role}.")
    _say(address)


@command.command()
@click.argument("email")
def link(email: str) -> None:
    """Print another link for who signs in with EMAIL; an earlier one ends."""
    from trialtrack import db
    from trialtrack.queries.staff_list import staff_by_address

    with installed() as settings, db.transaction():
        address = _link(staff_by_address(viewer=Viewer.system(), email=email), settings)
    _say(address)


@command.command(name="list")
@clinic_option
def show(clinic_name: str | None) -> None:
    """List who works at the clinic."""
    from trialtrack.queries.staff_list import staff_list

    with installed():
        found = staff_list(viewer=Viewer.system(clinic_named(clinic_name)))
    for person in found:
        click.echo(f"{person.email}\t{person.role}\t{person.name}\t{person.state}")
    if not found:
        click.echo("Nobody works there yet. Add someone: trialtrack staff add …", err=True)


def _link(staff_id: UUID, settings: Settings) -> str:
    from trialtrack.clock import now_utc
    from trialtrack.services.password_link import PATH, issue_password_link

    token = issue_password_link(staff_id=staff_id, by=Viewer.system(), at=now_utc())
    return f"{settings.public_url}{PATH}{token}"


def _say(address: str) -> None:
    click.echo("Hand over this link. It sets a password once, within 72 hours:")
    click.echo(address)
