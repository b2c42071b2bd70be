"""Reads about the rows behind figures."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Min

from erfara.foundation.clock import local_day
from erfara.insight.spans import Span
from erfara.lending.models import LoanRequest, Sought
from erfara.organisations.models import Programme, unit_label
from erfara.people.models import Contributor


def first_day(programme: Programme) -> date | None:
    """The first day on which anything happened that is counted. Three queries, each along an
    index of what it asks for."""
    requests = LoanRequest.objects.filter(programme=programme)
    several = (
        requests.filter(ended_at__isnull=False),
        requests.filter(state__in=LoanRequest.table.open_states),
    )
    received = [some.aggregate(at=Min("received_at"))["at"] for some in several]
    joined = Contributor.objects.filter(programme=programme).aggregate(on=Min("joined_on"))
    days = [joined["on"], *(local_day(at) for at in received if at)]
    return min((day for day in days if day), default=None)


def asked_by(programme: Programme, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Request → the unit that asked, with its organisation."""
    # The programme is looked at here: beside a list of ids SQLite goes through all it has.
    rows = LoanRequest.objects.filter(pk__in=ids).values_list(
        "pk", "programme_id", "unit__organisation__name", "unit__name"
    )
    return {
        pk: unit_label(organisation, unit)
        for pk, whose, organisation, unit in rows
        if whose == programme.pk
    }


def needs_by_id(programme: Programme, ids: Sequence[UUID]) -> dict[UUID, Sought]:
    """What is sought, with the request that asked for it."""
    rows = Sought.objects.filter(programme=programme).select_related("request")
    return rows.in_bulk(list(ids))


def requests_by_number(programme_id: UUID, numbers: Collection[int]) -> dict[int, UUID]:
    """Number → the request that has it. One query."""
    rows = LoanRequest.objects.filter(programme_id=programme_id, no__in=numbers)
    return dict(rows.values_list("no", "pk")) if numbers else {}


def numbers_of(programme: Programme, span: Span) -> dict[UUID, int]:
    """The number of every request of a programme, or of what one unit asked for: also of those
    that came before the span, on which time was spent in it. One query."""
    rows = LoanRequest.objects.filter(programme=programme)
    return dict((rows.filter(unit_id=span.unit) if span.unit else rows).values_list("pk", "no"))
