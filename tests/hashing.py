"""Passwords in tests: the product's own way, at the least cost.

A real hash takes half a second on purpose; thousands of tests make a member of staff. What the
product really uses is looked at in tests/unit/accounts/test_passwords.py.
"""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class Quick(Argon2PasswordHasher):
    """As the real one, with next to no work."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
