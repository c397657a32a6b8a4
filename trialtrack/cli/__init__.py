"""The command line. Each command is loaded when it is called: `assess` needs no web server."""

from importlib import import_module

import click

COMMANDS = {
    "assess": ("trialtrack.cli.assess", "The verdict on a diary file."),
    "import": ("trialtrack.cli.import_diary", "Turn a foreign diary into one for assess."),
    "demo": ("trialtrack.cli.demo", "Show the demonstration clinic on this machine."),
    "run": ("trialtrack.cli.run", "Serve a real installation."),
    "migrate": ("trialtrack.cli.migrate", "Bring the database to the schema of today."),
    "clinic": ("trialtrack.cli.clinic", "Add a clinic to a real installation."),
    "staff": ("trialtrack.cli.staff", "Add staff, and make links that set a password."),
    "doctor": ("trialtrack.cli.doctor", "Say in words what is not in order."),
    "check": ("trialtrack.cli.check", "Hold what is stored against what it is made from."),
    "backup": ("trialtrack.cli.backup", "Copy the database into one new file, while in use."),
    "restore": ("trialtrack.cli.restore", "Put a backup into an empty place, or drill it."),
}
"""Command -> (module whose `command` it is, what it does in one line)."""


class LazyGroup(click.Group):
    """A group that imports a command's module only to run it or to show its help."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, said) for name, (_, said) in COMMANDS.items()])


@click.group(cls=LazyGroup)
def main() -> None:
    """trialtrack: from a pain diary to the verdict of a neuromodulation trial."""
