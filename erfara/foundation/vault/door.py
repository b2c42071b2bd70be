"""The one door: storing, opening, changing what is known about a person.

Plaintext and data keys are never cached: what is opened is opened for one request, and logged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from erfara.foundation.actors import Actor, Role
from erfara.foundation.crypto import envelope, keys
from erfara.foundation.models.vault import AccessRow, DataKey, SealedBlob
from erfara.foundation.vault import datakeys, locks, log, policy
from erfara.foundation.vault.errors import refuse_in_transaction
from erfara.foundation.vault.unsealing import Sealed


def _write(
    tenant_id: UUID,
    person_id: UUID,
    blob: str,
    values: dict[str, Any],
    key: tuple[bytes, bytes],
    at: datetime,
) -> None:
    context = envelope.blob_context(tenant_id, person_id, blob)
    SealedBlob.objects.bulk_create(
        [
            SealedBlob(
                tenant_id=tenant_id,
                person_id=person_id,
                name=blob,
                sealed=envelope.seal(key[0], key[1], envelope.pack(values), context),
                created_at=at,
                changed_at=at,
            )
        ],
        update_conflicts=True,
        unique_fields=["person_id", "name"],
        update_fields=["sealed", "changed_at"],
    )


def store(
    *, tenant_id: UUID, person_id: UUID, blob: str, values: dict[str, Any], at: datetime
) -> None:
    """Keep these values as the whole content of a blob. Joins the caller's transaction.

    The person's key is made first, in a commit of its own: if the caller's transaction is undone,
    a key without use is left, never a blob without a key. Raises Erased after an erasure.
    """
    with transaction.atomic():
        locks.keep_janitor_out()
        _write(
            tenant_id, person_id, blob, values, datakeys.for_writing(tenant_id, person_id, at), at
        )


def amend(
    *, tenant_id: UUID, person_id: UUID, blob: str, values: dict[str, Any], at: datetime
) -> None:
    """Change some fields of a blob and keep the others; None removes a field.

    Nothing is shown to anybody, so this is no opening and may run inside an action.
    """
    _change(tenant_id, person_id, blob, lambda held: {**held, **values}, at)


def rename(
    *, tenant_id: UUID, person_id: UUID, blob: str, names: Mapping[str, str], at: datetime
) -> None:
    """Let fields of a blob be called something else from now on, in the place of those that were
    called so: name → new name. One that isn't there changes nothing. No opening either.
    """

    def renamed(held: dict[str, Any]) -> dict[str, Any]:
        moved = {new: held[old] for old, new in names.items() if old in held}
        return {name: value for name, value in held.items() if name not in names} | moved

    _change(tenant_id, person_id, blob, renamed, at)


def _change(
    tenant_id: UUID,
    person_id: UUID,
    blob: str,
    how: Callable[[dict[str, Any]], dict[str, Any]],
    at: datetime,
) -> None:
    with transaction.atomic():
        locks.keep_janitor_out()
        key = datakeys.for_writing(tenant_id, person_id, at)
        rows = SealedBlob.objects.select_for_update().filter(
            tenant_id=tenant_id, person_id=person_id, name=blob
        )
        merged: dict[str, Any] = {}
        for row in rows:
            context = envelope.blob_context(tenant_id, person_id, blob)
            merged = envelope.unpack(envelope.unseal(*key, bytes(row.sealed), context))
        kept = {name: value for name, value in how(merged).items() if value is not None}
        _write(tenant_id, person_id, blob, kept, key, at)


def open(
    *,
    tenant_id: UUID,
    person_ids: Iterable[UUID],
    blob: str,
    fields: Iterable[str],
    purpose: str,
    case: str,
    actor: Actor,
    at: datetime,
) -> dict[UUID, dict[str, Any]]:
    """Open some fields of many people's blobs: policy, log rows, commit, and only then decrypt.

    One row per person is written to her log. A person who is erased, of another programme or
    without such a blob is absent from the answer; a field that was never filled in is None.
    Raises NotAllowed (nothing opened, nothing logged), InsideTransaction, or VaultError when a
    value can't be opened. Queries do not grow with the number of people: two reads, one write.
    """
    refuse_in_transaction("The vault can't be opened")
    ids = list(dict.fromkeys(person_ids))
    wanted = tuple(fields)
    policy.check(purpose, actor, tenant_id, ids, case)
    there = Sealed(tenant_id, ids, blob)
    if not there.people:
        return {}
    with transaction.atomic(durable=True):
        log.write(
            there.people,
            created_at=at,
            at=at,
            tenant_id=tenant_id,
            blob=blob,
            purpose=purpose,
            case=case,
            actor_role=actor.role,
            actor_id=actor.id,
            actor_label=actor.label,
        )
    return there.unseal(wanted)


def open_blobs(
    *,
    tenant_id: UUID,
    person_id: UUID,
    blobs: Iterable[str],
    purpose: str,
    case: str,
    actor: Actor,
    at: datetime,
) -> dict[str, dict[str, Any]]:
    """Open several whole blobs of one subject: a row in the log for each, and then decrypt.

    For what lies in the vault in many pieces, such as a file that is looked through page by page.
    Queries do not grow with the number of blobs. A blob that isn't there is absent.
    """
    refuse_in_transaction("The vault can't be opened")
    names = list(dict.fromkeys(blobs))
    policy.check(purpose, actor, tenant_id, [person_id], case)
    sealed = dict(
        SealedBlob.objects.filter(
            tenant_id=tenant_id, person_id=person_id, name__in=names
        ).values_list("name", "sealed")
    )
    row = DataKey.objects.filter(
        tenant_id=tenant_id, person_id=person_id, destroyed_at=None
    ).first()
    if row is None or not sealed:
        return {}
    with transaction.atomic(durable=True):
        for name in sealed:
            log.write(
                [person_id], created_at=at, at=at, tenant_id=tenant_id, blob=name,
                purpose=purpose, case=case, actor_role=actor.role, actor_id=actor.id,
                actor_label=actor.label,
            )  # fmt: skip
    key = datakeys.unwrap(keys.load(), tenant_id, person_id, row.wrapped, row.kek_id)
    return {
        name: envelope.unpack(
            envelope.unseal(
                key, datakeys.key_id(row.id), bytes(data),
                envelope.blob_context(tenant_id, person_id, name),
            )
        )
        for name, data in sealed.items()
    }  # fmt: skip


def drop_blob(*, tenant_id: UUID, person_id: UUID, blob: str) -> bool:
    """Remove one blob of a person. Joins the caller's transaction. Whether there was one."""
    rows = SealedBlob.objects.filter(tenant_id=tenant_id, person_id=person_id, name=blob)
    return rows.delete()[0] > 0


def blobs_of(tenant_id: UUID, person_id: UUID) -> list[str]:
    """The names of a person's blobs: what there is to export or erase, without opening it."""
    return sorted(
        SealedBlob.objects.filter(tenant_id=tenant_id, person_id=person_id).values_list(
            "name", flat=True
        )
    )


def log_for(
    tenant_id: UUID, person_id: UUID, *, own: bool = False, also: Iterable[UUID] = ()
) -> QuerySet[AccessRow]:
    """Who has opened a person's details, newest first; her own openings only when asked for.

    `also`: ids under which she stood here before.
    """
    ids = [person_id, *also]
    rows = AccessRow.objects.filter(tenant_id=tenant_id, person_id__in=ids)
    if not own:
        rows = rows.exclude(actor_role=Role.PERSON, actor_id__in=ids)
    return rows.order_by("-at", "id")
