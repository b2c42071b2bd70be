"""Writes about a place that is offered: to the one in the pool first, then to the workplace."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused
from erfara.foundation.states import check, lock, move
from erfara.peersupport.pool import letters
from erfara.peersupport.pool.models import PeerSupporter, PlaceOffer, PlaceWish
from erfara.peersupport.pool.policies import (
    LACKS,
    WORKPLACE_ANSWERS,
    check_agree,
    check_last_day,
    check_offer,
    lacks,
)
from erfara.peersupport.pool.states import LIVE
from erfara.peersupport.recruitment.actions.deciding import got_work
from erfara.peersupport.training.letters import is_reached


@action
def offer(
    *,
    wish: PlaceWish,
    supporter: PeerSupporter,
    answer_by: date,
    without: str = "",
    by: Actor,
    at: datetime,
) -> PlaceOffer:
    """Offer a place to somebody in the pool. `without`: why, although the workplace isn't ready.

    She is asked alone, and nobody at the workplace knows of her before she has said yes.
    """
    lock(wish)  # of two who offer the last place at the same moment, the second sees the first
    lock(supporter)
    day = clock.local_day(at)
    check_offer(wish, supporter, without.strip(), day)
    check_last_day(answer_by, day)
    made = PlaceOffer.objects.create(
        programme_id=wish.programme_id, wish=wish, supporter=supporter, answer_by=answer_by,
        without=without.strip(), lacked=" ".join(lacks(wish.workplace)),
        by_phone=not is_reached(supporter.person),
        state=PlaceOffer.table.initial, created_at=at,
    )  # fmt: skip
    audit.record("place_offer.made", about=made, by=by, at=at)
    move(supporter, "offer", by=by, at=at, fields={"in_touch_on": day})
    if wish.state == "open":
        move(wish, "answer", by=by, at=at, fields={"look_again_on": None})
    letters.tell_person(made, "offer_made", at)
    return made


def _system(row: PlaceOffer) -> Actor:
    return Actor.system(row.programme_id)


def _after(row: PlaceOffer, at: datetime) -> None:
    """What follows for the two when an offer has ended: she is free again, or has the place."""
    supporter, wish = row.supporter, row.wish
    lock(supporter)
    lock(wish)
    if supporter.state == "offered":
        move(supporter, "place" if row.state == "agreed" else "back", by=_system(row), at=at)
    left = wish.offers.exclude(pk=row.pk)
    agreed = left.filter(state="agreed").count() + (row.state == "agreed")
    if wish.state == "answered" and agreed >= wish.peers:
        move(wish, "fill", by=_system(row), at=at)
    elif wish.state == "answered" and not left.filter(state__in=LIVE).exists():
        move(wish, "reopen", by=_system(row), at=at)


def let_fall(row: PlaceOffer, why: str, at: datetime) -> PlaceOffer:
    """An offer comes to nothing by what happened beside it. Called within an action."""
    fields = {"fell": why, "fell_on": clock.local_day(at)}
    move(row, "take_back", by=_system(row), at=at, fields=fields)
    _after(row, at)
    return row


@action
def say_yes(*, offer: PlaceOffer, by: Actor, at: datetime) -> PlaceOffer:
    """She wants to: the workplace gets to know who she is, and says yes or no."""
    lock(offer)
    if offer.state == "put_forward":
        unchanged()
        return offer
    day = clock.local_day(at)
    return move(
        offer, "say_yes", by=by, at=at,
        fields={
            "said_yes_on": day, "workplace_answer_by": day + WORKPLACE_ANSWERS,
            "reminded_at": None,
            "workplace_by_phone": not letters.reaches_workplace(offer),
        },
    )  # fmt: skip


@action
def say_no(*, offer: PlaceOffer, by: Actor, at: datetime) -> PlaceOffer:
    """She doesn't want to. No reason is asked for; she waits in the pool as before."""
    lock(offer)
    if offer.state == "fell" and offer.fell == PlaceOffer.Fell.PERSON:
        unchanged()
        return offer
    known = offer.state in {"put_forward", "workplace_late"}
    fields = {"fell": PlaceOffer.Fell.PERSON, "fell_on": clock.local_day(at)}
    move(offer, "say_no", by=by, at=at, fields=fields)
    if known:
        letters.tell_workplace(offer, "offer_fell", at)
    _after(offer, at)
    return offer


