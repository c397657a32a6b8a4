"""`trialtrack import`: a foreign diary into one that `trialtrack assess` reads."""

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

import click

from trialtrack.cli.files import FAULTY, opened, refusing
from trialtrack.clock import diary_day, is_late
from trialtrack.files.foreign_entries import DayRules
from trialtrack.files.foreign_import import (
    Import,
    account,
    import_diary,
    write_diary,
    write_refusals,
)
from trialtrack.files.map_file import read_map


@click.command()
@click.argument("foreign")
@click.option("--map", "map_file", required=True, metavar="FILE", help="How to read it (TOML).")
@click.option("-o", "--output", metavar="FILE", help="Our diary; else standard output.")
@click.option("--refused", metavar="FILE", help="Every refused row with its reason (CSV).")
def command(foreign: str, map_file: str, output: str | None, refused: str | None) -> None:
    """Turn the diary in the file FOREIGN into one for `trialtrack assess`; - is standard input.

    What became of every row is said on standard error.
    """
    for written in filter(None, (output, refused)):
        if any(_same_file(written, read) for read in (foreign, map_file)):
            raise click.UsageError(f"{written} is read; it cannot be written as well")
    if output is not None and refused is not None and _same_file(output, refused):
        raise click.UsageError(f"{output} cannot hold both the diary and the refused rows")
    with refusing():
        with opened(map_file) as source:
            mapping = read_map(source)
        with opened(foreign) as source:
            done = import_diary(source, mapping, DayRules(diary_day, is_late))
        for line in account(done):
            click.echo(line, err=True)
        if refused is not None:
            _write(refused, write_refusals, done)
        if not done.rows:
            click.echo("nothing could be imported", err=True)
            raise SystemExit(FAULTY)
        _write(output, write_diary, done)


def _same_file(one: str, other: str) -> bool:
    return Path(one).resolve() == Path(other).resolve()


def _write(path: str | None, write: Callable[[Import, TextIO], None], done: Import) -> None:
    text = io.StringIO()
    write(done, text)
    written = text.getvalue().encode(errors="replace")
    if path is None:
        sys.stdout.buffer.write(written)
        sys.stdout.flush()
        return
    try:
        Path(path).write_bytes(written)
    except OSError as error:
        click.echo(f"{path}: the file cannot be written: {error.strerror}", err=True)
        raise SystemExit(FAULTY) from None
