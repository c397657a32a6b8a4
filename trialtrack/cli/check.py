"""`trialtrack check`: hold what is stored against what it is made from."""

import click

from trialtrack.cli.installed import installed

DIFFERS = 1


@click.group()
def command() -> None:
    """Check that what is stored is what it is made from."""


@command.command()
@click.option("--repair", is_flag=True, help="Store anew whatever differs; it is audited.")
def outcomes(*, repair: bool) -> None:
    """Work the result of every trial out anew and hold it against the stored one.

    One line a difference: the trial, the field, what is stored and what it should be, with tabs
    between them. Exit status 1 when something differed, repaired or not. It may run while the
    service does.
    """
    from trialtrack.access import Viewer
    from trialtrack.clock import now_utc
    from trialtrack.queries.check_outcomes import check_outcomes
    from trialtrack.services.repair_outcome import repair_outcome

    system = Viewer.system()
    with installed():
        checked = check_outcomes(viewer=system, at=now_utc())
        for each in checked.differences:
            click.echo(f"{each.trial_id}\t{each.field}\t{each.stored}\t{each.expected}")
        differing = checked.trial_ids
        repaired = [
            trial_id
            for trial_id in (differing if repair else ())
            if repair_outcome(trial_id=trial_id, by=system, at=now_utc())
        ]
    if not differing:
        click.echo(f"The stored results of all {checked.trials} trials are right.")
        return
    click.echo(f"{len(differing)} of {checked.trials} trials differ.", err=True)
    if repair:
        click.echo(f"{len(repaired)} stored anew.", err=True)
    else:
        click.echo("Store them anew with: trialtrack check outcomes --repair", err=True)
    raise SystemExit(DIFFERS)
