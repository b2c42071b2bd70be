"""Colleagues of a request's contact: added, leaving, taken away."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, links, outbox, vault
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused
from erfara.foundation.states import lock, move
from erfara.lending.borrowers import colleagues_of, goes_on
from erfara.lending.letters import tell_colleague
from erfara.lending.models import Colleague, LoanRequest
from erfara.people.models import Person
from erfara.people.policies import check_still_here

# A unit has a handful who see to a loan; more than this is a form that somebody plays with.
MOST = 10


@action
def add_colleague(
    *, request: LoanRequest, person: Person, name: str, by: Actor, at: datetime
) -> Colleague:
    """Let a colleague of the contact see and do the same. She gets a link of her own.

    `name` is what she is called by the one who adds her, and all that the others see of her.
    """
    lock(request)
    if not goes_on(request):
        raise Refused(_("The request is over. It needs nobody more."))
    check_still_here(person)
    here = colleagues_of(request).filter(person=person).first()
    if here is not None:
        unchanged()
        return here
    if request.contact_id == person.pk:
        raise Refused(_("That is the contact's own address. The contact is part of it already."))
    if colleagues_of(request).count() >= MOST:
        raise Refused(_("{most} colleagues can be part of a request."), most=MOST)
    row = Colleague.objects.create(
        id=uuid4(), programme_id=request.programme_id, request=request, person=person,
        added_by=by.id, state=Colleague.table.initial, created_at=at,
    )  # fmt: skip
    vault.store(
        tenant_id=row.programme_id, person_id=person.pk, blob=row.blob, values={"name": name}, at=at
    )
    audit.record("colleague.added", about=row, by=by, at=at)
    audit.record("loan_request.colleague_added", about=request, by=by, at=at)
    tell_colleague(row, at)
    return row


@action
def leave_request(*, colleague: Colleague, by: Actor, at: datetime) -> Colleague:
    """A colleague doesn't want to be part of it any more."""
    return _end(colleague, "leave", by, at)


@action
def take_colleague_away(*, colleague: Colleague, by: Actor, at: datetime) -> Colleague:
    """A colleague is no longer part of it. Her links lead nowhere from now on."""
    return _end(colleague, "take_away", by, at)


@action
def choose_messages(*, colleague: Colleague, wants: bool, by: Actor, at: datetime) -> Colleague:
    """Whether messages about the request go to a colleague too, or to the contact alone."""
    if colleague.gets_messages == wants:
        unchanged()
        return colleague
    colleague.gets_messages = wants
    colleague.save(update_fields=["gets_messages"])
    audit.record("colleague.messages", about=colleague, by=by, at=at, facts={"wants": wants})
    return colleague


def leave_all(person: Person, by: Actor, at: datetime) -> None:
    """She is erased: a colleague of nobody any more."""
    rows = Colleague.objects.filter(person=person, ended_at__isnull=True)
    for row in rows.select_related("request").order_by("created_at", "id"):
        _end(row, "leave", by, at)


def let_take_over(request: LoanRequest, person: Person, by: Actor, at: datetime) -> None:
    """One who was a colleague and is the contact now is a colleague no more. Her links stay."""
    for row in colleagues_of(request).filter(person=person):
        move(row, "take_over", by=by, at=at, fields={"ended_at": at})
        vault.drop_blob(tenant_id=row.programme_id, person_id=person.pk, blob=row.blob)


def close_way_in(request: LoanRequest, person_id: object, at: datetime) -> None:
    """What leads somebody to a request leads nowhere from now on, also what lies unsent."""
    who: dict[str, object] = {"at": at, "about_id": request.pk}
    links.revoke(**who, person_id=person_id, purpose="request")  # type: ignore[arg-type]
    outbox.cancel(tenant_id=request.programme_id, **who, to_id=person_id)  # type: ignore[arg-type]


def _end(colleague: Colleague, name: str, by: Actor, at: datetime) -> Colleague:
    row = move(colleague, name, by=by, at=at, fields={"ended_at": at})
    close_way_in(row.request, row.person_id, at)
    vault.drop_blob(tenant_id=row.programme_id, person_id=row.person_id, blob=row.blob)
    audit.record("loan_request.colleague_left", about=row.request, by=by, at=at)
    return row
