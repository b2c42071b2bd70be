"""What the search knows of each one in a register: read from the database, kept in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max

from erfara.engines.matching import people as engine
from erfara.foundation import clock, vault
from erfara.foundation.actors import Actor
from erfara.lending.models import Inquiry, LocalWord, Participation
from erfara.lending.queries import times_asked
from erfara.lending.states.loans import GOING
from erfara.organisations.models import Programme
from erfara.people.interview_queries import too_soon, trainings_of
from erfara.people.models import Consent, Contributor, Experience, Purpose
from erfara.people.queries import IN_REGISTER, everybody
from erfara.vocabulary.choices import AskOften

MANY = 500
# Those whose own words may be read: here, and with a yes to being in the register.
READ = frozenset({"active", "paused", "resting"})
WISHES = ("avoid", "language", "interpreter", "places", "on_screen", "travels")
# Which concepts somebody's words are about, as she or a coordinator has set them right.
CONCEPTS = "concepts"
A_YEAR = timedelta(days=365)
SELDOM = frozenset({AskOften.QUARTERLY, AskOften.YEARLY})


@dataclass(frozen=True, slots=True)
class Lived:
    """Something lived through. Where in life, as what, and in her words."""

    id: UUID
    role: str
    area: str
    text: str
    accepted: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()


@dataclass(slots=True)
class Entry:
    """One in the register, as the search knows her. No name, no address, no background."""

    contributor: Contributor
    agreed: bool
    lived: tuple[Lived, ...] = ()
    trained: tuple[tuple[str, date | None], ...] = ()
    wishes: dict[str, Any] = field(default_factory=dict)
    asked: int = 0
    taken: int = 0
    last: datetime | None = None
    lent: tuple[date, ...] = ()
    not_before: date | None = None

    @property
    def id(self) -> UUID:
        """Her id in the register."""
        return self.contributor.pk

    def wish(self, name: str) -> str:
        """What she has said about this; empty when nothing."""
        return str(self.wishes.get(name) or "")

    def lent_lately(self, on: date) -> int:
        """How often she has been lent in the last twelve months."""
        return sum(on - A_YEAR < day <= on for day in self.lent)

    def too_soon(self, on: date) -> date | None:
        """The day until which asking would be more often than she wants; None when it isn't."""
        return too_soon(self.contributor, self.last, on)

    def person(self, on: date) -> engine.Person:
        """As the engine knows her. Whether she may be asked is decided here, and not there."""
        return engine.Person(
            id=str(self.id),
            experiences=tuple(
                engine.Experience(one.text, one.role, accepted=one.accepted, rejected=one.rejected)
                for one in self.lived
            ),
            municipality=self.wish("places").partition(",")[0].strip(),
            forms_ok=engine.FORMS,
            digital_ok=True,
            travel_ok=True,
            no_go=self.wish("avoid"),
            loans_last_12_months=self.lent_lately(on),
            asked_seldom=self.contributor.ask_often in SELDOM,
        )


def local_words(programme: Programme) -> tuple[tuple[str, str], ...]:
    """The library's own words for concepts, in an order that stays."""
    rows = LocalWord.objects.filter(programme=programme).order_by("word", "concept")
    return tuple(rows.values_list("word", "concept"))


def _parts(ids: Iterable[UUID]) -> Iterator[list[UUID]]:
    every = list(ids)
    for start in range(0, len(every), MANY):
        yield every[start : start + MANY]


def read(
    programme: Programme, *, only: Collection[UUID] | None = None, whole: bool, at: datetime
) -> dict[UUID, Entry]:
    """Everybody in a register, or some of them, by their ids there. Nobody who is protected.

    Those who are no longer in it are absent.
    """
    found: dict[UUID, Entry] = {}
    hidden = vault.shielded(programme.pk)
    rows = everybody(programme, IN_REGISTER)
    several = [rows] if only is None else [rows.filter(pk__in=some) for some in _parts(only)]
    for some_rows in several:
        for row in some_rows:
            if row.person_id not in hidden:
                found[row.pk] = Entry(row, agreed=False)
    for ids in _parts(found):
        _beside(found, ids)
    _in_her_words(programme, found, whole=whole, at=at)
    return found


def _beside(found: dict[UUID, Entry], ids: list[UUID]) -> None:
    """What the rows beside the register say about some of them."""
    persons = {found[pk].contributor.person_id: pk for pk in ids}
    agreed = Consent.objects.filter(
        person_id__in=persons, purpose=Purpose.REGISTER, withdrawn_at__isnull=True
    )
    for person_id in agreed.values_list("person_id", flat=True):
        found[persons[person_id]].agreed = True
    for pk, trainings in trainings_of(ids).items():
        found[pk].trained = tuple((one.kind, one.valid_until) for one in trainings)
    for pk, (asked, taken, last) in times_asked(ids).items():
        found[pk].asked, found[pk].taken, found[pk].last = asked, taken, last
    later = Inquiry.objects.filter(contributor_id__in=ids, answer="not_now").values("contributor")
    for row in later.annotate(until=Max("not_now_until")).order_by("contributor"):
        found[row["contributor"]].not_before = row["until"]
    lent: dict[UUID, list[date]] = defaultdict(list)
    parts = Participation.objects.filter(contributor_id__in=ids, state__in=GOING)
    for pk, day in parts.values_list("contributor_id", "created_at"):
        if pk is not None:
            lent[pk].append(clock.local_day(day))
    for pk, days in lent.items():
        found[pk].lent = tuple(sorted(days))


def _in_her_words(
    programme: Programme, found: dict[UUID, Entry], *, whole: bool, at: datetime
) -> None:
    """Own words of those who are here and have agreed; what is kept out of searches isn't read."""
    readable = [one for one in found.values() if one.agreed and one.contributor.state in READ]
    rows: dict[UUID, list[Experience]] = defaultdict(list)
    for ids in _parts(one.id for one in readable):
        told = Experience.objects.filter(contributor_id__in=ids, matchable=True)
        for row in told.order_by("created_at", "id"):
            rows[row.contributor_id].append(row)
    opened = vault.read_for_index(
        tenant_id=programme.pk,
        person_ids=[one.contributor.person_id for one in readable],
        blobs={"experience": None, "wishes": WISHES, CONCEPTS: None},
        whole=whole, actor=Actor.system(programme.pk), at=at,
    )  # fmt: skip
    for one in readable:
        blobs = opened.get(one.contributor.person_id, {})
        words, said = blobs.get("experience", {}), blobs.get(CONCEPTS, {})
        one.wishes = {name: value for name, value in blobs.get("wishes", {}).items() if value}
        one.lived = tuple(
            Lived(
                row.pk, row.role, row.area, text,
                *(tuple((said.get(str(row.pk)) or {}).get(which, ())) for which in ("yes", "no")),
            )
            for row in rows[one.id]
            if (text := words.get(str(row.pk)))
        )  # fmt: skip
