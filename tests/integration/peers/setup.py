"""The programme itself, one's own page and the figures, for the tests that walk every address."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from erfara.foundation.actors import Role
from erfara.peersupport.setup import actions
from tests.integration.peers.life import PeerLife
from tests.integration.peers.part import Opening, Part

STEERS = {Role.COORDINATOR, Role.STEERING, Role.ADMINISTRATOR, Role.USER_ORGANISATION}


def live(life: PeerLife) -> None:
    """The model, two parties with those who speak for them, a goal, two information days."""
    who: Any = {"by": life.by, "at": life.at}
    now, today = life.world.now, life.world.now.date()
    actions.decide(
        programme=life.programme,
        values={"model": "joint", "starts_on": life.at.date(), "issuer": "Brukarrörelsen"},
        **who,
    )
    for kind, of in (("user_organisation", "speaker"), ("employer", "")):
        life.things[f"party {kind}"] = actions.add_party(
            programme=life.programme, kind=kind, organisation=life.unit.organisation,
            contact=life.add(of) if of else None, **who,
        )  # fmt: skip
    life.things["member"] = actions.join_group(
        party=life.things["party employer"], person=life.add("member"), function="enhetschef",
        **who,
    )  # fmt: skip
    life.things["goal"] = actions.set_goal(
        programme=life.programme, kind="keep", number=11, by_day=today + timedelta(days=90), **who
    )
    for name, days in (("past", -2), ("future", 9)):
        starts = now + timedelta(days=days)
        row = life.things[f"day {name}"] = actions.plan_day(
            programme=life.programme, starts_at=starts, ends_at=starts + timedelta(hours=3),
            place=f"Salen {life.word('unit', 'hall')}", **who,
        )  # fmt: skip
        actions.invite(day=row, unit=life.unit, **who)


PART = Part(
    audiences={
        "setup": {Role.COORDINATOR},
        # Whoever signs in as somebody: who applies, who takes part, who speaks for a workplace.
        "own_peer": {Role.PERSON, Role.WORKPLACE},
    },
    exceptions={
        "setup:figures": STEERS,
        "setup:about": {Role.COORDINATOR, Role.ADMINISTRATOR},
    },
    about={
        "setup:party": "party user_organisation",
        "setup:end_party": "party employer",
        "setup:leave_group": "member",
        "setup:drop_goal": "goal",
        "setup:change_goal": "goal",
        "setup:day": "day future",
        "setup:change_day": "day future",
        "setup:uninvite": "day future",
        "setup:hold_day": "day past",
        "setup:call_off": "day future",
    },
    every_state={"setup:day": ["day past", "day future"]},
    openings={
        "parties": Opening(
            ("coordinator",),
            lambda life: (
                (life.people["speaker"].pk, life.people["member"].pk), life.programme.pk,
                "identity",
            ),
        ),
    },
    live=live,
)  # fmt: skip
