"""What keeps a password safe when a copy of the database is in the wrong hands."""

from __future__ import annotations

from argon2 import Type, extract_parameters
from django.contrib.auth.hashers import get_hasher
from django.contrib.auth.hashers import make_password as hashed

from erfara.config import settings as product


def test_a_password_is_hashed_with_memory_and_time(settings) -> None:
    # Given the product's own settings, not the tests' quick ones
    settings.PASSWORD_HASHERS = product.PASSWORD_HASHERS
    # When a password is kept
    kept = hashed("ett långt lösenord som ingen gissar")
    # Then it costs what OWASP's cheat sheet asks of Argon2id at the least: 19 MiB, twice over
    found = extract_parameters(kept.removeprefix("argon2"))
    assert found.type is Type.ID
    assert found.memory_cost >= 19 * 1024
    assert found.time_cost >= 2
    assert get_hasher().verify("ett långt lösenord som ingen gissar", kept)
    assert not get_hasher().verify("ett annat", kept)
