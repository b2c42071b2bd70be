"""A file that is sealed as it is written and opened as it is read, however large.

    magic (16) | id of the key (8) | salt (16) | pieces of one MiB, each with its tag

Each file has a key of its own, derived from the backup key and the salt. A piece is sealed
(AES-256-GCM) with its number and whether it is the last as nonce, bound to the header: a piece that
is changed, moved, lacking or from another file doesn't open, and neither does a file cut short.
"""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.utils.translation import gettext_noop as _

from erfara.foundation.backup.errors import BackupError
from erfara.foundation.backup.keyfile import ID_BYTES, KEY_BYTES, BackupKey

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

MAGIC = b"ERFARA-BACKUP-1\n"
SALT_BYTES = 16
HEADER_BYTES = len(MAGIC) + ID_BYTES + SALT_BYTES
PIECE = 1 << 20
TAG = 16


def _cipher(key: BackupKey, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), KEY_BYTES, salt, info=b"erfara|backup|v1").derive(key.key))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


class Sealer(io.RawIOBase):
    """Write to it, then close it: what isn't closed has no last piece and never opens."""

    def __init__(self, file: BinaryIO, key: BackupKey) -> None:
        super().__init__()
        salt = os.urandom(SALT_BYTES)
        self._file, self._cipher = file, _cipher(key, salt)
        self._header = MAGIC + key.id + salt
        self._held = bytearray()
        self._number = 0
        file.write(self._header)

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer) -> int:
        added = memoryview(data)
        self._held += added
        # One byte more than a piece: the last piece is known at `finish` only.
        while len(self._held) > PIECE:
            self._put(bytes(self._held[:PIECE]), last=False)
            del self._held[:PIECE]
        return added.nbytes

    def finish(self) -> None:
        """Write the last piece."""
        self._put(bytes(self._held), last=True)
        self._held.clear()

    def _put(self, piece: bytes, *, last: bool) -> None:
        nonce = _nonce(self._number, last=last)
        self._file.write(self._cipher.encrypt(nonce, piece, self._header))
        self._number += 1


class Opener(io.RawIOBase):
    """Reads what a `Sealer` wrote. Raises BackupError at the first piece that isn't as it was."""

    def __init__(self, file: BinaryIO, key: BackupKey, name: str) -> None:
        super().__init__()
        self._file, self._name = file, name
        self._header = file.read(HEADER_BYTES)
        if len(self._header) < HEADER_BYTES or not self._header.startswith(MAGIC):
            raise BackupError(_("{name} is no backup of Erfara's."), name=name)
        theirs = self._header[len(MAGIC) : len(MAGIC) + ID_BYTES]
        if theirs != key.id:
            raise BackupError(
                _("{name} is sealed with the backup key {theirs}; the one here is {here}. "
                  "Name the right file in ERFARA_BACKUP_KEY_FILE."),
                name=name, theirs=theirs.hex(), here=key.id.hex(),
            )  # fmt: skip
        self._cipher = _cipher(key, self._header[-SALT_BYTES:])
        self._next = file.read(PIECE + TAG)
        self._number = 0
        self._held = b""
        self._over = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        room = memoryview(buffer)
        while not self._held and not self._over:
            self._open_next()
        count = min(len(room), len(self._held))
        room[:count] = self._held[:count]
        self._held = self._held[count:]
        return count

    def _open_next(self) -> None:
        piece, self._next = self._next, self._file.read(PIECE + TAG)
        self._over = not self._next
        try:
            nonce = _nonce(self._number, last=self._over)
            self._held = self._cipher.decrypt(nonce, piece, self._header)
        except (InvalidTag, ValueError):
            raise BackupError(
                _("{name} is damaged: cut short, or changed after it was made. "
                  "Take another backup."),
                name=self._name,
            ) from None  # fmt: skip
        self._number += 1
