"""A register that comes as a file. What stands in it is in the vault, under this row's own id."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from erfara.foundation.models import Personal, StatefulModel, TenantModel
from erfara.foundation.states import StateTable
from erfara.people import import_states


class RegisterImport(StatefulModel, TenantModel):
    """One file: where it is on its way, and counts. Nothing of what it says about anybody.

    The row's id is a subject of the vault: file, rows and what was left out are sealed with a key
    of its own, which is destroyed when it is done, stopped or `erase_after`.
    """

    number = models.PositiveIntegerField()
    # Where the register comes from, as it is told to the people in it.
    source = models.CharField(max_length=200)
    digest = models.BinaryField(max_length=32)
    rows = models.PositiveIntegerField(default=0)
    chunks = models.PositiveIntegerField(default=0)
    # How far the worker has come: rows read, and then chunks written.
    seen = models.PositiveIntegerField(default=0)
    written = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict, blank=True)
    trouble = models.CharField(max_length=40, blank=True)
    held_until = models.DateTimeField(null=True)
    confirmed_by = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    last_day = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)
    erase_after = models.DateTimeField()

    table: ClassVar[StateTable] = import_states.REGISTER_IMPORT
    personal = Personal(
        none="state number digest rows chunks seen written counts trouble held_until confirmed_at "
        "last_day done_at fetched_at erase_after",
        organisation="source",
        pseudonym="confirmed_by",
        why="counts only; the file lies in the vault until it is erased",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number"], name="register_import_number_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["writing", "done"])
                | models.Q(confirmed_at__isnull=False, last_day__isnull=False),
                name="register_import_written_when_confirmed",
            ),
        ]
        indexes = [models.Index(fields=["state"], name="register_import_state")]


class RememberedColumn(TenantModel):
    """What a column with this heading was last time. The heading itself is not kept: a row chosen
    as headings by mistake could hold names."""

    digest = models.BinaryField(max_length=32)
    field = models.CharField(max_length=24, blank=True)

    personal = Personal(none="digest field", why="a keyed digest of a heading")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "digest"], name="remembered_column_once")
        ]
