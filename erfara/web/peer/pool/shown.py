"""The pool in words: what somebody wants, what a workplace wishes for, how the two fit."""

from __future__ import annotations

from collections.abc import Callable
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


class Why:
    """Why somebody stands where she stands, for one page: many stand there for the same reasons,
    and each is said once."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        self._said: dict[object, str] = {}

    def of(self, one: Candidate) -> str:
        """In a sentence. Nothing else has been weighed."""
        fits = (one.fit.there, one.fit.extent, one.fit.apart)
        parts = [self._once(fits, lambda: _fits(one)), self._once(one.fit.since, lambda: say(
            _("in the pool {since}"), since=people_say.since(one.fit.since, now=self._at)
        ))]  # fmt: skip
        if one.said_no:
            parts.append(say(_("has said no to this place")))
        if one.workplace_no:
            parts.append(say(_("the workplace has said no to her")))
        said = ", ".join(parts)
        return said[:1].upper() + said[1:]

    def _once(self, key: object, words: Callable[[], str]) -> str:
        if key not in self._said:
            self._said[key] = words()
        return self._said[key]


def _fits(one: Candidate) -> str:
    where = _("can work there") if one.fit.there else _("has said other municipalities")
    if one.fit.extent is None:
        return f"{say(where)}, {say(_('any extent suits'))}"
    if one.fit.apart == 0:
        return f"{say(where)}, {say(_('wants that much'))}"
    return f"{say(where)}, {say(_('wants {n} percent'), n=one.fit.extent)}"


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
