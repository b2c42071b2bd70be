"""People lent across: what is planned and told at the loan they are lent to reaches them by their
own library.

They are known there alone. So each time of the asking loan is kept as a time of the lending one, by
that library's own actions: they are told, have it in their calendars, are asked the day before and
say there that they can't come. What can't be kept so stands on its coordinators' day.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import Refused, Stale
from erfara.foundation.states import lock
from erfara.lending import passing_queries as queries
from erfara.lending.actions import occasions, owed
from erfara.lending.actions.passing import HELPING
from erfara.lending.attending import hold_team, planned_of
from erfara.lending.models import Feedback, Loan, Occasion, PassedOn
from erfara.lending.occasion_queries import coming_ids
from erfara.lending.policies import occasion_version
from erfara.lending.replacing_queries import in_team
from erfara.organisations.words import say
from erfara.workflows.timekeeping import quietly

# What is kept of a time; an interpreter is each library's own to see to.
KEPT = ("starts_at", "ends_at", "place", "digital", "video_url", "access")


@action
def keep_times(*, passed: PassedOn, by: Actor, at: datetime) -> PassedOn:
    """Bring the times of the lending loan in step with those its people are wanted at. Safe to
    repeat; times that its coordinators have planned beside them are left alone.

    Where only some of them are wanted, or somebody is expected elsewhere, nothing is planned. `by`:
    of the lending library, whose doing it is.
    """
    loan = Loan.objects.filter(request=passed.received_id).select_related("request").first()
    if loan is not None:
        hold_team(loan)
    lock(passed)  # after them, as when somebody leaves
    if passed.state not in HELPING or loan is None or not _is_ready(loan):
        unchanged()
        return passed
    coming, planned = in_team(loan), planned_of(loan)
    ours = {one.follows: one for one in planned if one.follows is not None}
    alike = {(one.starts_at, one.ends_at): one for one in planned if one.follows is None}
    changes = 0
    for theirs, wanted in queries.times_of(passed, at):
        mine = ours.pop(theirs.pk, None)
        if mine is None and (known := alike.get((theirs.starts_at, theirs.ends_at))) is not None:
            _note(known, theirs, by, at)
            changes += 1
        elif mine is None and wanted == coming:
            changes += _plan(loan, theirs, by, at)
        elif mine is not None and mine.starts_at > at:
            changes += _change(mine, theirs, by, at)
    for gone in ours.values():
        if gone.starts_at > at:
            _cancel(gone, say(_("Those who asked have cancelled this time.")), by, at)
            changes += 1
    if not changes:
        unchanged()
    return passed


def _is_ready(loan: Loan) -> bool:
    return loan.state == "confirmed" and loan.request.state == "ended"


def _around(theirs: Occasion) -> dict[str, Any]:
    return {name: getattr(theirs, name) for name in KEPT}


def _note(mine: Occasion, theirs: Occasion, by: Actor, at: datetime) -> None:
    mine.follows = theirs.pk
    mine.save(update_fields=["follows"])
    audit.record("occasion.follows", about=mine, by=by, at=at)


def _plan(loan: Loan, theirs: Occasion, by: Actor, at: datetime) -> int:
    """Whether it could be planned."""
    try:
        with transaction.atomic():
            made = occasions.plan_occasion(loan=loan, **_around(theirs), by=by, at=at)
            _note(made, theirs, by, at)
    except Refused:
        return 0
    return 1


def _change(mine: Occasion, theirs: Occasion, by: Actor, at: datetime) -> int:
    """Whether something had changed. Another time that one of them can't come at is planned by a
    coordinator; the old one is off all the same. For another time an interpreter is booked anew."""
    changed = {name for name in KEPT if getattr(mine, name) != getattr(theirs, name)}
    if not changed:
        return 0
    around = _around(theirs)
    if mine.interpreter == Occasion.Interpreter.BOOKED and changed & {"starts_at", "ends_at"}:
        around |= {
            "interpreter": Occasion.Interpreter.TO_BOOK, "interpreter_by": mine.interpreter_by,
            "interpreter_language": mine.interpreter_language,
        }  # fmt: skip
    try:
        with transaction.atomic():
            occasions.change_occasion(
                occasion=mine, seen=occasion_version(mine), who=coming_ids(mine), **around,
                by=by, at=at,
            )  # fmt: skip
    except (Refused, Stale):
        _cancel(mine, say(_("Those who asked have moved this time.")), by, at)
    return 1


def _cancel(mine: Occasion, why: str, by: Actor, at: datetime) -> None:
    mine.refresh_from_db()
    occasions.cancel_occasion(occasion=mine, reason=why, by=by, at=at)


def keep_in_time(at: datetime) -> int:
    """Keep all times in step, and hand on what has been told of what came of a loan."""
    count = 0
    for passed in queries.helping():
        there = Actor(Role.COORDINATOR, passed.to_programme_id)
        count += quietly(keep_times, passed=passed, by=there, at=at)
    for feedback, text in queries.to_hand_on():
        asker = Actor(Role.BORROWER, feedback.programme_id, feedback.loan.request.contact_id)
        count += quietly(hand_on, feedback=feedback, text=text, by=asker, at=at)
    return count


@action
def hand_on(*, feedback: Feedback, text: str, by: Actor, at: datetime) -> Feedback:
    """What the asking library has told those who took part there, told to those lent: by the asking
    library, which is the borrower here. What a coordinator here has begun to write is left."""
    lock(feedback)
    feedback.refresh_from_db(fields=["text"])
    if feedback.text or feedback.state != "owed":
        unchanged()
        return feedback
    return owed.send_feedback(feedback=feedback, text=text, by=by, at=at)
