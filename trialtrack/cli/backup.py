"""`trialtrack backup`: copy the installation's database into one new file, while it is in use."""

from pathlib import Path
from time import monotonic

import click

from trialtrack.cli.backup_words import FOLDER, PG_TOOLS, counts, in_words, place_of, size
from trialtrack.cli.run import installation
from trialtrack.cli.stopped import BadSettings


@click.command()
@click.option(
    "--to",
    "folder",
    type=FOLDER,
    metavar="FOLDER",
    help="Where the backup goes; TRIALTRACK_BACKUP_FOLDER unless told.",
)
@click.option(
    "--keep",
    type=click.IntRange(1),
    metavar="N",
    help="Remove older backups of this installation, so that N stay with the new one.",
)
@PG_TOOLS
def command(folder: Path | None, keep: int | None, pg_tools: Path | None) -> None:
    """Back up the database into one new file, while it is in use.

    The file is encrypted when TRIALTRACK_BACKUP_KEY is set. It is read back before it gets its
    name; only then are older ones removed, and only if --keep asks for it.
    """
    settings = installation()
    into = folder or (Path(settings.backup_folder) if settings.backup_folder else None)
    if into is None:
        raise BadSettings("Name a folder with --to FOLDER, or set TRIALTRACK_BACKUP_FOLDER.")
    from trialtrack.backups.container import mark_of
    from trialtrack.backups.folder import remove_older
    from trialtrack.backups.make import make_backup
    from trialtrack.clock import now_utc

    began = monotonic()
    with in_words():
        made = make_backup(place_of(settings, pg_tools), into=into, at=now_utc())
        removed = remove_older(made.path, mark_of(settings.digest_key), keep=keep) if keep else 0
    if not made.encrypted:
        click.echo(
            "NOT ENCRYPTED: TRIALTRACK_BACKUP_KEY is not set. Whoever reads this file reads every "
            "patient's name and diary.",
            err=True,
        )
    click.echo(
        f"Backed up {counts(made.manifest)}, to {made.path}: {size(made.bytes)}, "
        f"{monotonic() - began:.1f} s, {'encrypted' if made.encrypted else 'NOT ENCRYPTED'}"
        f"{f', {removed} older removed' if removed else ''}."
    )
