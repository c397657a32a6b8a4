"""`trialtrack doctor`: what is in order with an installation and what is not, a line a matter."""

import os

import click

from config import SettingsError, from_env

NOT_IN_ORDER = 1


@click.command()
def command() -> None:
    """Look at the settings, the disk, the database, the address, mail, the clock and backups.

    One line for each. Exit status 1 when something is not in order. It changes nothing, and may
    run while the service does.
    """
    from trialtrack.clock import now_utc
    from trialtrack.doctor.examine import examine
    from trialtrack.doctor.finding import Level, wrong

    try:
        settings = from_env(os.environ)
    except SettingsError as problem:
        for fault in problem.faults:
            click.echo(wrong("settings", f"{fault}.", "").line)
        click.echo("The rest is looked at when the settings can be read.")
        raise SystemExit(NOT_IN_ORDER) from None
    faults = 0
    for found in examine(settings, at=now_utc()):
        click.echo(found.line)
        faults += found.level is Level.WRONG
    if faults:
        click.echo(f"{faults} {'thing is' if faults == 1 else 'things are'} not in order.")
        raise SystemExit(NOT_IN_ORDER)
    click.echo("Everything is in order.")
