"""Two coordinators share the day: what one of them has taken, and what can wait and rests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from erfara.foundation import clock
from erfara.foundation.actors import Actor, Role
from erfara.organisations import actions
from erfara.organisations.models import Programme
from erfara.workflows.today import today

# Step, and who has the first row of it.
TAKEN = (("follow_up_many", "sam"), ("declared", "siri"), ("print_list", "sam"))
# Step, the unit it is about, and for how many days it rests. Each was laid to rest by Sam.
RESTS = (
    ("choose", "Demensteamet", 4), ("choose", "Dialysmottagningen", 6),
    ("choose", "Utvecklingsenheten", 3), ("new_occasion", "Röntgen", 3),
    ("preview", "Hörselvården", 2), ("other_times", "Tandvården", 1), ("effects", "", 2),
    ("borrowers_feedback", "Äldreomsorgen", 5), ("claim", "", 2), ("applicant", "", 1),
)  # fmt: skip


def play(programme: Programme, users: Mapping[str, UUID], at: datetime) -> None:
    """Say it of the rows that are there. `users`: who the coordinators are, by first name."""
    rows = today(programme, at).now
    for step, name in TAKEN:
        row = next((r for r in rows if r.step == step), None)
        if row is not None:
            actions.take(programme=programme, key=row.key, by=_who(programme, users[name]), at=at)
    for step, unit, days in RESTS:
        row = next((r for r in rows if r.step == step and unit in (r.unit or "")), None)
        if row is not None:
            actions.lay_to_rest(
                programme=programme, key=row.key, until=clock.local_day(at) + timedelta(days=days),
                number=row.number, by=_who(programme, users["sam"]), at=at,
            )  # fmt: skip


def _who(programme: Programme, user: UUID) -> Actor:
    return Actor(Role.COORDINATOR, programme.pk, user)
