"""Reads about the pool, always within one programme. No names: those are in the vault."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import itemgetter
from typing import overload
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast, Coalesce

from erfara.foundation.prepared import Prepared, among
from erfara.foundation.rows import the_one
from erfara.organisations.models import Programme
from erfara.organisations.queries import where_time_passes
from erfara.peersupport.duties.models import DutyMatrix
from erfara.peersupport.pool.models import PeerSupporter, PlaceOffer, PlaceWish
from erfara.peersupport.pool.policies import HELD, IN_TOUCH, Fit, works_there
from erfara.peersupport.pool.states import KNOWN, LIVE
from erfara.peersupport.setup.models import Party, PeerSetup
from erfara.peersupport.setup.queries import setup_of
from erfara.peersupport.training.models import Enrolment
from erfara.peersupport.training.policies import COMES
from erfara.peersupport.workplaces.access import hers
from erfara.peersupport.workplaces.models import Workplace
from erfara.people.models import Person

# In the pool, in the order in which they are shown.
IN_POOL = ("available", "offered", "resting")
# So long before the last day whoever has not answered is reminded, once.
REMINDED_BEFORE = timedelta(days=2)


def supporters(programme: Programme) -> QuerySet[PeerSupporter]:
    """Everybody who is or has been in the pool: those who have waited longest first."""
    return (
        PeerSupporter.objects.filter(programme=programme)
        .select_related("certificate")
        .order_by("waits_since", "number")
    )


def numbers_of_supporters(person_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Person → her number in the pool, where she stands without her name."""
    rows = PeerSupporter.objects.filter(person_id__in=list(person_ids)).order_by("number")
    return dict(rows.values_list("person_id", "number"))


def in_pool(programme: Programme, states: tuple[str, ...] = IN_POOL) -> QuerySet[PeerSupporter]:
    """Those in some of the pool's states, with what a list says of each and nothing else: all of
    them are put in order, and that costs by how much is read."""
    rows = supporters(programme)
    return (rows.filter(state__in=states) if states else rows).only(
        "state", "person_id", "extent", "municipalities", "waits_since", "elsewhere",
        "certificate__state", "certificate__issued_on", "certificate__valid_until",
    )  # fmt: skip


_IN_POOL = Prepared(lambda programme, states: in_pool(programme, ()).filter(among("state", states)))
_BY_STATE = Prepared(
    lambda programme: (
        PeerSupporter.objects.filter(programme_id=programme)
        .values_list("state")
        .annotate(n=Count("*"))  # not of ids: the index alone answers
    )
)
_OPEN_WISHES = Prepared(
    lambda programme: PlaceWish.objects.filter(programme_id=programme, state="open")
)
_BEFORE_POOL = Prepared(
    lambda programme: (
        Enrolment.objects.filter(
            programme_id=programme, cohort__gives_certificate=True, state__in=["waiting", *COMES]
        )
        .values_list("state")
        .annotate(n=Count("*"))
    )
)


def first_in_pool(programme: Programme, states: tuple[str, ...], most: int) -> list[PeerSupporter]:
    """The first so many of `in_pool`."""
    return _IN_POOL.objects(PeerSupporter, most=most, programme=programme.pk, states=states)


def under_way(programme: Programme) -> int:
    """How many wait for a place or have one."""
    open_states = PeerSupporter.table.open_states
    return PeerSupporter.objects.filter(programme=programme, state__in=open_states).count()


def count_by_state(programme: Programme) -> dict[str, int]:
    """State → how many supporters."""
    return dict(_BY_STATE.rows(programme=programme.pk))


def to_decide(programme: Programme) -> QuerySet[PeerSupporter]:
    """Those whose certificate was revoked while they had a place: is it to go on?"""
    return PeerSupporter.objects.filter(
        programme=programme, state="placed", decide_since__isnull=False
    ).order_by("decide_since", "number")


def without_offer(
    programme: Programme, day: date, before: date | None = None
) -> QuerySet[PeerSupporter]:  # fmt: skip
    """Those who wait for a place, with whom nobody has been in touch for long. `before`: since when
    not, where it has been reckoned already."""
    edge = day - IN_TOUCH if before is None else before
    return (
        PeerSupporter.objects.filter(programme=programme, state="available")
        .annotate(last=Coalesce(F("in_touch_on"), F("waits_since")))
        .filter(last__lte=edge, waits_since__lte=edge)
        .order_by("waits_since", "number")
    )


