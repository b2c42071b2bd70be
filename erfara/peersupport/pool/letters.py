"""Messages about wishes and offers. They say that there is a message, and nothing about what."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Max

from erfara.foundation import audit, clock, links, outbox
from erfara.foundation.models import OutboxMessage
from erfara.foundation.outbox import Letter
from erfara.foundation.states import on_notice
from erfara.peersupport.pool.models import PlaceOffer, PlaceWish
from erfara.peersupport.training.letters import is_reached
from erfara.people.letters import with_link
from erfara.people.models import Person
from erfara.people.queries import may_be_written_to

# Each thing has one page, behind every link about it.
TO_PERSON, TO_WORKPLACE = "place_offer", "place_wish"
LIVES = timedelta(days=60)
# kind of message → the states of the offer in which it still holds
PERSON_WHILE = {
    "offer_made": ("asked", "late"),
    "offer_reminder": ("asked",),
    "offer_agreed": ("agreed",),
    "offer_fell": ("fell",),
}
WORKPLACE_WHILE = {
    "offer_candidate": ("put_forward", "workplace_late"),
    "offer_candidate_reminder": ("put_forward",),
    "offer_agreed": ("agreed",),
    "offer_fell": ("fell",),
    "place_ended": ("agreed",),
}
# The workplace knows already: it was its own doing.
_THEIRS = {PlaceOffer.Fell.WORKPLACE, PlaceOffer.Fell.WITHDRAWN, PlaceOffer.Fell.STOPPED}
DATED = {"offer_made", "offer_reminder", "offer_candidate", "offer_candidate_reminder"}


def contact_of(row: PlaceOffer | PlaceWish) -> Person | None:
    """Whom we write to at the workplace: the contact, otherwise the manager."""
    wish = row.wish if isinstance(row, PlaceOffer) else row
    person = wish.workplace.contact or wish.workplace.manager
    return person if person is not None and person.erased_at is None else None


def reaches_workplace(row: PlaceOffer | PlaceWish) -> bool:
    """Whether a message reaches whom we write to there. If not, they are phoned."""
    contact = contact_of(row)
    return contact is not None and may_be_written_to(contact)


def tell_person(offer: PlaceOffer, kind: str, at: datetime) -> None:
    """Put a message to the one in the pool in the outbox, where she may be written to."""
    person = offer.supporter.person
    if person.erased_at is None and is_reached(person):
        _put(kind, offer, person, at)


def tell_workplace(row: PlaceOffer | PlaceWish, kind: str, at: datetime) -> bool:
    """Put a message to the workplace's contact in the outbox. False: none reaches them there."""
    contact = contact_of(row)
    if contact is None or not may_be_written_to(contact):
        return False
    _put(kind, row, contact, at)
    return True


def _put(kind: str, row: PlaceOffer | PlaceWish, person: Person, at: datetime) -> None:
    outbox.put(
        kind, tenant_id=row.programme_id, about_kind=audit.kind_of(row), about_id=row.pk,
        to_kind="person", to_id=person.pk, at=at, occasion=at.isoformat(),
    )  # fmt: skip


def _tell(offer: PlaceOffer, kind: str, at: datetime) -> None:
    """Whoever waited for the other side."""
    if kind == "offer_candidate":
        tell_workplace(offer, kind, at)
        return
    if kind == "offer_agreed" or offer.fell != PlaceOffer.Fell.GONE:
        tell_person(offer, kind, at)
    if offer.said_yes_on is not None and offer.fell not in _THEIRS:
        tell_workplace(offer, kind, at)


def _last_day(offer: PlaceOffer, kind: str) -> date | None:
    if kind not in DATED:
        return None
    return offer.answer_by if kind in PERSON_WHILE else offer.workplace_answer_by


def _render(message: OutboxMessage, at: datetime) -> Letter | None:
    offer = (
        PlaceOffer.objects.filter(pk=message.about_id)
        .select_related(
            "programme", "supporter__person", "wish__workplace__contact",
            "wish__workplace__manager",
        )
        .first()
    )  # fmt: skip
    if offer is None:
        return None
    person, contact = offer.supporter.person, contact_of(offer)
    deadline = _last_day(offer, message.kind)
    if message.to_id == person.pk:
        if offer.state not in PERSON_WHILE.get(message.kind, ()) or person.erased_at is not None:
            return None
        return with_link(
            message, offer.programme, TO_PERSON, person.pk, lives=LIVES, deadline=deadline
        )
    if contact is None or message.to_id != contact.pk:
        return None  # somebody else is the contact now
    if offer.state not in WORKPLACE_WHILE.get(message.kind, ()):
        return None
    return with_link(
        message, offer.programme, TO_WORKPLACE, contact.pk, about_id=offer.wish_id, lives=LIVES,
        deadline=deadline,
    )  # fmt: skip


def _render_wish(message: OutboxMessage, at: datetime) -> Letter | None:
    wish = (
        PlaceWish.objects.filter(pk=message.about_id)
        .select_related("programme", "workplace__contact", "workplace__manager")
        .first()
    )
    contact = contact_of(wish) if wish is not None else None
    if wish is None or wish.state != "answered" or contact is None or contact.pk != message.to_id:
        return None
    return with_link(message, wish.programme, TO_WORKPLACE, contact.pk, lives=LIVES)


def _offers_over(ids: Collection[UUID]) -> dict[UUID, datetime | None]:
    """Since when offers are over, for the links that lead to them."""
    rows = PlaceOffer.objects.filter(pk__in=ids)
    found: dict[UUID, datetime | None] = {}
    for pk, state, agreed, fell in rows.values_list("pk", "state", "agreed_on", "fell_on"):
        day = agreed or fell
        found[pk] = clock.day_span(day)[1] if state in {"agreed", "fell"} and day else None
    return found


def _wishes_over(ids: Collection[UUID]) -> dict[UUID, datetime | None]:
    """The same for wishes: over when they are filled or withdrawn, and nothing has come since."""
    rows = PlaceWish.objects.filter(pk__in=ids).annotate(
        agreed=Max("offers__agreed_on"), fell=Max("offers__fell_on"), ended=Max("offers__ended_on")
    )
    found: dict[UUID, datetime | None] = {}
    for row in rows:
        last = max((day for day in (row.agreed, row.fell, row.ended) if day), default=None)
        over = clock.day_span(last)[1] if last else row.created_at
        found[row.pk] = over if row.is_over else None
    return found


def register() -> None:
    """Tell outbox, links and state tables who sends what."""
    for kind in {*PERSON_WHILE, *WORKPLACE_WHILE}:
        outbox.register_kind(kind, _render)
    outbox.register_kind("wish_nobody_yet", _render_wish)
    for kind in ("offer_candidate", "offer_agreed", "offer_fell"):
        on_notice(kind, _tell)
    on_notice("wish_nobody_yet", tell_workplace)
    links.register_life(TO_PERSON, _offers_over)
    links.register_life(TO_WORKPLACE, _wishes_over)
