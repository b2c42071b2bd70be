"""Reads about requests between libraries. What one side reads of the other stands in the thread."""

from __future__ import annotations

from django.db.models import QuerySet

from erfara.lending.actions.passing import HELPING, OPEN
from erfara.lending.models import Loan, LoanRequest, Participation, PassedOn
from erfara.lending.states.loans import GOING
from erfara.organisations.models import Programme
from erfara.organisations.queries import where_time_passes


def others(programme: Programme) -> QuerySet[Programme]:
    """The programmes here that take from others, by name."""
    return (
        Programme.objects.filter(
            takes_from_others=True, state="running", clock_stands_at__isnull=True,
            kind=programme.kind,
        )
        .exclude(pk=programme.pk)
        .order_by("name")
    )  # fmt: skip


def passed_on(request: LoanRequest) -> QuerySet[PassedOn]:
    """What has gone from a request to other libraries, the newest first."""
    rows = PassedOn.objects.filter(request=request).select_related("to_programme")
    return rows.order_by("-created_at", "id")


def came_from(request: LoanRequest) -> PassedOn | None:
    """The thread by which a request came from another library, with that library."""
    return PassedOn.objects.filter(received=request).select_related("programme").first()


def waiting(programme: Programme) -> QuerySet[PassedOn]:
    """Threads of a programme that are not over."""
    return (
        PassedOn.objects.filter(programme=programme, state__in=OPEN)
        .select_related("request__unit__organisation", "to_programme")
        .order_by("created_at", "id")
    )


def taken_back(programme: Programme) -> QuerySet[PassedOn]:
    """Threads into a programme that the asking library has ended, while its loan still stands."""
    return (
        # By the loans that stand: few among all that ever were received.
        PassedOn.objects.filter(
            received__in=Loan.objects.filter(
                programme=programme, state="confirmed"
            ).values("request"),
            kind=PassedOn.Kind.HELP, state="done", request__loan__state="cancelled",
        )
        .select_related("received__unit__organisation", "received__loan", "programme")
        .order_by("created_at", "id")
    )  # fmt: skip


def asked() -> QuerySet[PassedOn]:
    """Borrowers who have been asked and not answered yet."""
    return (
        PassedOn.objects.filter(where_time_passes(), state="asked")
        .select_related("request__programme", "to_programme", "programme")
        .order_by("created_at")
    )


def helping() -> QuerySet[PassedOn]:
    """Threads by which people are lent, to be kept in step."""
    return (
        PassedOn.objects.filter(where_time_passes(), state__in=HELPING)
        .select_related("request", "received", "programme")
        .order_by("created_at")
    )


def coming(passed: PassedOn) -> tuple[int, bool]:
    """How many come from the lending library by now, and whether nobody more can come.

    They count when its team is complete: until then it may still change.
    """
    received = passed.received
    if received is None:
        return 0, True
    received.refresh_from_db()
    loan = getattr(received, "loan", None)
    if loan is not None:
        loan.refresh_from_db()
    if received.state != "ended":
        return 0, False
    if loan is None or loan.state == "cancelled":
        return 0, True
    team = Participation.objects.filter(loan=loan, state__in=GOING)
    return team.count(), False
