"""What happens to talks because time passes, and the quarterly count."""

from __future__ import annotations

from datetime import datetime, timedelta

from erfara.foundation.actors import Actor
from erfara.foundation.worker import register_job
from erfara.people.actions import interviews
from erfara.people.interview_queries import forgotten_interviews
from erfara.workflows import who_we_are
from erfara.workflows.timekeeping import quietly


def end_forgotten(at: datetime) -> int:
    """End talks that never came to anything. What was written in them stays where it is."""
    return sum(
        quietly(interviews.end, interview=row, by=Actor.system(row.programme_id), at=at)
        for row in forgotten_interviews(at)
    )


def register() -> None:
    """Tell the worker."""
    register_job("end_forgotten_talks", timedelta(hours=6), end_forgotten)
    register_job("count_backgrounds", timedelta(hours=12), who_we_are.count_all)
