"""Storing and finding many people at once: the same promises as for one, in batches.

For a register that comes as a file. Keys first, in one commit of their own; then the blobs, in the
caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from erfara.foundation import bulk, phones
from erfara.foundation.crypto import envelope
from erfara.foundation.models.vault import BlindIndex, SealedBlob
from erfara.foundation.vault import datakeys, index, locks
from erfara.foundation.vault.index import Kind

MANY = datakeys.MANY


def store_many(
    *, tenant_id: UUID, blobs: Mapping[str, Mapping[UUID, dict[str, Any]]], at: datetime
) -> None:
    """Keep values as the whole content of blobs: name of the blob → person → values.

    Joins the caller's transaction. Raises Erased when one of the people has been erased.
    """
    people = {person_id for values in blobs.values() for person_id in values}
    with transaction.atomic():
        locks.keep_janitor_out()
        data_keys = datakeys.for_writing_many(tenant_id, people, at)
        rows = [
            (
                person_id, name,
                envelope.seal(
                    *data_keys[person_id], envelope.pack(values),
                    envelope.blob_context(tenant_id, person_id, name),
                ),
            )
            for name, of_each in blobs.items()
            for person_id, values in of_each.items()
        ]  # fmt: skip
        bulk.insert(
            SealedBlob, ("person_id", "name", "sealed"), rows, tenant_id=tenant_id, created_at=at,
            changed_at=at,
            on_conflict="(person_id, name) DO UPDATE SET sealed = excluded.sealed, "
            "changed_at = excluded.changed_at",
        )  # fmt: skip


def index_find_many(tenant_id: UUID, kind: Kind, values: Iterable[str]) -> dict[str, UUID]:
    """Value, in the form it is compared in → whose it is in the programme. Unknown ones are absent.

    A query for each five hundred, for known and unknown alike.
    """
    digest = index._digests(tenant_id, kind)
    by_digest = {
        digest(normal): normal
        for value in values
        if (normal := index.normalise(kind, value)) is not None
    }
    rows = bulk.find(
        BlindIndex, ("person_id",), "digest", list(by_digest), tenant_id=tenant_id, kind=kind
    )
    return {by_digest[one]: person_id for one, person_id in rows}


def index_put_many(
    *, tenant_id: UUID, kind: Kind, values: Mapping[UUID, str], at: datetime
) -> None:
    """Let new people be found by these. Values that can't be one are left out.

    For people who have none of the kind yet. IntegrityError when somebody else has one of them:
    look with `index_find_many` first, in the same transaction.
    """
    digest = index._digests(tenant_id, kind)
    rows = [
        (person_id, digest(normal), kind == "phone" and phones.is_mobile(normal))
        for person_id, value in values.items()
        if (normal := index.normalise(kind, value)) is not None
    ]
    bulk.insert(
        BlindIndex, ("person_id", "digest", "mobile"), rows, tenant_id=tenant_id, kind=kind,
        created_at=at,
    )  # fmt: skip
