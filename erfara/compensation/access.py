"""The doors to a payment, a cost, a list for whoever pays out."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from erfara.compensation.models import Claim, Compensation, PaymentList, Rate
from erfara.foundation.actors import Actor, Role
from erfara.foundation.rows import the_one
from erfara.organisations.models import Programme
from erfara.people.veil import check_open


def compensation_for(viewer: Actor, programme: Programme, pk: UUID) -> Compensation:
    """A payment: for coordinators of the programme, and for the person who gets it."""
    rows = Compensation.objects.filter(programme=programme, pk=pk).select_related(
        "participation__loan__request", "participation__contributor", "programme"
    )
    if viewer.tenant_id != programme.pk:
        raise Http404
    if viewer.role == Role.PERSON:
        rows = rows.filter(participation__contributor__person_id=viewer.own_id)
    elif viewer.role != Role.COORDINATOR:
        raise Http404
    row = the_one(rows)
    if row is None:
        raise Http404
    return row


def claim_for(viewer: Actor, programme: Programme, pk: UUID) -> Claim:
    """A cost, for coordinators of the programme."""
    row = the_one(
        Claim.objects.filter(programme=programme, pk=pk).select_related(
            "programme", "payment", "participation__contributor__person",
            "participation__loan__request__assignment",
        )
    )  # fmt: skip
    if not viewer.coordinates(programme.pk) or row is None:
        raise Http404
    if row.participation.contributor is not None:
        check_open(viewer, row.participation.contributor)
    return row


def payment_list_for(viewer: Actor, programme: Programme, pk: UUID) -> PaymentList:
    """A list: for coordinators, and for administrators, who may be the second to say yes."""
    row = the_one(PaymentList.objects.filter(programme=programme, pk=pk))
    staff = {Role.COORDINATOR, Role.ADMINISTRATOR}
    if viewer.tenant_id != programme.pk or viewer.role not in staff or row is None:
        raise Http404
    return row


def rate_for(viewer: Actor, programme: Programme, pk: UUID) -> Rate:
    """A rate, for administrators."""
    row = the_one(Rate.objects.filter(programme=programme, pk=pk).select_related("programme"))
    if viewer.tenant_id != programme.pk or viewer.role != Role.ADMINISTRATOR or row is None:
        raise Http404
    return row
