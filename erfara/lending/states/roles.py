"""Who moves things on in lending, by short names for the tables."""

from __future__ import annotations

from erfara.foundation.actors import Role

COORDINATOR, BORROWER, PERSON, SYSTEM = (
    Role.COORDINATOR, Role.BORROWER, Role.PERSON, Role.SYSTEM,
)  # fmt: skip
