"""`trialtrack restore`: put a backup back into an empty place, or drill doing so."""

from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import click

from trialtrack.cli.backup_words import PG_TOOLS, counts, in_words, place_of
from trialtrack.cli.run import installation

if TYPE_CHECKING:
    from trialtrack.backups.restore import Restored


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--check", is_flag=True, help="Only try it, in a scratch database; leave nothing.")
@click.option("--unencrypted", is_flag=True, help="Take a file that is not encrypted.")
@click.option("--digest-key-lost", is_flag=True, help="Take a record of another digest key.")
@PG_TOOLS
def command(
    file: Path, *, check: bool, unencrypted: bool, digest_key_lost: bool, pg_tools: Path | None
) -> None:
    """Restore the backup FILE into the database of the settings, which must be empty.

    The whole file is checked before anything is written. Everyone has to sign in again.
    """
    settings = installation()
    from trialtrack.backups.restore import Allowed, check_backup, restore_backup
    from trialtrack.clock import now_utc

    began = monotonic()
    work = check_backup if check else restore_backup
    with in_words():
        restored = work(
            file,
            place_of(settings, pg_tools),
            at=now_utc(),
            allowed=Allowed(plain=unencrypted, lost_digest_key=digest_key_lost),
        )
    click.echo(_said(restored, check=check, seconds=monotonic() - began))
    if restored.pending:
        click.echo(
            f"It is of an older schema, {restored.manifest.revision}. "
            f"{'After a restore run' if check else 'Now run'}: trialtrack migrate"
        )


def _said(restored: "Restored", *, check: bool, seconds: float) -> str:
    manifest = restored.manifest
    made = f"the backup of {manifest.made_at:%Y-%m-%d %H:%M:%S} UTC"
    what = f"{counts(manifest)}, {'encrypted' if restored.encrypted else 'NOT ENCRYPTED'}"
    if check:
        return (
            f"In order: {made} ({what}) was read to its end, restored into a scratch "
            f"{manifest.database} database, compared table by table with its rows and hashes, and "
            f"thrown away again, in {seconds:.1f} s."
        )
    return (
        f"Restored {made} ({what}) in {seconds:.1f} s; every table was compared with its rows and "
        "hashes. Sessions and unused links were ended: everyone signs in again."
    )
