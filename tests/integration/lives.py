"""What every life in a world can do: its words, its people's details, its links."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from erfara.foundation import links
from erfara.foundation.actors import Actor
from erfara.organisations.models import Programme
from tests import factories

if TYPE_CHECKING:
    from tests.integration.world import World


@dataclass
class BaseLife:
    """Some people of one programme, and everything that is theirs."""

    world: World
    name: str
    programme: Programme
    at: datetime
    things: dict[str, Any] = field(default_factory=dict)
    people: dict[str, Any] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def by(self) -> Actor:
        return factories.system(self.programme)

    def word(self, of: str, what: str) -> str:
        return self.world.word(self.programme.slug, self.name, of, what)

    def identity(self, of: str) -> dict[str, str]:
        return {
            "name": f"Test {self.word(of, 'name')}",
            "email": f"{self.word(of, 'email')}@exempel.invalid",
            "phone": self.world.phone(self.programme.slug, self.name, of),
            "address": f"Vägen {self.word(of, 'address')}",
        }

    def link(self, key: str, purpose: str, about: Any, person_id: UUID, **dead: Any) -> None:
        row = links.issue(
            tenant_id=self.programme.pk, purpose=purpose, about_id=about.pk, person_id=person_id,
            expires_at=dead.get("expires_at", self.world.now + timedelta(days=30)), at=self.at,
        )  # fmt: skip
        self.tokens[key] = links.token(row)
