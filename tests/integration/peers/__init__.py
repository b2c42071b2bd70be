"""Peer support in the tests that walk every address: one small file a part.

A part that gets a page, a purpose or a kind of thing says so in its own file (`Part` in
`part.py`); nothing else has to be changed here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from erfara.foundation.actors import STAFF, Role
from erfara.web.roles_table import TABLE
from tests.integration.peers import (
    certificates,
    duties,
    pool,
    recruitment,
    setup,
    training,
    workplaces,
)
from tests.integration.peers.part import Part

if TYPE_CHECKING:
    from tests.integration.matrix import Cell
    from tests.integration.peers.life import PeerLife
    from tests.integration.world import Canary, Viewer

HOME, ELSEWHERE = "peerkanarie", "peerannat"
# What both kinds of programme have at an address, and under another name.
SHARED_PARTS: dict[str, dict[str, str]] = {
    "handbook:guide": {"key": "programme"},
    "public:guide": {"key": "peer-supporter"},
}
# In the order in which they happen.
PARTS: tuple[Part, ...] = (
    setup.PART, workplaces.PART, duties.PART, recruitment.PART, training.PART, certificates.PART,
    pool.PART,
)  # fmt: skip


def gathered(what: str) -> dict[str, Any]:
    """One of the tables of all parts."""
    return {key: value for part in PARTS for key, value in getattr(part, what).items()}


OWN_ONLY: frozenset[str] = frozenset().union(*(part.own_only for part in PARTS))
OWN_FOR: dict[str, set[Role]] = gathered("own_for")
OWN_LISTS = frozenset().union(*(part.own_lists for part in PARTS))


def may_see(cell: Cell, viewer: Viewer, canary: Canary) -> bool:
    """Whether a word may stand on a page in a peer support programme, for whoever looks at it."""
    row, role, home = TABLE[cell.route], viewer.role, HOME
    if row.link:  # whoever comes by a link is the one it is for
        (role,) = row.roles
        home = (
            ELSEWHERE if cell.relation == "another programme's thing at its own address" else HOME
        )
    elif viewer.name == "stranger":
        home = ELSEWHERE
    if canary.what == "staff" and canary.life == "own" and canary.of == role:
        return canary.programme == home  # her own name, beside the way out
    if canary.programme != home:
        return False
    for part in PARTS:
        said = part.shows(cell, viewer, canary, role)
        if said is not None:
            return said
    if row.is_public:
        return False
    if role is Role.COORDINATOR:
        return True
    if role in STAFF:
        return canary.what == "staff" and role is not Role.STEERING
    if canary.life != "own":
        return False
    if canary.of == "unit" or canary.what == "staff":
        return True
    if row.link == "message":
        return canary.of == "answered"
    return canary.of == {Role.PERSON: "she", Role.WORKPLACE: "contact"}.get(role, "she")


def hers(life: PeerLife, route: str, kind: type[Any]) -> set[Any]:
    """The ids of a kind that whoever may go to an address may put in it.

    For those at work, and where anybody may look, all of the programme's; for the others what the
    own life made. A part that means less, or more, says so.
    """
    for part in PARTS:
        said = part.hers(life, route, kind)
        if said is not None:
            return said
    if TABLE[route].roles & {*STAFF, Role.PUBLIC}:
        rows = kind._base_manager.filter(programme=life.programme)
        return set(rows.values_list("pk", flat=True))
    return {thing.pk for thing in life.things.values() if isinstance(thing, kind)}
