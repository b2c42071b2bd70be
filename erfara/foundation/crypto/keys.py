"""The key file: what wraps all other keys. Never in a database, its backup, or the environment.

JSON with the key-encryption keys (the current one first), the master for the blind index's
peppers and the master for links. Each programme has a pepper and a link key of its own, derived.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from erfara.foundation.crypto.envelope import KEY_BYTES, KEY_ID_BYTES
from erfara.foundation.crypto.errors import KeyFileError, VaultError
from erfara.foundation.files import put_in_place


@dataclass(frozen=True, slots=True, repr=False)
class Kek:
    """A key-encryption key. `retired_at` is set when a newer one has taken over."""

    id: str
    key: bytes
    retired_at: datetime | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """All that the key file holds. Has no repr: keys must not reach a log."""

    keks: tuple[Kek, ...]
    pepper_master: bytes
    link_master: bytes

    @property
    def current(self) -> Kek:
        return self.keks[0]

    def kek(self, kek_id: str) -> Kek:
        """The key with this id, current or retired."""
        for kek in self.keks:
            if kek.id == kek_id:
                return kek
        raise VaultError(f"The key file lacks key {kek_id}, with which a person's key is wrapped.")

    def pepper(self, tenant_id: UUID) -> bytes:
        """The programme's own pepper: two programmes' indexes can't be joined."""
        return _derive(self.pepper_master, b"erfara|pepper|v1|", tenant_id)

    def link_key(self, tenant_id: UUID) -> bytes:
        """The programme's own key for link tokens."""
        return _derive(self.link_master, b"erfara|links|v1|", tenant_id)


def _derive(master: bytes, use: bytes, tenant_id: UUID) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=use + tenant_id.bytes).derive(master)


def _new_kek() -> Kek:
    return Kek(secrets.token_hex(KEY_ID_BYTES), os.urandom(KEY_BYTES))


def _encode(key: bytes) -> str:
    return base64.b64encode(key).decode()


def _decode(text: Any) -> bytes:
    key = base64.b64decode(text, validate=True)
    if len(key) != KEY_BYTES:
        raise ValueError("a key has another length")
    return key


def _dump(keys: Keys) -> str:
    return json.dumps(
        {
            "version": 1,
            "keks": [
                {
                    "id": kek.id,
                    "key": _encode(kek.key),
                    "retired_at": kek.retired_at.isoformat() if kek.retired_at else None,
                }
                for kek in keys.keks
            ],
            "pepper_master": _encode(keys.pepper_master),
            "link_master": _encode(keys.link_master),
        },
        indent=1,
    )


def _parse(text: str) -> Keys:
    data = json.loads(text)
    if data["version"] != 1:
        raise ValueError("unknown version")
    keks = tuple(
        Kek(
            bytes.fromhex(row["id"]).hex(),
            _decode(row["key"]),
            datetime.fromisoformat(row["retired_at"]) if row.get("retired_at") else None,
        )
        for row in data["keks"]
    )
    if not keks or any(len(bytes.fromhex(kek.id)) != KEY_ID_BYTES for kek in keks):
        raise ValueError("no usable key-encryption key")
    return Keys(keks, _decode(data["pepper_master"]), _decode(data["link_master"]))


def _write(path: Path, keys: Keys, *, fresh: bool) -> None:
    put_in_place(path, lambda file: file.write(_dump(keys).encode()), fresh=fresh)


def create_key_file(path: Path) -> bool:
    """Make a key file with fresh keys, mode 0600. False when one is there already."""
    keys = Keys((_new_kek(),), os.urandom(KEY_BYTES), os.urandom(KEY_BYTES))
    try:
        _write(path, keys, fresh=True)
    except FileExistsError:
        return False
    return True


_cache: dict[Path, tuple[tuple[int, int, int], Keys]] = {}


def load(path: Path | None = None) -> Keys:
    """The keys, read again whenever the file has changed. Missing: made, but not in production."""
    path = path or settings.ENV.key_file
    try:
        facts = path.stat()
    except FileNotFoundError:
        if settings.ENV.production:
            raise KeyFileError(
                f"ERFARA_KEY_FILE: {path} is not there. Without it nothing can be opened."
            ) from None
        create_key_file(path)
        facts = path.stat()
    stamp = (facts.st_mtime_ns, facts.st_ino, facts.st_size)
    known = _cache.get(path)
    if known is not None and known[0] == stamp:
        return known[1]
    try:
        keys = _parse(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError) as error:
        # The error's own text could quote the file.
        raise KeyFileError(
            f"ERFARA_KEY_FILE: {path} can't be read as a key file ({type(error).__name__})."
        ) from None
    _cache[path] = (stamp, keys)
    return keys


def add_kek(at: datetime, path: Path | None = None) -> Kek:
    """Put a new key-encryption key first in the file; those before it are retired but kept."""
    path = path or settings.ENV.key_file
    keys = load(path)
    retired = tuple(replace(k, retired_at=k.retired_at or at) for k in keys.keks)
    kek = _new_kek()
    _write(path, replace(keys, keks=(kek, *retired)), fresh=False)
    return kek


def drop_keks(kek_ids: set[str], path: Path | None = None) -> None:
    """Remove retired keys from the file. The current one always stays."""
    path = path or settings.ENV.key_file
    keys = load(path)
    kept = tuple(k for k in keys.keks if k is keys.current or k.id not in kek_ids)
    _write(path, replace(keys, keks=kept), fresh=False)


def derive(info: str) -> bytes:
    """A key of the installation for one use, named by `info`: for other secrets in a database."""
    use = b"erfara|derived|v1|" + info.encode()
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=use).derive(load().link_master)
