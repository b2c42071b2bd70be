"""Erasing a person, finishing what was cut short, and changing the key that wraps all keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from erfara.foundation import links, outbox
from erfara.foundation.crypto import keys
from erfara.foundation.models.vault import BlindIndex, DataKey, Likeness, SealedBlob, Tombstone
from erfara.foundation.vault import datakeys, locks
from erfara.foundation.vault.datakeys import KEY_STORE
from erfara.foundation.vault.errors import VaultError, refuse_in_transaction
from erfara.foundation.vault.shield import unshield

ORPHAN_AGE = timedelta(hours=1)
RETIRED_AGE = timedelta(hours=1)
# A reader that stays longer is not waited for; the janitor checkpoints again at its next round.
CHECKPOINT_WAIT_MS = 500


@dataclass(frozen=True, slots=True)
class Swept:
    """What the janitor did. `unreadable`: people whose key is lost without an erasure."""

    keys: int
    erasures: int
    unreadable: int


def erase(*, tenant_id: UUID, person_id: UUID, at: datetime) -> None:
    """Make a person unreadable, then remove what is left of her. Can be repeated safely.

    First her key, in a commit of its own: from then on nothing of hers can be opened, whatever
    happens next. Then blobs, index, links and waiting messages in one transaction. The janitor
    finishes it when it is cut in between.
    """
    refuse_in_transaction("Nobody can be erased")
    refuse_in_transaction("Nobody can be erased", KEY_STORE)
    _destroy_key(tenant_id, person_id, at)
    _remove_rest(tenant_id, person_id, at)
    checkpoint()


def _destroy_key(tenant_id: UUID, person_id: UUID, at: datetime) -> None:
    """Empty the key and leave the row as the mark of an erasure."""
    with transaction.atomic(using=KEY_STORE, durable=True):
        mark = DataKey(tenant_id=tenant_id, person_id=person_id, created_at=at, destroyed_at=at)
        DataKey.objects.bulk_create([mark], ignore_conflicts=True)
        mine = DataKey.objects.filter(tenant_id=tenant_id, person_id=person_id)
        if not mine.exists():
            raise VaultError("This person belongs to another programme.")
        mine.filter(destroyed_at=None).update(wrapped=b"", kek_id="", destroyed_at=at)
        unshield(tenant_id=tenant_id, person_id=person_id)


def _remove_rest(tenant_id: UUID, person_id: UUID, at: datetime) -> None:
    with transaction.atomic(durable=True):
        hers = {"tenant_id": tenant_id, "person_id": person_id}
        SealedBlob.objects.filter(**hers).delete()
        BlindIndex.objects.filter(**hers).delete()
        Likeness.objects.filter(**hers).delete()
        links.remove_all(**hers)
        outbox.cancel(tenant_id=tenant_id, to_kind="person", to_id=person_id, at=at)
        Tombstone.objects.bulk_create([Tombstone(**hers, created_at=at)], ignore_conflicts=True)


def is_erased(person_id: UUID) -> bool:
    """Whether the person has been erased."""
    return Tombstone.objects.filter(person_id=person_id).exists()


def checkpoint() -> None:
    """SQLite: move everything out of the WAL and empty it, where erased bytes would remain."""
    for alias in (DEFAULT_DB_ALIAS, KEY_STORE):
        connection = connections[alias]
        if connection.vendor != "sqlite" or connection.in_atomic_block:
            continue
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout")
            usual = cursor.fetchone()[0]
            cursor.execute(f"PRAGMA busy_timeout={CHECKPOINT_WAIT_MS}")
            try:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                cursor.fetchall()
            finally:
                cursor.execute(f"PRAGMA busy_timeout={usual}")


def janitor(at: datetime) -> Swept:
    """Finish what was cut short, in either store, and after either was restored from a backup.

    A blob whose key is *destroyed* is an erasure to finish. A blob whose key is *missing* is a
    lost or wrong key store: it is counted, never removed.
    """
    refuse_in_transaction("The janitor can't work")
    marked = dict(DataKey.objects.exclude(destroyed_at=None).values_list("person_id", "tenant_id"))
    buried = dict(Tombstone.objects.values_list("person_id", "tenant_id"))
    # An old key store was put back: those erased since then have a key again.
    for person_id, tenant_id in buried.items():
        if person_id not in marked:
            _destroy_key(tenant_id, person_id, at)
    held = set(SealedBlob.objects.values_list("person_id", flat=True).distinct())
    held_or_indexed = held | set(BlindIndex.objects.values_list("person_id", flat=True))
    erased = marked | buried
    unfinished = {p for p in erased if p in held_or_indexed or p not in buried}
    for person_id in unfinished:
        _remove_rest(erased[person_id], person_id, at)
    swept = Swept(_sweep_unused_keys(at), len(unfinished), _unreadable(held - set(erased)))
    checkpoint()
    return swept


def _sweep_unused_keys(at: datetime) -> int:
    """Remove keys that a transaction made and was then undone."""
    with transaction.atomic(durable=True):
        locks.keep_writers_out()
        held = set(SealedBlob.objects.values_list("person_id", flat=True).distinct())
        old = DataKey.objects.filter(destroyed_at=None, created_at__lt=at - ORPHAN_AGE)
        unused = [row for row, person in old.values_list("id", "person_id") if person not in held]
        if unused:
            DataKey.objects.filter(id__in=unused, destroyed_at=None).delete()
        return len(unused)


def _unreadable(people: set[UUID]) -> int:
    return len(people - set(DataKey.objects.values_list("person_id", flat=True)))


def rotate(at: datetime) -> int:
    """Wrap every data key with a new key-encryption key. How many were wrapped anew.

    The old one stays in the file for an hour, for whoever read it a moment ago; `drop_retired`
    then removes it, and from that moment no old copy of the key store can be opened.
    """
    refuse_in_transaction("Keys can't be changed", KEY_STORE)
    keys.add_kek(at)
    return _rewrap()


def _rewrap() -> int:
    with transaction.atomic(using=KEY_STORE, durable=True):
        locks.own_key_store()
        ring = keys.load()
        rows = list(DataKey.objects.filter(destroyed_at=None).exclude(kek_id=ring.current.id))
        for row in rows:
            key = datakeys.unwrap(ring, row.tenant_id, row.person_id, row.wrapped, row.kek_id)
            row.kek_id = ring.current.id
            row.wrapped = datakeys.wrap(ring.current, row.tenant_id, row.person_id, key)
        DataKey.objects.bulk_update(rows, ["kek_id", "wrapped"], batch_size=100)
    return len(rows)


def drop_retired(at: datetime) -> int:
    """Remove from the key file what was retired over an hour ago. How many were removed."""
    old = {
        kek.id
        for kek in keys.load().keks
        if kek.retired_at is not None and kek.retired_at < at - RETIRED_AGE
    }
    if not old:
        return 0
    refuse_in_transaction("Keys can't be changed", KEY_STORE)
    _rewrap()
    keys.drop_keks(old)
    checkpoint()
    return len(old)
