"""A form that is sent twice is carried out once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from erfara.foundation.models import PostedOnce
from erfara.foundation.rows import the_one

KEPT = timedelta(days=7)


def sender_of(text: str) -> str:
    """A sender's name that can't be turned back into a session or an address."""
    return hashlib.sha256(text.encode()).hexdigest()


def once(*, key: str, sender: str, at: datetime, run: Callable[[], str]) -> str:
    """Carry out `run` unless this key has been carried out for this sender; return its location.

    The key's row is written in the same transaction as what `run` does: both happen or neither.
    If a twin is at work at the same moment, one of the two gets the unique row and the other waits
    for it and is given its answer.
    """
    try:
        return _once(key, sender, at, run)
    except IntegrityError:
        # Of two who add the same at the same moment, the second now finds it added. If it is no
        # race that broke a constraint, it breaks again.
        return _once(key, sender, at, run)


def _once(key: str, sender: str, at: datetime, run: Callable[[], str]) -> str:
    done = the_one(PostedOnce.objects.filter(key=key, sender=sender))
    if done is not None:
        return done.location
    with transaction.atomic():
        row = PostedOnce.objects.create(key=key, sender=sender, location="", created_at=at)
        row.location = run()
        row.save(update_fields=["location"])
        return row.location


def sweep(at: datetime) -> int:
    """Forget keys that nobody will send again. Returns how many."""
    return PostedOnce.objects.filter(created_at__lt=at - KEPT).delete()[0]
