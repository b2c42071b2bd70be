"""Places in a team that somebody has left: the first thing of the day when the day is near."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, Max, Min, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation.clock import local_day
from erfara.foundation.prepared import Prepared
from erfara.lending.models import Loan
from erfara.organisations.models import Programme
from erfara.organisations.words import plural_lazy
from erfara.workflows.today.loans import OfLoan, about_loan, of_loan
from erfara.workflows.today.rows import NOW, Row, first_of

# So near, it stands above everything else.
SOON = timedelta(days=1)

_PLACES = Prepared(
    lambda programme, now: (
        Loan.objects.filter(programme_id=programme, state="confirmed", vacancies__state="open")
        .values_list(*about_loan(""), "seeks_until")
        .annotate(
            places=Count("vacancies", filter=Q(vacancies__state="open"), distinct=True),
            left=Max("vacancies__created_at", filter=Q(vacancies__state="open")),
            starts=Min(
                "occasions__starts_at",
                filter=Q(occasions__state="planned", occasions__starts_at__gt=now),
            ),
        )
        .order_by("created_at", "id")
    )
)


def _why(places: int, until: datetime | None, day_left: int | None) -> str | Promise:
    if until is None:
        return _("Somebody left the team, and the last day to find another has passed. Decide.")
    if day_left == 0:
        return plural_lazy(
            "Today: one can't come. Find somebody else.",
            "Today: {count} can't come. Find others.", places,
        )  # fmt: skip
    if day_left == 1:
        return plural_lazy(
            "Tomorrow: one can't come. Find somebody else.",
            "Tomorrow: {count} can't come. Find others.", places,
        )  # fmt: skip
    return plural_lazy(
        "One can't come after all. Find somebody else.",
        "{count} can't come after all. Find others.", places,
    )  # fmt: skip


def places(programme: Programme, at: datetime) -> list[Row]:
    """Loans with places to fill. The one that is held today stands first of all."""
    today, found = local_day(at), []
    for row in first_of(_PLACES, grouped=True, programme=programme.pk, now=at):
        loan, until, places, left, starts = OfLoan(*row[:5]), *row[5:]
        days = (local_day(starts) - today).days if starts else None
        found.append(
            of_loan(
                loan, "replace", loan.pk, _why(places, until, days), local_day(left), NOW,
                ("vacancy", "open"), first=days is not None and days <= SOON.days, count=places,
            )
        )  # fmt: skip
    return found
