"""The file of a backup: readable for ever, and no byte of it lost or altered unseen."""

import hmac
from io import BytesIO

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from trialtrack.access import Refusal
from trialtrack.backups.container import (
    CHUNK_BYTES,
    HEADER_BYTES,
    TAG_BYTES,
    Sealing,
    mark_of,
    opened,
)
from trialtrack.backups.refusals import (
    BackupKeyMissing,
    Damaged,
    NewerBackup,
    NotABackup,
    NotEncrypted,
    OtherBackupKey,
)

KEY = "k" * 32
SALT = bytes(range(32))
MARK = mark_of("d" * 32)
CONTENT = b"Nothing acknowledged is lost."
KNOWN = (
    "747269616c747261636b206261636b757020310a4589c7280b72ba475f99260f"
    "d31e538646000102030405060708090a0b0c0d0e0f101112131415161718191a"
    "1b1c1d1e1f9c7107112081f6a23d59f2fbc53502aa4e9d0d7bb2fafa7b3397d7"
    "46941dd6d6d285314073d953bcece27afe3798ad6fb2995f69130d5ca4cde81b"
    "7a46"
)
"""An encrypted file of the content b"Nothing acknowledged is lost." under these keys and salt."""
KNOWN_PLAIN = (
    "747269616c747261636b206261636b757020310a5089c7280b72ba475f99260f"
    "d31e538646000102030405060708090a0b0c0d0e0f101112131415161718191a"
    "1b1c1d1e1f000000000000000000000000000000004e6f7468696e672061636b"
    "6e6f776c6564676564206973206c6f73742e5c06f62c273eea482817d6388169"
    "d1a627fae654bab8bd33a58ee4f9f95c0979"
)


def sealed(content: bytes, key: str | None = KEY, salt: bytes | None = None) -> bytes:
    out = BytesIO()
    sealing = Sealing(out, key=key, mark=MARK, salt=salt)
    for start in range(0, len(content), 50_000):
        sealing.write(content[start : start + 50_000])
    sealing.finish()
    return out.getvalue()


def read(file: bytes, key: str | None = KEY, *, allow_plain: bool = False) -> bytes:
    return b"".join(opened(BytesIO(file), key=key, allow_plain=allow_plain))


def test_a_file_of_the_first_format_is_read_for_ever() -> None:
    assert read(bytes.fromhex(KNOWN)) == CONTENT
    assert read(bytes.fromhex(KNOWN_PLAIN), None) == CONTENT
    assert sealed(CONTENT, salt=SALT).hex() == KNOWN
    assert sealed(CONTENT, None, salt=SALT).hex() == KNOWN_PLAIN


def test_a_file_can_be_read_by_its_description_alone() -> None:
    content = bytes(range(256)) * 300
    file = sealed(content)
    header, salt = file[:85], file[37:69]
    first = hmac.digest(
        hmac.digest(salt, KEY.encode(), "sha256"), b"trialtrack backup 1\x01", "sha256"
    )
    second = hmac.digest(
        hmac.digest(salt, KEY.encode(), "sha256"), first + b"trialtrack backup 1\x02", "sha256"
    )
    assert file[69:85] == second[:16]
    cipher = ChaCha20Poly1305(first)
    cut = 85 + 65_536 + 16
    parts = [
        cipher.decrypt(bytes(12), file[85:cut], header + bytes(8) + b"\x00"),
        cipher.decrypt(bytes(11) + b"\x01", file[cut:], header + bytes(7) + b"\x01\x01"),
    ]
    assert b"".join(parts) == content


@pytest.mark.parametrize("key", [KEY, None])
@pytest.mark.parametrize(
    "size", [1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES]
)
def test_content_of_any_length_comes_back(size: int, key: str | None) -> None:
    content = bytes(size - 1) + b"."
    assert read(sealed(content, key), key) == content


