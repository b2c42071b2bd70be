"""What goes wrong with keys and sealed bytes. The text never holds any of either."""

from __future__ import annotations


class VaultError(Exception):
    """A value that can't be sealed or opened."""


class KeyFileError(VaultError):
    """The file with the keys is missing or can't be used."""
