"""Who does something: a role in a programme, with an id that says nothing by itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """The roles of the product. What each may do stands in `erfara.web.roles_table`."""

    PUBLIC = "public"
    BORROWER = "borrower"
    PERSON = "person"
    COORDINATOR = "coordinator"
    STEERING = "steering"
    # In peer support: the user movement, the employer's HR, who teaches, who receives.
    USER_ORGANISATION = "user_org"
    RECRUITER = "recruiter"
    TRAINER = "trainer"
    WORKPLACE = "workplace"
    ADMINISTRATOR = "administrator"
    OPERATOR = "operator"
    SYSTEM = "system"


# Who signs in with an account at work.
MEMBERS = frozenset({
    Role.COORDINATOR, Role.STEERING, Role.ADMINISTRATOR, Role.USER_ORGANISATION, Role.RECRUITER,
    Role.TRAINER,
})  # fmt: skip
STAFF = MEMBERS | {Role.OPERATOR}


@dataclass(frozen=True, slots=True)
class Actor:
    """One who acts. `id` is a user's (staff) or a person's; None for the public and the system.

    `label` is what a log may show of staff: a name or a role, as the programme has decided.
    `unveiled`: the mark of the one person with protected details whose page a coordinator has
    said that she opens (`vault.shield_mark`).
    """

    role: Role
    tenant_id: UUID | None = None
    id: UUID | None = None
    label: str = ""
    unveiled: str = ""

    @classmethod
    def system(cls, tenant_id: UUID | None = None) -> Actor:
        """The product itself: the worker, a deadline that passes."""
        return cls(role=Role.SYSTEM, tenant_id=tenant_id)

    @property
    def own_id(self) -> UUID:
        """The actor's id. Raises where there is none: a filter by None would match empty keys."""
        if self.id is None:
            raise ValueError(f"{self.role} has no id")
        return self.id

    def coordinates(self, tenant_id: UUID) -> bool:
        """Whether this is a coordinator of that programme."""
        return self.role == Role.COORDINATOR and self.tenant_id == tenant_id

    @property
    def is_staff(self) -> bool:
        return self.role in STAFF
