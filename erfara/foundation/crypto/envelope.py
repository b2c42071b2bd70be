"""Sealing bytes: AES-256-GCM with a header that says how, bound to what they belong to.

    version (1) | algorithm (1) | id of the key that sealed (8) | nonce (12) | ciphertext and tag

For a data key the id is the key-encryption key's, for a blob it is the data key's, so that the
rotation of a key-encryption key leaves every blob as it is. An unknown version is refused.
"""

from __future__ import annotations

import json
import os
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from erfara.foundation.crypto.errors import VaultError

VERSION = 1
AES_256_GCM = 1
KEY_BYTES = 32
KEY_ID_BYTES = 8
STEP = 512
_PREFIX = bytes([VERSION, AES_256_GCM])
_HEADER = len(_PREFIX) + KEY_ID_BYTES
_NONCE = 12
_LENGTH = 4
_JSON = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def new_key() -> bytes:
    """A fresh data key."""
    return os.urandom(KEY_BYTES)


def blob_context(tenant_id: UUID, person_id: UUID, blob: str) -> bytes:
    """What a blob is bound to. Moved to another programme, person or blob it doesn't open."""
    return f"v1|{tenant_id}|{person_id}|{blob}".encode()


def key_context(tenant_id: UUID, person_id: UUID, kek_id: str) -> bytes:
    """What a wrapped data key is bound to."""
    return f"key|v1|{tenant_id}|{person_id}|{kek_id}".encode()


def seal(key: bytes, key_id: bytes, plain: bytes, context: bytes) -> bytes:
    """Encrypt with a fresh random nonce; a nonce used twice would give the key away."""
    nonce = os.urandom(_NONCE)
    return _PREFIX + key_id + nonce + AESGCM(key).encrypt(nonce, plain, context)


def unseal(key: bytes, key_id: bytes, sealed: bytes, context: bytes) -> bytes:
    """The plain bytes, or VaultError. Never empty instead of unreadable."""
    if sealed[: len(_PREFIX)] != _PREFIX:
        raise VaultError("Sealed in a way that this version doesn't know.")
    if sealed[len(_PREFIX) : _HEADER] != key_id:
        raise VaultError("Sealed with another key than the one at hand.")
    try:
        return AESGCM(key).decrypt(
            sealed[_HEADER : _HEADER + _NONCE], sealed[_HEADER + _NONCE :], context
        )
    except (InvalidTag, ValueError) as error:
        raise VaultError("Damaged, or moved here from somewhere else.") from error


def pack(values: dict[str, Any]) -> bytes:
    """Values as JSON, padded to whole steps so that the length tells little."""
    if not all(isinstance(name, str) for name in values):
        raise VaultError("Field names are strings.")
    try:
        text = _JSON.encode(values)
    except (TypeError, ValueError) as error:
        # The error's own text could hold the value.
        raise VaultError(f"Values must be plain JSON ({type(error).__name__}).") from None
    data = text.encode("utf-8", "surrogatepass")
    return (len(data).to_bytes(_LENGTH, "big") + data).ljust(
        -(-(len(data) + _LENGTH) // STEP) * STEP, b"\0"
    )


def unpack(plain: bytes) -> dict[str, Any]:
    """The values again."""
    length = int.from_bytes(plain[:_LENGTH], "big")
    values: dict[str, Any] = json.loads(
        plain[_LENGTH : _LENGTH + length].decode("utf-8", "surrogatepass")
    )
    return values
