"""The code by which anybody can check a certificate: 16 signs that can't be guessed.

It is printed on the certificate and lies sealed with its holder; the row has a digest, so that a
copy of the database holds no code, and looking for a wrong one takes as long as for a right one.
"""

from __future__ import annotations

import hashlib
import secrets
from uuid import UUID

# Crockford's alphabet: no I, L, O, U, so that nothing read off paper is read wrong. 80 bits.
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
_READ_AS = str.maketrans("OIL", "011")


def new_code() -> str:
    """A code that nobody has."""
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def read(text: str) -> str:
    """A code as somebody has typed it, with or without dashes: as it was made."""
    kept = "".join(sign for sign in text[:64].upper() if sign.isalnum())
    return kept.translate(_READ_AS)


def shown(code: str) -> str:
    """A code as it is printed: in four groups."""
    return "-".join(code[first : first + 4] for first in range(0, len(code), 4))


def digest(programme_id: UUID, code: str) -> bytes:
    """By what a certificate is found. Whatever is asked for, it is computed."""
    return hashlib.sha256(f"v1|{programme_id}|{code}".encode()).digest()
