"""Writes about the time that a loan took. They feed what lending costs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused
from erfara.lending.models import FollowUp, Loan, Occasion, Participation, TimeSpent

MOST_MINUTES = 60_000
# A question of the follow-up sets → what its hours were spent on.
ASKED = {
    "hours_prepared": TimeSpent.What.PREPARATION,
    "hours_travelled": TimeSpent.What.TRAVEL,
}


def _minutes(value: int) -> int:
    if not 1 <= value <= MOST_MINUTES:
        raise Refused(_("Write how long it was, from one minute to a thousand hours."))
    return value


def _add(
    loan: Loan, *, party: str, what: str, known: str, minutes: int, day: date, at: datetime,
    participation: Participation | None = None, occasion: Occasion | None = None,
) -> TimeSpent:  # fmt: skip
    return TimeSpent.objects.create(
        programme_id=loan.programme_id, loan=loan, party=party, participation=participation,
        occasion=occasion, what=what, known=known, minutes=minutes, day=day, created_at=at,
    )  # fmt: skip


def note_meeting(
    *, occasion: Occasion, came: Iterable[Participation], by: Actor, at: datetime
) -> None:
    """How long an occasion was, as the time of each who came and once as the borrower's.

    A beginning that can be set right. The clock that jumps between two and three at night doesn't
    make it longer or shorter: it is the time between two moments. Nothing for the library: not
    every meeting has somebody from there.
    """
    minutes = max(1, round((occasion.ends_at - occasion.starts_at).total_seconds() / 60))
    day = clock.local_day(occasion.starts_at)
    for participation in came:
        _add(
            occasion.loan, party=TimeSpent.Party.PERSON, participation=participation,
            occasion=occasion, what=TimeSpent.What.MEETING, known=TimeSpent.Known.OCCASION,
            minutes=min(minutes, MOST_MINUTES), day=day, at=at,
        )  # fmt: skip
    _add(
        occasion.loan, party=TimeSpent.Party.BORROWER, occasion=occasion,
        what=TimeSpent.What.MEETING, known=TimeSpent.Known.OCCASION,
        minutes=min(minutes, MOST_MINUTES), day=day, at=at,
    )  # fmt: skip


def note_told(*, follow_up: FollowUp, values: Mapping[str, str], at: datetime) -> None:
    """The hours that somebody has told of in a follow-up, with those who took part in it."""
    loan, part = follow_up.loan, follow_up.participation
    day = loan.carried_out_on or clock.local_day(at)
    for key, what in ASKED.items():
        text = (values.get(key) or "").strip().replace(",", ".")
        minutes = round(float(text) * 60) if text else 0
        if minutes:
            _add(
                loan, participation=part, what=what, known=TimeSpent.Known.FOLLOW_UP,
                party=TimeSpent.Party.PERSON if part else TimeSpent.Party.BORROWER,
                minutes=_minutes(minutes), day=day, at=at,
            )  # fmt: skip


@action
def write_hours(
    *, loan: Loan, party: str, what: str, minutes: int, day: date, by: Actor, at: datetime
) -> TimeSpent:
    """A line about how long something took, written by a coordinator."""
    if party not in TimeSpent.Party.values or what not in TimeSpent.What.values:
        raise Refused(_("Choose whose time it was, and what for."))
    if day > clock.local_day(at):
        raise Refused(_("That day is still to come. Write it when it has been."))
    row = _add(
        loan, party=party, what=what, known=TimeSpent.Known.COORDINATOR, minutes=_minutes(minutes),
        day=day, at=at,
    )  # fmt: skip
    audit.record("loan.hours_written", about=loan, by=by, at=at, facts={"minutes": row.minutes})
    return row


@action
def correct_hours(*, row: TimeSpent, minutes: int, by: Actor, at: datetime) -> TimeSpent | None:
    """Set a line right; none at all takes it away. What stood there is in the history."""
    before = row.minutes
    if minutes == before:
        unchanged()
        return row
    if minutes:
        row.minutes = _minutes(minutes)
        row.save(update_fields=["minutes"])
    else:
        row.delete()
    audit.record(
        "loan.hours_corrected", about=row.loan, by=by, at=at,
        facts={"before": before, "minutes": minutes},
    )  # fmt: skip
    return row if minutes else None
