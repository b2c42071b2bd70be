"""What goes and what stays when somebody leaves, and the going itself.

A person's key is destroyed first: from then on nothing of hers can be read, whatever happens
next. One who still has requests on their way as a borrower keeps her name and address until the
last of them is over; all else goes at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from erfara.accounts import persons
from erfara.compensation.queries import payments_of
from erfara.foundation import outbox, vault
from erfara.foundation.actions import action
from erfara.foundation.actors import Actor
from erfara.foundation.models import Link
from erfara.lending.actions import owed
from erfara.lending.actions.aftercare import stop_aftercare
from erfara.lending.actions.colleagues import leave_all
from erfara.lending.actions.concerns import stop_concerns
from erfara.lending.actions.effects import stop_asks
from erfara.lending.actions.meetings import BLOB as FIRST_MEETING
from erfara.lending.models import Concern, Inquiry, LoanRequest, Participation
from erfara.lending.queries import open_requests
from erfara.peersupport.recruitment.actions.erasing import erase_application
from erfara.peersupport.recruitment.models import PeerCandidate
from erfara.peersupport.recruitment.queries import KEEPER, is_candidate
from erfara.people import actions as people
from erfara.people import erasing
from erfara.people.actions.contacts import mark_contact_erased
from erfara.people.actions.log_questions import forget_questions
from erfara.people.models import Contributor, Experience, Person
from erfara.surveys.queries import responses_of

# Ways in that a borrower's contact keeps.
AS_BORROWER = ("request", "effect_ask", "concern")


@dataclass(frozen=True, slots=True)
class Leaving:
    """What a person is shown before she leaves: counts of what goes and of what stays."""

    experiences: int = 0
    consents: int = 0
    questions: int = 0
    loans: int = 0
    payments: int = 0
    requests: int = 0
    open_requests: int = 0


def open_requests_of(person: Person) -> int:
    """How many of her own requests, as a borrower, are on their way."""
    return open_requests(person.programme).filter(contact_id=person.pk).count()


def what_leaves(person: Person, contributor: Contributor | None) -> Leaving:
    """The counts, for the page before leaving. No vault is opened."""
    hers = LoanRequest.objects.filter(contact=person).count()
    if contributor is None:
        return Leaving(requests=hers, open_requests=open_requests_of(person))
    return Leaving(
        experiences=Experience.objects.filter(contributor=contributor).count(),
        consents=person.consents.filter(withdrawn_at__isnull=True).count(),
        questions=Inquiry.objects.filter(contributor=contributor).count(),
        loans=Participation.objects.filter(contributor=contributor, state="took_part").count(),
        payments=payments_of(contributor).filter(state="paid", kind="fee").count(),
        requests=hers,
        open_requests=open_requests_of(person),
    )


def erase(*, contributor: Contributor, at: datetime) -> None:
    """Erase a person whose 48 hours have passed. Safe to repeat.

    Not an action: the vault is emptied before and outside the transaction that notes it, so that
    a stop in between leaves her unreadable, never readable and noted as gone.
    """
    person = contributor.person
    system = Actor.system(person.programme_id)
    keeps = contributor.state == "leaving" and open_requests_of(person) > 0
    if keeps:
        _note_left(contributor=contributor, by=system, at=at)
    else:
        _everything(person, at)
        _note_erased(contributor=contributor, by=system, at=at)
    vault.checkpoint()  # what the rows said of her would stay in the WAL


def erase_contact(*, person: Person, at: datetime) -> None:
    """Erase a borrower's contact who is nothing else any more. Safe to repeat."""
    _everything(person, at)
    _note_contact_erased(person=person, by=Actor.system(person.programme_id), at=at)
    vault.checkpoint()


def erase_candidate(*, candidate: PeerCandidate, at: datetime) -> None:
    """Erase what is kept of an application whose time has passed. Safe to repeat.

    She herself goes with it, unless she is here as something else: a participant, somebody at a
    workplace, an applicant in a later round.
    """
    person, system = candidate.person, Actor.system(candidate.programme_id)
    stays = erasing.kept_by(person) - {KEEPER} or is_candidate(person, besides=candidate)
    if stays:
        erase_application(candidate=candidate, by=system, at=at)
    else:
        _everything(person, at)
        _note_contact_erased(person=person, by=system, at=at)
    vault.checkpoint()


def _everything(person: Person, at: datetime) -> None:
    vault.erase(tenant_id=person.programme_id, person_id=person.pk, at=at)
    persons.end_all(tenant_id=person.programme_id, person_id=person.pk, at=at)
    outbox.forget_letters_to(tenant_id=person.programme_id, person_id=person.pk)


def _nothing_more(
    person: Person, contributor: Contributor | None, by: Actor, at: datetime, stays: bool = False
) -> None:
    """What comes after loans is not asked of her any more, and nobody waits for it. `stays`: as a
    borrower's contact, with what is asked of her as that."""
    if contributor is not None:
        stop_aftercare(contributor=contributor, by=by, at=at)
    stop_concerns(person=person, stays=stays, by=by, at=at)
    stop_asks(person=None if stays else person, contributor=contributor, by=by, at=at)


@action
def _note_erased(*, contributor: Contributor, by: Actor, at: datetime) -> None:
    owed.let_go(contributor=contributor, by=by, at=at)
    _nothing_more(contributor.person, contributor, by, at)
    forget_questions(contributor.person, by, at)
    erasing.clear_person(contributor.person, at)
    people.mark_erased(contributor=contributor, by=by, at=at)


@action
def _note_contact_erased(*, person: Person, by: Actor, at: datetime) -> None:
    _nothing_more(person, None, by, at)
    leave_all(person, by, at)
    forget_questions(person, by, at)
    erasing.clear_person(person, at)
    mark_contact_erased(person=person, by=by, at=at)


@action
def _note_left(*, contributor: Contributor, by: Actor, at: datetime) -> None:
    """All that she was as one with experience goes; name and address stay for her requests."""
    person = contributor.person
    hers = {"tenant_id": person.programme_id, "person_id": person.pk}
    kept = {"identity", FIRST_MEETING}
    kept |= {row.blob for row in responses_of(person, as_borrower=True)}
    kept |= {row.blob for row in Concern.objects.filter(person=person, kind=Concern.Kind.LOAN)}
    for blob in vault.blobs_of(**hers):
        if blob not in kept:
            vault.drop_blob(**hers, blob=blob)
    vault.amend(**hers, blob="identity", values={"address": None}, at=at)
    vault.index_put(**hers, kind="phone", value="", at=at)
    Link.objects.filter(**hers).exclude(purpose__in=AS_BORROWER).delete()
    owed.let_go(contributor=contributor, by=by, at=at)
    _nothing_more(person, contributor, by, at, stays=True)
    forget_questions(person, by, at)
    people.mark_erased(contributor=contributor, keeps_contact=True, by=by, at=at)
