"""Who has been erased, carried over from one copy of the databases to another; for backups."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from erfara.foundation.crypto import keys
from erfara.foundation.models.vault import DataKey, SealedBlob, Tombstone
from erfara.foundation.vault import datakeys

# Person → programme and moment. Ids alone: nothing else is left of them.
Gone = dict[UUID, tuple[UUID, datetime]]


def erased_in_data() -> Gone:
    """Whom the data says are erased."""
    rows = Tombstone.objects.values_list("person_id", "tenant_id", "created_at")
    return {person: (tenant, at) for person, tenant, at in rows}


def erased_in_keys() -> Gone:
    """Whom the key store says are erased."""
    rows = DataKey.objects.exclude(destroyed_at=None)
    found = rows.values_list("person_id", "tenant_id", "destroyed_at")
    return {person: (tenant, at) for person, tenant, at in found if at is not None}


def keks_in_use() -> list[str]:
    """The ids of the key-encryption keys with which the key store's keys are wrapped."""
    used = DataKey.objects.filter(destroyed_at=None).values_list("kek_id", flat=True)
    return sorted(used.distinct())


def fits() -> tuple[int, int, list[str]]:
    """Whether key file, key store and data belong together: people with something sealed, how many
    of them have no key, and ids of key-encryption keys that the key file lacks.

    One data key is unwrapped for each key-encryption key, so that a file of the right names with
    other keys is found too: VaultError.
    """
    ring = keys.load()
    have = {kek.id for kek in ring.keks}
    used = keks_in_use()
    for kek_id in set(used) & have:
        row = DataKey.objects.filter(destroyed_at=None, kek_id=kek_id).first()
        if row is not None:
            datakeys.unwrap(ring, row.tenant_id, row.person_id, row.wrapped, row.kek_id)
    held = set(SealedBlob.objects.values_list("person_id", flat=True).distinct())
    keyless = held - set(DataKey.objects.values_list("person_id", flat=True))
    return len(held), len(keyless), [kek_id for kek_id in used if kek_id not in have]
