"""What the pool puts into somebody's own copy."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.organisations.words import say
from erfara.peersupport.pool.models import PeerSupporter, PlaceWish
from erfara.peersupport.pool.queries import offers_of_person
from erfara.people.own_copy import Copy, Entry, Field, register_part


def pool(copy: Copy) -> list[Entry]:
    """Her place in the pool, and what she wishes for."""
    return [
        [
            Field("number", _("Number"), row.number),
            Field("extent", _("Percent of full time that you want"), row.extent),
            Field("municipalities", _("Where you can work"), ", ".join(row.municipalities)),
            Field("waits_since", _("In the pool since"), row.waits_since),
            Field("rests_until", _("Rests until"), row.rests_until),
            Field("elsewhere", _("Certificate from elsewhere"), row.elsewhere),
            Field("in_touch_on", _("When we were last in touch"), row.in_touch_on),
            Field("state", _("How it stands"), say(row.state_label), row.state),
        ]
        for row in PeerSupporter.objects.filter(person=copy.person).order_by("created_at", "id")
    ]


def offers(copy: Copy) -> list[Entry]:
    """Places she has been offered."""
    return [
        [
            Field("workplace", _("Workplace"), str(row.wish.workplace.unit)),
            Field("extent", _("Percent of full time"), row.wish.extent),
            Field("starts_on", _("From"), row.wish.starts_on),
            Field("answer_by", _("Last day to answer"), row.answer_by),
            Field("said_yes_on", _("You said yes on"), row.said_yes_on),
            Field("agreed_on", _("Agreed on"), row.agreed_on),
            Field("ended_on", _("The place ended"), row.ended_on),
            Field("already", _("You had it before it was written here"), row.already),
            Field("state", _("How it stands"), say(row.state_label), row.state),
            Field("fell", _("Why"), say(row.get_fell_display()) if row.fell else None, row.fell),
        ]
        for row in offers_of_person(copy.person)
    ]


def wishes(copy: Copy) -> list[Entry]:
    """What she has wished for on behalf of her workplace."""
    rows = PlaceWish.objects.filter(asked_by=copy.person.pk)
    return [
        [
            Field("number", _("Number"), row.number),
            Field("workplace", _("Workplace"), str(row.workplace.unit)),
            Field("peers", _("How many"), row.peers),
            Field("asked_on", _("Asked"), row.created_at),
            Field("words", _("What was written"), row.words),
            Field("state", _("How it stands"), say(row.state_label), row.state),
        ]
        for row in rows.select_related("workplace__unit__organisation").order_by("number")
    ]


def register() -> None:
    """Add it."""
    register_part("pool", _("Your place in the pool"), pool, ["peersupport.peersupporter"])
    register_part(
        "place_offers", _("Places you have been offered"), offers, ["peersupport.placeoffer"]
    )
    register_part(
        "place_wishes", _("What you have wished for at your workplace"), wishes,
        ["peersupport.placewish"],
    )  # fmt: skip
