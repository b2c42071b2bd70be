"""Lists of names on paper. Anything in bulk takes two: one asks, another agrees."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, vault
from erfara.foundation.actions import action
from erfara.foundation.actors import Actor
from erfara.foundation.errors import NotAllowed, Refused
from erfara.foundation.states import move
from erfara.organisations.models import Programme
from erfara.people.models import PrintList
from erfara.people.queries import people_for_list

# So many are opened one by one on any page; more than these at once is bulk.
FEW = 5
OPEN_FOR = timedelta(hours=24)


@action
def ask_print_list(
    *, programme: Programme, kind: str, day: date | None, reason: str, by: Actor, at: datetime
) -> PrintList:
    """Ask for a list. People with protected details are never on one.

    Raises Refused when there is nobody to print, or no reason.
    """
    if not reason.strip():
        raise Refused(_("Write what the list is for. It stands in the log of everybody on it."))
    if kind == PrintList.Kind.TALKS and day is None:
        raise Refused(_("Choose the day of the talks."))
    people = people_for_list(programme, kind, day, vault.shielded(programme.pk))
    if not people:
        raise Refused(_("There is nobody to put on that list."))
    row = PrintList.objects.create(
        programme=programme, kind=kind, day=day if kind == PrintList.Kind.TALKS else None,
        people=[str(pk) for pk in people], reason=reason.strip()[:300], asked_by=by.own_id,
        asked_at=at, state=PrintList.table.initial, created_at=at,
    )  # fmt: skip
    audit.record("print_list.asked", about=row, by=by, at=at, facts={"people": len(people)})
    if len(people) <= FEW:
        return move(row, "few", by=by, at=at, fields={"open_until": at + OPEN_FOR})
    return row


def _check_another(row: PrintList, by: Actor) -> None:
    if by.own_id == row.asked_by:
        raise NotAllowed(_("You asked for it, so somebody else has to decide."))


@action
def agree_to_print_list(*, row: PrintList, by: Actor, at: datetime) -> PrintList:
    """Another than the one who asked agrees. It can be opened for a day."""
    _check_another(row, by)
    return move(
        row, "agree", by=by, at=at, fields={"decided_by": by.own_id, "open_until": at + OPEN_FOR}
    )


@action
def refuse_print_list(*, row: PrintList, reason: str, by: Actor, at: datetime) -> PrintList:
    """Another than the one who asked says no, and why."""
    _check_another(row, by)
    return move(
        row, "refuse", by=by, at=at, reason=reason, fields={"decided_by": by.own_id, "people": []}
    )


@action
def end_print_list(*, row: PrintList, by: Actor, at: datetime) -> PrintList:
    """It isn't needed any more, or its day has passed."""
    return move(row, "end", by=by, at=at, fields={"people": []})
