"""The key of each person, wrapped, in the key store."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from erfara.foundation import bulk
from erfara.foundation.crypto import envelope, keys
from erfara.foundation.models.vault import DataKey
from erfara.foundation.vault import locks
from erfara.foundation.vault.errors import Erased, VaultError, refuse_in_transaction

KEY_STORE = "keystore"


def key_id(row_id: UUID) -> bytes:
    """What names a data key in the header of what it seals."""
    return row_id.bytes[: envelope.KEY_ID_BYTES]


def unwrap(
    ring: keys.Keys, tenant_id: UUID, person_id: UUID, wrapped: bytes | memoryview, kek_id: str
) -> bytes:
    """The data key itself. Held as long as one call takes, cached nowhere."""
    context = envelope.key_context(tenant_id, person_id, kek_id)
    return envelope.unseal(ring.kek(kek_id).key, bytes.fromhex(kek_id), bytes(wrapped), context)


def wrap(kek: keys.Kek, tenant_id: UUID, person_id: UUID, key: bytes) -> bytes:
    """A data key as it lies in the key store."""
    context = envelope.key_context(tenant_id, person_id, kek.id)
    return envelope.seal(kek.key, bytes.fromhex(kek.id), key, context)


def for_writing(tenant_id: UUID, person_id: UUID, at: datetime) -> tuple[bytes, bytes]:
    """The person's data key and its id; made, and committed by itself, when she has none."""
    row = DataKey.objects.filter(person_id=person_id).first()
    if row is None:
        _make(tenant_id, person_id, at)
        row = DataKey.objects.get(person_id=person_id)  # perhaps another process's, made just now
    if row.destroyed_at is not None:
        raise Erased("This person is erased.")
    if row.tenant_id != tenant_id:
        raise VaultError("This person belongs to another programme.")
    return unwrap(keys.load(), tenant_id, person_id, row.wrapped, row.kek_id), key_id(row.id)


def _make(tenant_id: UUID, person_id: UUID, at: datetime) -> None:
    refuse_in_transaction("No key can be made", KEY_STORE)
    with transaction.atomic(using=KEY_STORE, durable=True):
        locks.share_key_store()
        # Read under the lock: a rotation that is under way has finished or not begun.
        kek = keys.load().current
        row = DataKey(tenant_id=tenant_id, person_id=person_id, created_at=at, kek_id=kek.id)
        row.wrapped = wrap(kek, tenant_id, person_id, envelope.new_key())
        DataKey.objects.bulk_create([row], ignore_conflicts=True)


MANY = bulk.MANY


def for_writing_many(
    tenant_id: UUID, person_ids: Iterable[UUID], at: datetime
) -> dict[UUID, tuple[bytes, bytes]]:
    """Many people's data keys and their ids; those that are missing are made in one commit.

    The same promise as for one: a key is committed before anything is sealed with it, an erased
    person gets none. What a caller's transaction undoes leaves keys without use, for the janitor.
    """
    ids = list(dict.fromkeys(person_ids))
    rows = _rows(ids)
    missing = [person_id for person_id in ids if person_id not in rows]
    found = _make_many(tenant_id, missing, at) if missing else {}
    if missing and not found:
        rows |= _rows(missing)  # some are another process's, made just now
    ring = keys.load()
    for person_id, (row_id, tenant, wrapped, kek_id, destroyed_at) in rows.items():
        if destroyed_at is not None:
            raise Erased("This person is erased.")
        if tenant != tenant_id:
            raise VaultError("This person belongs to another programme.")
        found[person_id] = (unwrap(ring, tenant_id, person_id, wrapped, kek_id), key_id(row_id))
    return found


def _make_many(
    tenant_id: UUID, people: list[UUID], at: datetime
) -> dict[UUID, tuple[bytes, bytes]]:
    """New keys and their ids, committed; nothing when any of these people had one meanwhile."""
    refuse_in_transaction("No key can be made", KEY_STORE)
    with transaction.atomic(using=KEY_STORE, durable=True):
        locks.share_key_store()
        kek = keys.load().current
        row_ids = bulk.new_ids(len(people))
        fresh = [envelope.new_key() for _one in people]
        wrapped = [
            wrap(kek, tenant_id, person_id, key)
            for person_id, key in zip(people, fresh, strict=True)
        ]
        written = bulk.insert(
            DataKey, ("id", "person_id", "wrapped"), zip(row_ids, people, wrapped, strict=True),
            tenant_id=tenant_id, created_at=at, kek_id=kek.id, destroyed_at=None,
            on_conflict="DO NOTHING",
        )  # fmt: skip
    if written != len(people):
        return {}
    made = zip(fresh, map(key_id, row_ids), strict=True)
    return dict(zip(people, made, strict=True))


def _rows(
    ids: list[UUID],
) -> dict[UUID, tuple[UUID, UUID, bytes | memoryview, str, datetime | str | None]]:
    rows = bulk.find(
        DataKey, ("id", "tenant_id", "wrapped", "kek_id", "destroyed_at"), "person_id", ids
    )
    return {row[0]: row[1:] for row in rows}