@pytest.mark.parametrize("key", [KEY, None])
def test_no_byte_can_be_altered(key: str | None) -> None:
    file = sealed(bytes(2 * CHUNK_BYTES + 9), key)
    chunk = CHUNK_BYTES + (TAG_BYTES if key else 32)
    bounds = [HEADER_BYTES + n * chunk for n in range(3)] + [len(file)]
    places = {*range(HEADER_BYTES), *range(0, len(file), 1_117)}
    for bound in bounds:
        places |= {at for at in range(bound - 40, bound + 40) if 0 <= at < len(file)}
    for at in sorted(places):
        altered = bytearray(file)
        altered[at] ^= 1
        with pytest.raises(Refusal):
            read(bytes(altered), key)


@pytest.mark.parametrize("key", [KEY, None])
def test_no_end_can_be_cut_off_or_added(key: str | None) -> None:
    file = sealed(bytes(2 * CHUNK_BYTES + 9), key)
    chunk = CHUNK_BYTES + (TAG_BYTES if key else 32)
    ends = {0, 1, len(file) - 1, *range(0, len(file), 3_001)}
    for bound in (HEADER_BYTES, HEADER_BYTES + chunk, HEADER_BYTES + 2 * chunk):
        ends |= {bound - 1, bound, bound + 1}
    for end in sorted(ends):
        with pytest.raises(Refusal):
            read(file[:end], key)
    for more in (b"\0", file[-1:], file[HEADER_BYTES : HEADER_BYTES + chunk], file):
        with pytest.raises(Refusal):
            read(file + more, key)


@pytest.mark.parametrize("key", [KEY, None])
def test_chunks_stay_in_their_order_and_in_their_file(key: str | None) -> None:
    file, other = (sealed(bytes(4 * CHUNK_BYTES), key) for _ in range(2))
    chunk = CHUNK_BYTES + (TAG_BYTES if key else 32)
    parts = [file[at : at + chunk] for at in range(HEADER_BYTES, len(file), chunk)]
    foreign = other[HEADER_BYTES : HEADER_BYTES + chunk]
    head = file[:HEADER_BYTES]
    for wrong in (
        [parts[1], parts[0], *parts[2:]],
        [*parts[:3], parts[2], parts[3]],
        [parts[0], *parts[2:]],
        [foreign, *parts[1:]],
    ):
        with pytest.raises(Damaged):
            read(head + b"".join(wrong), key)
    assert read(head + b"".join(parts), key) == bytes(4 * CHUNK_BYTES)


def test_two_backups_of_the_same_have_nothing_in_common() -> None:
    one, other = sealed(CONTENT), sealed(CONTENT)
    assert one[HEADER_BYTES:] != other[HEADER_BYTES:]
    assert CONTENT not in one


@pytest.mark.parametrize(
    ("file", "key", "refusal"),
    [
        (sealed(CONTENT), "w" * 32, OtherBackupKey),
        (sealed(CONTENT), None, BackupKeyMissing),
        (sealed(CONTENT, None), KEY, NotEncrypted),
        (b"", KEY, NotABackup),
        (b"PGDMP" + bytes(500), KEY, NotABackup),
        (b"SQLite format 3\0" + bytes(500), KEY, NotABackup),
        (b"trialtrack backup 2\n" + bytes(500), KEY, NewerBackup),
        (sealed(CONTENT)[:40], KEY, Damaged),
    ],
    # A sealed file is another each time; two processes must find the same names of tests.
    ids=[
        "other key",
        "no key",
        "not encrypted",
        "empty",
        "a dump",
        "a database",
        "newer",
        "cut short",
    ],
)
def test_each_wrong_file_or_key_is_told_apart(
    file: bytes, key: str | None, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        read(file, key)


def test_a_plain_file_is_taken_beside_a_key_only_by_name() -> None:
    assert read(sealed(CONTENT, None), KEY, allow_plain=True) == CONTENT


def test_the_mark_tells_installations_apart_and_not_their_key() -> None:
    assert mark_of("d" * 32) == MARK
    assert mark_of("e" * 32) != MARK
    assert len(MARK) == 16