def of_person(programme: Programme, person_id: UUID) -> PeerSupporter | None:
    """Her place in the pool, if she has one."""
    rows = PeerSupporter.objects.filter(programme=programme, person_id=person_id)
    return the_one(rows.exclude(state="left").select_related("certificate"))


def rests_over(day: date) -> QuerySet[PeerSupporter]:
    """Those whose rest has ended."""
    return (
        PeerSupporter.objects.filter(where_time_passes(), state="resting", rests_until__lt=day)
        .select_related("programme", "certificate")
        .order_by("rests_until", "id")
    )


def wishes(programme: Programme) -> QuerySet[PlaceWish]:
    """Every wish: those that wait for an answer first, then by when somebody is to begin."""
    return (
        PlaceWish.objects.filter(programme=programme)
        .select_related("workplace__unit__organisation")
        .annotate(
            agreed=Count("offers", filter=Q(offers__state="agreed")),
            live=Count("offers", filter=Q(offers__state__in=LIVE)),
        )
        .order_by("starts_on", "number")
    )


def wishes_that(programme: Programme, *, over: bool) -> QuerySet[PlaceWish]:
    """Those that go on, or those that are over."""
    states = ["filled", "withdrawn"] if over else ["open", "answered"]
    return wishes(programme).filter(state__in=states)


def open_wishes(programme: Programme) -> QuerySet[PlaceWish]:
    """Those that wait for an answer."""
    return wishes(programme).filter(state="open")


def to_look_at_again(programme: Programme, day: date) -> QuerySet[PlaceWish]:
    """Those to which nobody could be offered, and whose day has come."""
    return wishes(programme).filter(state="answered", look_again_on__lte=day)


def wishes_of(workplace: Workplace) -> list[PlaceWish]:
    """What a workplace has wished for, the newest first."""
    return list(wishes(workplace.programme).filter(workplace=workplace).order_by("-number"))


def wishes_spoken_for(programme: Programme, person_id: UUID) -> QuerySet[PlaceWish]:
    """Wishes that go on at workplaces that somebody speaks for. `coming`: how many want to come."""
    theirs = Workplace.objects.filter(hers(person_id), programme=programme).values("pk")
    return (
        wishes(programme)
        .filter(workplace__in=theirs, state__in=["open", "answered"])
        .annotate(
            coming=Count("offers", filter=Q(offers__state__in=["put_forward", "workplace_late"]))
        )
    )


