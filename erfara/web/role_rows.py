"""What a row of the table of roles says: which methods an address takes, which roles get in."""

from __future__ import annotations

from dataclasses import dataclass

from erfara.foundation.actors import STAFF, Role

PUBLIC, BORROWER, PERSON, COORDINATOR, STEERING, ADMINISTRATOR, OPERATOR = (
    Role.PUBLIC, Role.BORROWER, Role.PERSON, Role.COORDINATOR, Role.STEERING,
    Role.ADMINISTRATOR, Role.OPERATOR,
)  # fmt: skip
USER_ORGANISATION, RECRUITER, TRAINER, WORKPLACE = (
    Role.USER_ORGANISATION, Role.RECRUITER, Role.TRAINER, Role.WORKPLACE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """Which methods an address takes and which roles get in.

    `link`: the address itself is the way in; its token is a link of this purpose and gives the
    one role. `outside_production`: closed where real people are.
    """

    methods: frozenset[str]
    roles: frozenset[Role]
    link: str = ""
    outside_production: bool = False

    @property
    def is_public(self) -> bool:
        return Role.PUBLIC in self.roles

    @property
    def for_staff(self) -> bool:
        return bool(self.roles & STAFF)


def reads(*roles: Role, link: str = "") -> Row:
    """An address that is only looked at."""
    return Row(frozenset({"GET", "HEAD"}), frozenset(roles), link)


def acts(*roles: Role, link: str = "") -> Row:
    """An address that is only posted to: a button."""
    return Row(frozenset({"POST"}), frozenset(roles), link)


def forms(*roles: Role, link: str = "") -> Row:
    """A page with a form: looked at and posted to."""
    return Row(frozenset({"GET", "HEAD", "POST"}), frozenset(roles), link)


def outside_production(row: Row) -> Row:
    """The same row, closed in production."""
    return Row(row.methods, row.roles, row.link, True)


def by_link(rows: dict[str, Row], purpose: str) -> dict[str, Row]:
    """The same pages, reached under the token of a link."""
    return {name: Row(row.methods, row.roles, purpose) for name, row in rows.items()}
