"""What the vault says when it can't open or keep something. The text never holds any of it."""

from __future__ import annotations

from django.db import DEFAULT_DB_ALIAS

from erfara.foundation import transactions
from erfara.foundation.crypto.errors import KeyFileError, VaultError


class InsideTransaction(VaultError):
    """The vault was opened inside a transaction: its log would vanish with a rollback."""


class Erased(VaultError):
    """The person is erased. Nothing is ever stored about her again."""


def refuse_in_transaction(what: str, using: str = DEFAULT_DB_ALIAS) -> None:
    """Raise when a transaction is open."""
    if transactions.inside(using):
        raise InsideTransaction(f"{what} inside a transaction: open first, act then.")


__all__ = ["Erased", "InsideTransaction", "KeyFileError", "VaultError", "refuse_in_transaction"]
