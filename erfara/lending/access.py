"""One door for each kind of object: what the viewer may see, or nothing (a 404)."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import Refused
from erfara.foundation.models import TenantModel
from erfara.foundation.prepared import Prepared
from erfara.foundation.rows import the_one
from erfara.lending.borrowers import colleagues_of, hers
from erfara.lending.models import (
    Attendance,
    Colleague,
    Delivery,
    Feedback,
    FollowUp,
    Inquiry,
    Loan,
    LoanRequest,
    Occasion,
    Participation,
    RequestDraft,
    Story,
    StoryPermission,
    TimeSpent,
)
from erfara.lending.queries import requests
from erfara.organisations.models import Programme
from erfara.people.veil import check_open

T = TypeVar("T", bound=TenantModel)

# Every page about a request passes this door.
_REQUEST = Prepared(
    lambda pk, programme: LoanRequest.objects.filter(pk=pk, programme_id=programme).select_related(
        "unit__organisation", "assignment", "loan", "contact"
    )
)


def _one(rows: QuerySet[T], pk: UUID, programme: Programme) -> T:
    row = the_one(rows.filter(pk=pk))
    if row is None:
        raise Http404
    row.programme = programme  # the one at hand; thirty columns that needn't be read again
    return row


def _coordinates(viewer: Actor, programme: Programme) -> None:
    if not viewer.coordinates(programme.pk):
        raise Http404


def request_for(viewer: Actor, programme: Programme, pk: UUID) -> LoanRequest:
    """A request: for coordinators of its programme, and for those at the borrower's."""
    rows = requests(programme).select_related("unit__organisation", "assignment", "loan", "contact")
    if viewer.role == Role.BORROWER and viewer.tenant_id == programme.pk:
        return _one(rows.filter(hers(viewer.own_id)), pk, programme)
    _coordinates(viewer, programme)
    for row in _REQUEST.objects(LoanRequest, pk=pk, programme=programme.pk):
        row.programme = programme
        return row
    raise Http404


def own_draft(viewer: Actor, programme: Programme) -> RequestDraft:
    """The request on its way that the link in the writer's address leads to."""
    row = the_one(
        RequestDraft.objects.filter(programme=programme, pk=viewer.own_id, emptied_at=None)
    )
    if row is None or viewer.role != Role.BORROWER or viewer.tenant_id != programme.pk:
        raise Http404
    row.programme = programme
    return row


def colleague_for(request: LoanRequest, pk: UUID) -> Colleague:
    """A colleague of a request, for those who have come to the request through its own door.

    Refused, not a 404, when there is none: a second press, or somebody else was faster.
    """
    return _together(request, colleagues_of(request).filter(pk=pk))


def own_colleague(viewer: Actor, request: LoanRequest) -> Colleague:
    """One's own part in a request, for a colleague. The contact has none."""
    return _together(request, colleagues_of(request).filter(person_id=viewer.own_id))


def _together(request: LoanRequest, rows: QuerySet[Colleague]) -> Colleague:
    row = the_one(rows.select_related("person"))
    if row is None:
        raise Refused(_("There is no such colleague in the request any more."))
    row.request = request
    return row


def inquiry_for(viewer: Actor, programme: Programme, pk: UUID) -> Inquiry:
    """A question to one person: for coordinators, and for the person once it has been sent."""
    rows = Inquiry.objects.filter(programme=programme).select_related(
        "contributor__person", "request__assignment", "request__unit__organisation"
    )
    if viewer.role == Role.PERSON and viewer.tenant_id == programme.pk:
        rows = rows.filter(contributor__person_id=viewer.own_id, sent_at__isnull=False)
    else:
        _coordinates(viewer, programme)
    row = _one(rows, pk, programme)
    check_open(viewer, row.contributor)
    row.request.programme = programme
    return row


def loan_for(viewer: Actor, programme: Programme, pk: UUID) -> Loan:
    """A loan: for coordinators, and for those at the borrower's."""
    rows = Loan.objects.filter(programme=programme).select_related(
        "request__assignment", "request__unit__organisation", "request__contact"
    )
    if viewer.role == Role.BORROWER and viewer.tenant_id == programme.pk:
        return _one(rows.filter(hers(viewer.own_id, "request__")), pk, programme)
    _coordinates(viewer, programme)
    return _one(rows, pk, programme)


def occasion_for(viewer: Actor, programme: Programme, pk: UUID) -> Occasion:
    """An occasion of a loan, for coordinators."""
    _coordinates(viewer, programme)
    rows = Occasion.objects.filter(programme=programme).select_related("loan__request")
    return _one(rows, pk, programme)


