"""Doors to first meetings, to what goes between libraries, and to where one is sent instead."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from erfara.foundation.actors import Actor
from erfara.foundation.models import TenantModel
from erfara.foundation.rows import the_one
from erfara.lending.models import Elsewhere, LoanRequest, Meeting, PassedOn
from erfara.organisations.models import Programme

T = TypeVar("T", bound=TenantModel)


def _coordinators(viewer: Actor, programme: Programme, rows: QuerySet[T], pk: UUID) -> T:
    """A row of a coordinator's own programme."""
    if not viewer.coordinates(programme.pk):
        raise Http404
    row = the_one(rows.filter(pk=pk, programme=programme))
    if row is None:
        raise Http404
    row.programme = programme
    return row


def meeting_for(viewer: Actor, programme: Programme, pk: UUID) -> Meeting:
    """A first meeting, for the coordinators of its programme."""
    rows = Meeting.objects.select_related("request__unit__organisation", "request__contact")
    return _coordinators(viewer, programme, rows, pk)


def passed_on_for(viewer: Actor, programme: Programme, pk: UUID) -> PassedOn:
    """A thread to another library, for the coordinators of the one that asks."""
    rows = PassedOn.objects.select_related(
        "request__unit__organisation", "request__contact", "request__programme", "to_programme",
        "received",
    )  # fmt: skip
    return _coordinators(viewer, programme, rows, pk)


def asked_to_pass_on(request: LoanRequest) -> PassedOn:
    """The thread whose yes or no a request waits for: for whoever may see the request."""
    row = the_one(
        PassedOn.objects.filter(request=request, state="asked").select_related(
            "request__unit__organisation", "request__contact", "request__programme",
            "to_programme",
        )
    )  # fmt: skip
    if row is None:
        raise Http404
    return row


def elsewhere_for(viewer: Actor, programme: Programme, pk: UUID) -> Elsewhere:
    """A place to turn to instead, for the coordinators of its programme."""
    return _coordinators(viewer, programme, Elsewhere.objects.all(), pk)
