"""Writes about what workplaces wish for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import Refused
from erfara.foundation.states import check, lock, move
from erfara.lending.agreement_texts import check_no_numbers
from erfara.organisations.actions import next_number
from erfara.peersupport.pool.actions import offers
from erfara.peersupport.pool.models import PlaceOffer, PlaceWish
from erfara.peersupport.pool.policies import check_money, is_paid_for
from erfara.peersupport.pool.states import LIVE
from erfara.peersupport.setup.queries import at_each_workplace
from erfara.peersupport.workplaces.models import Workplace
from erfara.peersupport.workplaces.policies import STANDS_STILL

FIELDS = (
    "peers", "one_reason", "extent", "starts_on", "funded_until", "lasting", "employer", "words",
)  # fmt: skip


def _check(values: Mapping[str, Any], workplace: Workplace) -> None:
    check_no_numbers(values)
    if workplace.state == "ended":
        raise Refused(_("{borrower:sg.def.cap} takes no part any more."))
    if workplace.state in STANDS_STILL:
        raise Refused(_("{borrower:sg.def.cap} {state}. Take it up again first."),
                      state=workplace.state_label)  # fmt: skip
    fewer = values["peers"] < at_each_workplace(workplace.programme)
    alone = fewer and not workplace.why_one
    if alone and not values.get("one_reason", "").strip():
        raise Refused(_("Two are less alone than one. Write why there is to be one only."))
    check_money(
        values["starts_on"], values.get("funded_until"), bool(values.get("lasting"))
    )  # fmt: skip


@action
def ask(*, workplace: Workplace, values: Mapping[str, Any], by: Actor, at: datetime) -> PlaceWish:
    """A workplace wishes for peer supporters: `values` by `FIELDS`."""
    lock(workplace)  # whoever ends it, or lets it rest, withdraws this wish too
    _check(values, workplace)
    if values["starts_on"] < clock.local_day(at):
        raise Refused(_("That day has passed. Write from which day you wish for somebody."))
    made = PlaceWish.objects.create(
        programme_id=workplace.programme_id, workplace=workplace,
        number=next_number(workplace.programme, "place_wish", at),
        asked_by=by.id if by.role == Role.WORKPLACE else None,
        state=PlaceWish.table.initial, created_at=at,
        **{name: values[name] for name in FIELDS if name in values},
    )  # fmt: skip
    audit.record("place_wish.asked", about=made, by=by, at=at)
    return made


@action
def change(*, wish: PlaceWish, values: Mapping[str, Any], by: Actor, at: datetime) -> PlaceWish:
    """It is to be otherwise. Not while somebody has been offered the place as it was."""
    lock(wish.workplace)
    lock(wish)
    if wish.state not in {"open", "answered"}:
        raise Refused(_("This wish is over. Look at the page as it is now."))
    if wish.offers.filter(state__in=[*LIVE, "agreed"]).exists():
        raise Refused(_("Somebody has been offered this place as it is. Withdraw that first."))
    _check(values, wish.workplace)
    for name in FIELDS:
        if name in values:
            setattr(wish, name, values[name])
    wish.save(update_fields=list(FIELDS))
    audit.record("place_wish.changed", about=wish, by=by, at=at)
    if wish.state == "answered":
        move(wish, "reopen", by=Actor.system(wish.programme_id), at=at,
             fields={"look_again_on": None})  # fmt: skip
    return wish


@action
def nobody_yet(*, wish: PlaceWish, look_again_on: date, by: Actor, at: datetime) -> PlaceWish:
    """The workplace is told that nobody is here yet, and when we look again."""
    if look_again_on <= clock.local_day(at):
        raise Refused(_("Write a day that lies ahead."))
    return move(wish, "nobody_yet", by=by, at=at, fields={"look_again_on": look_again_on})


@action
def look_again(*, wish: PlaceWish, by: Actor, at: datetime) -> PlaceWish:
    """It is looked at again."""
    return move(wish, "reopen", by=by, at=at, fields={"look_again_on": None})


@action
def withdraw(*, wish: PlaceWish, by: Actor, at: datetime) -> PlaceWish:
    """The workplace wishes for nobody any more. What has been offered comes to nothing."""
    return _withdraw(wish, PlaceOffer.Fell.WITHDRAWN, by, at)


def _withdraw(wish: PlaceWish, why: str, by: Actor, at: datetime) -> PlaceWish:
    lock(wish)
    check(wish, "withdraw", by=by)
    rows = wish.offers.filter(state__in=LIVE).select_related("wish", "supporter__person")
    move(wish, "withdraw", by=by, at=at, fields={"look_again_on": None})
    for offer in rows:
        offer.wish = wish
        offers.let_fall(offer, why, at)
    return wish


@action
def stop_all(*, workplace: Workplace, by: Actor, at: datetime) -> int:
    """The workplace ends, rests or wants out: it wishes for nobody, and nobody is offered a place
    there. Those who were get to know. How many wishes that was."""
    rows = list(PlaceWish.objects.filter(workplace=workplace, state__in=["open", "answered"]))
    for wish in rows:
        wish.workplace = workplace
        _withdraw(wish, PlaceOffer.Fell.STOPPED, Actor.system(workplace.programme_id), at)
    if not rows:
        unchanged()
    return len(rows)


@action
def pay_until(
    *, wish: PlaceWish, funded_until: date | None, lasting: bool = False, by: Actor, at: datetime
) -> PlaceWish:
    """Until when there is money for its places: also for one who has been there for long."""
    lock(wish)
    if not is_paid_for(wish):
        raise Refused(_("This wish is over. Look at the page as it is now."))
    check_money(wish.starts_on, funded_until, lasting)
    if (wish.funded_until, wish.lasting) == (funded_until, lasting):
        unchanged()
        return wish
    wish.funded_until, wish.lasting = funded_until, lasting
    wish.save(update_fields=["funded_until", "lasting"])
    audit.record("place_wish.funded", about=wish, by=by, at=at)
    return wish
