"""What loans have led to, by area, and whether people heard in time; with the rows behind."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from erfara.lending.models import Delivery, Effect, Feedback, Occasion, Participation
from erfara.organisations.models import Programme
from erfara.vocabulary.choices import EffectArea

DEFINITION = _(
    "Loans whose {borrower:sg} has told, months later, that something has changed. A loan counts "
    "once in each area. What those who took part tell about themselves is not in here."
)
ON_TIME = _(
    "Loans carried out whose summary had reached everybody who took part by the day it was owed."
)

BORROWERS_OWN = _(
    "Loans carried out where {borrower:sg.def} has told everybody who took part, in its own "
    "words, what it did with what was said."
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


def told_by_borrowers(programme: Programme) -> int:
    """Of how many loans carried out the borrower's own telling has reached everybody. One query."""
    held = Occasion.objects.filter(loan=OuterRef("loan"), state="held")
    people = Participation.objects.filter(
        loan=OuterRef("loan"), state__in=["confirmed", "took_part"]
    )
    rows = Feedback.objects.filter(
        Exists(held), Exists(people), programme=programme, kind=Feedback.Kind.BORROWER,
        state="given",
    )  # fmt: skip
    return rows.exclude(loan__state="cancelled").count()


def _told(programme: Programme) -> QuerySet[Effect]:
    """What borrowers have told, whether or not it has been sent on yet."""
    return Effect.objects.filter(programme=programme, ask__participation__isnull=True).exclude(
        ask__state="stopped"
    )


def by_area(programme: Programme) -> dict[str, int]:
    """Area → how many loans have changed something there; those with none are left out."""
    rows = _told(programme).values_list("area").annotate(loans=Count("ask__loan", distinct=True))
    found = dict(rows.order_by("area"))
    return {area: found[area] for area in EffectArea.values if area in found}


@dataclass(slots=True)
class LoanWithEffects:
    """A loan and the areas in which it has changed something, and after how many months."""

    loan_id: UUID
    no: int
    areas: list[str] = field(default_factory=list)
    months: int = 0


def loans_with_effects(programme: Programme, area: str = "") -> list[LoanWithEffects]:
    """The loans that are counted, in one area or in all, by number."""
    rows = _told(programme).values_list(
        "ask__loan_id", "ask__loan__request__no", "area", "ask__months"
    )
    found: dict[UUID, LoanWithEffects] = {}
    for loan_id, no, one, months in rows.order_by("ask__loan__request__no", "ask__months", "area"):
        loan = found.setdefault(loan_id, LoanWithEffects(loan_id, no))
        if one not in loan.areas:
            loan.areas.append(one)
        loan.months = max(loan.months, months)
    return [loan for loan in found.values() if not area or area in loan.areas]
