"""What a coordinator has to do where the product can't reach."""

from __future__ import annotations

from datetime import datetime, timedelta

from erfara.foundation import audit, clock
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor
from erfara.foundation.states import move
from erfara.people.models import Contributor, Errand

DONE_WITHIN = timedelta(days=3)


@action
def add_errand(*, contributor: Contributor, kind: str, by: Actor, at: datetime) -> Errand:
    """Something to take down or take back elsewhere, within three days. Once while it waits."""
    there = Errand.objects.filter(contributor=contributor, kind=kind, state="waiting").first()
    if there is not None:
        unchanged()
        return there
    row = Errand.objects.create(
        programme_id=contributor.programme_id, contributor=contributor, kind=kind,
        due_on=clock.local_day(at) + DONE_WITHIN, state=Errand.table.initial, created_at=at,
    )  # fmt: skip
    audit.record("errand.added", about=row, by=by, at=at, facts={"kind": kind})
    return row


@action
def finish_errand(*, errand: Errand, by: Actor, at: datetime) -> Errand:
    """It is done."""
    return move(errand, "finish", by=by, at=at)
