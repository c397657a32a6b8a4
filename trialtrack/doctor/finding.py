"""What the doctor says of one matter, in one line."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """In order; worth knowing; or wrong, with a remedy."""

    OK = "ok"
    NOTE = "note"
    WRONG = "WRONG"


@dataclass(frozen=True, slots=True)
class Finding:
    """One matter, how it stands, and for what is wrong the remedy."""

    level: Level
    matter: str
    said: str
    remedy: str = ""

    @property
    def line(self) -> str:
        """The finding as it is printed."""
        remedy = f" {self.remedy}" if self.remedy else ""
        return f"{self.level:<6} {self.matter}: {self.said}{remedy}"


def fine(matter: str, said: str) -> Finding:
    """The matter is in order."""
    return Finding(Level.OK, matter, said)


def note(matter: str, said: str, remedy: str = "") -> Finding:
    """Nothing is wrong, but somebody should know."""
    return Finding(Level.NOTE, matter, said, remedy)


def wrong(matter: str, said: str, remedy: str) -> Finding:
    """The matter is not in order."""
    return Finding(Level.WRONG, matter, said, remedy)
