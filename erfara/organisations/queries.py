"""Reads about programmes and who works in them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Q, QuerySet

from erfara.foundation.actors import Role
from erfara.foundation.prepared import Place, Prepared
from erfara.foundation.rows import the_one
from erfara.foundation.text import begins, searched
from erfara.organisations.models import (
    DayMark,
    Membership,
    Programme,
    RowKey,
    Unit,
    unit_label,
)


def programmes() -> QuerySet[Programme]:
    """All programmes of the installation, by name."""
    return Programme.objects.order_by("name")


def where_counts_on(day: date | Place) -> Q:
    """Roles that count that day. `Membership.live_on` is the same for one."""
    return Q(ended_at__isnull=True, starts_on__lte=day, ends_on__gte=day)


# The gate asks these two for every page.
_COLUMNS = [field.attname for field in Programme._meta.concrete_fields]
_BY_SLUG = Prepared(lambda slug: Programme.objects.filter(slug=slug).values_list(*_COLUMNS))
_ROLES = Prepared(
    lambda user, programme, day: Membership.objects.filter(
        where_counts_on(day), user_id=user, programme_id=programme
    ).values_list("role")
)


def programme_by_slug(slug: str) -> Programme | None:
    for row in _BY_SLUG.rows(slug=slug):
        return Programme.from_db(DEFAULT_DB_ALIAS, _COLUMNS, row)
    return None


def live_memberships(user_id: UUID, day: date) -> QuerySet[Membership]:
    """The user's roles that count that day, with their programmes."""
    return (
        Membership.objects.filter(where_counts_on(day), user_id=user_id)
        .select_related("programme")
        .order_by("programme__name", "role")
    )


def roles_of(user_id: UUID, programme: Programme, day: date) -> set[Role]:
    """What the user is in this programme that day."""
    return {Role(value) for (value,) in _ROLES.rows(user=user_id, programme=programme.pk, day=day)}


def members(programme: Programme) -> QuerySet[Membership]:
    """Everybody with a role, those whose role has ended last."""
    return (
        Membership.objects.filter(programme=programme)
        .select_related("user")
        .order_by("ended_at", "ends_on", "id")
    )


def at_work(programme: Programme, day: date) -> QuerySet[Membership]:
    """Everybody who has a role that counts that day."""
    return members(programme).filter(where_counts_on(day))


def coordinators(programme: Programme, day: date) -> QuerySet[Membership]:
    """Those who take care of requests that day."""
    return members(programme).filter(where_counts_on(day), role=Role.COORDINATOR)


def units(programme: Programme) -> QuerySet[Unit]:
    """The units that have borrowed or been written down, in Swedish order."""
    return (
        Unit.objects.filter(programme=programme)
        .select_related("organisation")
        .order_by("organisation__sort_key", "sort_key")
    )


def unit_names(programme: Programme, ids: Collection[UUID]) -> dict[UUID, str]:
    """These units by id, in Swedish order. One query."""
    # By their ids alone: with the programme beside them SQLite reads all that are in it.
    rows = Unit.objects.filter(pk__in=ids).select_related("organisation")
    rows = rows.order_by("organisation__sort_key", "sort_key")
    return {unit.pk: str(unit) for unit in rows if unit.programme_id == programme.pk}


def unit_with_id(programme: Programme, text: str) -> Unit | None:
    """The unit that an address names; None for anything else."""
    try:
        pk = UUID(text[:40])
    except ValueError:
        return None
    return the_one(units(programme).filter(pk=pk))


_UNITS = Prepared(
    lambda programme: (
        Unit.objects.filter(programme_id=programme)
        .order_by("organisation__sort_key", "sort_key")
        .values_list("id", "organisation__name", "name")
    )
)


class UnitName(NamedTuple):
    """A unit that was found, and what it is called."""

    id: UUID
    name: str


