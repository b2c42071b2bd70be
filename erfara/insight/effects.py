"""What the figures mean by what loans have led to, and whether people heard in time."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from erfara.lending.models import Delivery, Feedback, Occasion, Participation
from erfara.organisations.models import Programme

DEFINITION = _(
    "Loans whose {borrower:sg} has told, months later, that something has changed. A loan counts "
    "once in each area. What those who took part tell about themselves is not in here."
)
ON_TIME = _(
    "Loans carried out whose summary had reached everybody who took part by the day it was owed."
)


def on_time(programme: Programme) -> int:
    """How many loans carried out had a summary that reached everybody by its day. One query."""
    missed = Q(reached_at__isnull=True) | Q(reached_at__date__gt=OuterRef("due_on"))
    late = Delivery.objects.filter(missed, feedback=OuterRef("pk"))
    held = Occasion.objects.filter(loan=OuterRef("loan"), state="held")
    people = Participation.objects.filter(
        loan=OuterRef("loan"), state__in=["confirmed", "took_part"]
    )
    return (
        Feedback.objects.filter(
            ~Exists(late), Exists(held), Exists(people), programme=programme,
            kind=Feedback.Kind.SUMMARY, state="given",
        )
        .exclude(loan__state="cancelled")
        .count()
    )  # fmt: skip