@action
def agree(*, offer: PlaceOffer, by: Actor, at: datetime) -> PlaceOffer:
    """The workplace says yes: both have agreed, and what comes next is a placement.

    It is looked at again whether the workplace is ready: weeks may have passed since the offer.
    """
    lock(offer.wish.workplace)  # first of all, as whoever ends it or lets it rest does
    lock(offer)
    if offer.state == "agreed":
        unchanged()
        return offer
    check(offer, "agree", by=by)
    check_agree(offer, by)
    move(offer, "agree", by=by, at=at, fields={"agreed_on": clock.local_day(at)})
    _after(offer, at)
    got_work(offer.supporter.person, at)
    return offer


@action
def write_without(*, offer: PlaceOffer, without: str, by: Actor, at: datetime) -> PlaceOffer:
    """The workplace lacks something that it didn't when the place was offered: why somebody begins
    there all the same, so that it can say yes."""
    lock(offer.wish.workplace)
    lock(offer)
    if offer.state not in LIVE:
        raise Refused(_("This offer is over. Look at the page as it is now."))
    found = lacks(offer.wish.workplace)
    for key in found:
        LACKS[key](offer.wish.workplace, reason=without)
    said = " ".join(found)
    if not found or (offer.without, offer.lacked) == (without.strip(), said):
        unchanged()
        return offer
    offer.without, offer.lacked = without.strip(), said
    offer.save(update_fields=["without", "lacked"])
    audit.record("place_offer.without", about=offer, by=by, at=at, facts={"lacks": said})
    return offer


@action
def decline(*, offer: PlaceOffer, by: Actor, at: datetime) -> PlaceOffer:
    """The workplace says no. She is told kindly, and waits in the pool as before."""
    lock(offer)
    fields = {"fell": PlaceOffer.Fell.WORKPLACE, "fell_on": clock.local_day(at)}
    move(offer, "decline", by=by, at=at, fields=fields)
    _after(offer, at)
    return offer


@action
def take_back(*, offer: PlaceOffer, by: Actor, at: datetime) -> PlaceOffer:
    """The lead takes it back."""
    lock(offer)
    fields = {"fell": PlaceOffer.Fell.TAKEN_BACK, "fell_on": clock.local_day(at)}
    move(offer, "take_back", by=by, at=at, fields=fields)
    _after(offer, at)
    return offer


@action
def give_time(*, offer: PlaceOffer, answer_by: date, by: Actor, at: datetime) -> PlaceOffer:
    """More time for whoever has not answered."""
    check_last_day(answer_by, clock.local_day(at))
    if offer.state == "late":
        fields = {"answer_by": answer_by, "reminded_at": None}
        return move(offer, "give_time", by=by, at=at, fields=fields)
    check(offer, "give_workplace_time", by=by)
    fields = {"workplace_answer_by": answer_by, "reminded_at": None}
    return move(offer, "give_workplace_time", by=by, at=at, fields=fields)


@action
def remind(*, offer: PlaceOffer, by: Actor, at: datetime) -> PlaceOffer:
    """Once, before the last day: whoever is to answer."""
    lock(offer)
    offer.refresh_from_db(fields=["reminded_at"])
    if offer.reminded_at is not None or offer.state not in {"asked", "put_forward"}:
        raise Refused(_("There is nothing to remind of any more."))
    offer.reminded_at = at
    offer.save(update_fields=["reminded_at"])
    if offer.state == "asked":
        letters.tell_person(offer, "offer_reminder", at)
    else:
        letters.tell_workplace(offer, "offer_candidate_reminder", at)
    audit.record("place_offer.reminded", about=offer, by=by, at=at)
    return offer


@action
def pass_deadline(*, offer: PlaceOffer, by: Actor, at: datetime) -> PlaceOffer:
    """The last day has passed without an answer: the lead gets in touch."""
    name = "pass_deadline" if offer.state == "asked" else "workplace_silent"
    return move(offer, name, by=by, at=at)


@action
def note_told(*, offer: PlaceOffer, by: Actor, at: datetime) -> PlaceOffer:
    """The workplace, which no message reaches, has heard by phone that a place there has ended."""
    lock(offer)
    offer.refresh_from_db(fields=["ended_on", "workplace_by_phone"])
    if offer.ended_on is None or not offer.workplace_by_phone:
        unchanged()
        return offer
    offer.workplace_by_phone = False
    offer.save(update_fields=["workplace_by_phone"])
    audit.record("place_offer.told", about=offer, by=by, at=at)
    return offer
