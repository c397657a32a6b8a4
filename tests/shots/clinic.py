"""The demonstration, served from a folder of its own for as long as a tour lasts."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.cli.served import free_port, links_of, serving

Links = dict[str, list[dict[str, str]]]


@dataclass(frozen=True, slots=True)
class Demonstration:
    """Where it is served, and from which folder."""

    address: str
    folder: Path
    port: int

    def links(self) -> Links:
        """Fresh single-use sign-in addresses, by role."""
        return links_of(self.folder, self.port)


@contextmanager
def demonstration() -> Iterator[Demonstration]:
    """A new demonstration clinic on a free port; it is stopped and forgotten in the end."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        with serving("demo", "run", "--instance", folder, port=port) as served:
            yield Demonstration(served.address, Path(folder), port)
