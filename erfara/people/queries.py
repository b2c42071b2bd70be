"""Reads about people, always within one programme. None of them opens the vault."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language

from erfara.foundation import clock, outbox, vault
from erfara.foundation.prepared import Prepared, among
from erfara.foundation.rows import the_one
from erfara.organisations.models import Programme
from erfara.organisations.queries import where_clock_runs, where_time_passes
from erfara.people.consent_texts import FIRST
from erfara.people.models import (
    Consent,
    ConsentText,
    Contributor,
    Experience,
    Interview,
    Person,
    PrintList,
    PublicMessage,
    Purpose,
)
from erfara.people.policies import MESSAGE_KEPT, may_get_mail, may_get_texts
from erfara.vocabulary.choices import MessagesBy

# What the register asks for each page of it.
_PROGRAMMES_OF = Prepared(
    lambda people: Contributor.objects.filter(among("person_id", people)).values_list(
        "person_id", "programme_id"
    )
)
_ROLES_TOLD = Prepared(
    lambda contributors: (
        Experience.objects.filter(among("contributor_id", contributors))
        .values_list("contributor_id", "role")
        .distinct()
    )
)
_BY_STATE = Prepared(
    lambda programme: (
        Contributor.objects.filter(programme_id=programme)
        .values_list("state")
        .annotate(count=Count("*"))  # not of ids: the index alone answers
        .order_by("state")
    )
)

STILL_UNDER_WAY = timedelta(minutes=5)
IN_REGISTER = ("active", "paused", "resting", "leaving")


def contributors(
    programme: Programme, states: Collection[str] = IN_REGISTER
) -> QuerySet[Contributor]:
    """Everybody in the register, or those in some states, newest first. Nobody whose details are
    protected: they are in no list."""
    rows, hidden = everybody(programme, states), vault.shielded(programme.pk)
    return rows.exclude(person_id__in=hidden) if hidden else rows


def these(programme: Programme, ids: Iterable[UUID]) -> dict[UUID, Contributor]:
    """Those of these ids who are in the register and in its lists, in one query."""
    # By their ids alone: with the programme beside them SQLite reads its whole register.
    rows = Contributor.objects.filter(pk__in=list(ids), state__in=IN_REGISTER)
    rows = rows.order_by("-number")
    hidden = vault.shielded(programme.pk)
    return {
        row.pk: row
        for row in rows
        if row.programme_id == programme.pk and row.person_id not in hidden
    }


def by_numbers(programme: Programme, numbers: Iterable[int]) -> dict[int, Contributor]:
    """Those with these numbers who are in the register and in its lists, in one query."""
    rows = contributors(programme).filter(number__in=list(numbers))
    return {row.number: row for row in rows}


def everybody(programme: Programme, states: Collection[str] = IN_REGISTER) -> QuerySet[Contributor]:
    """The same with those whose details are protected: for counting, and for the system's work."""
    return Contributor.objects.filter(programme=programme, state__in=states).order_by("-number")


def with_number(programme: Programme, number: int) -> Contributor | None:
    """The one whom a number stands for, whatever her state."""
    rows = Contributor.objects.filter(programme=programme, number=number)
    return the_one(rows.select_related("person"))


