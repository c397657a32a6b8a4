"""`trialtrack migrate`: bring the installation's database to the schema of today."""

import click

from trialtrack.cli.run import installation, unreachable


@click.command()
def command() -> None:
    """Run the migrations that the installation's database lacks, in one transaction."""
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
