"""Keeping a panel that was drawn. Every draw stays: none is drawn anew until it suits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit
from erfara.foundation.actions import action
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused
from erfara.lending import policies
from erfara.lending.models import Draw, LoanRequest

MOST_DRAWS = 20


@action
def keep_draw(
    *,
    request: LoanRequest,
    size: int,
    seed: int,
    pool: Mapping[str, Sequence[str]],
    quotas: Mapping[str, tuple[int, int]],
    panel: Sequence[str],
    report: Mapping[str, Any],
    by: Actor,
    at: datetime,
) -> Draw:
    """Keep a draw with all that is needed to draw it again."""
    policies.lock_asking(request)
    policies.check_may_choose(request)
    number = Draw.objects.filter(request=request).count() + 1
    if number > MOST_DRAWS:
        raise Refused(_("There are {most} draws already. Use one of them."), most=MOST_DRAWS)
    row = Draw.objects.create(
        programme_id=request.programme_id, request=request, number=number, size=size, seed=seed,
        pool={one: list(names) for one, names in pool.items()},
        quotas={name: list(both) for name, both in quotas.items()}, panel=list(panel),
        report=dict(report), drawn_by=by.id, created_at=at,
    )  # fmt: skip
    audit.record("draw.drawn", about=row, by=by, at=at, facts={"no": number})
    return row