def numbers_of_people(person_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Person → her number in the register."""
    rows = Contributor.objects.filter(person_id__in=list(person_ids))
    return dict(rows.values_list("person_id", "number"))


def protected_with_number(programme: Programme, number: int) -> Contributor | None:
    """The one with protected details whom a number stands for."""
    return the_one(protected_people(programme).filter(number=number))


def protected_people(programme: Programme) -> QuerySet[Contributor]:
    """Those whose details are protected and who are here, by number."""
    return Contributor.objects.filter(
        programme=programme, person_id__in=vault.shielded(programme.pk),
        state__in=["interested", "asked", "to_phone", *IN_REGISTER],
    ).order_by("number")  # fmt: skip


def count_protected(programme: Programme) -> int:
    """How many they are; nearly always none, which takes no query on the register."""
    return protected_people(programme).count() if vault.shielded(programme.pk) else 0


class RegisterRow(NamedTuple):
    """What the list of the register shows of one in it."""

    id: UUID
    person_id: UUID
    state: str
    paused_until: date | None


def entries_of(
    programme: Programme, person_ids: Collection[UUID]
) -> dict[UUID, tuple[UUID, str, int]]:
    """Person → her entry here: id, state, number. Without those who are gone, and without those
    whose details are protected: they are in no list. Two queries at most."""
    if not person_ids:
        return {}
    # The programme is looked at here: beside a list of ids SQLite goes through all of its people.
    rows = Contributor.objects.filter(person_id__in=person_ids)
    rows = rows.exclude(state__in=["left", "forgotten", "merged"])
    hidden = vault.shielded(programme.pk)
    return {
        person: (pk, state, number)
        for whose, person, pk, state, number in rows.values_list(
            "programme_id", "person_id", "pk", "state", "number"
        )
        if whose == programme.pk and person not in hidden
    }


def register_rows(
    programme: Programme, states: Collection[str] = IN_REGISTER
) -> QuerySet[Contributor, tuple[Any, ...]]:
    """The same as values for `RegisterRow`: half the price of whole objects."""
    return contributors(programme, states).values_list(*RegisterRow._fields)


def applicants(programme: Programme) -> QuerySet[Contributor]:
    """Those who want to join and wait for an answer, longest waiting first."""
    return everybody(programme, ["interested"]).select_related("person").order_by("number")


def all_in_register(tenant_id: UUID, person_ids: Collection[UUID]) -> bool:
    """Whether every one of these people is in this programme's register, whatever her state.

    The programme is compared here and not in the query: SQLite would read all of the programme by
    its index to find 25 people (2.7 ms of 10 000; like this 0.1 ms, however many there are).
    """
    rows = _PROGRAMMES_OF.rows(people=set(person_ids))
    return {person for person, programme in rows if programme == tenant_id} == set(person_ids)


_PURPOSES = Prepared(
    lambda people: Consent.objects.filter(
        among("person_id", people), withdrawn_at__isnull=True
    ).values_list("person_id", "purpose")
)


def live_purposes(person_ids: Iterable[UUID]) -> dict[UUID, set[str]]:
    """Person → the purposes she has a live consent for, in one query."""
    found: dict[UUID, set[str]] = {pk: set() for pk in person_ids}
    for person_id, purpose in _PURPOSES.rows(people=list(found)):
        found[person_id].add(purpose)
    return found


class Way(StrEnum):
    """How somebody is reached: by a mail, a text message, or a coordinator who phones."""

    MAIL = "mail"
    TEXT = "text"
    PHONE = "phone"


def ways_to_reach(person_ids: Iterable[UUID]) -> dict[UUID, Way]:
    """Person → how she is reached, for as many as you like in two queries; four where there is a
    gateway for text messages.

    By mail with an address and her yes to it, by text message with a mobile number and her yes to
    that; with both as she has chosen, by mail otherwise. Everybody else is phoned.
    """
    purposes = live_purposes(person_ids)
    ways = dict.fromkeys(purposes, Way.PHONE)
    mail = [pk for pk, hers in purposes.items() if may_get_mail(hers)]
    texts = [pk for pk, hers in purposes.items() if may_get_texts(hers)]
    for pk in vault.index_holders(mail, "email"):
        ways[pk] = Way.MAIL
    if texts and outbox.sends_texts():
        mobile = vault.mobile_holders(texts)
        rather = set(
            Contributor.objects.filter(
                person_id__in=mobile, messages_by=MessagesBy.TEXT
            ).values_list("person_id", flat=True)
        )
        for pk in mobile:
            if ways[pk] == Way.PHONE or pk in rather:
                ways[pk] = Way.TEXT
    return ways


def reached_by_message(person_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these people whom the product itself reaches, by mail or text message.

    Everybody else is reached by a coordinator, by phone.
    """
    return {pk for pk, way in ways_to_reach(person_ids).items() if way != Way.PHONE}


def may_be_written_to(person: Person) -> bool:
    """Whether a letter may go to her: a borrower's contact has written to us with the address,
    one in the register has agreed to letters."""
    if Contributor.objects.filter(person=person, joined_on__isnull=False).exists():
        return bool(reached_by_message([person.pk]))
    return bool(vault.index_holders([person.pk], "email"))


_CONSENTS = Prepared(
    lambda person: (
        Consent.objects.filter(person=person)
        .select_related("text")
        .order_by("withdrawn_at", "purpose", "given_at")
    )
)


def consents_of(person: Person) -> list[Consent]:
    """All consents of a person, live ones first."""
    return _CONSENTS.objects(Consent, person=person.pk)


def consent_texts(programme: Programme) -> QuerySet[ConsentText]:
    return ConsentText.objects.filter(programme=programme).order_by("purpose", "-version")


def in_language(text: ConsentText) -> str:
    """A consent's words in the language of the page."""
    return text.text_en if (get_language() or "sv").startswith("en") else text.text_sv


def texts_in_force(programme: Programme) -> dict[str, str | Promise]:
    """Purpose → the words that would be agreed to now, in the order of the purposes. One query."""
    newest: dict[str, str | Promise] = {}
    for text in consent_texts(programme):
        newest.setdefault(text.purpose, in_language(text))
    return {p.value: newest.get(p.value, FIRST[p]) for p in Purpose}


def count_by_state(programme: Programme) -> dict[str, int]:
    """State → how many, without those who are in no list: a difference would tell of them."""
    counts = dict(_BY_STATE.rows(programme=programme.pk))
    if protected := vault.shielded(programme.pk):
        for state in Contributor.objects.filter(person_id__in=protected).values_list(
            "state", flat=True
        ):
            counts[state] -= 1
    return counts


_EXPERIENCES = Prepared(
    lambda contributors: Experience.objects.filter(among("contributor_id", contributors)).order_by(
        "created_at", "id"
    )
)


def experiences_of(contributor_ids: Iterable[UUID]) -> dict[UUID, list[Experience]]:
    """Contributor → her experiences in the order they were told, in one query."""
    found: dict[UUID, list[Experience]] = {pk: [] for pk in contributor_ids}
    for row in _EXPERIENCES.objects(Experience, contributors=list(found)):
        found[row.contributor_id].append(row)
    return found


def roles_told(contributor_ids: Iterable[UUID]) -> dict[UUID, set[str]]:
    """Contributor → as what she has told of something (patient, relative…), in one query."""
    found: dict[UUID, set[str]] = {pk: set() for pk in contributor_ids}
    for contributor_id, role in _ROLES_TOLD.rows(contributors=[*found]):
        found[contributor_id].add(role)
    return found


def due_for_erasure(at: datetime) -> QuerySet[Contributor]:
    """Those whose time to change their mind has passed, where the clock runs.

    Somewhat later than that: a click on "stay" that came in time has done its work by then.
    """
    return (
        Contributor.objects.filter(
            where_clock_runs(),
            state__in=["leaving", "declined"],
            erase_after__lte=at - STILL_UNDER_WAY,
        )
        .select_related("person", "programme")
        .order_by("erase_after")
    )


def pauses_over(at: datetime) -> QuerySet[Contributor]:
    """Those whose pause has ended."""
    return (
        Contributor.objects.filter(
            where_time_passes(),
            state="paused",
            paused_until__lte=clock.local_day(at),
        )
        .select_related("programme")
        .order_by("paused_until")
    )


def messages_waiting(programme: Programme) -> QuerySet[PublicMessage]:
    """Messages that nobody has answered, the longest waiting first."""
    return PublicMessage.objects.filter(programme=programme, state="received").order_by("due_on")


def messages_to(programme: Programme) -> QuerySet[PublicMessage]:
    """All messages that are not erased yet, the newest first."""
    return (
        PublicMessage.objects.filter(programme=programme)
        .exclude(state="forgotten")
        .order_by("-received_at")
    )


def messages_over(at: datetime) -> QuerySet[PublicMessage]:
    """Those that ended so long ago that they are emptied."""
    return PublicMessage.objects.filter(
        state__in=["answered", "noted"], ended_at__lte=at - MESSAGE_KEPT
    ).order_by("ended_at")


def people_for_list(
    programme: Programme, kind: str, day: date | None, shielded: Collection[UUID]
) -> list[UUID]:
    """Ids of the contributors on a list to be printed, without those with protected details."""
    rows = Contributor.objects.filter(programme=programme).exclude(person_id__in=shielded)
    if kind == PrintList.Kind.REGISTER:
        rows = rows.filter(state__in=("active", "paused")).order_by("number")
        return list(rows.values_list("pk", flat=True))
    talks = talks_on(programme, day).filter(contributor__in=rows)
    return list(dict.fromkeys(talks.values_list("contributor_id", flat=True)))


def talks_on(programme: Programme, day: date | None) -> QuerySet[Interview]:
    """The talks that are booked or under way on a day here, in their order."""
    found = Interview.objects.filter(programme=programme, state__in=["booked", "under_way"])
    if day is None:
        return found.none()
    begins, ends = clock.day_span(day)
    return found.filter(starts_at__gte=begins, starts_at__lt=ends).order_by("starts_at", "id")


def print_lists(programme: Programme) -> QuerySet[PrintList]:
    """Lists that were asked for, the newest first."""
    return PrintList.objects.filter(programme=programme).order_by("-asked_at")


def print_lists_waiting(programme: Programme) -> QuerySet[PrintList]:
    """Lists that wait for another's yes, the longest waiting first."""
    return PrintList.objects.filter(programme=programme, state="asked").order_by("asked_at")


def print_lists_over(at: datetime) -> QuerySet[PrintList]:
    """Lists whose day has passed, and those that nobody has decided about in three days."""
    return (
        PrintList.objects.filter(
            Q(state="open", open_until__lte=at)
            | Q(state="asked", asked_at__lte=at - timedelta(days=3))
        )
        .select_related("programme")
        .order_by("asked_at")
    )


def on_list(row: PrintList) -> list[Contributor]:
    """Those on a list who are still here and may still be on one, in its order."""
    rows = Contributor.objects.filter(
        programme_id=row.programme_id, pk__in=row.people, state__in=["interested", *IN_REGISTER]
    ).exclude(person_id__in=vault.shielded(row.programme_id))
    by_id = {str(one.pk): one for one in rows}
    return [by_id[pk] for pk in row.people if pk in by_id]
