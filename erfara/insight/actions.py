"""Keeping figures that were counted beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from erfara.foundation import audit
from erfara.foundation.actions import action
from erfara.foundation.actors import Actor
from erfara.insight.models import FigureSheet
from erfara.organisations.models import Programme


@action
def keep(
    *, programme: Programme, sheets: Mapping[str, Any], by: Actor, at: datetime
) -> list[FigureSheet]:
    """Keep these sheets in place of older ones of the same span."""
    found = [
        FigureSheet.objects.update_or_create(
            programme=programme, key=key, defaults={"counted_at": at, "figures": figures},
            create_defaults={"counted_at": at, "figures": figures, "created_at": at},
        )[0]
        for key, figures in sheets.items()
    ]  # fmt: skip
    audit.record("figures.counted", about=found[0], by=by, at=at, facts={"sheets": str(len(found))})
    return found
