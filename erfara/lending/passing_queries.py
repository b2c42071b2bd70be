"""Reads about requests between libraries. What one side reads of the other stands in the thread."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from erfara.lending.actions.passing import HELPING, OPEN
from erfara.lending.attending import EXPECTED
from erfara.lending.models import (
    Attendance,
    Feedback,
    Loan,
    LoanRequest,
    Occasion,
    Participation,
    PassedOn,
)
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
    """Threads into a programme by which nobody is wanted any more, while its loan still stands: the
    asking library has cancelled, or taken back what it asked."""
    return (
        # By the loans that stand: few among all that ever were received.
        PassedOn.objects.filter(
            received__in=Loan.objects.filter(
                programme=programme, state="confirmed"
            ).values("request"),
            kind=PassedOn.Kind.HELP, state="done",
        )
        .exclude(Exists(Participation.objects.filter(passed_on=OuterRef("pk"), state__in=GOING)))
        .select_related("received__unit__organisation", "received__loan", "programme")
        .order_by("created_at", "id")
    )  # fmt: skip


def not_planned_here(programme: Programme, at: datetime) -> QuerySet[PassedOn]:
    """Threads into a programme whose people are expected at a time of the asking loan that the
    programme's own loan knows nothing of."""
    ours = Occasion.objects.filter(
        Q(follows=OuterRef("occasion_id")) | Q(starts_at=OuterRef("occasion__starts_at")),
        loan__request=OuterRef(OuterRef("received_id")),
        state="planned",
    )
    missing = Attendance.objects.filter(
        ~Exists(ours),
        participation__passed_on=OuterRef("pk"),
        participation__state="confirmed",
        state__in=EXPECTED,
        occasion__state="planned",
        occasion__starts_at__gt=at,
    )
    return (
        PassedOn.objects.filter(
            Exists(missing),
            received__in=Loan.objects.filter(
                programme=programme, state="confirmed", request__state="ended"
            ).values("request"),
            kind=PassedOn.Kind.HELP, state__in=HELPING,
        )
        .order_by("created_at", "id")
    )  # fmt: skip


def times_of(passed: PassedOn, at: datetime) -> list[tuple[Occasion, int]]:
    """The planned times ahead of the asking loan to which people lent by a thread are expected, and
    how many of them: what a coordinator of the lending library reads of that loan."""
    lent = Attendance.objects.filter(
        participation__passed_on=passed, participation__state="confirmed", state__in=EXPECTED,
        occasion__state="planned", occasion__starts_at__gt=at,
    )  # fmt: skip
    counts: dict[UUID, int] = dict(
        lent.values_list("occasion_id").annotate(n=Count("id")).order_by("occasion_id")
    )
    rows = Occasion.objects.filter(pk__in=list(counts)).order_by("starts_at", "id")
    return [(one, counts[one.pk]) for one in rows]


def to_hand_on() -> list[tuple[Feedback, str]]:
    """What lending libraries owe those they have lent, and what the asking loan has told by now."""
    told = Feedback.objects.filter(
        loan__request=OuterRef("loan__request__came_from__request"), kind=OuterRef("kind"),
        state__in=["on_its_way", "given"],
    )  # fmt: skip
    owed = (
        Feedback.objects.filter(
            where_time_passes(), state="owed", text="",
            loan__request__came_from__kind=PassedOn.Kind.HELP,
        )
        .annotate(told=Subquery(told.values("text")[:1]))
        .filter(told__isnull=False)
    )  # fmt: skip
    rows = owed.select_related("loan__request").order_by("created_at", "id")
    return [(row, row.told) for row in rows]


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
    team = Participation.objects.filter(loan=loan, state__in=GOING).count()
    if loan.carried_out_on is not None:
        # Whoever left halfway has taken part then; she doesn't come once more.
        team = min(team, passed.number)
    return team, False
