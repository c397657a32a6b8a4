"""What the tests in a real browser share."""

from collections.abc import Iterator

import pytest

from tests.shots.clinic import Demonstration, demonstration


@pytest.fixture(scope="module")
def demo() -> Iterator[Demonstration]:
    """The demonstration clinic, served for the tests of one file."""
    with demonstration() as demo:
        yield demo
