"""Reading many people's own words into memory, for the system's search and for nothing else.

An index of what people have told can't be kept on disk, so it is made anew in each process. Were
that an opening like any other, everybody's log would be filled by every restart and nobody would
find in it who has looked at her. One row in the system's log says that an index was made; whoever
is then *shown* to somebody is opened as always, with a row of her own. See docs/adr/0018.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, bulk
from erfara.foundation.actors import Actor, Role
from erfara.foundation.crypto import envelope, keys
from erfara.foundation.errors import NotAllowed
from erfara.foundation.models.vault import DataKey, SealedBlob
from erfara.foundation.vault import datakeys, shield
from erfara.foundation.vault.errors import refuse_in_transaction


def read_for_index(
    *,
    tenant_id: UUID,
    person_ids: Iterable[UUID],
    blobs: Mapping[str, Iterable[str] | None],
    whole: bool,
    actor: Actor,
    at: datetime,
) -> dict[UUID, dict[str, dict[str, Any]]]:
    """Person → blob → values, of some fields (None: all of them). For the system alone.

    `whole`: an index is made, which is written down before anything is read. Without it a few are
    read again because something of theirs has just been changed, and that change is written down.
    Absent: who is erased, of another programme, or protected. Queries grow by one for each 500.
    """
    refuse_in_transaction("An index can't be made")
    if actor.role != Role.SYSTEM or actor.tenant_id != tenant_id:
        raise NotAllowed(_("These details are not open to you for this."))
    hidden = shield.shielded(tenant_id)
    ids = [pk for pk in dict.fromkeys(person_ids) if pk not in hidden]
    if whole:
        with transaction.atomic(durable=True):
            audit.record_many(
                "index.built", kind="foundation.index", ids=[tenant_id], tenant_id=tenant_id,
                by=actor, at=at, facts={"people": len(ids)},
            )  # fmt: skip
    if not ids:
        return {}
    wrapped = {
        person_id: row
        for person_id, *row in bulk.find(
            DataKey, ("id", "wrapped", "kek_id"), "person_id", ids, tenant_id=tenant_id
        )
        if row[1]
    }
    ring = keys.load()
    data_keys = {
        person_id: (datakeys.unwrap(ring, tenant_id, person_id, data, kek_id), row_id)
        for person_id, (row_id, data, kek_id) in wrapped.items()
    }
    found: dict[UUID, dict[str, dict[str, Any]]] = {pk: {} for pk in data_keys}
    for blob, fields in blobs.items():
        names = None if fields is None else tuple(fields)
        for person_id, sealed in bulk.find(
            SealedBlob, ("sealed",), "person_id", list(data_keys), tenant_id=tenant_id, name=blob
        ):
            key, row_id = data_keys[person_id]
            context = envelope.blob_context(tenant_id, person_id, blob)
            plain = envelope.unseal(key, datakeys.key_id(row_id), bytes(sealed), context)
            values = envelope.unpack(plain)
            found[person_id][blob] = (
                values if names is None else {one: values.get(one) for one in names}
            )
    return found