def names_of_units(programme: Programme) -> list[UnitName]:
    """The units that have borrowed or been written down, in Swedish order, as they are called."""
    return [
        UnitName(pk, unit_label(organisation, unit))
        for pk, organisation, unit in _UNITS.rows(programme=programme.pk)
    ]


@lru_cache(maxsize=4096)
def _words_in(name: str) -> tuple[str, ...]:
    return tuple(searched(name))


def units_with(programme: Programme, words: Sequence[str], most: int) -> list[UnitName]:
    """Units in whose name, with their organisation's, each of the words begins a word; so many of
    them, in Swedish order. Words: `foundation.text.searched`. One query; a county has hundreds."""
    found: list[UnitName] = []
    for pk, organisation, unit in _UNITS.rows(programme=programme.pk) if words else ():
        name = unit_label(organisation, unit)
        if begins(words, _words_in(name)):
            found.append(UnitName(pk, name))
            if len(found) == most:
                break
    return found


def where_clock_runs() -> Q:
    """Rows of programmes whose clock doesn't stand still, also of those closed for good."""
    running = Programme.objects.filter(clock_stands_at__isnull=True)
    return Q(programme__in=running.values("pk"))


def where_time_passes() -> Q:
    """Rows of programmes in which something happens because a day comes: neither a record whose
    clock stands still, nor one that is closed for good.

    Which programmes is asked first: with a join SQLite reads all rows there ever were, and looks
    each one's programme up, where an index by programme and state has the few that are due.
    """
    running = Programme.objects.filter(clock_stands_at__isnull=True).exclude(state="closed")
    return Q(programme__in=running.values("pk"))


def sends_nothing(programme_id: UUID) -> bool:
    """Whether this programme's messages stay in the outbox: a record that is only looked at."""
    return Programme.objects.filter(pk=programme_id, sends_messages=False).exists()


def slug_of(programme_id: UUID) -> str:
    """The part of the address that is this programme's."""
    return Programme.objects.values_list("slug", flat=True).get(pk=programme_id)


def has_administrator(programme: Programme, day: date) -> bool:
    """Whether somebody administers the programme that day. Roles count in real time."""
    return Membership.objects.filter(
        where_counts_on(day), programme=programme, role=Role.ADMINISTRATOR, user__is_active=True
    ).exists()


_MARKS = Prepared(
    lambda programme: DayMark.objects.filter(programme_id=programme).values_list(
        "step", "table", "state", "about_id", "taken_by", "taken_by__name", "taken_by__email",
        "rests_until", "number",
    )
)  # fmt: skip


class Mark(NamedTuple):
    """What is said about a row of the day: who has it, by which name, and how it rests."""

    taken_by: UUID | None
    name: str
    rests_until: date | None
    number: int


def day_marks(programme: Programme) -> dict[RowKey, Mark]:
    """Everything that has been said about rows of the day. One query."""
    return {
        RowKey(*row[:4]): Mark(row[4], row[5] or row[6] or "", row[7], row[8])
        for row in _MARKS.rows(programme=programme.pk)
    }


def every_day_mark(programme: Programme) -> QuerySet[DayMark]:
    """The same as rows, for who sweeps them."""
    return DayMark.objects.filter(programme=programme)


def as_coordinator(programme: Programme, user_id: UUID) -> Membership | None:
    """The user's own row as a coordinator here, while it counts."""
    return Membership.objects.filter(
        programme=programme, user_id=user_id, role=Role.COORDINATOR, ended_at__isnull=True
    ).first()


def programmes_with_day_marks() -> QuerySet[Programme]:
    """Where anything has been said about rows of the day."""
    return Programme.objects.filter(pk__in=DayMark.objects.values("programme_id"))


def who_want_weekly_mail(day: date) -> list[Membership]:
    """Coordinators who have asked for the mail on Mondays, where time passes."""
    return list(
        Membership.objects.filter(
            where_counts_on(day), where_time_passes(), role=Role.COORDINATOR, weekly_mail=True
        )
    )
