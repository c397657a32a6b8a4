"""The demonstration, served from a folder of its own for as long as a tour lasts."""

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.cli.served import free_port, serving_forked
from trialtrack import db
from trialtrack.clock import now_utc
from trialtrack.demo.instance import Instance
from trialtrack.demo.links import links

Links = dict[str, list[dict[str, str]]]


@dataclass(frozen=True, slots=True)
class Demonstration:
    """Where it is served, and from which folder."""

    address: str
    folder: Path
    port: int

    def links(self) -> Links:
        """Fresh single-use sign-in addresses, by role; good for ten minutes."""
        settings = Instance(self.folder).settings(self.address)
        database = db.Database.open(settings.database_url, digest_key=settings.digest_key)
        db.use(database)
        try:
            issued = links(address=self.address, at=now_utc())
        finally:
            db.use(None)
            database.close()
        return {
            role.value: [{"name": link.name, "url": link.url} for link in found]
            for role, found in issued.items()
        }


@cache
def _loaded() -> Path:
    """A demonstration that was started once; each further one of this process is a copy."""
    folder = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with serving_forked("demo", "run", "--instance", folder, port=free_port()):
        pass
    return Path(folder)


@contextmanager
def demonstration() -> Iterator[Demonstration]:
    """A fresh demonstration clinic on a free port; it is stopped and forgotten in the end."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(_loaded(), folder, dirs_exist_ok=True)
        port = free_port()
        with serving_forked("demo", "run", "--instance", folder, port=port) as served:
            yield Demonstration(served.address, Path(folder), port)
