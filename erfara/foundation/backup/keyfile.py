"""The key that seals backups: a file of its own, apart from the key file and from every backup."""

from __future__ import annotations

import base64
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_noop as _

from erfara.foundation.backup.errors import BackupError
from erfara.foundation.files import put_in_place

KEY_BYTES = 32
ID_BYTES = 8


@dataclass(frozen=True, slots=True, repr=False)
class BackupKey:
    """The key and the id that stands in the header of what it seals. No repr: not for logs."""

    id: bytes
    key: bytes


def create_backup_key(path: Path) -> bool:
    """Make a fresh key, readable by its owner alone. False when there is one already."""
    said = {
        "version": 1,
        "id": secrets.token_hex(ID_BYTES),
        "key": base64.b64encode(os.urandom(KEY_BYTES)).decode(),
    }
    try:
        put_in_place(path, lambda file: file.write(json.dumps(said, indent=1).encode()), fresh=True)
    except FileExistsError:
        return False
    return True


def load_backup_key(path: Path) -> BackupKey:
    """The key, or BackupError. Never made on the way: a lost one must be noticed."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        found = BackupKey(bytes.fromhex(said["id"]), base64.b64decode(said["key"], validate=True))
    except FileNotFoundError:
        raise BackupError(
            _("ERFARA_BACKUP_KEY_FILE: {path} is not there. Make one with: erfara keys"), path=path
        ) from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        # The error's own text could quote the file.
        raise BackupError(
            _("ERFARA_BACKUP_KEY_FILE: {path} can't be read as a key ({error})."),
            path=path,
            error=type(error).__name__,
        ) from None
    if len(found.id) != ID_BYTES or len(found.key) != KEY_BYTES:
        raise BackupError(
            _("ERFARA_BACKUP_KEY_FILE: {path} holds no key of the right length."), path=path
        )
    return found
