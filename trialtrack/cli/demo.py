"""`trialtrack demo`: the demonstration clinic, on this machine only."""

import json
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

import config
from trialtrack.cli.stopped import Stopped
from trialtrack.demo.instance import Instance, InstanceUnusable

HOST = "127.0.0.1"
DEFAULT_FOLDER = Path(config.__file__).resolve().parent / "instance"

_port = click.option(
    "--port", type=click.IntRange(1, 65_535), default=8000, show_default=True, help="On 127.0.0.1."
)
_instance = click.option(
    "--instance",
    "folder",
    type=click.Path(path_type=Path, file_okay=False, resolve_path=True),
    default=DEFAULT_FOLDER,
    help="Folder of the demonstration's own database and keys.",
)


@click.group()
def command() -> None:
    """Show the demonstration clinic: made-up people, on this machine only."""


@command.command()
@_port
@_instance
def run(port: int, folder: Path) -> None:
    """Serve the demonstration; at the first start, make and fill its database."""
    with _said_in_words():
        listening = _claim(port)
        settings = Instance(folder).settings(f"http://{HOST}:{port}")
        from trialtrack.app import create_app
        from trialtrack.cli.stored_results import store_results
        from trialtrack.clock import now_utc
        from trialtrack.demo.load import load
        from trialtrack.models.migrate import migrate
        from trialtrack.serving import serve

        if migrate(settings.database_url):
            click.echo("Making the demonstration clinic. This happens once.")
        app = create_app(settings)
        load(at=now_utc())
        store_results()
        click.echo(_welcome(settings.public_url, _again(port, folder)))
    sys.stdout.flush()
    serve(app, listening)


@command.command()
@_port
@_instance
def links(port: int, folder: Path) -> None:
    """Print fresh sign-in addresses as JSON: each signs one person in, once, within 10 minutes."""
    from trialtrack import db
    from trialtrack.clock import now_utc
    from trialtrack.demo.links import NoDemonstration
    from trialtrack.demo.links import links as issue

    with _said_in_words():
        instance = Instance(folder)
        if not instance.is_there:
            raise NoDemonstration
        settings = instance.settings(f"http://{HOST}:{port}")
        database = db.Database.open(settings.database_url, digest_key=settings.digest_key)
        db.use(database)
        issued = issue(address=settings.public_url, at=now_utc())
        database.close()
    listed = {
        role.value: [{"name": link.name, "url": link.url} for link in found]
        for role, found in issued.items()
    }
    click.echo(json.dumps(listed, indent=2, ensure_ascii=False))


@contextmanager
def _said_in_words() -> Iterator[None]:
    from sqlalchemy.exc import SQLAlchemyError

    from trialtrack.access import Refusal
    from trialtrack.cli.run import unreachable

    try:
        yield
    except SQLAlchemyError as problem:
        raise unreachable(problem) from None
    except (Refusal, InstanceUnusable) as problem:
        raise Stopped(str(problem)) from None


def _claim(port: int) -> socket.socket:
    from trialtrack.serving import CannotListen, PortTaken, claim

    try:
        return claim(HOST, port)
    except PortTaken as taken:
        other = f" Try: make run PORT={taken.free_port}" if taken.free_port else ""
        raise Stopped(f"{taken}{other}") from None
    except CannotListen as problem:
        raise Stopped(str(problem)) from None


def _again(port: int, folder: Path) -> str:
    """The command for more links, as it can be typed where this one was."""
    called = sys.argv[0]
    if called.endswith("__main__.py"):
        called = f"{sys.executable} -m trialtrack.cli"
    words = [called, "demo", "links", "--port", str(port)]
    if folder != DEFAULT_FOLDER:
        words += ["--instance", str(folder)]
    return " ".join(words)


def _welcome(address: str, again: str) -> str:
    from trialtrack.clock import now_utc
    from trialtrack.demo.links import card_of_someone, one_link_a_role
    from trialtrack.demo.staff import STAFF, STAFF_PASSWORD

    issued = one_link_a_role(address=address, at=now_utc())
    card = card_of_someone(address=address, at=now_utc())
    born = f"{card.born_on.day} {card.born_on.month} {card.born_on.year}"
    lines = [
        "",
        "trialtrack, demonstration clinic: everyone here is made up.",
        "",
        f"  {address}",
        "",
        f"Staff sign in there. The password of each is  {STAFF_PASSWORD}",
        *(f"  {role:<15} {email}" for role, (_, email) in STAFF.items()),
        "",
        "Or open an address that signs you in, once, within 10 minutes:",
        *(f"  {role:<15} {found[0].name}\n    {found[0].url}" for role, found in issued.items()),
        "",
        f"Or use a patient's card, on this machine: {card.name}, born {born}",
        f"    {card.url}",
        "",
        f"More addresses, for every patient:  {again}",
        "Ctrl-C stops it. Your entries are kept.",
    ]
    return "\n".join(lines)
