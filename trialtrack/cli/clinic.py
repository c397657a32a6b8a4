"""`trialtrack clinic`: the clinics of a real installation."""

import click

from trialtrack.cli.installed import installed
from trialtrack.cli.which_clinic import clinic_named, clinic_option
from trialtrack.clinical.opioids import OpioidTable


@click.group()
def command() -> None:
    """Add clinics to this installation, change their numbers, and list them."""


@command.command()
@click.option("--name", required=True, help="As patients know it.")
@click.option("--phone", required=True, help="The number that patients call in office hours.")
@click.option("--emergency-phone", required=True, help="The number for emergencies, day and night.")
@click.option("--time-zone", required=True, help="Where the clinic is, such as Europe/London.")
@click.option(
    "--opioid-table",
    required=True,
    type=click.Choice([table.value for table in OpioidTable]),
    help="Which factors count opioids: those of the USA (CDC 2022) or of the UK (FPM 2020).",
)
def add(name: str, phone: str, emergency_phone: str, time_zone: str, opioid_table: str) -> None:
    """Add a clinic, with a first notice on consent and privacy, to be replaced by its own."""
    from trialtrack.access import Viewer
    from trialtrack.clock import now_utc
    from trialtrack.services.add_clinic import add_clinic

    with installed():
        add_clinic(
            name=name,
            time_zone=time_zone,
            phone=phone,
            emergency_phone=emergency_phone,
            is_demonstration=False,
            opioid_table=OpioidTable(opioid_table),
            by=Viewer.system(),
            at=now_utc(),
        )
    click.echo(f"Added the clinic {' '.join(name.split())}.")
    click.echo("Next, its first administrator: trialtrack staff add --role administrator …")


@command.command()
@click.option("--phone", help="The number that patients call in office hours.")
@click.option("--emergency-phone", help="The number for emergencies, day and night.")
@clinic_option
def numbers(phone: str | None, emergency_phone: str | None, clinic_name: str | None) -> None:
    """Change the numbers that patients call. Cards that are printed keep the old ones."""
    from trialtrack.access import Viewer
    from trialtrack.clock import now_utc
    from trialtrack.services.change_numbers import change_numbers

    if phone is None and emergency_phone is None:
        raise click.UsageError("give --phone, --emergency-phone, or both")
    with installed():
        change_numbers(
            clinic_id=clinic_named(clinic_name),
            phone=phone,
            emergency_phone=emergency_phone,
            by=Viewer.system(),
            at=now_utc(),
        )
    click.echo("Changed. Every page shows it from now on; print new cards for who has one.")


@command.command(name="list")
def show() -> None:
    """List the clinics by name, with their time zone and numbers."""
    from trialtrack.access import Viewer
    from trialtrack.queries.clinics import clinics

    with installed():
        found = clinics(viewer=Viewer.system())
    for clinic in found:
        numbers = f"{clinic.phone}, emergencies {clinic.emergency_phone}"
        click.echo(f"{clinic.name}\t{clinic.time_zone}\t{numbers}")
    if not found:
        click.echo("There is no clinic yet. Add one: trialtrack clinic add …", err=True)
