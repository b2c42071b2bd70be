"""Counting by year in the database, so that a page of figures doesn't read what it counts."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

from django.db.models import Case, Count, IntegerField, Q, Value, When
from django.utils import timezone

from erfara.foundation.prepared import Place, Prepared
from erfara.organisations.models import Programme
from erfara.people.models import Contributor

JOINED = ("active", "paused", "resting", "leaving", "left")

_STATES = Q(state__in=JOINED)


def _end(order: str) -> Prepared:
    """The first or the last day on which anybody joined."""
    return Prepared(
        lambda programme: (
            Contributor.objects.filter(_STATES, programme_id=programme, joined_on__isnull=False)
            .order_by(order)
            .values_list("joined_on")[:1]
        )
    )


_FIRST, _LAST = _end("joined_on"), _end("-joined_on")
_JOINED = Prepared(
    lambda programme, first, last: (
        Contributor.objects.filter(
            _STATES, programme_id=programme, joined_on__gte=first, joined_on__lte=last
        )
        .values_list(Value(0))  # not grouped: one row
        .annotate(all=Count("*"), left=Count("state", filter=Q(state="left")))
        .order_by()
    )
)


def ends(first: int, last: int) -> list[datetime]:
    """The moment at which each of these years has ended, here."""
    zone = timezone.get_current_timezone()
    return [datetime(year + 1, 1, 1, tzinfo=zone) for year in range(first, last + 1)]


def which(moment: str, ends: list[Place]) -> Case:
    """Which of some years a moment lies in, counted from nought.

    Compared with their ends: `ExtractYear` would ask Python about every row on SQLite.
    """
    cases = [When(**{f"{moment}__lt": end}, then=Value(at)) for at, end in enumerate(ends)]
    return Case(*cases, output_field=IntegerField())


def joined(programme: Programme) -> tuple[Counter[int], int]:
    """How many joined each year and haven't left, and how many have left.

    A year in which all have left is there too, with nobody. Each year is a stretch of the index
    `contributor_joined`, which is counted and not read: 10 000 people take 2 ms, grouped by day
    they took 8.
    """
    recruited: Counter[int] = Counter()
    left = 0
    days: list[date] = [d for end in (_FIRST, _LAST) for (d,) in end.rows(programme=programme.pk)]
    for year in range(days[0].year, days[1].year + 1) if days else ():
        ((_one, came, gone),) = _JOINED.rows(
            programme=programme.pk, first=date(year, 1, 1), last=date(year, 12, 31)
        )
        if came:
            recruited[year] = came - gone
            left += gone
    return recruited, left
