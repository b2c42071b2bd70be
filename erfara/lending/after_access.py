"""The doors to what comes after a loan: for this viewer, or nothing (a 404)."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from erfara.foundation.actors import Actor, Role
from erfara.lending.access import _coordinates, _one, request_for
from erfara.lending.models import Aftercare, Concern, EffectAsk, EffectDelivery
from erfara.organisations.models import Programme
from erfara.people.models import Contributor
from erfara.people.veil import check_open

KNOWN = ("on_its_way", "sent")


def _here(viewer: Actor, programme: Programme) -> bool:
    return viewer.tenant_id == programme.pk


def aftercare_for(viewer: Actor, programme: Programme, pk: UUID) -> Aftercare:
    """How somebody is: for coordinators, and for herself once she has been asked."""
    rows = Aftercare.objects.filter(programme=programme).select_related(
        "contributor__person", "participation__loan__request__assignment",
        "participation__loan__request__unit__organisation", "participation__inquiry", "occasion",
    )  # fmt: skip
    if viewer.role == Role.PERSON and _here(viewer, programme):
        mine = rows.filter(contributor__person_id=viewer.own_id, asked_at__isnull=False)
        return _one(mine, pk, programme)
    _coordinates(viewer, programme)
    row = _one(rows, pk, programme)
    check_open(viewer, row.contributor)
    return row


def concern_for(viewer: Actor, programme: Programme, pk: UUID) -> Concern:
    """What felt wrong: for whose it is, and for the one she wants to read it. Nobody else."""
    rows = Concern.objects.filter(programme=programme).select_related(
        "person", "loan__request__unit__organisation", "loan__request__assignment", "inquiry",
    )  # fmt: skip
    if viewer.role in {Role.PERSON, Role.BORROWER} and _here(viewer, programme):
        row = _one(rows.filter(person_id=viewer.own_id), pk, programme)
    elif viewer.role == Role.ADMINISTRATOR and _here(viewer, programme):
        row = _one(rows.filter(route=Concern.Route.ADMINISTRATOR), pk, programme)
    else:
        _coordinates(viewer, programme)
        row = _one(rows.filter(route=Concern.Route.COORDINATOR), pk, programme)
        contributor = Contributor.objects.filter(person=row.person).first()
        if contributor is not None:
            check_open(viewer, contributor)
    row.person.programme = programme
    return row


def _asks(programme: Programme) -> QuerySet[EffectAsk]:
    return EffectAsk.objects.filter(programme=programme).select_related(
        "loan__request__assignment", "loan__request__unit__organisation", "loan__request__contact",
        "participation__contributor__person", "participation__inquiry",
    )  # fmt: skip


def effect_ask_for(viewer: Actor, programme: Programme, pk: UUID) -> EffectAsk:
    """Asking what has changed: for coordinators, and for the one who is asked."""
    rows = _asks(programme)
    if viewer.role == Role.PERSON and _here(viewer, programme):
        return _one(rows.filter(participation__contributor__person_id=viewer.own_id), pk, programme)
    if viewer.role == Role.BORROWER and _here(viewer, programme):
        row = _one(rows.filter(participation__isnull=True), pk, programme)
        request_for(viewer, programme, row.loan.request_id)  # the contact, or a colleague
        return row
    _coordinates(viewer, programme)
    row = _one(rows, pk, programme)
    if row.participation is not None and row.participation.contributor is not None:
        check_open(viewer, row.participation.contributor)
    return row


def known_effects_for(viewer: Actor, programme: Programme, pk: UUID) -> EffectAsk:
    """What a loan has changed, for one who took part in it and whom it has been sent to."""
    if viewer.role != Role.PERSON or not _here(viewer, programme):
        raise Http404
    mine = _asks(programme).filter(
        state__in=KNOWN, participation__isnull=True,
        loan__participations__contributor__person_id=viewer.own_id,
        loan__participations__state="took_part",
    )  # fmt: skip
    return _one(mine, pk, programme)


def effect_delivery_for(viewer: Actor, programme: Programme, pk: UUID) -> EffectDelivery:
    """Whether somebody knows what it led to, for coordinators."""
    _coordinates(viewer, programme)
    rows = EffectDelivery.objects.filter(programme=programme)
    return _one(rows.select_related("ask", "participation__contributor"), pk, programme)
