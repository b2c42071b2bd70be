"""Protected details: who may open them, and the step that stands before. See design.md, rule 11.

Who is protected is known by the key store alone. Nothing here is written to the register: not by
opening a page, not by a state, not by a name of an event.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from erfara.foundation import vault
from erfara.foundation.actors import Actor, Role
from erfara.people.models import Contributor, Person


class Veiled(Exception):
    """A coordinator is about to open somebody whose details are protected: one more step first.

    `pk` is whose page it is, by her row of a `kind`: `contributor`, or what an upper app calls its.
    """

    def __init__(self, pk: UUID, kind: str = "contributor") -> None:
        self.pk, self.kind = pk, kind
        super().__init__()


def is_protected(contributor: Contributor) -> bool:
    """Whether her details are protected. One short query on the key store."""
    return contributor.person_id in vault.shielded(contributor.programme_id)


def is_protected_person(person: Person) -> bool:
    """The same about somebody who is in no register."""
    return person.pk in vault.shielded(person.programme_id)


def unveiled(actor: Actor, tenant_id: UUID, person_id: UUID) -> bool:
    """Whether this coordinator has just said that she opens this one's page."""
    return bool(actor.unveiled) and actor.unveiled == vault.shield_mark(tenant_id, person_id)


def may_open(actor: Actor, tenant_id: UUID, person_ids: Iterable[UUID]) -> bool:
    """Whether nobody among these is protected; or they are one, and her page has been opened."""
    ids = set(person_ids)
    protected = ids & vault.shielded(tenant_id)
    if not protected:
        return True
    return len(ids) == 1 and unveiled(actor, tenant_id, ids.pop())


def none_protected(tenant_id: UUID, person_ids: Iterable[UUID]) -> bool:
    """Whether nobody among these is protected: for lists, teams and everything in bulk."""
    return not set(person_ids) & vault.shielded(tenant_id)


def check_person_open(viewer: Actor, person: Person, pk: UUID, kind: str) -> None:
    """Raises Veiled when the step before a protected person's page hasn't been taken. `pk`, `kind`:
    the row by which that page is reached."""
    if viewer.role == Role.COORDINATOR and not may_open(viewer, person.programme_id, [person.pk]):
        raise Veiled(pk, kind)


def check_open(viewer: Actor, contributor: Contributor) -> None:
    """The same for somebody in the register."""
    if viewer.role == Role.COORDINATOR and not may_open(
        viewer, contributor.programme_id, [contributor.person_id]
    ):
        raise Veiled(contributor.pk)
