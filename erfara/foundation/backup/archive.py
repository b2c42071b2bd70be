"""What is inside a sealed file: a note on what it is, then the copy of one database."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, BinaryIO

from django.utils.translation import gettext_noop as _

from erfara.foundation.backup.errors import BackupError
from erfara.foundation.backup.keyfile import BackupKey
from erfara.foundation.backup.sealed import Opener, Sealer

FORMAT = 1
NOTE = "manifest.json"
# Most of what there is, is sealed already and doesn't shrink; the rest shrinks well at once.
SMALLER = 3
_READ = 1 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive says of itself. `tables`: rows in each; `migrations`: "app.name" of each.

    `keks`: ids of the key-encryption keys that a copy of the key store needs.
    """

    part: str
    made_at: str
    erfara: str
    vendor: str
    tables: dict[str, int]
    migrations: list[str]
    bytes: int
    sha256: str
    keks: list[str] = field(default_factory=list)
    format: int = FORMAT

    @property
    def rows(self) -> int:
        return sum(self.tables.values())


def write(file: BinaryIO, key: BackupKey, manifest: Manifest, payload: BinaryIO) -> None:
    """Seal a note and a copy into `file`, as they are read."""
    sealer = Sealer(file, key)
    note = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()
    with (
        gzip.GzipFile(fileobj=sealer, mode="wb", compresslevel=SMALLER, mtime=0) as smaller,
        tarfile.open(fileobj=smaller, mode="w|") as tar,
    ):
        tar.addfile(_member(NOTE, len(note)), io.BytesIO(note))
        tar.addfile(_member(f"{manifest.part}.{manifest.vendor}", manifest.bytes), payload)
    sealer.finish()


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member


def digest(file: IO[bytes], to: IO[bytes] | None = None) -> tuple[int, str]:
    """How long a file is and its SHA-256, from where it stands to its end. `to`: also copied."""
    sha, size = hashlib.sha256(), 0
    while piece := file.read(_READ):
        if to is not None:
            to.write(piece)
        sha.update(piece)
        size += len(piece)
    return size, sha.hexdigest()


def _unread(path: Path, error: Exception) -> BackupError:
    kind = type(error).__name__
    return BackupError(_("{name} can't be read ({error})."), name=path.name, error=kind)


@contextmanager
def opened(path: Path, key: BackupKey) -> Iterator[tuple[Manifest, IO[bytes]]]:
    """The note, and the copy to be read from its beginning."""
    try:
        with path.open("rb") as file:
            plain = io.BufferedReader(Opener(file, key, path.name), _READ)
            with gzip.GzipFile(fileobj=plain) as larger:
                with tarfile.open(fileobj=larger, mode="r|") as tar:
                    yield _note(tar, path.name), _copy(tar, path.name)
                # What follows the copy is read too: a file that is cut there is cut.
                while larger.read(_READ):
                    pass
            while plain.read(_READ):
                pass
    except FileNotFoundError:
        raise BackupError(_("{path} is not there."), path=path) from None
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise _unread(path, error) from None


def _note(tar: tarfile.TarFile, name: str) -> Manifest:
    member = tar.next()
    file = tar.extractfile(member) if member is not None and member.name == NOTE else None
    said: dict[str, Any] = json.loads(file.read()) if file is not None else {}
    if said.get("format") != FORMAT:
        raise BackupError(
            _("{name} was made by another version of Erfara, which has to open it."), name=name
        )
    return Manifest(**said)


def _copy(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    member = tar.next()
    file = tar.extractfile(member) if member is not None else None
    if file is None:
        raise BackupError(_("{name} holds no copy of a database."), name=name)
    return file


def manifest_of(path: Path, key: BackupKey) -> Manifest:
    """What an archive says of itself. Its first piece alone is opened: see `verify`."""
    try:
        with path.open("rb") as file:
            plain = io.BufferedReader(Opener(file, key, path.name), _READ)
            with tarfile.open(fileobj=gzip.GzipFile(fileobj=plain), mode="r|") as tar:
                return _note(tar, path.name)
    except (OSError, tarfile.TarError, EOFError, zlib.error) as error:
        raise _unread(path, error) from None


def verify(path: Path, key: BackupKey) -> Manifest:
    """Open all of an archive and hold it against its checksum; BackupError if it isn't whole."""
    with opened(path, key) as (manifest, copy):
        _hold_against(manifest, digest(copy), path.name)
    return manifest


def extract(path: Path, key: BackupKey, to: Path) -> Manifest:
    """Put the copy into a new file, or leave none behind."""
    try:
        with opened(path, key) as (manifest, copy), to.open("xb") as file:
            _hold_against(manifest, digest(copy, file), path.name)
    except BackupError:
        to.unlink(missing_ok=True)
        raise
    return manifest


def _hold_against(manifest: Manifest, found: tuple[int, str], name: str) -> None:
    if found != (manifest.bytes, manifest.sha256):
        raise BackupError(
            _("{name} is damaged: its checksum is another. Take another backup."), name=name
        )
