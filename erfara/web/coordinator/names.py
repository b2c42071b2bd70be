"""Names on a coordinator's page: opened once, for all who stand on it, and logged for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from erfara.foundation import vault
from erfara.organisations.words import say
from erfara.people.actions.signing_up import INTEREST
from erfara.people.models import Contributor
from erfara.people.queries import numbers_of_people
from erfara.people.veil import may_open

ERASED = _("Details erased")
VEILED = _("Protected details")
VEILED_NUMBER = _("Number {no}, protected details")


def identities(
    request: Any,
    person_ids: Iterable[UUID],
    *,
    purpose: str,
    case: object,
    fields: str = "name",
    listed: bool = False,
    numbers: Callable[[Iterable[UUID]], dict[UUID, int]] = numbers_of_people,
) -> dict[UUID, dict[str, str]]:
    """Person → some of name, email, phone, address. Those erased are absent.

    One whose details are protected has a number instead of a name, and nothing else, wherever she
    stands with others. Alone on a page she is opened when a coordinator has said that she does;
    not on one that lists people (`listed`), though nobody else happens to be on it. `numbers`:
    by which number those stand who have none in the register.
    """
    ids = list(dict.fromkeys(person_ids))
    veiled = set(ids) & vault.shielded(request.programme.pk)
    if veiled and not listed and may_open(request.viewer, request.programme.pk, ids):
        veiled = set()
    if veiled and veiled == set(ids):  # nobody is opened, and so nothing is asked of the vault
        return _by_number(veiled, numbers)
    opened = vault.open(
        tenant_id=request.programme.pk, person_ids=[pk for pk in ids if pk not in veiled],
        blob="identity", fields=fields.split(), purpose=purpose, case=str(case),
        actor=request.viewer, at=request.at,
    )  # fmt: skip
    return {**opened, **_by_number(veiled, numbers)} if veiled else opened


def _by_number(
    person_ids: Iterable[UUID], numbers: Callable[[Iterable[UUID]], dict[UUID, int]]
) -> dict[UUID, dict[str, str]]:
    """What to call those whose details are protected."""
    found = {pk: {"name": say(VEILED)} for pk in person_ids}
    for pk, number in numbers(found).items():
        found[pk] = {"name": say(VEILED_NUMBER, no=number)}
    return found


def interest_of(request: Any, row: Contributor, purpose: str = "person_page") -> dict[str, str]:
    """What somebody wrote when she signed up, until she has been taken in or answered no."""
    if row.state != "interested":
        return {}
    opened = vault.open(
        tenant_id=row.programme_id, person_ids=[row.person_id], blob="interest", fields=INTEREST,
        purpose=purpose, case=str(row.pk), actor=request.viewer, at=request.at,
    )  # fmt: skip
    return opened.get(row.person_id, {})


class Names:
    """What to call people on one page. `of` never fails: an erased one has a sentence."""

    def __init__(self, opened: dict[UUID, dict[str, Any]]) -> None:
        self.opened = opened

    def of(self, person_id: UUID | None) -> str:
        """The name, or that the details are erased."""
        if person_id is None:
            return say(_("Somebody from outside {library:sg.def}"))
        return (self.opened.get(person_id) or {}).get("name") or say(ERASED)


def names(request: Any, person_ids: Iterable[UUID], *, purpose: str, case: object) -> Names:
    """The names of these people, in one opening."""
    return Names(identities(request, person_ids, purpose=purpose, case=case))


def called_in_team(team: Iterable[Any], who: Names) -> dict[UUID, str]:
    """Participation → name. People from outside are told apart by a number: what is done with one
    of them has to be said of that one."""
    found, outside = {}, 0
    for part in team:
        if part.contributor is None:
            outside += 1
            found[part.pk] = f"{who.of(None)} ({outside})"
        else:
            found[part.pk] = who.of(part.contributor.person_id)
    return found
