"""Writes about where to turn instead. Organisations only: no person stands here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit
from erfara.foundation.actions import action
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused
from erfara.lending.models import Elsewhere
from erfara.organisations.models import Programme

FIELDS = ("kind", "name", "what_for", "how")


@action
def write_elsewhere(
    *,
    programme: Programme,
    row: Elsewhere | None = None,
    values: Mapping[str, str],
    by: Actor,
    at: datetime,
) -> Elsewhere:
    """Write a place to turn to instead, or change one."""
    name = values["name"].strip()
    same = Elsewhere.objects.filter(programme=programme, name=name)
    if (same.exclude(pk=row.pk) if row else same).exists():
        raise Refused(_("There is one by that name already. Change that one."))
    row = row or Elsewhere(programme=programme, created_at=at)
    for field in FIELDS:
        setattr(row, field, values[field].strip())
    row.save()
    audit.record("elsewhere.written", about=row, by=by, at=at)
    return row


@action
def drop_elsewhere(*, row: Elsewhere, by: Actor, at: datetime) -> None:
    """Take a place off the list. What borrowers have been told stays on their pages."""
    audit.record("elsewhere.dropped", about=row, by=by, at=at)
    row.delete()
