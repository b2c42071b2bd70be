"""Protecting somebody's details, with what that means for what is on its way."""

from __future__ import annotations

from datetime import datetime

from erfara.compensation import actions as pay
from erfara.compensation.queries import payments_of
from erfara.compensation.states import UNPAID
from erfara.foundation.actions import action
from erfara.foundation.actors import Actor
from erfara.lending.actions import inquiries
from erfara.lending.models import Inquiry
from erfara.organisations.models import Programme
from erfara.peersupport.pool.models import PlaceOffer
from erfara.peersupport.recruitment.actions import deciding
from erfara.peersupport.recruitment.models import PeerCandidate
from erfara.peersupport.training.models import Enrolment
from erfara.people.actions import protection
from erfara.people.models import Contributor, Person


@action
def protect(*, contributor: Contributor, by: Actor, at: datetime) -> Contributor:
    """Protect her details; she is off every list of those to ask, and the programme pays her.

    Questions she has got and loans she takes part in go on: through the coordinators.
    """
    protection.protect(contributor=contributor, by=by, at=at)
    chosen = Inquiry.objects.filter(contributor=contributor, state="chosen")
    for inquiry in chosen.order_by("created_at"):
        inquiries.drop(inquiry=inquiry, by=by, at=at)
    waiting = Inquiry.objects.filter(contributor=contributor, state="sent", by_phone=False)
    waiting.update(by_phone=True)
    owed = payments_of(contributor).filter(state__in=[*UNPAID, "listed"])
    for row in owed.select_related("participation"):
        if row.kind == "fee" and row.state == "agreed" and row.payer == Programme.Payer.BORROWER:
            pay.agree(
                participation=row.participation, amount=row.amount, basis=row.basis,
                payer=Programme.Payer.LIBRARY, by=by, at=at,
            )  # fmt: skip
        else:
            pay.pay_by_library(compensation=row, by=by, at=at)
    return contributor


@action
def protect_person(*, person: Person, by: Actor, at: datetime) -> Person:
    """The same in peer support. What she has been asked and not answered is asked by phone; an
    answer to her application that has not left yet is given by the leads themselves."""
    protection.protect_person(person=person, by=by, at=at)
    for asked in (
        Enrolment.objects.filter(person=person, state="asked"),
        PlaceOffer.objects.filter(supporter__person=person, state="asked"),
    ):
        asked.update(by_phone=True)
    decided = PeerCandidate.objects.filter(person=person, decided_on__isnull=False)
    for candidate in decided.filter(answered_on__isnull=True, to_tell=False).exclude(
        state__in=["erased", "withdrew"]
    ):
        deciding.has_to_be_told(candidate=candidate, by=by, at=at)
    return person
