"""Payment in time: what nobody has objected to is settled, and lists nobody decides on end."""

from __future__ import annotations

from datetime import datetime, timedelta

from erfara.compensation import queries
from erfara.compensation.actions import lists, settle
from erfara.compensation.actions.payments import SETTLES_AFTER
from erfara.foundation.actors import Actor
from erfara.foundation.worker import register_job
from erfara.workflows.timekeeping import quietly

DECIDED_WITHIN = timedelta(days=7)


def settle_what_has_come(at: datetime) -> int:
    """Two weeks after the borrower's word, when she hasn't said that it hasn't come."""
    return sum(
        quietly(settle, compensation=row, by=Actor.system(row.programme_id), at=at)
        for row in queries.said_paid_before(at, SETTLES_AFTER)
    )


def end_lists_nobody_decides(at: datetime) -> int:
    """A list waits a week for another's yes. Then its payments wait for the next one."""
    return sum(
        quietly(lists.end_list, row=row, by=Actor.system(row.programme_id), at=at)
        for row in queries.lists_nobody_decides(at, DECIDED_WITHIN)
    )


def keep_up(at: datetime) -> int:
    """Both."""
    return settle_what_has_come(at) + end_lists_nobody_decides(at)


def register() -> None:
    """Tell the worker."""
    register_job("payments", timedelta(hours=1), keep_up)
