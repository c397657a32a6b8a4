"""How a command ends when it cannot do what was asked: in words, on standard error."""

from typing import IO, Any

import click


class Stopped(click.ClickException):
    """The message is printed as it is; the exit status is 1."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the words alone."""
        click.echo(self.message, file=file, err=True)


class BadSettings(Stopped):
    """One line for each setting that cannot be used; the exit status is 2."""

    exit_code = 2


class Refused(Stopped):
    """What was asked for cannot be done, and nothing was; the exit status is 2."""

    exit_code = 2
