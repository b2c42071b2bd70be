"""What the register remembers of two entries: that they are two, or that they were one."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused
from erfara.people.duplicates import not_same
from erfara.people.models import Contributor, NotSame


@action
def say_not_same(
    *, first: Contributor, second: Contributor, by: Actor, at: datetime
) -> NotSame | None:
    """Somebody has looked: these are two people. They are not proposed again."""
    if first.pk == second.pk or first.programme_id != second.programme_id:
        raise Refused(_("Choose two different people of {library:sg.def}."))
    if not_same(first, second):
        unchanged()
        return None
    lower, higher = sorted((first, second), key=lambda row: row.number)
    row = NotSame.objects.create(
        programme_id=first.programme_id, first=lower, second=higher, said_by=by.id, created_at=at
    )
    for one in (lower, higher):
        audit.record("contributor.not_same", about=one, by=by, at=at)
    return row
