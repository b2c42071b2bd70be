"""What the coordinator's pages share: a page with one form, and who hears of something."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock
from erfara.foundation.actors import Actor
from erfara.foundation.models import StatefulModel
from erfara.foundation.states import Transition
from erfara.lending.models import Loan, Participation
from erfara.lending.states.loans import GOING
from erfara.organisations.words import say, say_plural
from erfara.people.queries import reached_by_message
from erfara.web.coordinator.names import Names

PER_PAGE = 25


def form_page(request: HttpRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    """A page that is one form. Give `heading`, `button`, `back`, `back_label`; `kind` is the
    button's."""
    context.setdefault("kind", "primary")
    return render(
        request, f"coordinator/{template}.html", {"form": form, **context}, status=form.status
    )


def can(obj: StatefulModel, viewer: Actor) -> dict[str, Transition | None]:
    """Each move of an object's table by name: the move when the viewer may make it, else None."""
    open_now = {t.name: t for t in obj.table.available(obj.state, viewer.role)}
    return {name: open_now.get(name) for name in obj.table.transitions}


def due_in_words(due_on: date, at: datetime) -> str:
    """How long there is to a day, or how long it has passed: "three days late"."""
    days = (clock.local_day(at) - due_on).days
    if days > 0:
        return say_plural("one day late", "{count} days late", days)
    if days == 0:
        return say(_("today is the day"))
    return say_plural("one day left", "{count} days left", -days)


@dataclass(frozen=True, slots=True)
class Hearers:
    """Who is told of something, how, and who has to be told by a coordinator herself."""

    by_message: list[str] = field(default_factory=list)
    by_phone: list[str] = field(default_factory=list)
    outside: int = 0
    borrower: str = ""
    held: bool = False

    @property
    def messages(self) -> int:
        """How many messages leave."""
        return len(self.by_message) + bool(self.borrower)


def hearers(
    loan: Loan, team: Iterable[Participation], names: Names, *, borrower: bool = True
) -> Hearers:
    """Who hears when everybody in a loan is told. The same rule as the letters themselves."""
    going = [
        p for p in team
        if p.state in GOING
        and (p.contributor is None or p.contributor.state != "left")
    ]  # fmt: skip
    inside = [p.contributor for p in going if p.contributor is not None]
    reached = reached_by_message([c.person_id for c in inside])
    mail = [c for c in inside if c.person_id in reached]
    return Hearers(
        by_message=[names.of(c.person_id) for c in mail],
        by_phone=[names.of(c.person_id) for c in inside if c not in mail],
        outside=len(going) - len(inside),
        borrower=names.of(loan.request.contact_id) if borrower else "",
        held=not loan.programme.sends_messages,
    )
