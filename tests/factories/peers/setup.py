"""A programme of peer support that has decided what it needs to begin."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from erfara.foundation import clock
from erfara.organisations import actions as organisations
from erfara.organisations.models import Programme
from erfara.peersupport.setup import actions
from erfara.peersupport.setup.models import Goal, InformationDay, Party
from erfara.workflows import parties as workflow
from tests import factories

AT = factories.AT
NOBODY = {"name": "", "email": "", "phone": "", "address": ""}


def programme(**values: Any) -> Programme:
    """One that has decided nothing."""
    return factories.programme(kind="peer_support", vocabulary="peer_support", **values)


def decided(of: Programme, *, at: datetime = AT, **values: Any) -> None:
    """The model, and until when there is money: a year ahead."""
    today = clock.local_day(at)
    actions.decide(
        programme=of, by=factories.system(of), at=at,
        values={"model": "nsph", "starts_on": today, "issuer": "Påhittade brukarrörelsen",
                "funded_until": today + timedelta(days=365), **values},
    )  # fmt: skip


def party(of: Programme, kind: str, at_where: str = "Region Påhitt", **who: str) -> Party:
    """An organisation that is part of it, with somebody to turn to when there is a name."""
    return workflow.add_party(
        programme=of, kind=kind, organisation=at_where, identity={**NOBODY, **who},
        by=factories.system(of), at=AT,
    )  # fmt: skip


def goal(of: Programme, kind: str, number: int, by_day: date | None = None, **more: Any) -> Goal:
    """Something to reach."""
    return actions.set_goal(
        programme=of, kind=kind, number=number, by=factories.system(of), at=AT,
        by_day=by_day or clock.local_day(AT + timedelta(days=200)), **more,
    )  # fmt: skip


def begun(of: Programme) -> None:
    """Everything is there that a new programme needs."""
    decided(of)
    party(of, "employer")
    party(of, "user_organisation", "Påhittade brukarrörelsen", name="Ulla Påhittad",
          email="ulla@exempel.invalid")  # fmt: skip
    goal(of, "keep", 2)
    for perspective in ("profession", "experience"):
        user, actor = factories.coordinator(of)
        membership = user.memberships.get(programme=of)
        organisations.say_perspective(
            membership=membership, perspective=perspective, by=actor, at=AT
        )


def information_day(of: Programme, starts_at: datetime = AT + timedelta(days=9)) -> InformationDay:
    """A day that is planned, with one workplace invited."""
    row = actions.plan_day(
        programme=of, starts_at=starts_at, ends_at=starts_at + timedelta(hours=3),
        place="Folkets hus", by=factories.system(of), at=AT,
    )  # fmt: skip
    workflow.invite(
        day=row, organisation="Region Påhitt", unit="Mottagningen Norr",
        by=factories.system(of), at=AT,
    )  # fmt: skip
    return row
