"""`trialtrack migrate`: bring the installation's database to the schema of today."""

import click

from trialtrack.cli.installed import installed
from trialtrack.cli.run import installation, unreachable
from trialtrack.cli.stored_results import store_results


@click.command()
def command() -> None:
    """Run the migrations that the installation's database lacks, in one transaction.

    Then store the result of every trial that has none of the method of today.
    """
    settings = installation()
    from sqlalchemy.exc import SQLAlchemyError

    from trialtrack.cli.stopped import Stopped
    from trialtrack.models.migrate import NewerDatabase, migrate

    try:
        done = migrate(settings.database_url)
    except NewerDatabase as newer:
        raise Stopped(str(newer)) from None
    except SQLAlchemyError as problem:
        raise unreachable(problem) from None
    click.echo("\n".join(f"Done: {name}" for name in done) or "Nothing to do.")
    with installed():
        stored = store_results()
    if stored:
        click.echo(f"Stored the results of {stored} trial{'s' if stored > 1 else ''}.")
