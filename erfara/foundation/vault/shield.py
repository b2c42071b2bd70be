"""Whose details are protected. The mark itself is a secret: it lies sealed in the key store."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime
from uuid import UUID

from django.db import transaction

from erfara.foundation.crypto import envelope, keys
from erfara.foundation.models.vault import Shield
from erfara.foundation.prepared import Prepared
from erfara.foundation.vault.datakeys import KEY_STORE
from erfara.foundation.vault.errors import refuse_in_transaction

_KEY_ID = b"shield".ljust(envelope.KEY_ID_BYTES, b"\0")

# Every list asks it several times: who is in it, who is counted, who may be opened.
_SHIELDS = Prepared(lambda tenant: Shield.objects.filter(tenant_id=tenant).values_list("sealed"))


def _key(tenant_id: UUID) -> bytes:
    return keys.derive(f"shield|{tenant_id}")


def _mark(tenant_id: UUID, person_id: UUID) -> bytes:
    message = b"mark|v1|" + person_id.bytes
    return hmac.new(_key(tenant_id), message, hashlib.sha256).digest()


def _context(tenant_id: UUID) -> bytes:
    return f"shield|v1|{tenant_id}".encode()


def shield(*, tenant_id: UUID, person_id: UUID, at: datetime) -> None:
    """Protect a person's details from now on. Committed by itself, before anything is written about
    her, so that a stop in between leaves her protected. Can be repeated."""
    refuse_in_transaction("Nobody can be protected", KEY_STORE)
    sealed = envelope.seal(_key(tenant_id), _KEY_ID, person_id.bytes, _context(tenant_id))
    row = Shield(
        tenant_id=tenant_id, mark=_mark(tenant_id, person_id), sealed=sealed, created_at=at
    )
    with transaction.atomic(using=KEY_STORE, durable=True):
        Shield.objects.bulk_create([row], ignore_conflicts=True)


def unshield(*, tenant_id: UUID, person_id: UUID) -> None:
    """End the protection; also when a person is erased. Can be repeated."""
    Shield.objects.filter(mark=_mark(tenant_id, person_id)).delete()


def shield_mark(tenant_id: UUID, person_id: UUID) -> str:
    """A keyed digest of a person's id, for where her id itself would tell that she is protected.

    A staff session is a row in the register's own database, and remembers whose page was opened.
    """
    message = b"session|v1|" + person_id.bytes
    return hmac.new(_key(tenant_id), message, hashlib.sha256).hexdigest()


def shielded(tenant_id: UUID) -> frozenset[UUID]:
    """The ids of the people in a programme whose details are protected. One short query.

    Raises VaultError when a row can't be read: then nobody is shown at all.
    """
    sealed = [one for (one,) in _SHIELDS.rows(tenant=tenant_id)]
    if not sealed:
        return frozenset()
    key, context = _key(tenant_id), _context(tenant_id)
    return frozenset(
        UUID(bytes=envelope.unseal(key, _KEY_ID, bytes(one), context)) for one in sealed
    )
