"""What a person has let be published: read by everybody, and nothing else read with it.

It lies under her own key like all the rest, so that erasing her erases it wherever it was. Nobody's
identity is opened by reading it, so there is no row in her log. See docs/adr/0010.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from erfara.foundation.crypto import envelope
from erfara.foundation.models.vault import SealedBlob
from erfara.foundation.vault import datakeys, door, locks
from erfara.foundation.vault.errors import VaultError
from erfara.foundation.vault.unsealing import Sealed

# A blob whose name begins so is published; one whose name doesn't can't be read from here.
PREFIX = "public:"
# blob → the fields of it that there are to read
_blobs: dict[str, tuple[str, ...]] = {}


def register_public(blob: str, fields: Iterable[str]) -> None:
    """Make a blob of published text known, with the fields of it that anybody may read."""
    if not blob.startswith(PREFIX):
        raise ValueError(f"A published blob is called {PREFIX}…, not {blob}.")
    wanted = tuple(fields)
    if _blobs.setdefault(blob, wanted) != wanted:
        raise ValueError(f"{blob} is taken.")


def public_blobs() -> dict[str, tuple[str, ...]]:
    """All that can be read by everybody: blob → fields."""
    return dict(_blobs)


def _known(blob: str) -> tuple[str, ...]:
    if not blob.startswith(PREFIX) or blob not in _blobs:
        raise VaultError("Only what is published can be read or written here.")
    return _blobs[blob]


def publish(
    *, tenant_id: UUID, person_id: UUID, blob: str, field: str, public: str, at: datetime
) -> None:
    """Seal one field of a blob (a mapping) anew as the whole of a published blob.

    Nothing is shown to the caller, so this is no opening and may run inside an action: what she
    approved is what is published, letter by letter. Raises VaultError when there is no such field.
    """
    names = _known(public)
    with transaction.atomic():
        locks.keep_janitor_out()
        key = datakeys.for_writing(tenant_id, person_id, at)
        row = SealedBlob.objects.filter(tenant_id=tenant_id, person_id=person_id, name=blob).first()
        values: dict[str, Any] = {}
        if row is not None:
            context = envelope.blob_context(tenant_id, person_id, blob)
            values = envelope.unpack(envelope.unseal(*key, bytes(row.sealed), context))
        found = values.get(field)
        if not isinstance(found, dict):
            raise VaultError("There is nothing there to publish.")
        door.store(
            tenant_id=tenant_id, person_id=person_id, blob=public,
            values={name: found.get(name) for name in names}, at=at,
        )  # fmt: skip


def unpublish(*, tenant_id: UUID, person_id: UUID, public: str) -> bool:
    """Remove what is published. Joins the caller's transaction. Whether there was anything."""
    _known(public)
    return door.drop_blob(tenant_id=tenant_id, person_id=person_id, blob=public)


def read_public(
    *, tenant_id: UUID, person_ids: Iterable[UUID], public: str
) -> dict[UUID, dict[str, Any]]:
    """What these people have published. Absent: who is erased, elsewhere, or has published nothing.

    Two reads, however many people. Writes nothing.
    """
    names = _known(public)
    return Sealed(tenant_id, person_ids, public).unseal(names)
