"""Where the demonstration keeps its database and its keys, apart from any real installation."""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from config import LEAST_KEY_CHARACTERS, Settings

KEYS = ("secret_key", "digest_key")


class InstanceUnusable(Exception):
    """The folder of the demonstration cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Instance:
    """A folder with `demo.sqlite3` and `demo.json`; only its owner may read the keys."""

    folder: Path

    @property
    def database(self) -> Path:
        """The file of the demonstration's own database."""
        return self.folder / "demo.sqlite3"

    @property
    def keys(self) -> Path:
        """The file of its keys, generated at the first start."""
        return self.folder / "demo.json"

    @property
    def is_there(self) -> bool:
        """Whether the demonstration was started here before."""
        return self.database.exists() and self.keys.exists()

    def settings(self, address: str) -> Settings:
        """The settings of a demonstration served at `address`; makes what is missing."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not self.keys.exists():
                self._make_keys()
            keys = self._read_keys()
        except OSError as problem:
            raise InstanceUnusable(f"{problem.filename}: {problem.strerror}") from problem
        return Settings(
            database_url=f"sqlite:///{self.database}",
            secret_key=keys["secret_key"],
            digest_key=keys["digest_key"],
            public_url=address,
        )

    def _make_keys(self) -> None:
        keys = {name: secrets.token_urlsafe(LEAST_KEY_CHARACTERS) for name in KEYS}
        # Whole or not at all: another start must not find half a file.
        draft = self.keys.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            json.dump(keys, file, indent=2)
        try:
            os.link(draft, self.keys)
        except FileExistsError:
            pass  # another start was first, and its keys are as good
        finally:
            draft.unlink()

    def _read_keys(self) -> dict[str, str]:
        try:
            keys = json.loads(self.keys.read_text(encoding="utf-8"))
            return {name: str(keys[name]) for name in KEYS}
        except (ValueError, KeyError, TypeError) as problem:
            raise InstanceUnusable(
                f"{self.keys} does not hold the keys of a demonstration. Remove it and start again."
            ) from problem
