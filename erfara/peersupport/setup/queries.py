"""Reads about a programme of peer support itself. None of them opens the vault."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.functional import Promise

from erfara.foundation.prepared import Prepared
from erfara.foundation.rows import the_one
from erfara.organisations.models import Membership, Organisation, Programme
from erfara.organisations.queries import coordinators
from erfara.peersupport.setup.kinds import Function, usual_interviews
from erfara.peersupport.setup.models import (
    Goal,
    GroupMember,
    InformationDay,
    Invited,
    Party,
    PeerSetup,
)

_SETUP = Prepared(lambda programme: PeerSetup.objects.filter(programme_id=programme))


def interviewing(programme: Programme) -> list[str]:
    """The two functions that interview here, in the order in which they are shown."""
    row = setup_of(programme)
    chosen = row.interviews if row is not None else usual_interviews()
    return [one for one in Function.values if one in chosen]


def who_interview(programme: Programme) -> list[str | Promise]:
    """For whom the two interview here, in words."""
    return [Function(one).label for one in interviewing(programme)]


def setup_of(programme: Programme) -> PeerSetup | None:
    """What the programme has decided; None while it has decided nothing."""
    rows = _SETUP.objects(PeerSetup, programme=programme.pk)
    return rows[0] if rows else None


def at_each_workplace(programme: Programme) -> int:
    """How many there are to be at each workplace: two, where nothing else is decided."""
    row = setup_of(programme)
    return row.peers_per_workplace if row is not None else 2


def to_reach(programme: Programme) -> int:
    """How many municipalities are written that are to be reached."""
    row = setup_of(programme)
    return len(row.municipalities) if row is not None else 0


def parties(programme: Programme) -> QuerySet[Party]:
    """All parties, those that are part of it still first."""
    return (
        Party.objects.filter(programme=programme)
        .select_related("organisation")
        .order_by("ends_on", "kind", "organisation__sort_key", "id")
    )


def live_parties(programme: Programme, day: date) -> QuerySet[Party]:
    """The parties of a day, in Swedish order."""
    return (
        Party.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=day), programme=programme, starts_on__lte=day
        )
        .select_related("organisation")
        .order_by("organisation__sort_key", "kind", "id")
    )


def party(programme: Programme, pk: UUID) -> Party | None:
    """One party of a programme."""
    return the_one(parties(programme).filter(pk=pk))


def party_with(programme: Programme, organisation: Organisation, kind: str) -> Party | None:
    """The live party that an organisation is in one way."""
    rows = Party.objects.filter(programme=programme, organisation=organisation, kind=kind)
    return the_one(rows.filter(ends_on__isnull=True))


def group(programme: Programme) -> QuerySet[GroupMember]:
    """The working group of today."""
    return (
        GroupMember.objects.filter(programme=programme, left_on__isnull=True)
        .select_related("party__organisation", "person")
        .order_by("party__organisation__sort_key", "created_at", "id")
    )


def goals(programme: Programme) -> QuerySet[Goal]:
    """The goals that hold, the first day first."""
    return Goal.objects.filter(programme=programme, dropped_on__isnull=True).order_by(
        "by_day", "created_at", "id"
    )


def information_days(programme: Programme) -> QuerySet[InformationDay]:
    """All days, the newest first, with how many were invited and came."""
    return (
        InformationDay.objects.filter(programme=programme)
        .annotate(units=Count("invited"), came=Sum("invited__came"))
        .order_by("-starts_at", "id")
    )


def days_ahead(programme: Programme) -> QuerySet[InformationDay]:
    """Days that are planned: to come, or to be written up."""
    return InformationDay.objects.filter(programme=programme, state="planned").order_by(
        "starts_at", "id"
    )


def invited(day: InformationDay) -> QuerySet[Invited]:
    """Who is invited to a day, in Swedish order."""
    return (
        Invited.objects.filter(day=day)
        .select_related("unit__organisation")
        .order_by("unit__organisation__sort_key", "unit__sort_key", "id")
    )


def is_member_anywhere(person_ids: Collection[UUID]) -> set[UUID]:
    """Of these, who speaks for a party or sits in a working group."""
    contacts = Party.objects.filter(contact__in=person_ids, ends_on__isnull=True)
    members = GroupMember.objects.filter(person__in=person_ids, left_on__isnull=True)
    return {
        *contacts.values_list("contact_id", flat=True),
        *members.values_list("person_id", flat=True),
    }


class Pair(NamedTuple):
    """Who leads: a programme is led by two, with different perspectives and equal rights."""

    leads: list[Membership]

    @property
    def perspectives(self) -> set[str]:
        return {row.perspective for row in self.leads if row.perspective}

    @property
    def whole(self) -> bool:
        return self.perspectives >= set(Membership.Perspective.values)


def pair(programme: Programme, day: date) -> Pair:
    """The leads of a day."""
    return Pair(list(coordinators(programme, day).select_related("user")))


class Needed(NamedTuple):
    """Something a programme needs before it can work, and whether it is there."""

    key: str
    done: bool


# Today and the page of the programme ask these each time.
_KINDS = Prepared(
    lambda programme, day: live_parties(programme, day).order_by().values_list("kind").distinct()
)
_GOALS = Prepared(lambda programme: goals(programme).order_by().values_list("pk")[:1])
_LEADS = Prepared(
    lambda programme, day: coordinators(programme, day).order_by().values_list("perspective")
)


def needed(programme: Programme, day: date) -> list[Needed]:
    """What has to be written first, in the order in which it is written. Four queries."""
    row = setup_of(programme)
    kinds = {kind for (kind,) in _KINDS.rows(programme=programme.pk, day=day)}
    led_by = {one for (one,) in _LEADS.rows(programme=programme.pk, day=day) if one}
    kind = Party.Kind
    return [
        Needed("model", row is not None),
        Needed("employer", bool(kinds & {kind.EMPLOYER, kind.REGION, kind.MUNICIPALITY})),
        Needed("movement", kind.USER_ORGANISATION in kinds),
        Needed("issuer", row is not None and bool(row.issuer)),
        Needed("goals", bool(_GOALS.rows(programme=programme.pk))),
        Needed("pair", led_by >= set(Membership.Perspective.values)),
    ]