def own_occasion_for(viewer: Actor, request: LoanRequest, pk: UUID) -> Occasion:
    """An occasion of a request that the borrower has at hand (`request_for` lets her in)."""
    if viewer.role != Role.BORROWER:
        raise Http404
    rows = Occasion.objects.filter(loan__request=request).select_related("loan__request")
    return _one(rows, pk, request.programme)


def attendance_for(viewer: Actor, programme: Programme, pk: UUID) -> Attendance:
    """Whether somebody comes to an occasion: for coordinators, and for the person herself."""
    rows = Attendance.objects.filter(programme=programme).select_related(
        "occasion__loan", "participation__contributor"
    )
    if viewer.role == Role.PERSON and viewer.tenant_id == programme.pk:
        return _one(rows.filter(participation__contributor__person_id=viewer.own_id), pk, programme)
    _coordinates(viewer, programme)
    return _one(rows, pk, programme)


def hours_for(viewer: Actor, programme: Programme, pk: UUID) -> TimeSpent:
    """A line about the time that a loan took, for coordinators."""
    _coordinates(viewer, programme)
    return _one(TimeSpent.objects.filter(programme=programme).select_related("loan"), pk, programme)


def participation_for(viewer: Actor, programme: Programme, pk: UUID) -> Participation:
    """Somebody's part in a loan: for coordinators, and for the person herself."""
    rows = Participation.objects.filter(programme=programme).select_related(
        "loan__request__assignment", "contributor__person", "inquiry"
    )
    if viewer.role == Role.PERSON and viewer.tenant_id == programme.pk:
        return _one(rows.filter(contributor__person_id=viewer.own_id), pk, programme)
    _coordinates(viewer, programme)
    return _one(rows, pk, programme)


def follow_up_for(viewer: Actor, programme: Programme, pk: UUID) -> FollowUp:
    """A follow-up: for coordinators, and for the one it is with."""
    rows = FollowUp.objects.filter(programme=programme).select_related(
        "loan__request__contact", "loan__request__assignment",
        "participation__contributor__person", "participation__inquiry", "participation__loan",
    )  # fmt: skip
    if viewer.tenant_id == programme.pk and viewer.role == Role.PERSON:
        return _one(rows.filter(participation__contributor__person_id=viewer.own_id), pk, programme)
    if viewer.tenant_id == programme.pk and viewer.role == Role.BORROWER:
        mine = rows.filter(hers(viewer.own_id, "loan__request__"), participation__isnull=True)
        return _one(mine, pk, programme)
    _coordinates(viewer, programme)
    row = _one(rows, pk, programme)
    if row.participation is not None and row.participation.contributor is not None:
        check_open(viewer, row.participation.contributor)
    return row


def feedback_for(viewer: Actor, programme: Programme, pk: UUID) -> Feedback:
    """A piece of feedback: for coordinators; their own for those at the borrower's."""
    rows = Feedback.objects.filter(programme=programme).select_related(
        "loan__request__assignment", "loan__request__contact"
    )
    if viewer.tenant_id == programme.pk and viewer.role == Role.BORROWER:
        mine = rows.filter(hers(viewer.own_id, "loan__request__"), kind=Feedback.Kind.BORROWER)
        return _one(mine, pk, programme)
    _coordinates(viewer, programme)
    return _one(rows, pk, programme)


def delivery_for(viewer: Actor, programme: Programme, pk: UUID) -> Delivery:
    """Whether somebody has got a piece of feedback, for coordinators."""
    _coordinates(viewer, programme)
    return _one(
        Delivery.objects.filter(programme=programme).select_related(
            "feedback__loan__request", "participation__contributor", "participation__loan"
        ),
        pk,
        programme,
    )


def story_for(viewer: Actor, programme: Programme, pk: UUID) -> Story:
    """A story, for the coordinators of its programme."""
    _coordinates(viewer, programme)
    return _one(Story.objects.filter(programme=programme).select_related("loan"), pk, programme)


def _permissions(programme: Programme) -> QuerySet[StoryPermission]:
    return StoryPermission.objects.filter(programme=programme).select_related("story", "person")


def story_permission_for(viewer: Actor, programme: Programme, pk: UUID) -> StoryPermission:
    """Somebody's yes or no, for a coordinator who notes it down."""
    _coordinates(viewer, programme)
    return _one(_permissions(programme), pk, programme)


def own_story_permission(viewer: Actor, programme: Programme, pk: UUID) -> StoryPermission:
    """One's own yes or no, while the story waits for it or is told with it."""
    if viewer.role != Role.PERSON or viewer.tenant_id != programme.pk:
        raise Http404
    mine = _permissions(programme).filter(
        person_id=viewer.own_id, story__state__in=["asked", "public"]
    )
    return _one(mine, pk, programme)
