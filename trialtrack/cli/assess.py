"""`trialtrack assess`: the method on a file, without a server or a database."""

import sys
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import date, timedelta

import click

from trialtrack.cli.files import STANDARD_INPUT, opened, refusing
from trialtrack.clinical.results import Assessment
from trialtrack.clock import DAY_STARTS, now_utc
from trialtrack.files.assess_many import ManyTrials
from trialtrack.files.assess_one import assess_one
from trialtrack.files.faults import FaultList
from trialtrack.files.protocol_file import read_protocol_file
from trialtrack.files.report_text import report_text
from trialtrack.files.result_json import json_text
from trialtrack.files.trial_plan import PlanReader

OPTIONS = {
    "placed": "--placed",
    "removed": "--removed",
    "as_of": "--as-of",
    "primary_site": "--site",
    "clinic_baseline": "--clinic-baseline",
    "impression_of_change": "--impression-of-change",
    "wants_implant": "--wants-implant",
}
"""Name of a value of one trial -> the option that gives it."""


@click.command()
@click.argument("diary")
@click.option("--placed", metavar="DAY", help="Day of placement, such as 2026-03-10.")
@click.option("--removed", metavar="DAY", help="Day on which the leads came out.")
@click.option("--as-of", metavar="DAY", help="The diary day on which one looks.")
@click.option("--site", "primary_site", metavar="SITE", help="Primary site; else the first.")
@click.option(
    "--clinic-baseline",
    multiple=True,
    metavar="SITE=RATING",
    help="Rating taken in clinic, 0 to 10; may be repeated, one site each.",
)
@click.option("--impression-of-change", metavar="1-7", help="1 is very much better.")
@click.option("--wants-implant", metavar="yes|no|unsure", help="The person's own answer.")
@click.option("--protocol", metavar="FILE", help="TOML file of protocol fields.")
@click.option("--trials", metavar="FILE", help="One row a trial; DIARY then has a trial column.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), help="Default: text.")
def command(
    diary: str,
    protocol: str | None,
    trials: str | None,
    form: str | None,
    clinic_baseline: tuple[str, ...],
    **given: str | None,
) -> None:
    """Assess the trial whose diary is in the file DIARY; - reads standard input.

    With --trials, DIARY holds many trials and one line of JSON comes out for each.
    """
    options = {name: value for name, value in given.items() if value is not None}
    if clinic_baseline:
        options["clinic_baseline"] = ";".join(clinic_baseline)
    if trials is not None:
        _refuse_with_trials(options, form, diary, trials)
    with refusing(), ExitStack() as files:
        _run(files, diary, protocol, trials, form, options)
        sys.stdout.flush()


def _refuse_with_trials(
    options: Mapping[str, str], form: str | None, diary: str, trials: str
) -> None:
    if options:
        named = ", ".join(OPTIONS[name] for name in options)
        raise click.UsageError(f"with --trials, the file of trials says what {named} would say")
    if form == "text":
        raise click.UsageError("with --trials the output is JSON Lines, never text")
    if diary == trials == STANDARD_INPUT:
        raise click.UsageError("only one file can be read from standard input")


def _run(
    files: ExitStack,
    diary: str,
    protocol: str | None,
    trials: str | None,
    form: str | None,
    options: Mapping[str, str],
) -> None:
    faults = FaultList()
    fields: dict[str, str] = {}
    if protocol is not None:
        fields = read_protocol_file(files.enter_context(opened(protocol)), faults)
    reader = PlanReader(_today(), fields)
    rows = files.enter_context(opened(diary))
    if trials is not None:
        many = ManyTrials(files.enter_context(opened(trials)), rows, reader)
        many.assess(sys.stdout.buffer, faults)
    else:
        _print(assess_one(rows, options, reader, OPTIONS.__getitem__, faults), form)


def _print(result: Assessment, form: str | None) -> None:
    text = json_text(result) + "\n" if form == "json" else report_text(result)
    sys.stdout.buffer.write(text.encode(errors="backslashreplace"))


def _today() -> date:
    """The diary day by the clock of this machine; a file says nothing of its person's zone."""
    local = now_utc().astimezone()
    return local.date() - timedelta(days=local.time() < DAY_STARTS)
