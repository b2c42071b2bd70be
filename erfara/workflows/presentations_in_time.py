"""What happens to presentations because time passes: one that nobody answered ends, unseen."""

from __future__ import annotations

from datetime import datetime, timedelta

from erfara.foundation import clock
from erfara.foundation.actors import Actor
from erfara.foundation.worker import register_job
from erfara.people.actions import presentations
from erfara.people.presentation_queries import overdue
from erfara.workflows.timekeeping import quietly


def end_unanswered(at: datetime) -> int:
    """End texts whose last day has passed. Nobody is chased; what is public stays."""
    return sum(
        quietly(presentations.end, presentation=row, by=Actor.system(row.programme_id), at=at)
        for row in overdue(clock.local_day(at))
    )


def register() -> None:
    """Tell the worker."""
    register_job("end_unanswered_presentations", timedelta(hours=6), end_unanswered)
