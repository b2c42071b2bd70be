"""The part `pool` of peer support, for the tests that walk every address."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from erfara.foundation.actors import Role
from erfara.peersupport.pool.actions import offers, wishes
from erfara.peersupport.pool.models import PeerSupporter, PlaceOffer
from tests.integration.peers.part import Opening, Part

if TYPE_CHECKING:
    from tests.integration.matrix import Cell
    from tests.integration.peers.life import PeerLife
    from tests.integration.world import Canary, Viewer


def _offer(life: PeerLife, of: str) -> PlaceOffer:
    now = life.world.now
    row = life.things[f"offer {of}"] = offers.offer(
        wish=life.things["wish"],
        supporter=PeerSupporter.objects.get(person=life.people[of]),
        answer_by=(now + timedelta(days=9)).date(), without="Chefen kommer nästa vecka.",
        by=life.by, at=now,
    )  # fmt: skip
    life.things[f"supporter {of}"] = row.supporter
    return row


def live(life: PeerLife) -> None:
    """Three in the pool: she is asked, one has said yes, one waits; and two wishes of one place."""
    now, there = life.world.now, life.acting("contact", Role.WORKPLACE)
    for name in ("wish", "wish open"):
        life.things[name] = wishes.ask(
            workplace=life.things["workplace preparing"],
            values={
                "peers": 2, "extent": 50, "starts_on": (now + timedelta(days=60)).date(),
                "words": f"Vi {life.word('unit', name.replace(' ', ''))}.",
            },
            by=there, at=now,
        )  # fmt: skip
    asked = _offer(life, "she")
    coming = _offer(life, "coming")
    offers.say_yes(offer=coming, by=life.acting("coming"), at=now)
    life.things["supporter mate"] = PeerSupporter.objects.get(person=life.people["mate"])
    life.link("place_offer", "place_offer", asked, asked.supporter.person_id)
    life.link("place_wish", "place_wish", life.things["wish"], life.people["contact"].pk)


def shows(cell: Cell, viewer: Viewer, canary: Canary, role: Role) -> bool | None:
    """A workplace sees who has said yes to coming there, and how to reach her."""
    space = cell.route.split(":")[0]
    if role is not Role.WORKPLACE or canary.of != "coming":
        return None
    return (
        space in {"place_wish", "place_wish_link"}
        and canary.what in {"name", "email", "phone"}
        and canary.life == "own"
    )


_PAGES = "one open_protected protect end_protection change rest leave press decide"
_MATE, _OFFER = "supporter mate", "offer she"
_WORKPLACE, _PERSON = {Role.WORKPLACE}, {Role.PERSON}

PART = Part(
    audiences={
        "pool": {Role.COORDINATOR},
        "own_pool": _PERSON,
        "own_place": _PERSON,
        "own_place_link": _PERSON,
        "place_wish": _WORKPLACE,
        "place_wish_link": _WORKPLACE,
        "place_ask": _WORKPLACE,
        "place_ask_link": _WORKPLACE,
    },
    same_page={"pool:protect": "training:protect"},
    about={
        **{f"pool:{page}": _MATE for page in _PAGES.split()},
        **{
            f"pool:{page}": "wish open"
            for page in "wish change_wish pay_until nobody_yet press_wish make_offer".split()
        },
        **{f"pool:{page}": _OFFER for page in "offer answer give_time without".split()},
        "own_place:offer": _OFFER,
        "place_wish:wish": "wish",
        "place_ask:ask": "workplace preparing",
    },
    by_token={
        "own_place_link:offer": "place_offer",
        "place_wish_link:wish": "place_wish",
        "place_ask_link:ask": "workplace preparing",
    },
    every_state={
        "pool:one": [_MATE, "supporter she", "supporter coming"],
        "pool:wish": ["wish", "wish open"],
        "pool:offer": [_OFFER, "offer coming"],
    },
    other_parts={"pool:make_offer": {"number": 2}},
    openings={
        "pool": Opening(
            ("coordinator",),
            lambda life: (
                (life.people["she"].pk, life.people["mate"].pk), "pool", "identity"
            ),
            bound=False,
        ),
        "pool_page": Opening(
            ("coordinator",),
            lambda life: ((life.people["mate"].pk,), life.things[_MATE].pk, "identity"),
        ),
        "place_candidate": Opening(
            ("workplace",),
            lambda life: ((life.people["coming"].pk,), "place_candidate", "identity"),
            bound=False,
        ),
        "place_contact": Opening(
            ("coordinator",),
            lambda life: (
                (life.people["contact"].pk,), life.things["offer coming"].pk, "identity"
            ),
        ),
    },
    live=live,
    shows=shows,
)  # fmt: skip
