"""Writes about those in the pool."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused
from erfara.foundation.states import lock, move
from erfara.organisations.actions import next_number
from erfara.peersupport.certificates.actions import seal
from erfara.peersupport.certificates.models import Certificate
from erfara.peersupport.certificates.policies import check_words
from erfara.peersupport.pool import letters, queries
from erfara.peersupport.pool.actions import offers
from erfara.peersupport.pool.models import PeerSupporter, PlaceOffer
from erfara.peersupport.pool.policies import HELD
from erfara.peersupport.pool.states import LIVE
from erfara.people.models import Person


@action
def enter(*, certificate: Certificate, by: Actor, at: datetime) -> PeerSupporter:
    """Somebody has a certificate: she is in the pool. One who is there keeps her place in it."""
    row = (
        PeerSupporter.objects.filter(
            programme_id=certificate.programme_id, person_id=certificate.person_id
        )
        .exclude(state="left")
        .first()
    )
    if row is not None and row.certificate_id == certificate.pk:
        unchanged()
        return row
    if row is not None:
        row.certificate, row.decide_since = certificate, None
        row.save(update_fields=["certificate", "decide_since"])
        audit.record("peer_supporter.certificate", about=row, by=by, at=at)
        # She rested since the old one had run out, and for no day that she has said.
        if row.state == "resting" and row.rests_until is None:
            move(row, "wake", by=Actor.system(row.programme_id), at=at)
        return row
    made = PeerSupporter.objects.create(
        programme_id=certificate.programme_id, person_id=certificate.person_id,
        certificate=certificate, waits_since=clock.local_day(at),
        number=next_number(certificate.programme, "peer_supporter", at),
        state=PeerSupporter.table.initial, created_at=at,
    )  # fmt: skip
    audit.record("peer_supporter.entered", about=made, by=by, at=at)
    return made


@action
def change_wishes(
    *,
    supporter: PeerSupporter,
    extent: int | None,
    municipalities: Iterable[str],
    by: Actor,
    at: datetime,
) -> PeerSupporter:
    """How much she wants to work, in percent, and where."""
    supporter.extent = extent
    supporter.municipalities = sorted({one.strip() for one in municipalities if one.strip()})
    supporter.save(update_fields=["extent", "municipalities"])
    audit.record("peer_supporter.wishes", about=supporter, by=by, at=at)
    return supporter


@action
def note_contact(*, supporter: PeerSupporter, by: Actor, at: datetime) -> PeerSupporter:
    """The lead has been in touch with her about a place."""
    supporter.in_touch_on = clock.local_day(at)
    supporter.save(update_fields=["in_touch_on"])
    audit.record("peer_supporter.in_touch", about=supporter, by=by, at=at)
    return supporter


@action
def rest(*, supporter: PeerSupporter, until: date | None, by: Actor, at: datetime) -> PeerSupporter:
    """She is offered nothing for a while, or until she says so."""
    if until is not None and until <= clock.local_day(at):
        raise Refused(_("Write a day that lies ahead, or no day at all."))
    return move(supporter, "rest", by=by, at=at, fields={"rests_until": until})


@action
def wake(*, supporter: PeerSupporter, by: Actor, at: datetime) -> PeerSupporter:
    """She waits for a place again."""
    if supporter.state == "available":
        unchanged()
        return supporter
    if not supporter.is_certified(clock.local_day(at)):
        raise Refused(_("The certificate doesn’t count any more. It has to be renewed first."))
    return move(supporter, "wake", by=by, at=at, fields={"rests_until": None})


@action
def come_back(*, supporter: PeerSupporter, by: Actor, at: datetime) -> PeerSupporter:
    """She has no place any more: she waits in the pool again, counted from today."""
    lock(supporter)
    if supporter.state == "placed" and supporter.decide_since is not None:
        raise Refused(_("The certificate is revoked. Decide about the place first."))
    move(supporter, "come_back", by=by, at=at, fields={"waits_since": clock.local_day(at)})
    _end_place(supporter, at)
    return supporter


def _end_place(supporter: PeerSupporter, at: datetime) -> list[PlaceOffer]:
    """The places that she had are hers no more, and those there see her name no more."""
    ended = queries.places_of(supporter)
    supporter.offers.filter(HELD).update(ended_on=clock.local_day(at))
    return ended


def _end_and_tell(supporter: PeerSupporter, at: datetime) -> None:
    """The same, when those at the workplace may know nothing of it: they get to know that a place
    there has ended, and not why; by phone where no message reaches them."""
    for offer in _end_place(supporter, at):
        offer.workplace_by_phone = not letters.tell_workplace(offer, "place_ended", at)
        offer.save(update_fields=["workplace_by_phone"])


def _check_to_decide(supporter: PeerSupporter) -> None:
    lock(supporter)
    supporter.refresh_from_db(fields=["decide_since"])
    if supporter.state != "placed" or supporter.decide_since is None:
        raise Refused(_("It has been decided already. Look at the page as it is now."))


@action
def keep_place(*, supporter: PeerSupporter, reason: str, by: Actor, at: datetime) -> PeerSupporter:
    """Her certificate is revoked, and she keeps her place all the same. Why is sealed with her;
    those at the workplace hear nothing."""
    _check_to_decide(supporter)
    why = check_words(reason, _("Write why the place goes on. The one it is about can read it."))
    if supporter.certificate is not None:  # there was one to revoke
        seal(supporter.certificate, {"kept": why}, at)
    supporter.decide_since = None
    supporter.save(update_fields=["decide_since"])
    audit.record("peer_supporter.keeps_place", about=supporter, by=by, at=at)
    return supporter


@action
def end_place(*, supporter: PeerSupporter, by: Actor, at: datetime) -> PeerSupporter:
    """Her certificate is revoked, and her place ends."""
    _check_to_decide(supporter)
    move(supporter, "leave", by=by, at=at, fields={"decide_since": None})
    _end_and_tell(supporter, at)
    return supporter


@action
def leave(*, supporter: PeerSupporter, by: Actor, at: datetime) -> PeerSupporter:
    """She is in the pool no more. An offer that is on its way comes to nothing, and a place that
    she has ends."""
    lock(supporter)
    if supporter.state == "left":
        unchanged()
        return supporter
    for offer in supporter.offers.filter(state__in=LIVE).select_related("wish", "supporter"):
        offers.let_fall(offer, "gone", at)
    supporter.refresh_from_db()
    move(supporter, "leave", by=by, at=at, fields={"rests_until": None, "decide_since": None})
    _end_and_tell(supporter, at)
    return supporter


@action
def certificate_gone(*, certificate: Certificate, by: Actor, at: datetime) -> None:
    """It has run out, or was revoked: nobody is offered a place on it.

    What has been offered to her on a certificate that has run out is still hers to answer. A place
    is hers until a lead has decided: whoever revokes is not who employs.
    """
    for row in PeerSupporter.objects.filter(certificate=certificate).exclude(state="left"):
        lock(row)  # a workplace may say yes at this moment
        if certificate.state == "revoked" and row.state == "placed":
            row.decide_since = clock.local_day(at)
            row.save(update_fields=["decide_since"])
            audit.record("peer_supporter.to_decide", about=row, by=by, at=at)
        elif certificate.state == "revoked":
            leave(supporter=row, by=Actor.system(row.programme_id), at=at)
        elif row.state == "available":
            move(row, "rest", by=Actor.system(row.programme_id), at=at,
                 fields={"rests_until": None})  # fmt: skip
    unchanged()


@action
def forget(*, person: Person, by: Actor, at: datetime) -> None:
    """She is erased: she waits for nothing, and her wishes are cleared."""
    for row in PeerSupporter.objects.filter(person=person):
        leave(supporter=row, by=Actor.system(person.programme_id), at=at)
    PeerSupporter.objects.filter(person=person).update(extent=None, municipalities=[], elsewhere="")
    unchanged()
