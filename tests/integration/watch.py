"""What happens around a request: rows it wrote, details it opened, and what is logged of that."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connections

from erfara.foundation.crypto import envelope
from erfara.foundation.models.vault import AccessRow
from erfara.foundation.vault.unsealing import Sealed


class Watch:
    """Counts around a request: rows it wrote, details it opened, and the log's rows about that."""

    def __init__(self) -> None:
        self.opened = 0
        self._unpack = envelope.unpack
        # Sessions are touched by looking; keys are in the other database.
        others = {"datakey", "shield", "accessrow", "personsession"}
        tables = [
            model._meta.db_table
            for model in apps.get_models()
            if model.__module__.startswith("erfara.") and model._meta.model_name not in others
        ]
        logged = AccessRow._meta.db_table
        counts = " + ".join(f"(SELECT count(*) FROM {one})" for one in tables)  # noqa: S608 - names from our own models
        self._sql = f"SELECT {counts}, (SELECT count(*) FROM {logged})"  # noqa: S608 - likewise

    def unpack(self, data: bytes) -> dict[str, object]:
        """Stands in for the envelope's: whatever is opened comes through here."""
        self.opened += 1
        return self._unpack(data)

    def published(self) -> type[Sealed]:
        """Stands in where what everybody may read is unsealed: that is no opening."""
        watch = self

        class Published(Sealed):
            def unseal(self, fields: Iterable[str]) -> dict[UUID, dict[str, Any]]:
                before = watch.opened
                found = super().unseal(fields)
                watch.opened = before
                return found

        return Published

    def rows(self) -> tuple[int, int]:
        """Rows of all kinds, rows in the access log."""
        with connections["default"].cursor() as cursor:
            cursor.execute(self._sql)
            rows, logged = cursor.fetchone()
        return rows, logged

    def count(self) -> tuple[int, int, int]:
        """The same, and details opened."""
        return (*self.rows(), self.opened)
