"""Two peer support programmes with everything in them, and everybody who could look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from erfara.foundation.actors import Role
from erfara.organisations.models import Programme
from tests import factories
from tests.integration.peers import ELSEWHERE, HOME, PARTS
from tests.integration.peers.life import STAFF, PeerLife
from tests.integration.world import LONG_AGO, Viewer, World


@dataclass
class PeerWorld(World):
    """Both programmes, of which one is the viewers' own, and everybody in them.

    Viewers: one for every role at work, `workplace` and `person` of the own life, a `stranger` who
    leads the other programme, an operator and the public.
    """

    kind = Programme.Kind.PEER_SUPPORT
    first = 5000

    def build(self) -> None:
        here, elsewhere = (
            factories.programme(slug, kind=self.kind, vocabulary="peer_support")
            for slug in (HOME, ELSEWHERE)
        )
        lives: dict[str, Any] = {
            "own": PeerLife(self, "own", here, self.now - LONG_AGO),
            "other": PeerLife(self, "other", here, self.now - LONG_AGO),
            "there": PeerLife(self, "own", elsewhere, self.now - LONG_AGO),
        }
        for name, life in lives.items():
            setattr(self, name, life)
            life.begin()
            for part in PARTS:
                part.live(life)
        # Her own role is nobody's to end: what is tried is another's.
        for role in STAFF:
            key = f"membership {role}"
            self.own.things[key] = self.other.things[key]
        self.viewers["public"] = Viewer("public", Role.PUBLIC)
        for name, of in (("person", "she"), ("workplace", "contact")):
            cookies = self._person_cookies(lives["own"].people[of])
            self.viewers[name] = Viewer(name, Role(name), cookies)
        for role in STAFF:
            self._staff_viewer(role.value, role, lives["own"].users[role])
        self._staff_viewer("operator", Role.OPERATOR, self.user("Drift", is_operator=True))
        # Signed in at work, with a role in the other programme and none in this one.
        self._staff_viewer("stranger", Role.COORDINATOR, lives["there"].users[Role.COORDINATOR])
