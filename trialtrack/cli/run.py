"""`trialtrack run`: serve a real installation. It never loads demonstration data."""

import os
import sys

import click

from config import Settings, SettingsError, from_env
from trialtrack.cli.stopped import BadSettings, Stopped

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65_535), default=8000, show_default=True)
def command(host: str, port: int) -> None:
    """Serve the installation that the TRIALTRACK_… settings describe."""
    settings = installation()
    refuse_unless_migrated(settings)
    from trialtrack.app import create_app
    from trialtrack.serving import CannotListen, PortTaken, claim, serve

    try:
        listening = claim(host, port)
    except PortTaken as taken:
        other = f" Try: trialtrack run --port {taken.free_port}" if taken.free_port else ""
        raise Stopped(f"{taken}{other}") from None
    except CannotListen as problem:
        raise Stopped(str(problem)) from None
    app = create_app(settings)
    refuse_exposed_demonstration(settings, host)
    click.echo(f"Serving {settings.public_url} on {host} port {port}. Ctrl-C stops it.")
    click.echo(next_step(), nl=False)
    sys.stdout.flush()
    serve(app, listening, trusted_proxies=settings.trusted_proxies)


def installation() -> Settings:
    """The settings of the environment; every bad one is named, with exit status 2."""
    try:
        return from_env(os.environ)
    except SettingsError as problem:
        raise BadSettings("\n".join(problem.faults)) from None


def refuse_unless_migrated(settings: Settings) -> None:
    """Stop where the database cannot be opened or lacks a migration."""
    from sqlalchemy.exc import SQLAlchemyError

    from trialtrack.models.migrate import NewerDatabase, pending_migrations, revisions_after

    try:
        pending = pending_migrations(settings.database_url)
    except NewerDatabase as newer:
        raise Stopped(str(newer)) from None
    except SQLAlchemyError as problem:
        raise unreachable(problem) from None
    if pending and pending == revisions_after(None):
        raise Stopped("The database is empty. Make its tables first: trialtrack migrate")
    if pending:
        raise Stopped(
            f"The database lacks {len(pending)} migration{'s' if len(pending) > 1 else ''} "
            f"({', '.join(pending)}). Make a backup, then run: trialtrack migrate"
        )


def next_step() -> str:
    """What to do in an installation without a clinic; nothing where there is one."""
    from trialtrack.access import Viewer
    from trialtrack.queries.clinics import clinics

    if clinics(viewer=Viewer.system()):
        return ""
    return (
        "There is no clinic yet, so nobody can sign in. Next: trialtrack clinic add, then "
        "trialtrack staff add.\nWhat else is missing says: trialtrack doctor\n"
    )


def unreachable(problem: Exception) -> Stopped:
    """The database's own words, without the statement and without the address."""
    said = str(getattr(problem, "orig", None) or type(problem).__name__).strip()
    return Stopped(f"TRIALTRACK_DATABASE_URL: the database cannot be opened: {said}")


def refuse_exposed_demonstration(settings: Settings, host: str) -> None:
    """A demonstration clinic, where anyone may sign in as anyone, stays on this machine."""
    from trialtrack.demo.clinic_there import demonstration_clinic

    if demonstration_clinic() is None:
        return
    if settings.is_loopback and host in LOOPBACK and not settings.trusted_proxies:
        return
    if settings.trusted_proxies:
        raise Stopped(
            "This database holds the demonstration clinic, which is served on this machine only: "
            "TRIALTRACK_TRUSTED_PROXIES says that others reach it through a proxy."
        )
    where = f"--host {host}" if settings.is_loopback else "TRIALTRACK_PUBLIC_URL"
    raise Stopped(
        "This database holds the demonstration clinic, which is served on this machine only: "
        f"{where} is not a loopback address."
    )
