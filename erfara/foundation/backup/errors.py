"""What can be wrong with a backup, said in one sentence."""

from __future__ import annotations


class BackupError(Exception):
    """A copy can't be made or used; the text says why, and that nothing was changed."""


class WrongCall(BackupError):
    """What was asked for can't be meant as it stands; the text says what to write instead."""
