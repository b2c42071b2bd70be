"""Handing everything that is known about one person over to another: they are the same.

Sealed anew under the other's key, blob by blob. Nothing is shown to anybody, so this is no opening
and may run inside an action. The giver's key is destroyed afterwards, by `erase`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from erfara.foundation.crypto import envelope
from erfara.foundation.models.vault import BlindIndex, Likeness, SealedBlob
from erfara.foundation.vault import datakeys, door, locks

# hers, the other's → what both become
Combine = Callable[[dict[str, Any], dict[str, Any]], dict[str, Any]]


def _fill(hers: dict[str, Any], others: dict[str, Any]) -> dict[str, Any]:
    """What she has stays; what she lacks is taken from the other."""
    return {**others, **{name: value for name, value in hers.items() if value not in (None, "")}}


def hand_over(
    *,
    tenant_id: UUID,
    from_id: UUID,
    to_id: UUID,
    combine: Mapping[str, Combine],
    at: datetime,
) -> None:
    """Move every blob, and where a person is found, from one to another. Can be repeated.

    A blob that both have is combined: by the function for its name, or by filling what is empty.
    An address or a number that the receiver lacks is the receiver's from now on.
    """
    with transaction.atomic():
        locks.keep_janitor_out()
        rows = list(
            SealedBlob.objects.select_for_update().filter(tenant_id=tenant_id, person_id=from_id)
        )
        if not rows:
            return
        giver = datakeys.for_writing(tenant_id, from_id, at)
        taker = datakeys.for_writing(tenant_id, to_id, at)
        there = {
            row.name: row
            for row in SealedBlob.objects.filter(
                tenant_id=tenant_id, person_id=to_id, name__in=[row.name for row in rows]
            )
        }
        for row in rows:
            values = _opened(tenant_id, row, giver)
            if row.name in there:
                hers = _opened(tenant_id, there[row.name], taker)
                values = combine.get(row.name, _fill)(hers, values)
            door._write(tenant_id, to_id, row.name, values, taker, at)
        SealedBlob.objects.filter(pk__in=[row.pk for row in rows]).delete()
        for model in (BlindIndex, Likeness):
            had = set(model.objects.filter(person_id=to_id).values_list("kind", flat=True))
            mine = model.objects.filter(tenant_id=tenant_id, person_id=from_id)
            mine.filter(kind__in=had).delete()
            mine.update(person_id=to_id)


def _opened(tenant_id: UUID, row: SealedBlob, key: tuple[bytes, bytes]) -> dict[str, Any]:
    context = envelope.blob_context(tenant_id, row.person_id, row.name)
    return envelope.unpack(envelope.unseal(*key, bytes(row.sealed), context))
