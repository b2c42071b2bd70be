"""What is about to go wrong, where a lead can do something about it."""

from __future__ import annotations

from datetime import datetime

from erfara.foundation.clock import local_day
from erfara.organisations.models import Programme
from erfara.peersupport.setup.queries import setup_of
from erfara.peersupport.steering.warnings import warnings
from erfara.workflows.today.rows import WEEK, Row


def rows(programme: Programme, at: datetime) -> list[Row]:
    """A row for each warning that holds. It has no day: it ends when what it says does."""
    if setup_of(programme) is None:
        return []
    day = local_day(at)
    return [
        Row(
            f"warning_{one.kind.key}", programme.pk, one.number, one.kind.says(one.number), day,
            WEEK, None, {"number": one.number}, what=one.kind.finding,
        )
        for one in warnings(programme, day)
        if one.kind.acts
    ]  # fmt: skip
