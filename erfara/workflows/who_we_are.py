"""Counting who we are, once a quarter. The only thing that background is ever opened for."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from erfara.foundation import audit, clock, vault
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor
from erfara.organisations.models import Programme
from erfara.organisations.queries import programmes
from erfara.people import counting
from erfara.people.actions.background import BLOB
from erfara.people.models import BackgroundCount, Purpose
from erfara.people.queries import contributors, live_purposes


def quarter_of(day: date) -> str:
    """ "2026-Q4"."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def count_all(at: datetime) -> int:
    """Count in every programme that hasn't been counted this quarter. How many were."""
    return sum(
        count_in(programme, at)
        for programme in programmes()
        if programme.clock_stands_at is None and programme.state == "running"
    )


def count_in(programme: Programme, at: datetime) -> bool:
    """One programme's count, if it isn't made yet this quarter. Nothing is opened otherwise.

    Only of those in the register who have agreed to it; protected people are left out before
    anything is opened. Fewer than five: nothing is opened and nothing is counted.
    """
    quarter = quarter_of(clock.local_day(at))
    if BackgroundCount.objects.filter(programme=programme, quarter=quarter).exists():
        return False
    shielded = vault.shielded(programme.pk)
    here = [
        pk
        for pk in contributors(programme, ("active", "paused")).values_list("person_id", flat=True)
        if pk not in shielded
    ]
    agreed = [pk for pk, given in live_purposes(here).items() if Purpose.STATISTICS in given]
    if len(agreed) < counting.FEWEST:
        return False
    told = _open(programme, agreed, quarter, at)
    base, counts = counting.count(told, clock.local_day(at))
    if not base:
        return False
    try:
        _keep(
            programme=programme, quarter=quarter, base=base, counts=counts,
            in_register=counting.rounded(len(here)), by=Actor.system(programme.pk), at=at,
        )  # fmt: skip
    except IntegrityError:  # another worker was faster
        return False
    return True


def _open(
    programme: Programme, person_ids: list[UUID], quarter: str, at: datetime
) -> list[dict[str, Any]]:
    """What each has told; nothing for one who agreed and then passed every question over."""
    opened = vault.open(
        tenant_id=programme.pk, person_ids=person_ids, blob=BLOB, fields=tuple(counting.VARIABLES),
        purpose="count_background", case=quarter, actor=Actor.system(programme.pk), at=at,
    )  # fmt: skip
    return list(opened.values())


@action
def _keep(
    *, programme: Programme, quarter: str, base: int, in_register: int, counts: dict[str, Any],
    by: Actor, at: datetime,
) -> BackgroundCount | None:  # fmt: skip
    if BackgroundCount.objects.filter(programme=programme, quarter=quarter).exists():
        unchanged()
        return None
    with transaction.atomic():
        row = BackgroundCount.objects.create(
            programme=programme, quarter=quarter, taken_on=clock.local_day(at), base=base,
            in_register=in_register, counts=counts, created_at=at,
        )  # fmt: skip
    audit.record("background.counted", about=row, by=by, at=at, facts={"quarter": quarter})
    return row
