"""Making backups, and throwing away those that are too old."""

from __future__ import annotations

import io
import json
import re
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import connections

import erfara
from erfara.foundation import vault
from erfara.foundation.backup import archive, schema
from erfara.foundation.backup.copying import copied
from erfara.foundation.backup.errors import BackupError
from erfara.foundation.backup.keyfile import BackupKey, load_backup_key
from erfara.foundation.backup.sealed import Opener, Sealer
from erfara.foundation.files import put_in_place

# The data first: who is stored in between has a key without use, and not the other way round.
PARTS = {"data": "default", "keys": "keystore"}
# Who has left is unreadable in every copy after 14 days: when the keys' backups are gone. A nightly
# run that comes some minutes early must not leave one for another day.
KEEP = {"data": timedelta(days=90), "keys": timedelta(days=13, hours=12)}
ERASED = "erfara-erased.backup"
_NAME = re.compile(r"erfara-(data|keys)-(\d{8}T\d{12}Z)\.backup")
_STAMP = "%Y%m%dT%H%M%S%fZ"
_LEFT_BEHIND = timedelta(days=1).total_seconds()


@dataclass(frozen=True, slots=True)
class Made:
    """One archive that was made, opened again and found whole."""

    path: Path
    manifest: archive.Manifest
    bytes: int
    pruned: int


def folder_of(part: str, to: Path | None = None) -> Path:
    """Where the archives of a part lie."""
    if to is not None:
        return to / part
    return Path({"data": settings.ENV.backup_data, "keys": settings.ENV.backup_keys}[part])


def archives(part: str, folder: Path) -> list[Path]:
    """The archives of a part in a folder, newest first. What isn't named as ours isn't ours."""
    if not folder.is_dir():
        return []
    found = [p for p in folder.iterdir() if (m := _NAME.fullmatch(p.name)) and m[1] == part]
    return sorted(found, key=lambda path: path.name, reverse=True)


def made_at(path: Path) -> datetime:
    """When an archive was made, by its name."""
    found = _NAME.fullmatch(path.name)
    if found is None:
        raise BackupError(f"{path.name} isn't named as a backup of Erfara's is.")
    return datetime.strptime(found[2], _STAMP).replace(tzinfo=UTC)


def back_up(
    *, at: datetime, to: Path | None = None, parts: Iterable[str] = tuple(PARTS)
) -> list[Made]:
    """Make an archive of each part, read it again from the disk, and prune the older ones.

    Nothing has an archive's name before it has been opened and found whole. BackupError if a part
    can't be made: what was there before is then untouched.
    """
    key = load_backup_key(settings.ENV.backup_key_file)
    made = []
    for part in parts:
        folder = folder_of(part, to)
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = folder / f"erfara-{part}-{at.astimezone(UTC).strftime(_STAMP)}.backup"
            with scratch(settings.ENV.home) as room:
                manifest = _make(part, path, key, room, at)
            _write_erased(folder, key)
            pruned = prune(part, folder, at)
        except OSError as error:
            raise BackupError(f"{folder} can't be written to: {error.strerror}.") from error
        made.append(Made(path, manifest, path.stat().st_size, len(pruned)))
    return made


@contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """A folder for the length of the block. Those that a cut left behind are taken away."""
    for old in folder.glob(".backup-*"):
        if time.time() - old.stat().st_mtime > _LEFT_BEHIND:
            shutil.rmtree(old, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=folder) as made:
        yield Path(made)


def _make(part: str, path: Path, key: BackupKey, room: Path, at: datetime) -> archive.Manifest:
    alias = PARTS[part]
    keks = vault.keks_in_use() if part == "keys" else []
    with copied(alias, room, on_disk=part == "data") as copy:
        size, sha = archive.digest(copy.file)
        copy.file.seek(0)
        manifest = archive.Manifest(
            part=part, made_at=at.isoformat(), erfara=erfara.__version__,
            vendor=connections[alias].vendor, tables=copy.tables,
            migrations=schema.applied(alias), bytes=size, sha256=sha, keks=keks,
        )  # fmt: skip

        def fill(file: BinaryIO) -> None:
            archive.write(file, key, manifest, copy.file)

        put_in_place(path, fill, look=lambda draft: archive.verify(draft, key))
    return manifest


def prune(part: str, folder: Path, at: datetime) -> list[Path]:
    """Remove the archives of a part that are older than it is kept; which they were."""
    old = [path for path in archives(part, folder) if at - made_at(path) > KEEP[part]]
    for path in old:
        path.unlink()
    return old


def _write_erased(folder: Path, key: BackupKey) -> None:
    """Beside the archives, the ids of all who are erased by now: an old copy needs to be told."""
    gone = {**vault.erased_in_data(), **vault.erased_in_keys()}
    rows = [[str(p), str(tenant), at.isoformat()] for p, (tenant, at) in sorted(gone.items())]

    def fill(file: BinaryIO) -> None:
        sealer = Sealer(file, key)
        sealer.write(json.dumps(rows).encode())
        sealer.finish()

    put_in_place(folder / ERASED, fill)


def read_erased(folder: Path, key: BackupKey) -> vault.Gone:
    """Whom the list beside the archives says are erased; nobody when there is no list."""
    path = folder / ERASED
    if not path.exists():
        return {}
    with path.open("rb") as file:
        rows = json.loads(io.BufferedReader(Opener(file, key, path.name)).read())
    return {UUID(p): (UUID(tenant), datetime.fromisoformat(at)) for p, tenant, at in rows}
