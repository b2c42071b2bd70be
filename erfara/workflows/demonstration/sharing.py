"""Two coordinators share the day: what one of them has taken, and what can wait and rests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from erfara.foundation import clock
from erfara.foundation.actors import Actor, Role
from erfara.organisations import actions
from erfara.organisations.models import Programme
from erfara.workflows.today import Row, today

# Step, the request's or person's number (0: the first there is), and who has it.
TAKEN = (("follow_up_many", 0, "sam"), ("declared", 0, "siri"), ("print_list", 0, "sam"))
# Step and for how many days it rests. Each was laid to rest by Sam.
RESTS = (
    ("choose", "Demensteamet", 4), ("choose", "Dialysmottagningen", 6),
    ("choose", "Utvecklingsenheten", 3), ("new_occasion", "Röntgen", 3),
    ("preview", "Hörselvården", 2), ("other_times", "Tandvården", 1), ("effects", "", 2),
    ("borrowers_feedback", "Äldreomsorgen", 5), ("claim", "", 2), ("applicant", "", 1),
)  # fmt: skip


def play(programme: Programme, users: Mapping[str, UUID], at: datetime) -> None:
    """Say it of the rows that are there. `users`: who the coordinators are, by first name."""
    rows = today(programme, at).now
    for step, number, name in TAKEN:
        row = next((r for r in rows if r.step == step and number in {0, r.no}), None)
        if row is not None:
            actions.take(programme=programme, key=row.key, by=_who(programme, users[name]), at=at)
    for step, unit, days in RESTS:
        row = next((r for r in rows if r.step == step and _is(r, unit)), None)
        if row is not None:
            actions.lay_to_rest(
                programme=programme, key=row.key, until=clock.local_day(at) + timedelta(days=days),
                number=row.number, by=_who(programme, users["sam"]), at=at,
            )  # fmt: skip


def _is(row: Row, unit: str) -> bool:
    return unit in (row.unit or "")


def _who(programme: Programme, user: UUID) -> Actor:
    return Actor(Role.COORDINATOR, programme.pk, user)
