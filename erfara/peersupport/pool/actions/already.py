"""Somebody who was at work before the programme was written here: entered with her place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock
from erfara.foundation.actions import action
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused
from erfara.foundation.states import lock, move
from erfara.lending.agreement_texts import check_no_numbers
from erfara.organisations.actions import next_number
from erfara.peersupport.pool.models import PeerSupporter, PlaceOffer, PlaceWish
from erfara.peersupport.pool.policies import check_money
from erfara.peersupport.workplaces.models import Workplace
from erfara.people.actions.persons import find_or_add_person, needed_again
from erfara.people.models import Person

# What the lead writes of the place beside where and since when it is.
FIELDS = ("extent", "employer", "funded_until", "lasting")


def _check(workplace: Workplace, since: date, values: Mapping[str, Any], day: date) -> None:
    if workplace.state == "ended":
        raise Refused(_("{borrower:sg.def.cap} takes no part any more."))
    if since > day:
        raise Refused(_("That day lies ahead. Somebody who is to begin is offered a place."))
    check_money(since, values.get("funded_until"), bool(values.get("lasting")))


def _her(
    workplace: Workplace, identity: Mapping[str, str], protected: bool, by: Actor, at: datetime
) -> Person:
    """Who she is; nobody who is in the pool, or at a place from it, already."""
    person = find_or_add_person(
        programme=workplace.programme, identity=identity, protected=protected, by=by, at=at
    )
    needed_again(person)
    if PeerSupporter.objects.filter(person=person).exclude(state="left").exists():
        raise Refused(_("This person is in the pool, or has a place, already."))
    return person


@action
def enter_already(
    *,
    workplace: Workplace,
    identity: Mapping[str, str],
    since: date,
    values: Mapping[str, Any],
    elsewhere: str = "",
    protected: bool = False,
    by: Actor,
    at: datetime,
) -> PlaceOffer:
    """She is at work: a place of hers, agreed, that nobody here has offered. `values` by `FIELDS`.

    She counts in goals, warnings and lists like anybody with a place; not among those who have got
    one through the programme. `elsewhere`: which certificate she has that wasn't issued here.
    `protected`: her details are protected, from before anything is written about her.
    """
    day, programme = clock.local_day(at), workplace.programme
    lock(workplace)
    check_no_numbers({"elsewhere": elsewhere})
    _check(workplace, since, values, day)
    person = _her(workplace, identity, protected, by, at)
    supporter = PeerSupporter.objects.create(
        programme=programme, person=person, elsewhere=elsewhere.strip(), waits_since=since,
        number=next_number(programme, "peer_supporter", at), state=PeerSupporter.table.initial,
        created_at=at,
    )  # fmt: skip
    wish = PlaceWish.objects.create(
        programme=programme, workplace=workplace, number=next_number(programme, "place_wish", at),
        peers=1, starts_on=since, state=PlaceWish.table.initial, created_at=at,
        **{name: values[name] for name in FIELDS if name in values},
    )  # fmt: skip
    offer = PlaceOffer.objects.create(
        programme=programme, supporter=supporter, wish=wish, answer_by=since, already=True,
        state=PlaceOffer.table.initial, created_at=at,
    )  # fmt: skip
    audit.record("peer_supporter.entered_already", about=supporter, by=by, at=at)
    move(supporter, "already", by=by, at=at)
    move(wish, "already", by=by, at=at)
    return move(offer, "already", by=by, at=at, fields={"agreed_on": since})
