"""Copies of both databases, sealed, and the way back. See docs/adr/0020-backups.md.

The data and the store of wrapped keys are never in the same archive: an old copy of both together
would read those who have been erased since.
"""

from erfara.foundation.backup.archive import Manifest, manifest_of, verify
from erfara.foundation.backup.errors import BackupError, WrongCall
from erfara.foundation.backup.keyfile import create_backup_key, load_backup_key
from erfara.foundation.backup.making import (
    KEEP,
    PARTS,
    Made,
    archives,
    back_up,
    folder_of,
    made_at,
    prune,
)
from erfara.foundation.backup.restoring import Restored, check, restore
from erfara.foundation.backup.schema import from_the_future, has_tables, pending

__all__ = [
    "KEEP",
    "PARTS",
    "BackupError",
    "Made",
    "Manifest",
    "Restored",
    "WrongCall",
    "archives",
    "back_up",
    "check",
    "create_backup_key",
    "folder_of",
    "from_the_future",
    "has_tables",
    "load_backup_key",
    "made_at",
    "manifest_of",
    "pending",
    "prune",
    "restore",
    "verify",
]
