"""Files that must never be half there: keys and backups."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO


def put_in_place(
    path: Path,
    fill: Callable[[BinaryIO], object],
    *,
    look: Callable[[Path], object] | None = None,
    fresh: bool = False,
) -> None:
    """Put a file in place whole, readable by its owner alone, on disk before we return.

    It is written beside where it belongs, looked at (`look`), and only then given its name.
    `fresh`: FileExistsError when there is one already; else that is replaced.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            fill(file)
            file.flush()
            os.fsync(file.fileno())
        if look is not None:
            look(draft)
        if fresh:
            os.link(draft, path)  # fails when another process was first, unlike a rename
        else:
            draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Have what was renamed in a folder stay so, whatever happens to the power."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
