"""Withdrawing, pausing, leaving and being erased: what hangs on a yes stops with it."""

from __future__ import annotations

from datetime import date, datetime

from erfara.accounts import persons
from erfara.foundation import vault
from erfara.foundation.actions import action
from erfara.foundation.actors import Actor
from erfara.foundation.states import lock
from erfara.lending.actions import inquiries, owed
from erfara.lending.models import Participation
from erfara.people import actions as people
from erfara.people.models import Contributor, Person, Purpose
from erfara.workflows import lend

# Without one of these nothing may wait for her answer.
NEEDED_TO_BE_ASKED = (Purpose.REGISTER, Purpose.EMAIL)


@action
def withdraw(*, person: Person, purpose: str, how: str, by: Actor, at: datetime) -> int:
    """Take a consent back; stop what hangs on it in the same transaction.

    Without the consent to be in the register she leaves it. Returns how many questions that
    waited for her were taken away.
    """
    contributor = Contributor.objects.filter(person=person).first()
    if contributor is not None:
        lock(contributor)
    people.withdraw_consent(person=person, purpose=purpose, how=how, by=by, at=at)
    if contributor is None or purpose not in NEEDED_TO_BE_ASKED:
        return 0
    if purpose == Purpose.REGISTER and contributor.state in {"active", "paused"}:
        return _leave(contributor, by, at)
    stopped = inquiries.stop_for(contributor=contributor, by=by, at=at)
    return len(stopped)


def _leave(contributor: Contributor, by: Actor, at: datetime) -> int:
    stopped = inquiries.stop_for(contributor=contributor, by=by, at=at)
    going = Participation.objects.filter(
        contributor=contributor, state="confirmed", loan__state="confirmed"
    ).select_related("loan__request", "programme")
    for participation in going.order_by("created_at"):
        lend.withdraw_from_loan(participation=participation, by=by, at=at)
    people.leave(contributor=contributor, by=by, at=at)
    return len(stopped)


@action
def leave(*, contributor: Contributor, how: str, by: Actor, at: datetime) -> int:
    """Leave the library: every consent is withdrawn, every question taken away."""
    lock(contributor)
    for consent in contributor.person.consents.filter(withdrawn_at__isnull=True).order_by("id"):
        people.withdraw_consent(
            person=contributor.person, purpose=consent.purpose, how=how, by=by, at=at
        )
    return _leave(contributor, by, at)


@action
def pause(*, contributor: Contributor, until: date | None, by: Actor, at: datetime) -> int:
    """Pause; questions that wait are taken away. Returns how many."""
    lock(contributor)
    people.pause(contributor=contributor, until=until, by=by, at=at)
    return len(inquiries.stop_for(contributor=contributor, by=by, at=at))


def erase(*, contributor: Contributor, at: datetime) -> None:
    """Erase a person whose 48 hours have passed: the key first, then the rest.

    Not an action: the vault is emptied before and outside the transaction that notes it, so that
    a stop in between leaves her unreadable, never readable and noted as gone. Safe to repeat.
    """
    person = contributor.person
    vault.erase(tenant_id=person.programme_id, person_id=person.pk, at=at)
    persons.end_all(tenant_id=person.programme_id, person_id=person.pk, at=at)
    _note_erased(contributor=contributor, by=Actor.system(person.programme_id), at=at)


@action
def _note_erased(*, contributor: Contributor, by: Actor, at: datetime) -> None:
    owed.let_go(contributor=contributor, by=by, at=at)
    people.mark_erased(contributor=contributor, by=by, at=at)