# All who wait are weighed for each wish: what is weighed is read of them, and nothing else.
_WAITING = Prepared(
    lambda programme, day: PeerSupporter.objects.filter(
        Q(certificate__valid_until__isnull=True) | Q(certificate__valid_until__gte=day),
        Q(certificate__state="valid") | Q(certificate__isnull=True) & ~Q(elsewhere=""),
        programme_id=programme, state="available",
    ).values_list(
        "number", "extent", Cast("municipalities", TextField()), Cast("waits_since", TextField())
    )  # as they are written: a day sorts so, and few of them are shown
)  # fmt: skip
_FELL = Prepared(
    lambda wish: PlaceOffer.objects.filter(wish_id=wish, state="fell").values_list(
        "supporter__number", "fell"
    )
)
_NOTHING: set[str] = set()
_NUMBERED = Prepared(
    lambda programme, numbers: PeerSupporter.objects.filter(
        among("number", numbers), programme_id=programme
    ).values_list("number", "pk", "person_id")
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could be offered a place, by her number in the pool, and how well it fits.
    `said_no`: to this place."""

    number: int
    fit: Fit
    said_no: bool
    workplace_no: bool


# How somebody stands among those who wait: by whether anybody has said no, and how she fits.
_Weighed = tuple[bool, bool, int, str, int, int | None, set[str]]


class Candidates(Sequence[Candidate]):
    """Those who wait, in their order. All are weighed and few are shown: only those are made."""

    def __init__(self, weighed: list[_Weighed]) -> None:
        self._weighed = weighed

    def __len__(self) -> int:
        return len(self._weighed)

    @overload
    def __getitem__(self, at: int) -> Candidate: ...
    @overload
    def __getitem__(self, at: slice) -> list[Candidate]: ...
    def __getitem__(self, at: int | slice) -> Candidate | list[Candidate]:
        if isinstance(at, slice):
            return [self._made(one) for one in self._weighed[at]]
        return self._made(self._weighed[at])

    @staticmethod
    def _made(one: _Weighed) -> Candidate:
        _no, elsewhere, apart, since, number, extent, fell = one
        return Candidate(
            number, Fit(not elsewhere, extent, apart, date.fromisoformat(since), number),
            PlaceOffer.Fell.PERSON in fell, PlaceOffer.Fell.WORKPLACE in fell,
        )  # fmt: skip


def candidates(wish: PlaceWish, day: date) -> Candidates:
    """Those who wait for a place and whose certificate counts: who fits best first, and of those
    the one who has waited longest. Two queries, however many they are."""
    before: dict[int, set[str]] = {}
    for number, fell in _FELL.rows(wish=wish.pk):
        before.setdefault(number, set()).add(fell)
    no = {PlaceOffer.Fell.PERSON, PlaceOffer.Fell.WORKPLACE}
    there: dict[str, bool] = {}
    found: list[_Weighed] = []
    for number, extent, places, since in _WAITING.rows(programme=wish.programme_id, day=day):
        if places not in there:  # the same few municipalities, written the same way
            there[places] = works_there(json.loads(places), wish)
        fell = before.get(number, _NOTHING)
        apart = abs(extent - wish.extent) if extent is not None else 0
        found.append(
            (not no.isdisjoint(fell), not there[places], apart, since, number, extent, fell)
        )
    found.sort(key=itemgetter(0, 1, 2, 3, 4))
    return Candidates(found)


def numbered(programme: Programme, numbers: Collection[int]) -> dict[int, tuple[UUID, UUID]]:
    """Number in the pool → whose it is: supporter and person."""
    rows = _NUMBERED.rows(programme=programme.pk, numbers=list(numbers))
    return {number: (pk, person) for number, pk, person in rows}


_OFFERS_OF = Prepared(
    lambda wish: (
        PlaceOffer.objects.filter(wish_id=wish)
        .select_related("supporter__person")
        .order_by("-created_at", "-id")
    )
)


def offers_of(wish: PlaceWish) -> list[PlaceOffer]:
    """All offers about a wish, the newest first."""
    return _OFFERS_OF.objects(PlaceOffer, wish=wish.pk)


def offers_to(supporter: PeerSupporter) -> list[PlaceOffer]:
    """All offers to one in the pool, the newest first."""
    rows = PlaceOffer.objects.filter(supporter=supporter)
    return list(
        rows.select_related("wish__workplace__unit__organisation").order_by("-created_at", "-id")
    )


def places_of(supporter: PeerSupporter) -> list[PlaceOffer]:
    """The places that she has, with whom we write to there."""
    rows = supporter.offers.filter(HELD).select_related(
        "wish__workplace__unit__organisation", "wish__workplace__contact",
        "wish__workplace__manager",
    )  # fmt: skip
    return list(rows.order_by("agreed_on", "id"))


def live_offers(programme: Programme) -> QuerySet[PlaceOffer]:
    """Offers that are on their way, the first last day first."""
    return (
        PlaceOffer.objects.filter(programme=programme, state__in=LIVE)
        .select_related("supporter", "wish__workplace__unit__organisation")
        .order_by("answer_by", "id")
    )


def late_offers(programme: Programme) -> QuerySet[PlaceOffer]:
    """Offers that nobody answered in time."""
    return live_offers(programme).filter(state__in=["late", "workplace_late"])


def to_phone(programme: Programme) -> QuerySet[PlaceOffer]:
    """Offers that wait for somebody whom no message reaches."""
    return live_offers(programme).filter(
        Q(state="asked", by_phone=True) | Q(state="put_forward", workplace_by_phone=True)
    )


def ended_to_tell(programme: Programme) -> QuerySet[PlaceOffer]:
    """Places that have ended at workplaces that no message reaches, until somebody has phoned."""
    rows = PlaceOffer.objects.filter(
        programme=programme, ended_on__isnull=False, workplace_by_phone=True
    )
    return rows.select_related("supporter", "wish__workplace__unit__organisation").order_by(
        "ended_on", "id"
    )


def to_write_why(programme: Programme) -> QuerySet[PlaceOffer]:
    """Offers on their way to a workplace that has lost what has to be in place, and nobody has
    written why somebody begins there all the same."""
    settled = DutyMatrix.objects.filter(
        workplace=OuterRef("wish__workplace"), state__in=["agreed", "without"]
    )
    return live_offers(programme).filter(
        (~Q(wish__workplace__state="ready") & ~Q(lacked__contains="ready"))
        | (~Exists(settled) & ~Q(lacked__contains="agreed"))
    )


def offers_of_person(person: Person) -> list[PlaceOffer]:
    """All offers she has had, the newest first."""
    rows = PlaceOffer.objects.filter(supporter__person=person)
    return list(
        rows.select_related("wish__workplace__unit__organisation", "supporter")
        .order_by("-created_at", "-id")
    )  # fmt: skip


def known_to(person_id: UUID) -> Q:
    """Offers whose candidate the workplace that somebody speaks for may know of."""
    rows = Workplace.objects.filter(hers(person_id)).values("pk")
    return Q(state__in=KNOWN, ended_on__isnull=True, wish__workplace__in=rows)


def before_the_pool(programme: Programme) -> tuple[int, int]:
    """How many stand in line for a place on a course that ends with a certificate, and how many
    are on one now. One query."""
    found = dict(_BEFORE_POOL.rows(programme=programme.pk))
    return found.pop("waiting", 0), sum(found.values())


def how_many_wishes(programme: Programme) -> int:
    """How many wishes wait for an answer."""
    return _OPEN_WISHES.count(programme=programme.pk)


def to_remind(day: date) -> QuerySet[PlaceOffer]:
    """Offers whose last day is near, and of which nobody has been reminded."""
    near = day + REMINDED_BEFORE
    return (
        PlaceOffer.objects.filter(
            Q(state="asked", by_phone=False, answer_by__lte=near, answer_by__gte=day)
            | Q(state="put_forward", workplace_by_phone=False, workplace_answer_by__lte=near,
                workplace_answer_by__gte=day),
            where_time_passes(), reminded_at__isnull=True,
        )
        .select_related(
            "programme", "supporter__person", "wish__workplace__contact",
            "wish__workplace__manager",
        )
        .order_by("answer_by", "id")
    )  # fmt: skip


def deadlines_passed(day: date) -> QuerySet[PlaceOffer]:
    """Offers that nobody has answered in time."""
    return (
        PlaceOffer.objects.filter(
            Q(state="asked", answer_by__lt=day)
            | Q(state="put_forward", workplace_answer_by__lt=day),
            where_time_passes(),
        )
        .select_related("programme")
        .order_by("answer_by", "id")
    )


def wishing(programme: Programme) -> list[Workplace]:
    """Workplaces that can wish for somebody, in Swedish order of their names."""
    rows = Workplace.objects.filter(programme=programme).exclude(state="ended")
    return list(
        rows.select_related("unit__organisation", "programme")
        .order_by("unit__organisation__sort_key", "unit__sort_key", "no")
    )  # fmt: skip


# As what those who employ are part of the programme, by who it is decided employs. Where first one
# employs and then another, it is settled for each place.
_EMPLOYS: dict[str, tuple[str, ...]] = {
    PeerSetup.Employer.PRINCIPAL: (Party.Kind.EMPLOYER, Party.Kind.REGION),
    PeerSetup.Employer.USER_ORGANISATION: (Party.Kind.USER_ORGANISATION,),
    PeerSetup.Employer.SOCIAL_ENTERPRISE: (Party.Kind.OTHER,),
}


def _employer_model(programme: Programme) -> str:
    setup = setup_of(programme)
    return setup.employer_model if setup is not None else ""


def usual_employer(programme: Programme, parties: Mapping[str, Party]) -> str:
    """The id of the one of these who employs by what is decided; empty when it is no single one."""
    for kind in _EMPLOYS.get(_employer_model(programme), ()):
        found = [pk for pk, party in parties.items() if party.kind == kind]
        if found:
            return found[0] if len(found) == 1 else ""
    return ""


def employers(programme: Programme, day: date) -> dict[str, Party]:
    """Those behind the programme who can employ, by id."""
    rows = Party.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), programme=programme)
    if _EMPLOYS.get(_employer_model(programme)) != (Party.Kind.OTHER,):
        rows = rows.exclude(kind=Party.Kind.OTHER)
    found = rows.select_related("organisation").order_by("organisation__sort_key", "id")
    return {str(party.pk): party for party in found}
