"""From those who apply to those who have a place: how many at each step, against the plan."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.organisations.models import Programme
from erfara.peersupport.certificates.models import Certificate
from erfara.peersupport.pool.models import PeerSupporter, PlaceOffer
from erfara.peersupport.recruitment.models import PeerCandidate
from erfara.peersupport.setup.models import PeerSetup
from erfara.peersupport.training.models import Enrolment, ForWhom


class Step(NamedTuple):
    """A step of the funnel: how many have come so far, and how many were planned."""

    key: str
    label: str | Promise
    number: int
    plan: int | None = None


def funnel(programme: Programme, setup: PeerSetup | None) -> list[Step]:
    """Everybody so far, whatever became of them after. Each is one person of one step: who applies
    twice is two applications, who is trained twice is one. Four queries."""
    applied = PeerCandidate.objects.filter(programme=programme).aggregate(
        applied=Count("id"), interviewed=Count("id", filter=Q(interviewed_on__isnull=False))
    )
    trained = (
        Enrolment.objects.filter(
            programme=programme, state="completed", cohort__for_whom=ForWhom.PEERS
        )
        .aggregate(n=Count("person_id", distinct=True))["n"]
    )  # fmt: skip
    certified = Certificate.objects.filter(programme=programme, issued_on__isnull=False).aggregate(
        n=Count("person_id", distinct=True)
    )["n"]
    got_place = PlaceOffer.objects.filter(programme=programme, state="agreed").aggregate(
        n=Count("supporter__person_id", distinct=True)
    )["n"]
    return [
        Step("applied", _("have applied"), applied["applied"]),
        Step("interviewed", _("have been interviewed"), applied["interviewed"],
             setup.interviewed if setup else None),
        Step("trained", _("have completed the training"), trained,
             setup.trained if setup else None),
        Step("certified", _("have a certificate"), certified),
        Step("employed", _("have got a place"), got_place, setup.employed if setup else None),
    ]  # fmt: skip


def in_between(programme: Programme) -> int:
    """How many have a certificate and wait for a place: nobody falls between without somebody
    knowing."""
    return PeerSupporter.objects.filter(
        programme=programme, state__in=["available", "offered", "resting"]
    ).count()
