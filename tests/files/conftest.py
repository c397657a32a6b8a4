from pathlib import Path

import pytest

from tests.files.running import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A folder of its own for the files of a test."""
    return Desk(tmp_path)
