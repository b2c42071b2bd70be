"""Those in the register as they stand when somebody is to be asked, and how it reaches them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock, vault
from erfara.lending import queries
from erfara.lending.models import Inquiry, LoanRequest
from erfara.organisations.words import say
from erfara.people import queries as people
from erfara.people.interview_queries import too_soon, trainings_of
from erfara.people.models import Contributor, Experience, Training
from erfara.people.policies import why_not_asked
from erfara.web.coordinator.names import Names, identities, names


@dataclass(frozen=True, slots=True)
class Candidate:
    """One in the register, as she stands when somebody is to be chosen."""

    contributor: Contributor
    name: str
    url: str
    told: list[tuple[str, str]]
    asked: int
    taken: int
    last: datetime | None
    not_before: date | None
    why_not: str
    inquiry: Inquiry | None
    avoids: str = ""
    trained: str = ""
    too_soon: date | None = None
    away_from: date | None = None
    reasons: tuple[str, ...] = ()
    roles: frozenset[str] = frozenset()

    @property
    def on_list(self) -> bool:
        """Whether she is chosen and can still be taken away."""
        return self.inquiry is not None and self.inquiry.state == "chosen"

    @property
    def state(self) -> str:
        """Where her question is, when she has been asked already."""
        if self.inquiry is None or self.inquiry.state in {"chosen", "dropped"}:
            return ""
        return say(self.inquiry.state_label)


def _own_words(
    request: Any, row: LoanRequest, told: dict[UUID, list[Experience]], persons: dict[UUID, UUID]
) -> dict[UUID, list[tuple[str, str]]]:
    """Contributor → what she has told, in her words, each with its role. Opened once for all.

    What she keeps out of searches isn't even opened.
    """
    told = {pk: [one for one in rows if one.matchable] for pk, rows in told.items()}
    fields = [str(one.pk) for rows in told.values() for one in rows]
    opened = vault.open(
        tenant_id=request.programme.pk, person_ids=persons.values(), blob="experience",
        fields=fields, purpose="choose", case=str(row.pk), actor=request.viewer, at=request.at,
    )  # fmt: skip
    return {
        pk: [
            (say(one.get_role_display()), opened.get(persons[pk], {}).get(str(one.pk)) or "")
            for one in rows
        ]
        for pk, rows in told.items()
    }


def _avoided(request: Any, row: LoanRequest, persons: Iterable[UUID]) -> dict[UUID, str]:
    """Person → what she does not talk about. Opened once for all."""
    opened = vault.open(
        tenant_id=request.programme.pk, person_ids=persons, blob="wishes", fields=["avoid"],
        purpose="choose", case=str(row.pk), actor=request.viewer, at=request.at,
    )  # fmt: skip
    return {pk: values.get("avoid") or "" for pk, values in opened.items()}


def _merits(rows: list[Training], on: date) -> str:
    """What somebody is trained in, with the year; what no longer counts says so."""
    found = []
    for one in rows:
        text = say(one.get_kind_display())
        if one.year:
            text = f"{text} {one.year}"
        if one.valid_until and one.valid_until < on:
            text = say(_("{what} (no longer valid)"), what=text)
        found.append(text)
    return ", ".join(found)


def _soon_away(one: Contributor, on: date) -> date | None:
    """The first day of a planned absence that lies ahead."""
    return one.away_from if one.away_from is not None and one.away_from > on else None


def candidates(
    request: Any,
    row: LoanRequest,
    page: list[Contributor],
    reasons: Mapping[UUID, tuple[str, ...]] | None = None,
) -> list[Candidate]:
    """A page of the register for one request: names and own words are opened for it, and logged.

    `reasons`: why each of them stands there, in the words of both sides.
    """
    if not page:
        return []
    ids = [one.pk for one in page]
    persons = {one.pk: one.person_id for one in page}
    told = people.experiences_of(ids)
    called = names(request, persons.values(), purpose="choose", case=row.pk)
    words = _own_words(request, row, told, persons)
    purposes = people.live_purposes(persons.values())
    asked = queries.times_asked(ids)
    today = clock.local_day(request.at)
    later = queries.asked_not_before(ids, today)
    avoided, trained = _avoided(request, row, persons.values()), trainings_of(ids)
    listed = queries.inquiries_about(row, ids)
    return [
        Candidate(
            one, called.of(one.person_id),
            reverse("coordinator:person", args=[request.programme.slug, one.pk]),
            words[one.pk], *asked.get(one.pk, (0, 0, None)), later.get(one.pk),
            say(why_not_asked(one, purposes[one.person_id], today) or ""), listed.get(one.pk),
            avoids=avoided.get(one.person_id, ""), trained=_merits(trained[one.pk], today),
            too_soon=too_soon(one, asked.get(one.pk, (0, 0, None))[2], today),
            away_from=_soon_away(one, today), reasons=(reasons or {}).get(one.pk, ()),
            roles=frozenset(told_.role for told_ in told[one.pk] if told_.matchable),
        )
        for one in page
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recipient:
    """One on the list, and how the question reaches her."""

    inquiry: Inquiry
    name: str
    way: people.Way
    address: str
    why_not: str

    @property
    def by_mail(self) -> bool:
        """Whether the product itself reaches her, by mail or text message."""
        return self.way != people.Way.PHONE

    @property
    def by_text(self) -> bool:
        return self.way == people.Way.TEXT


def recipients(request: Any, row: LoanRequest, listed: list[Inquiry]) -> list[Recipient]:
    """How a question would reach those on the list now."""
    if not listed:
        return []
    persons = [one.contributor.person_id for one in listed]
    opened = identities(request, persons, purpose="choose", case=row.pk, fields="name email phone")
    called = Names(opened)
    purposes, ways = people.live_purposes(persons), people.ways_to_reach(persons)
    found = []
    for one in listed:
        person = one.contributor.person_id
        known = opened.get(person, {})
        why_not = why_not_asked(one.contributor, purposes[person], clock.local_day(request.at))
        found.append(
            Recipient(
                one, called.of(person), ways[person],
                (known.get("email") if ways[person] == people.Way.MAIL else known.get("phone"))
                or "",
                say(why_not or ""),
            )
        )  # fmt: skip
    return found
