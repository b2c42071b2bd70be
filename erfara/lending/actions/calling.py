"""Writes about those who are reached by no message: a coordinator phones them, and says when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from erfara.foundation import audit
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor
from erfara.lending.models import Participation
from erfara.people.models import Contributor
from erfara.people.queries import reached_by_message
from erfara.people.states import GONE


def owe_calls(participations: Iterable[Participation], about: str, at: datetime) -> None:
    """What the others get a message about (a `Participation.CallAbout`), these are to be phoned
    about. Those from outside are told by whoever sent them."""
    here = [
        (row, row.contributor) for row in participations
        if row.contributor is not None and row.contributor.state not in GONE
    ]  # fmt: skip
    reached = reached_by_message([contributor.person_id for _row, contributor in here])
    for row, contributor in here:
        if contributor.person_id not in reached:
            row.call_about, row.call_since = about, at
            row.save(update_fields=["call_about", "call_since"])


@action
def note_called(
    *, participation: Participation, told: bool, by: Actor, at: datetime
) -> Participation:
    """She has been told, or can't be reached: then it is let be."""
    about = participation.call_about
    waiting = Participation.objects.filter(pk=participation.pk).exclude(call_about="")
    if not waiting.update(call_about="", call_since=None):
        unchanged()
        return participation
    participation.call_about, participation.call_since = "", None
    audit.record(
        "participation.called" if told else "participation.not_reached", about=participation,
        by=by, at=at, facts={"about": about},
    )  # fmt: skip
    return participation


def let_calls_go(contributor: Contributor) -> None:
    """Nobody is to be phoned any more who has left for good."""
    mine = Participation.objects.filter(contributor=contributor).exclude(call_about="")
    mine.update(call_about="", call_since=None)
