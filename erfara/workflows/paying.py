"""Payment in time: what nobody has objected to is settled, lists nobody decides on end, and a
borrower who is late is reminded."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import groupby

from erfara.compensation import queries
from erfara.compensation.actions import escalate_to_borrower, lists, remind_borrower, settle
from erfara.compensation.actions.payments import SETTLES_AFTER
from erfara.foundation.actors import Actor
from erfara.foundation.worker import register_job
from erfara.workflows.timekeeping import quietly

BETWEEN_REMINDERS = timedelta(days=14)
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


def remind_borrowers(at: datetime) -> int:
    """The day after the last day to pay, and once more two weeks later. Each loan once a round;
    what is late in it later than the rest has its two weeks too."""
    count = 0
    for loan, late in groupby(queries.late_with_borrowers(at), lambda row: row.participation.loan):
        reminded = [row.reminded_at for row in late]
        said = [moment for moment in reminded if moment is not None]
        if len(said) < len(reminded):
            act = remind_borrower
        elif max(said) <= at - BETWEEN_REMINDERS:
            act = escalate_to_borrower
        else:
            continue
        count += quietly(act, loan=loan, by=Actor.system(loan.programme_id), at=at)
    return count


def keep_up(at: datetime) -> int:
    """All of it."""
    return settle_what_has_come(at) + end_lists_nobody_decides(at) + remind_borrowers(at)


def register() -> None:
    """Tell the worker."""
    register_job("payments", timedelta(hours=1), keep_up)
