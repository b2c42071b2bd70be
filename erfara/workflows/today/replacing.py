"""Places in a team that somebody has left: the first thing of the day when the day is near."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Min, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from erfara.foundation.clock import local_day
from erfara.foundation.prepared import Prepared
from erfara.lending.models import Loan
from erfara.organisations.models import Programme
from erfara.workflows.today.rows import LIMIT, NOW, Row, about_request, covers

# So near, it stands above everything else.
SOON = timedelta(days=1)

_PLACES = Prepared(
    lambda programme, now: (
        Loan.objects.filter(programme_id=programme, state="confirmed", vacancies__state="open")
        .select_related("request__unit__organisation")
        .only("state", "seeks_until", *about_request("request__"))
        .annotate(
            places=Count("vacancies", filter=Q(vacancies__state="open"), distinct=True),
            left=Max("vacancies__created_at", filter=Q(vacancies__state="open")),
            starts=Min(
                "occasions__starts_at",
                filter=Q(occasions__state="planned", occasions__starts_at__gt=now),
            ),
        )
        .order_by("created_at", "id")[: LIMIT + 1]
    )
)


def _why(loan: Any, day_left: int | None) -> str | Promise:
    if loan.seeks_until is None:
        return _("Somebody left the team, and the last day to find another has passed. Decide.")
    if day_left == 0:
        return ngettext_lazy(
            "Today: one can't come. Find somebody else.",
            "Today: {count} can't come. Find others.", loan.places,
        )  # fmt: skip
    if day_left == 1:
        return ngettext_lazy(
            "Tomorrow: one can't come. Find somebody else.",
            "Tomorrow: {count} can't come. Find others.", loan.places,
        )  # fmt: skip
    return ngettext_lazy(
        "One can't come after all. Find somebody else.",
        "{count} can't come after all. Find others.", loan.places,
    )  # fmt: skip


def places(programme: Programme, at: datetime) -> list[Row]:
    """Loans with places to fill. The one that is held today stands first of all."""
    rows: list[Any] = _PLACES.objects(Loan, programme=programme.pk, now=at)
    today, found = local_day(at), []
    for loan in rows:
        days = (local_day(loan.starts) - today).days if loan.starts else None
        found.append(
            Row(
                "replace", loan.pk, loan.request.no, _why(loan, days), local_day(loan.left), NOW,
                str(loan.request.unit), {"count": loan.places},
                covers(("vacancy", "open"), ("loan", loan.state)),
                first=days is not None and days <= SOON.days,
            )
        )  # fmt: skip
    return found
