"""The part `workplaces` of peer support, for the tests that walk every address."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from erfara.foundation.actors import Role
from erfara.peersupport.workplaces import queries, rounds
from erfara.workflows import workplaces as flow
from tests.integration.peers.part import Opening, Part

if TYPE_CHECKING:
    from erfara.peersupport.workplaces.models import Workplace
    from tests.integration.matrix import Cell
    from tests.integration.peers.life import PeerLife
    from tests.integration.world import Canary, Viewer


def _raised(life: PeerLife, name: str) -> Workplace:
    """A workplace of the contact's, each with a unit of its own."""
    row = life.things[f"workplace {name}"] = flow.raise_hand(
        programme=life.programme, organisation=life.unit.organisation.name,
        unit=f"Enheten {life.word('unit', name)}", facts={"kind": "outpatient"},
        contact=life.identity("contact"), words=f"Vi vill {life.word('contact', 'words')}",
        by=life.by, at=life.at,
    )  # fmt: skip
    return row


def live(life: PeerLife) -> None:
    """Workplaces on their way that the contact speaks for; a manager, a clinician."""
    who: dict[str, Any] = {"by": life.by, "at": life.at}
    _raised(life, "raised")
    for name in ("preparing", "filled", "wants"):
        row = _raised(life, name)
        flow.begin(workplace=row, due_on=(life.world.now + timedelta(days=30)).date(), **who)
    row = life.things["workplace preparing"]
    for of in ("manager", "clinician"):
        life.add(of)
    flow.name_person(workplace=row, role="clinician", identity=life.identity("clinician"), **who)
    row = life.things["workplace filled"]
    flow.new_manager(workplace=row, identity=life.identity("manager"), since=life.at.date(), **who)
    there = life.acting("contact", Role.WORKPLACE)
    going_on = queries.live_round(row)
    assert going_on is not None
    for item in queries.items_of(going_on).values():
        rounds.write_item(
            item=item, standing="done", evidence=f"Ordnat {life.word('unit', 'evidence')}",
            number=9, done_on=life.at.date(), by=there, at=life.at,
        )  # fmt: skip
    for name in ("preparing", "filled"):
        row = life.things[f"workplace {name}"]
        life.link(f"workplace {name}", "workplace", row, life.people["contact"].pk)


def shows(cell: Cell, viewer: Viewer, canary: Canary, role: Role) -> bool | None:
    """Whoever speaks for a workplace sees who else is named there, signed in and by name alone."""
    if role is not Role.WORKPLACE or canary.of not in {"manager", "clinician"}:
        return None
    return cell.route == "workplace:page" and canary.life == "own" and canary.what == "name"


_PREPARING, _FILLED, _RAISED = "workplace preparing", "workplace filled", "workplace raised"
_KEY = {"key": "desk"}

PART = Part(
    audiences={
        "workplaces": {Role.COORDINATOR},
        "workplace": {Role.WORKPLACE},
        "workplace_link": {Role.WORKPLACE},
        "my_workplaces": {Role.WORKPLACE},
        "peer_public": {Role.PUBLIC},
    },
    about={
        "workplaces:workplace": _FILLED,
        "workplaces:begin": _RAISED,
        "workplaces:interested": _RAISED,
        "workplaces:take_up": _RAISED,
        "workplaces:offer_again": _RAISED,
        "workplaces:recheck": _RAISED,
        "workplaces:approve": _FILLED,
        "workplaces:left": _FILLED,
        **{
            f"workplaces:{page}": _PREPARING
            for page in (
                "item still_so give_time rest stay end facts manager manager_left contact "
                "clinician"
            ).split()
        },
        **{
            f"workplace:{page}": _PREPARING
            for page in (
                "page item still_so answer manager manager_left contact clinician want_out"
            ).split()
        },
    },
    every_state={
        "workplaces:workplace": [_RAISED, _PREPARING, _FILLED],
        "workplace:page": [_RAISED, _PREPARING, _FILLED],
    },
    other_parts={
        "workplaces:item": _KEY,
        "workplaces:left": _KEY,
        "workplace:item": _KEY,
        "workplace_link:item": _KEY,
    },
    own_lists=frozenset({"my_workplaces:home"}),
    openings={
        "workplace": Opening(
            ("coordinator",),
            lambda life: (
                (life.people["contact"].pk,), life.things[_PREPARING].pk, "identity"
            ),
        ),
        "own_workplace": Opening(
            ("workplace",),
            lambda life: (
                (life.things[_FILLED].manager_id,), life.things[_FILLED].pk, "identity"
            ),
        ),
    },
    live=live,
    shows=shows,
)  # fmt: skip
