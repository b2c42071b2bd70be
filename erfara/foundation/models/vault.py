"""The tables behind the vault. Only `erfara.foundation.vault` may use them."""

from __future__ import annotations

from django.db import models

from erfara.foundation.models.base import AppendOnly, BaseModel, Personal


class DataKey(BaseModel):
    """A person's key, wrapped. Lives in the key store, a database of its own.

    Erasing a person empties `wrapped` and leaves the row as a mark: an erasure that was cut short
    can be told from a key store that is lost, and no new key is ever made for her.
    """

    tenant_id = models.UUIDField()  # no index: SQLite would choose it and read the programme
    person_id = models.UUIDField()
    wrapped = models.BinaryField()
    kek_id = models.CharField(max_length=16, blank=True)
    destroyed_at = models.DateTimeField(null=True)

    personal = Personal(
        none="wrapped kek_id destroyed_at",
        pseudonym="tenant_id person_id",
        why="worthless without the key file; emptied when the person is erased",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person_id"], name="data_key_one_per_person"),
            models.CheckConstraint(
                condition=models.Q(destroyed_at=None, kek_id__gt="")
                | models.Q(destroyed_at__isnull=False, kek_id=""),
                name="data_key_whole_or_destroyed",
            ),
        ]


class SealedBlob(BaseModel):
    """What is known about one person for one use, encrypted as one."""

    tenant_id = models.UUIDField()  # no index: SQLite would choose it and read the programme
    person_id = models.UUIDField()
    name = models.CharField(max_length=64)
    sealed = models.BinaryField()
    changed_at = models.DateTimeField()

    personal = Personal(
        none="name changed_at",
        pseudonym="tenant_id person_id",
        sensitive="sealed",
        why="sealed with the person's own key; opened by vault.open only",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "name"], name="sealed_blob_one_per_person_and_name"
            )
        ]


class BlindIndex(BaseModel):
    """Finds a person by e-mail or phone without holding either."""

    tenant_id = models.UUIDField()
    person_id = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=16)
    digest = models.BinaryField(max_length=32)
    # Of a number: whether it takes text messages.
    mobile = models.BooleanField(default=False, db_default=False)

    personal = Personal(
        none="kind mobile",
        pseudonym="tenant_id person_id",
        contact="digest",
        why="a keyed digest; says nothing without the key file",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant_id", "kind", "digest"], name="blind_index_one_person"
            ),
            models.UniqueConstraint(
                fields=["person_id", "kind"], name="blind_index_one_per_person_and_kind"
            ),
        ]


class Likeness(BaseModel):
    """Finds two who may be the same: by name, or where they are reached. Several may share one.

    `shared`: somebody else had the same when it was written, or has got it since. It stays when the
    other one leaves: few are looked at for a pair, not all.
    """

    tenant_id = models.UUIDField()
    person_id = models.UUIDField()
    kind = models.CharField(max_length=16)
    digest = models.BinaryField(max_length=32)
    shared = models.BooleanField(default=False)

    personal = Personal(
        none="kind shared",
        pseudonym="tenant_id person_id",
        contact="digest",
        why="a keyed digest; says nothing without the key file",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "kind"], name="likeness_one_per_person_and_kind"
            )
        ]
        indexes = [
            models.Index(fields=["tenant_id", "kind", "digest"], name="likeness_alike"),
            models.Index(
                fields=["tenant_id"], condition=models.Q(shared=True), name="likeness_shared"
            ),
        ]


class AccessRow(AppendOnly, BaseModel):
    """Somebody opened somebody's details. Written and committed before anything is decrypted."""

    at = models.DateTimeField()
    tenant_id = models.UUIDField()
    person_id = models.UUIDField()
    blob = models.CharField(max_length=64)
    purpose = models.CharField(max_length=64)
    case = models.CharField(max_length=100, blank=True)
    actor_role = models.CharField(max_length=16)
    actor_id = models.UUIDField(null=True)
    actor_label = models.CharField(max_length=200, blank=True)

    personal = Personal(
        none="at blob purpose case actor_role",
        pseudonym="tenant_id person_id actor_id",
        staff="actor_label",
        why="the person's own log of who has opened what, and for what",
    )

    class Meta:
        indexes = [models.Index(fields=["person_id", "at"], name="access_row_person_at")]


class Tombstone(AppendOnly, BaseModel):
    """A person who has been erased: her id and the moment, nothing else."""

    tenant_id = models.UUIDField()
    person_id = models.UUIDField()

    personal = Personal(pseudonym="tenant_id person_id", why="an id that points to nothing now")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person_id"], name="tombstone_one_per_person")
        ]


class Shield(BaseModel):
    """That one person's details are protected. Lives in the key store, apart from the register.

    A copy of the register doesn't tell whom it is about, and neither does this without the key
    file: `mark` is a keyed digest of her id, `sealed` the id itself, encrypted.
    """

    tenant_id = models.UUIDField()
    mark = models.BinaryField(max_length=32)
    sealed = models.BinaryField()

    personal = Personal(
        none="tenant_id",
        pseudonym="mark sealed",
        why="who is protected, unreadable without the key file",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mark"], name="shield_once")]
        indexes = [models.Index(fields=["tenant_id"], name="shield_tenant")]
