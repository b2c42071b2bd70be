"""The hours that loans took, by year and by whose they were; and the rows behind them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from erfara.compensation.models import Compensation
from erfara.insight.spans import year as whole_year
from erfara.lending.models import Loan, TimeSpent
from erfara.organisations.models import Programme

PARTIES: tuple[str, ...] = tuple(TimeSpent.Party.values)
DEFINITION = _(
    "Hours that are noted on loans, by the day they were spent: meetings by how long they were for "
    "each who came and once for {borrower:sg.def}, the rest as each has told. What nobody has told "
    "is not in them."
)


@dataclass(frozen=True, slots=True)
class YearOfHours:
    """Minutes of a year, by whose they were, and how many loans they come from, where asked."""

    year: int
    minutes: dict[str, int]
    loans: int = 0

    def hours(self, party: str) -> Decimal:
        """Hours with two decimals at the most."""
        return as_hours(self.minutes.get(party, 0))

    @property
    def total(self) -> Decimal:
        return as_hours(sum(self.minutes.values()))


def as_hours(minutes: int) -> Decimal:
    """Minutes as hours, as they are written."""
    return (Decimal(minutes) / 60).quantize(Decimal("0.01"))


def _of_year(programme: Programme, year: int) -> QuerySet[TimeSpent]:
    return TimeSpent.objects.filter(programme=programme, **whole_year(year).days("day"))


def of_year(programme: Programme, year: int) -> YearOfHours:
    """One year's hours. Two queries."""
    rows = _of_year(programme, year)
    sums = rows.values_list("party").annotate(minutes=Sum("minutes")).order_by("party")
    loans = rows.aggregate(n=Count("loan", distinct=True))["n"]
    return YearOfHours(year, dict(sums), loans)


def by_year(programme: Programme) -> list[YearOfHours]:
    """All years in which time was spent, the first one first. Two queries."""
    span = TimeSpent.objects.filter(programme=programme).aggregate(
        first=Min("day"), last=Max("day")
    )
    if span["first"] is None:
        return []
    years = range(span["first"].year, span["last"].year + 1)
    # One question for all years: not one for each, and none that asks about every row's year.
    wanted = {
        f"{party}_{year}": Sum("minutes", filter=Q(party=party, **whole_year(year).days("day")))
        for year in years
        for party in PARTIES
    }
    sums = TimeSpent.objects.filter(programme=programme).aggregate(**wanted)
    found = [
        YearOfHours(year, {party: sums[f"{party}_{year}"] or 0 for party in PARTIES})
        for year in years
    ]
    return [one for one in found if any(one.minutes.values())]


@dataclass(frozen=True, slots=True)
class LoanHours:
    """One loan's hours in a year, or in all: the rows that a sum comes from."""

    loan_id: UUID
    no: int
    minutes: dict[str, int]
    held_on: date | None

    @property
    def lacks(self) -> list[str]:
        """Of whom no hours are known."""
        return [party for party in PARTIES if not self.minutes.get(party)]

    @property
    def hours(self) -> dict[str, Decimal]:
        return {party: as_hours(self.minutes.get(party, 0)) for party in PARTIES}


def _collected(rows: Iterable[tuple[UUID, int, date | None, str, int]]) -> list[LoanHours]:
    found: dict[UUID, LoanHours] = {}
    for loan_id, no, held_on, party, minutes in rows:
        one = found.setdefault(loan_id, LoanHours(loan_id, no, {}, held_on))
        if party:
            one.minutes[party] = minutes
    return sorted(found.values(), key=lambda one: one.no)


class LoansWithHours:
    """Each loan that time was spent on, in a year or in all, with its sums, by number: a sequence
    that adds up the page that is looked at."""

    def __init__(self, programme: Programme, year: int | None = None) -> None:
        self._days = {} if year is None else whole_year(year).days("day")
        spent = TimeSpent.objects.filter(programme=programme, **self._days)
        # Those of a year are few among all there are. Of all years nearly every loan has hours.
        which = (
            Loan.objects.filter(pk__in=spent.values("loan"))
            if year is not None
            else Loan.objects.filter(programme=programme).filter(
                Exists(TimeSpent.objects.filter(loan=OuterRef("pk")))
            )
        )
        self._loans = list(which.order_by("request__no").values_list("pk", flat=True))

    def __len__(self) -> int:
        return len(self._loans)

    def __getitem__(self, at: slice) -> list[LoanHours]:
        loans = self._loans[at]
        # The programme isn't asked for again: beside a list of ids SQLite goes through all it has.
        rows = TimeSpent.objects.filter(loan__in=loans, **self._days)
        return _collected(
            rows.values_list("loan_id", "loan__request__no", "loan__carried_out_on", "party")
            .annotate(minutes=Sum("minutes"))
            .order_by("loan__request__no", "party")
        )


def lacking(programme: Programme, year: int) -> list[LoanHours]:
    """Loans held in a year of which somebody's hours aren't known at all."""
    held = Loan.objects.filter(programme=programme, **whole_year(year).days("carried_out_on"))
    sums = {party: Sum("hours__minutes", filter=Q(hours__party=party)) for party in PARTIES}
    rows = (
        held.annotate(**sums)
        .order_by("request__no")
        .values_list("id", "request__no", "carried_out_on", *PARTIES)
    )
    found = [
        LoanHours(pk, no, dict(zip(PARTIES, (n or 0 for n in minutes), strict=True)), held_on)
        for pk, no, held_on, *minutes in rows
    ]
    return [one for one in found if one.lacks]


def paid(programme: Programme, year: int) -> tuple[Decimal, int]:
    """What was paid to people in a year, in kronor, and how many payments that was."""
    rows = Compensation.objects.filter(
        programme=programme, state="paid", **whole_year(year).days("paid_on")
    )
    sums = rows.aggregate(amount=Sum("amount"), n=Count("id"))
    return sums["amount"] or Decimal(0), sums["n"]
