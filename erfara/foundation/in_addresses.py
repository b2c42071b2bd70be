"""Words in an address that nobody can read there: not in a log, a history or a link sent on.

What somebody searches for can say what she knows of somebody. It comes by POST and goes on as an
address that can be opened again, turned over and come back to; the words stand in it sealed.
"""

from __future__ import annotations

import base64
import binascii
from typing import Any
from uuid import UUID

from erfara.foundation.crypto import envelope, keys
from erfara.foundation.crypto.errors import VaultError

_KEY_ID = b"address".ljust(envelope.KEY_ID_BYTES, b"\0")
LONGEST = 4000


def _bound(tenant_id: UUID, use: str) -> tuple[bytes, bytes]:
    return keys.derive(f"address|{use}|{tenant_id}"), f"address|v1|{tenant_id}|{use}".encode()


def sealed(tenant_id: UUID, use: str, values: dict[str, Any]) -> str:
    """Values as a piece of an address; empty when none of them says anything."""
    if not any(values.values()):
        return ""
    key, context = _bound(tenant_id, use)
    return (
        base64.urlsafe_b64encode(envelope.seal(key, _KEY_ID, envelope.pack(values), context))
        .decode()
        .rstrip("=")
    )


def unsealed(tenant_id: UUID, use: str, text: str) -> dict[str, Any]:
    """The values again; none of them when it is no such piece, or one of another programme."""
    if not text or len(text) > LONGEST or not text.isascii():
        return {}
    key, context = _bound(tenant_id, use)
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        return envelope.unpack(envelope.unseal(key, _KEY_ID, data, context))
    except (VaultError, binascii.Error, ValueError):
        return {}
