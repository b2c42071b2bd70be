"""Which table lives in which database: wrapped keys, and who is protected, in the key store."""

from __future__ import annotations

from typing import Any

KEY_STORE = "keystore"
KEPT_APART = {"datakey", "shield"}


class KeyStoreRouter:
    """Sends what is kept apart to the key store and keeps everything else out of it."""

    def _belongs(self, app_label: str, model_name: str | None) -> bool:
        return app_label == "foundation" and model_name in KEPT_APART

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        meta = model._meta
        return KEY_STORE if self._belongs(meta.app_label, meta.model_name) else None

    db_for_write = db_for_read

    def allow_migrate(
        self, db: str, app_label: str, model_name: str | None = None, **hints: Any
    ) -> bool:
        return (db == KEY_STORE) == self._belongs(app_label, model_name)
