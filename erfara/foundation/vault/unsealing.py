"""From what lies sealed to what it says: one loop for everything that may read the vault.

Whether it may be read, and what is written down about it, is the caller's to see to first. Nothing
outside this package imports from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from erfara.foundation.crypto import envelope, keys
from erfara.foundation.models.vault import DataKey, SealedBlob
from erfara.foundation.prepared import Prepared, among
from erfara.foundation.vault import datakeys

# What is read for it: the sealed blobs, and the living keys from the key store.
_SEALED = Prepared(
    lambda tenant, people, name: SealedBlob.objects.filter(
        among("person_id", people), tenant_id=tenant, name=name
    ).values_list("person_id", "sealed")
)
_WRAPPED = Prepared(
    lambda tenant, people: DataKey.objects.filter(
        among("person_id", people), tenant_id=tenant, destroyed_at=None
    ).values_list("id", "person_id", "wrapped", "kek_id")
)


class Sealed:
    """One blob of many people with the keys to it, still shut. Two reads, however many people.

    `people`: those of whom there is something to open, in the order asked for. Absent: who is
    erased, of another programme, or without such a blob.
    """

    def __init__(self, tenant_id: UUID, person_ids: Iterable[UUID], blob: str) -> None:
        self._tenant_id, self._blob = tenant_id, blob
        ids = list(dict.fromkeys(person_ids))
        self._sealed: Mapping[UUID, bytes] = (
            dict(_SEALED.rows(tenant=tenant_id, people=ids, name=blob)) if ids else {}
        )
        rows = _WRAPPED.rows(tenant=tenant_id, people=[*self._sealed]) if self._sealed else []
        self._wrapped = {person_id: (pk, data, kek_id) for pk, person_id, data, kek_id in rows}
        self.people = [person_id for person_id in ids if person_id in self._wrapped]

    def unseal(self, fields: Iterable[str]) -> dict[UUID, dict[str, Any]]:
        """Person → the wanted fields; None for one that was never filled in."""
        wanted, ring = tuple(fields), keys.load()
        opened: dict[UUID, dict[str, Any]] = {}
        for person_id in self.people:
            row_id, data, kek_id = self._wrapped[person_id]
            key = datakeys.unwrap(ring, self._tenant_id, person_id, data, kek_id)
            context = envelope.blob_context(self._tenant_id, person_id, self._blob)
            sealed = bytes(self._sealed[person_id])
            plain = envelope.unseal(key, datakeys.key_id(row_id), sealed, context)
            values = envelope.unpack(plain)
            opened[person_id] = {name: values.get(name) for name in wanted}
        return opened
