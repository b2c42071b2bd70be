"""One door for an answer to an agreement: a coordinator of its programme, or nothing."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from erfara.foundation.actors import Actor
from erfara.foundation.rows import the_one
from erfara.lending.models import Acceptance
from erfara.organisations.models import Programme
from erfara.people.veil import check_open


def answer_for(viewer: Actor, programme: Programme, pk: UUID) -> Acceptance:
    """Somebody's answer. Of one whose details are protected her page has to be opened first."""
    if not viewer.coordinates(programme.pk):
        raise Http404
    row = the_one(
        Acceptance.objects.filter(pk=pk, programme=programme).select_related(
            "agreement__loan__request__assignment", "agreement__loan__request__unit__organisation",
            "participation__contributor__person", "participation__loan__request", "person",
        )
    )  # fmt: skip
    if row is None:
        raise Http404
    row.agreement.programme = row.agreement.loan.programme = programme
    if row.participation is not None and row.participation.contributor is not None:
        check_open(viewer, row.participation.contributor)
    return row
