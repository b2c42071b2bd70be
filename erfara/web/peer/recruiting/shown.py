"""What the pages of recruitment share: names, who works here, what is answered by default."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock
from erfara.foundation.actors import Role
from erfara.organisations.models import Membership
from erfara.organisations.queries import at_work
from erfara.organisations.words import say
from erfara.peersupport.recruitment.models import PeerCandidate, Round
from erfara.peersupport.recruitment.queries import Funnel, numbers_of_candidates
from erfara.peersupport.setup.kinds import HELD_BY
from erfara.web.coordinator.names import Names, identities

PER_PAGE = 25
Outcome = PeerCandidate.Outcome
# What an answer says unless somebody writes another: kind, short, and about the round alone.
WORDS = {
    "say_no": _(
        "Thank you for your application. We have read all of them. This time we don’t go on with "
        "yours. It says nothing about what you have been through or what you can do: there were "
        "more who applied than we can meet.\n\nYou are welcome to apply again."
    ),
    Outcome.OFFER: _(
        "Thank you for the talk. We want to offer you a place in the training. We get in touch "
        "about when it begins.\n\nIf you don’t want to after all, tell us. You don’t have to "
        "explain why."
    ),
    Outcome.WAIT: _(
        "Thank you for the talk. We would like to have you in a training, and the places are "
        "taken for now. You are on our waiting list. We get in touch as soon as there is a place, "
        "and otherwise to tell you how it stands."
    ),
    Outcome.REFUSE: _(
        "Thank you for the talk, and for your time. This time we go on with others. We have "
        "thought about it for long, and it says nothing about what you have been through.\n\n"
        "Phone us if you want to hear more about how we thought. You are welcome to apply again."
    ),
}
FUNNEL = (
    ("applied", _("Have applied"), ""),
    ("interviewed", _("Interviewed"), "interviewed"),
    ("offered", _("Offered training"), ""),
    ("trained", _("Trained"), "trained"),
    ("employed", _("Employed"), "employed"),
)


def url_of(slug: str, candidate: PeerCandidate) -> str:
    """The page of one who has applied."""
    return reverse("recruiting:candidate", args=[slug, candidate.pk])


def round_url(slug: str, row: Round) -> str:
    """The page of a round."""
    return reverse("recruiting:round", args=[slug, row.pk])


def names(
    request: Any, person_ids: Iterable[UUID], *, purpose: str, case: object, listed: bool = False
) -> Names:
    """The names of those who have applied; of those with protected details the number."""
    return Names(
        identities(
            request, person_ids, purpose=purpose, case=case, listed=listed,
            numbers=numbers_of_candidates,
        )
    )  # fmt: skip


def funnel_rows(row: Round, counted: Funnel) -> list[tuple[str, int, int | None]]:
    """How far so many have come, and what was planned: label, number, plan."""
    return [
        (say(label), getattr(counted, name), getattr(row, plan) if plan else None)
        for name, label, plan in FUNNEL
    ]


def staff_of(request: Any, functions: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """Function → (id, name) of those who may hold an interview for it: its own, then the leads."""
    day = clock.local_day(clock.now())  # roles count in real time
    rows = list(at_work(request.programme, day))
    leads = [row for row in rows if row.role == Role.COORDINATOR]
    return {
        function: _named([row for row in rows if row.role == HELD_BY[function]], leads)
        for function in functions
    }


def _named(own: list[Membership], leads: list[Membership]) -> list[tuple[str, str]]:
    found = [(str(row.user_id), str(row.user)) for row in own]
    lead = say(_("{coordinator:sg}"))
    return found + [
        (str(row.user_id), f"{row.user} ({lead})")
        for row in leads
        if row.user_id not in {one.user_id for one in own}
    ]
