"""Who one can be in the demonstration, found by what each has to do.

Reads only, and no names of people: those are in the vault, and the demonstration does not open it
either.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.accounts.models import User
from erfara.lending.models import Feedback, Inquiry, LoanRequest, Participation
from erfara.lending.policies import where_asking
from erfara.organisations.models import Membership, Programme
from erfara.organisations.queries import where_counts_on
from erfara.peersupport.certificates.models import Certificate
from erfara.peersupport.pool.models import PlaceOffer
from erfara.peersupport.recruitment.models import PeerCandidate
from erfara.peersupport.training.models import Enrolment
from erfara.peersupport.workplaces.models import Workplace
from erfara.people.models import Person

ENOUGH = 500


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody to be. `borrows` says which of her pages comes first."""

    id: UUID
    programme_id: UUID
    what: str | Promise
    borrows: bool = False


def staff(day: date) -> list[Membership]:
    """Everybody who works somewhere that day, programme by programme."""
    return list(
        Membership.objects.filter(where_counts_on(day), user__is_active=True)
        .select_related("user", "programme")
        .order_by("programme__name", "role", "user__name")
    )


def operators() -> list[User]:
    """Those who run the installation."""
    return list(User.objects.filter(is_operator=True, is_active=True).order_by("name"))


def _first(
    rows: Iterable[tuple[UUID, UUID]], what: str | Promise, borrows: bool = False
) -> list[Part]:
    """One for each programme."""
    found: dict[UUID, Part] = {}
    for programme_id, person_id in rows:
        found.setdefault(programme_id, Part(person_id, programme_id, what, borrows))
    return list(found.values())


def people() -> list[Part]:
    """People and borrowers worth being: one of each kind in each programme. Constant queries."""
    person = ("programme_id", "contributor__person_id")
    asked = Inquiry.objects.filter(where_asking("request__"), state="sent")
    part = Participation.objects.filter(
        contributor__person__erased_at__isnull=True, contributor__isnull=False
    )
    owes = Feedback.objects.filter(kind=Feedback.Kind.BORROWER, state="owed")
    contact = ("programme_id", "loan__request__contact_id")
    return [
        *_first(
            asked.order_by("-sent_at").values_list(*person)[:ENOUGH],
            _("One who has a question to answer"),
        ),
        *_first(
            part.filter(state="confirmed").order_by("-created_at").values_list(*person)[:ENOUGH],
            _("One who takes part in something soon"),
        ),
        *_first(
            part.filter(state="took_part", loan__feedback__state="given")
            .order_by("-created_at").values_list(*person)[:ENOUGH],
            _("One who has taken part and heard what it led to"),
        ),
        *_first(
            LoanRequest.objects.exclude(state="ended").order_by("-no")
            .values_list("programme_id", "contact_id")[:ENOUGH],
            _("{borrower:sg.cap} whose request is on its way"), True,
        ),
        *_first(
            owes.order_by("due_on").values_list(*contact)[:ENOUGH],
            _("{borrower:sg.cap} who owes an answer to those who came"), True,
        ),
        *_in_peer_support(),
    ]  # fmt: skip


def _in_peer_support() -> list[Part]:
    """One who applies, one in training, one certified, one asked, and those at a workplace."""
    person = ("programme_id", "person_id")
    offered = PlaceOffer.objects.order_by("-created_at")
    return [
        *_first(
            PeerCandidate.objects.filter(state__in=["applied", "to_interview"])
            .order_by("-created_at").values_list(*person)[:ENOUGH],
            _("One who has applied"),
        ),
        *_first(
            Enrolment.objects.filter(state="taking_part")
            .order_by("number").values_list(*person)[:ENOUGH],
            _("One who is in training"),
        ),
        *_first(
            Enrolment.objects.filter(state="asked")
            .order_by("number").values_list(*person)[:ENOUGH],
            _("One who is asked to take a place on a course"),
        ),
        *_first(
            offered.filter(state="asked")
            .values_list("programme_id", "supporter__person_id")[:ENOUGH],
            _("One in the pool who has been offered a place"),
        ),
        *_first(
            Certificate.objects.filter(state="valid")
            .order_by("number").values_list(*person)[:ENOUGH],
            _("One with a certificate"),
        ),
        *_first(
            offered.filter(state="put_forward")
            .values_list("programme_id", "wish__workplace__contact_id")[:ENOUGH],
            _("A workplace’s contact to whom somebody wants to come"), True,
        ),
        *_first(
            Workplace.objects.filter(state__in=["preparing", "rechecking"], contact__isnull=False)
            .order_by("no").values_list("programme_id", "contact_id")[:ENOUGH],
            _("A workplace’s contact with a list to fill in"), True,
        ),
    ]  # fmt: skip


def user_of(pk: UUID) -> User | None:
    """Staff to be."""
    return User.objects.filter(pk=pk, is_active=True).first()


def person_of(pk: UUID) -> Person | None:
    """A person or a borrower's contact to be."""
    return Person.objects.filter(pk=pk, erased_at__isnull=True).select_related("programme").first()


def programmes() -> list[Programme]:
    """All of them, by name."""
    return list(Programme.objects.order_by("name"))
