"""How whatever waits for somebody in lending comes to an end: by time, or by one press."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from erfara.compensation import actions as pay
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import Refused
from erfara.lending.actions import (
    acceptances,
    aftercare,
    agreements,
    attending,
    concerns,
    effects,
    meetings,
    occasions,
    owed,
    passing,
    replacing,
    stories,
)
from erfara.lending.actions import inquiries as asking
from erfara.workflows import lend

WHY = "Det blir inte av."
End = Callable[[Any, Actor, datetime], object]
# What a coordinator who has had enough of a thing can do about it: one press each.
ENDS: dict[str, tuple[End, ...]] = {
    "loan_request": (
        lambda row, by, at: lend.end_request(
            request=row, end_reason="nobody_fits", words=WHY, by=by, at=at
        ),
        lambda row, by, at: lend.complete_team(request=row, reason=WHY, by=by, at=at),
    ),
    "inquiry": (lambda row, by, at: asking.tell(inquiry=row, by=by, at=at),),
    "occasion": (
        lambda row, by, at: occasions.not_held(occasion=row, reason=WHY, by=by, at=at),
        lambda row, by, at: occasions.cancel_occasion(occasion=row, reason=WHY, by=by, at=at),
    ),
    "loan": (
        lambda row, by, at: lend.carry_out(loan=row, without_agreement=WHY, by=by, at=at),
        lambda row, by, at: lend.cancel_loan(
            loan=row, cancel_reason="borrower", words=WHY, by=by, at=at
        ),
        lambda row, by, at: lend.close(loan=row, by=by, at=at),
    ),
    "follow_up": (
        lambda row, by, at: owed.write_off_follow_up(follow_up=row, reason=WHY, by=by, at=at),
    ),
    "feedback": (
        lambda row, by, at: owed.write_off_feedback(feedback=row, reason=WHY, by=by, at=at),
    ),
    "compensation": (lambda row, by, at: pay.cancel(compensation=row, reason=WHY, by=by, at=at),),
    "aftercare": (
        lambda row, by, at: aftercare.leave_be(aftercare=row, by=by, at=at),
        lambda row, by, at: aftercare.look_after(
            aftercare=row, done=WHY, again_in=None, by=by, at=at
        ),
    ),
    "agreement": (
        lambda row, by, at: agreements.go_without(agreement=row, reason=WHY, by=by, at=at),
    ),
    "acceptance": (
        lambda row, by, at: acceptances.answer_wish(answer=row, words=WHY, by=by, at=at),
        lambda row, by, at: acceptances.assess(answer=row, suitable=True, reason=WHY, by=by, at=at),
    ),
    "attendance": (lambda row, by, at: attending.settle(attendance=row, by=by, at=at),),
    "meeting": (lambda row, by, at: meetings.call_off(meeting=row, by=by, at=at),),
    "passed_on": (lambda row, by, at: passing.seen(passed=row, by=by, at=at),),
    "story": (lambda row, by, at: stories.end_story(story=row, by=by, at=at),),
    "vacancy": (lambda row, by, at: replacing.let_be(loan=row.loan, reason=WHY, by=by, at=at),),
    "concern": (lambda row, by, at: concerns.end_concern(concern=row, reason=WHY, by=by, at=at),),
    "effect_ask": (
        lambda row, by, at: effects.note_effects(ask=row, reason=WHY, by=by, at=at),
        lambda row, by, at: effects.let_effects_arrive(ask=row, by=by, at=at),
    ),
}
ROUNDS = 24


def pen_of(row: Any) -> Role | None:
    """Who has to act. What is about a coordinator is an administrator's to answer."""
    pen: Role | None = row.table.state(row.state).pen
    return Role.ADMINISTRATOR if pen and getattr(row, "route", "") == "administrator" else pen


def with_time_and_a_coordinator(library: Any) -> None:
    """Every debt ends: what waits for others by time alone, what waits for her by one press."""
    home = library.programme.pk
    for _round in range(ROUNDS):
        if not (left := library.open()):
            return
        for row in left:
            pen = pen_of(row)
            who = Role.ADMINISTRATOR if pen is Role.ADMINISTRATOR else Role.COORDINATOR
            # Whoever is reached by phone alone hears from her, whatever she waits for.
            if pen == who or getattr(row, "by_phone", False):
                for end in ENDS.get(row.table.name, ()):
                    library.at += timedelta(minutes=7)
                    row.refresh_from_db()
                    with contextlib.suppress(Refused), transaction.atomic():
                        end(row, Actor(who, home, UUID(int=1)), library.at)
        library.at += timedelta(days=30)
        library.the_worker_works()
    raise AssertionError(f"It never ends: {[what_is_known(row) for row in library.open()]}")


def what_is_known(row: Any) -> dict[str, Any]:
    """A row for whoever reads a failure, with the states of what it hangs on."""
    around = {
        name: getattr(getattr(row, name, None), "state", None)
        for name in ("request", "loan", "contributor", "occasion")
    }
    plain = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    return {"kind": row.table.name} | plain | around
