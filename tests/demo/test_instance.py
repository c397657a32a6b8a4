"""The demonstration keeps its keys to itself, and keeps them."""

import stat
from pathlib import Path

import pytest

from trialtrack.demo.instance import Instance, InstanceUnusable

ADDRESS = "http://127.0.0.1:8123"


def test_keys_are_made_once_and_only_their_owner_may_read_them(tmp_path: Path) -> None:
    instance = Instance(tmp_path / "instance")
    first = instance.settings(ADDRESS)
    assert instance.settings(ADDRESS) == first
    assert stat.S_IMODE(instance.keys.stat().st_mode) == 0o600
    assert stat.S_IMODE(instance.folder.stat().st_mode) == 0o700
    assert [path.name for path in instance.folder.iterdir()] == ["demo.json"]
    assert len({first.secret_key, first.digest_key}) == 2
    assert min(len(first.secret_key), len(first.digest_key)) >= 32


def test_two_instances_have_different_keys(tmp_path: Path) -> None:
    keys = {Instance(tmp_path / name).settings(ADDRESS).secret_key for name in ("one", "two")}
    assert len(keys) == 2


def test_the_database_is_its_own_and_the_address_is_loopback(tmp_path: Path) -> None:
    settings = Instance(tmp_path).settings(ADDRESS)
    assert settings.database_url == f"sqlite:///{tmp_path}/demo.sqlite3"
    assert settings.is_loopback


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"secret_key": "x"}'])
def test_a_damaged_file_of_keys_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "demo.json").write_text(content)
    with pytest.raises(InstanceUnusable, match=r"demo\.json does not hold the keys"):
        Instance(tmp_path).settings(ADDRESS)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InstanceUnusable, match="file/instance"):
        Instance(tmp_path / "file" / "instance").settings(ADDRESS)
