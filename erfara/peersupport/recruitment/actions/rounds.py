"""Rounds: planned, announced, closed by their last day, over when everybody has an answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused
from erfara.foundation.states import lock, move
from erfara.organisations.actions import next_number
from erfara.organisations.models import Programme
from erfara.peersupport.recruitment.models import PeerCandidate, Round
from erfara.peersupport.recruitment.policies import (
    BEFORE_INTERVIEW,
    UNDECIDED,
    check_days,
    check_plan,
    still_writing,
)

DAYS = ("opens_on", "closes_on", "answer_by")
PLAN = ("interviewed", "trained", "employed")
FIELDS = ("title", "text_sv", "text_en", *DAYS, *PLAN, "keep_months")
# When it is announced: what may still change. What applicants were promised doesn't get worse.
WHILE_OPEN = ("title", "text_sv", "text_en", "closes_on", "answer_by", *PLAN)


def _check(values: dict[str, Any]) -> None:
    if unknown := set(values) - set(FIELDS):
        raise ValueError(f"not of a round: {sorted(unknown)}")


@action
def plan_round(*, programme: Programme, values: dict[str, Any], by: Actor, at: datetime) -> Round:
    """A new round, not announced yet."""
    _check(values)
    check_days(*(values[name] for name in DAYS))
    row = Round(
        programme=programme, number=next_number(programme, "round", at),
        state=Round.table.initial, created_at=at, **values,
    )  # fmt: skip
    check_plan(row.interviewed, row.trained, row.employed)
    row.save()
    audit.record("round.planned", about=row, by=by, at=at)
    return row


@action
def change_round(*, row: Round, values: dict[str, Any], by: Actor, at: datetime) -> Round:
    """Change what a round says. When it is announced, the last day may come later and not
    earlier, and what applicants have been promised stays."""
    _check(values)
    lock(row)
    if row.state not in {"draft", "open", "closed", "deciding"}:
        raise Refused(_("The round is over, so nothing in it can be changed."))
    row.refresh_from_db()
    if row.state != "draft":
        values = {name: value for name, value in values.items() if name in WHILE_OPEN}
        if values.get("closes_on", row.closes_on) < row.closes_on:
            raise Refused(
                _("It is announced with {day} as the last day. A later day is fine, not an "
                  "earlier one. You can take no more applications instead."),
                day=row.closes_on.isoformat(),
            )  # fmt: skip
        if row.state != "open":
            values.pop("closes_on", None)
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if not changed:
        unchanged()
        return row
    for name in changed:
        setattr(row, name, values[name])
    check_days(row.opens_on, row.closes_on, row.answer_by)
    check_plan(row.interviewed, row.trained, row.employed)
    row.save(update_fields=changed)
    audit.record("round.changed", about=row, by=by, at=at, facts={"changed": changed})
    return row


@action
def announce(*, row: Round, by: Actor, at: datetime) -> Round:
    """Let everybody read about it, and apply from its first day."""
    if not row.text_sv.strip():
        raise Refused(_("Write the announcement first."))
    if row.closes_on < clock.local_day(at):
        raise Refused(_("The last day to apply has passed. Choose a later one."))
    return move(row, "announce", by=by, at=at)


@action
def drop(*, row: Round, by: Actor, at: datetime) -> Round:
    """A round that was never announced comes to nothing."""
    return move(row, "drop", by=by, at=at, fields={"ended_at": at})


@action
def close(*, row: Round, by: Actor, at: datetime) -> Round:
    """No more applications: the last day has passed, or the leads have enough."""
    move(row, "close", by=by, at=at, fields={"closed_at": at})
    settle(row, at)
    return row


@action
def settle_round(*, row: Round, by: Actor, at: datetime) -> Round:
    """Look whether a round has come further because time has passed."""
    settle(row, at)
    unchanged()
    return row


def settle(row: Round, at: datetime) -> None:
    """Within another action: move a round on as far as its candidates have come.

    To deciding when nobody is left to interview, back when somebody is again, and to its end when
    everybody who hasn't withdrawn has an answer in hand.
    """
    lock(row)
    if row.state not in {"closed", "deciding"}:
        return
    system = Actor.system(row.programme_id)
    rows = PeerCandidate.objects.filter(round=row)
    if rows.filter(state__in=BEFORE_INTERVIEW).exists():
        if row.state == "deciding":
            move(row, "go_back", by=system, at=at)
        return
    if still_writing(row, at):
        return
    waits = rows.filter(answered_on__isnull=True).exclude(state__in=("withdrew", "erased"))
    if not waits.exists() and not rows.filter(state__in=UNDECIDED).exists():
        move(row, "finish", by=system, at=at, fields={"ended_at": at})
    elif row.state == "closed":
        move(row, "decide", by=system, at=at)
