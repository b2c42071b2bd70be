"""Reads about those who sign in."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from erfara.accounts.models import User


def names_of(user_ids: Iterable[UUID]) -> dict[UUID, str]:
    """User → the name she works under, in one query; none when there is nobody to ask about."""
    ids = list(user_ids)
    if not ids:
        return {}
    return {user.pk: str(user) for user in User.objects.filter(pk__in=ids)}
