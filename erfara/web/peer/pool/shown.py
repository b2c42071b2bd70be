"""The pool in words: what somebody wants, what a workplace wishes for, how the two fit."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from erfara.organisations.words import say
from erfara.peersupport.pool.models import PeerSupporter, PlaceOffer, PlaceWish
from erfara.peersupport.pool.queries import Candidate
from erfara.web import people_say

SUPPORTER_TONES = {"available": "action", "offered": "neutral", "placed": "good"}
WISH_TONES = {"open": "action", "filled": "good"}
OFFER_TONES = {"late": "warn", "workplace_late": "warn", "agreed": "good"}


def extent(percent: int | None) -> str:
    """How much, in words."""
    return say(_("any extent")) if percent is None else say(_("{n} percent"), n=percent)


def where(municipalities: list[str]) -> str:
    """Where, in words."""
    return ", ".join(municipalities) if municipalities else say(_("anywhere"))


def wanted(row: PeerSupporter) -> str:
    """What somebody in the pool wants."""
    return f"{extent(row.extent)}, {where(row.municipalities)}"


def wish(row: PlaceWish, at: datetime) -> str:
    """What is wished for, on one line."""
    how_many = _("Two, {n} percent each, from {day}") if row.peers == 2 else _(
        "One, {n} percent, from {day}"
    )  # fmt: skip
    return say(how_many, n=row.extent, day=people_say.day(row.starts_on, now=at))


def why(one: Candidate, row: PlaceWish, at: datetime) -> str:
    """Why somebody stands where she stands: nothing else has been weighed."""
    parts = [
        say(_("can work there")) if one.fit.there else say(_("has said other municipalities")),
    ]
    if one.fit.extent is None:
        parts.append(say(_("any extent suits")))
    elif one.fit.apart == 0:
        parts.append(say(_("wants that much")))
    else:
        parts.append(say(_("wants {n} percent"), n=one.fit.extent))
    parts.append(say(_("in the pool {since}"), since=people_say.since(one.fit.since, now=at)))
    if one.said_no:
        parts.append(say(_("has said no to this place")))
    if one.workplace_no:
        parts.append(say(_("the workplace has said no to her")))
    said = ", ".join(parts)
    return said[:1].upper() + said[1:]


def fell(row: PlaceOffer) -> str:
    """Why an offer came to nothing."""
    return say(row.get_fell_display()) if row.fell else ""


def facts(row: PlaceWish) -> dict[str, Any]:
    """What whoever is offered a place reads about it."""
    there = row.workplace
    return {
        "unit": str(there.unit), "kind": say(there.get_kind_display()),
        "municipality": there.municipality, "extent": row.extent, "starts_on": row.starts_on,
        "funded_until": row.funded_until, "lasting": row.lasting, "peers": row.peers,
        "words": row.words, "employer": str(row.employer) if row.employer else "", "url": "",
        "money_url": "",
    }  # fmt: skip
