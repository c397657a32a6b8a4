r"""The file of a backup: sealed in chunks, so that no byte is lost or altered unseen.

A header and chunks, and nothing else (numbers are big-endian):

    header  20 bytes  b"trialtrack backup 1\n"
             1 byte   b"E" encrypted, or b"P" plain
            16 bytes  mark of the installation, see `mark_of`
            32 bytes  salt, random for every file
            16 bytes  key check; zeros in a plain file
    chunk   65,536 bytes of content, in the last one 1 to 65,536, then its seal

Encrypted: HKDF-SHA256 of the backup key in UTF-8, with the file's salt and the info
b"trialtrack backup 1", gives 48 bytes: 32 are the key of ChaCha20-Poly1305, 16 the key check.
The nonce of a chunk is its number from 0 in 12 bytes; the associated data are the header, the
number in 8 bytes, and b"\x01" for the last chunk, else b"\x00". The seal is the tag, 16 bytes.
A key serves one file, so that no nonce comes twice.

Plain: the content as it is; the seal is SHA-256, 32 bytes, over the same associated data and the
content. It notices accidents; against someone who alters a file with intent only a key helps.

A chunk is the last one when the file ends after it: a cut, a swap, and bytes put behind are all
noticed, since number and end are sealed too. The content is the payload, the manifest, and the
manifest's length in 8 bytes; see `manifest`.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import BinaryIO, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from trialtrack.backups.refusals import (
    BackupKeyMissing,
    Damaged,
    NewerBackup,
    NotABackup,
    NotEncrypted,
    OtherBackupKey,
)

NAME = b"trialtrack backup "
MAGIC = NAME + b"1\n"
ENCRYPTED, PLAIN = b"E", b"P"
MARK_BYTES, SALT_BYTES, CHECK_BYTES, KEY_BYTES = 16, 32, 16, 32
HEADER_BYTES = len(MAGIC) + 1 + MARK_BYTES + SALT_BYTES + CHECK_BYTES
CHUNK_BYTES = 65_536
TAG_BYTES = 16


def mark_of(digest_key: str) -> bytes:
    """16 bytes that tell installations apart by their digest key, without telling the key."""
    return hmac.digest(digest_key.encode(), b"trialtrack backup mark", "sha256")[:MARK_BYTES]


@dataclass(frozen=True, slots=True)
class Header:
    """The first bytes of a backup."""

    kind: bytes
    mark: bytes
    salt: bytes
    key_check: bytes

    @classmethod
    def read(cls, source: BinaryIO) -> Self:
        """The header; a refusal where the file does not begin with one that is known."""
        raw = source.read(HEADER_BYTES)
        if not raw.startswith(NAME):
            raise NotABackup
        if len(raw) < HEADER_BYTES:
            raise Damaged
        if not raw.startswith(MAGIC):
            raise NewerBackup
        ends = [len(MAGIC), len(MAGIC) + 1]
        for size in (MARK_BYTES, SALT_BYTES, CHECK_BYTES):
            ends.append(ends[-1] + size)
        kind, mark, salt, check = (raw[a:b] for a, b in pairwise(ends))
        if kind not in (ENCRYPTED, PLAIN):
            raise Damaged
        return cls(kind, mark, salt, check)

    @property
    def encrypted(self) -> bool:
        """Whether a key is needed."""
        return self.kind == ENCRYPTED

    def __bytes__(self) -> bytes:
        return MAGIC + self.kind + self.mark + self.salt + self.key_check


class Seal:
    """Closes and opens the chunks of one file."""

    def __init__(self, header: Header, cipher: ChaCha20Poly1305 | None) -> None:
        self._header = bytes(header)
        self._cipher = cipher
        self.size = TAG_BYTES if cipher else hashlib.sha256().digest_size

    def close(self, number: int, content: bytes, *, last: bool) -> bytes:
        """A chunk as it stands in the file."""
        about = self._about(number, last=last)
        if self._cipher:
            return self._cipher.encrypt(_nonce(number), content, about)
        return content + hashlib.sha256(about + content).digest()

    def open(self, number: int, chunk: bytes, *, last: bool) -> bytes:
        """The content of a chunk; Damaged where it is not the one that was closed so."""
        about = self._about(number, last=last)
        if self._cipher:
            try:
                return self._cipher.decrypt(_nonce(number), chunk, about)
            except InvalidTag:
                raise Damaged from None
        content, seal = chunk[: -self.size], chunk[-self.size :]
        if hashlib.sha256(about + content).digest() != seal:
            raise Damaged
        return content

    def _about(self, number: int, *, last: bool) -> bytes:
        return self._header + number.to_bytes(8, "big") + (b"\x01" if last else b"\x00")


class Sealing:
    """Writes content into a new file of backup; `finish` seals the last chunk."""

    def __init__(
        self, out: BinaryIO, *, key: str | None, mark: bytes, salt: bytes | None = None
    ) -> None:
        salt = salt or secrets.token_bytes(SALT_BYTES)
        cipher, check = (None, bytes(CHECK_BYTES)) if key is None else _derive(key, salt)
        header = Header(ENCRYPTED if cipher else PLAIN, mark, salt, check)
        self._out, self._seal = out, Seal(header, cipher)
        self._waiting, self._number = bytearray(), 0
        out.write(bytes(header))

    def write(self, content: bytes) -> None:
        """Add content. What may be the last chunk waits for what follows."""
        self._waiting += content
        while len(self._waiting) > CHUNK_BYTES:
            self._put(bytes(self._waiting[:CHUNK_BYTES]), last=False)
            del self._waiting[:CHUNK_BYTES]

    def finish(self) -> None:
        """Seal the last chunk."""
        self._put(bytes(self._waiting), last=True)

    def _put(self, content: bytes, *, last: bool) -> None:
        self._out.write(self._seal.close(self._number, content, last=last))
        self._number += 1


def opened(source: BinaryIO, *, key: str | None, allow_plain: bool = False) -> Iterator[bytes]:
    """The content, chunk by chunk, each found whole; a refusal at the first that is not.

    Only who reads to the end knows that the end is there. A plain file is refused where a key
    is set, unless `allow_plain`: else whoever may write files could slip in one of their own.
    """
    header = Header.read(source)
    seal = Seal(header, _cipher_for(header, key, allow_plain=allow_plain))
    size, number = CHUNK_BYTES + seal.size, 0
    chunk = source.read(size)
    while True:
        following = source.read(size)
        if len(chunk) <= seal.size:
            raise Damaged
        yield seal.open(number, chunk, last=not following)
        if not following:
            return
        chunk, number = following, number + 1


def _cipher_for(header: Header, key: str | None, *, allow_plain: bool) -> ChaCha20Poly1305 | None:
    if not header.encrypted:
        if key is not None and not allow_plain:
            raise NotEncrypted
        return None
    if key is None:
        raise BackupKeyMissing
    cipher, check = _derive(key, header.salt)
    if not hmac.compare_digest(check, header.key_check):
        raise OtherBackupKey
    return cipher


def _derive(key: str, salt: bytes) -> tuple[ChaCha20Poly1305, bytes]:
    size = KEY_BYTES + CHECK_BYTES
    made = HKDF(SHA256(), size, salt, b"trialtrack backup 1").derive(key.encode())
    return ChaCha20Poly1305(made[:KEY_BYTES]), made[KEY_BYTES:]


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")
