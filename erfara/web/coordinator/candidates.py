"""Those in the register as they stand when somebody is to be asked, and how it reaches them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from erfara.foundation import clock, vault
from erfara.lending import queries
from erfara.lending.models import Inquiry, LoanRequest
from erfara.organisations.words import say
from erfara.people import queries as people
from erfara.people.models import Contributor, Experience
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
    """Contributor → what she has told, in her words, each with its role. Opened once for all."""
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


def candidates(request: Any, row: LoanRequest, page: list[Contributor]) -> list[Candidate]:
    """A page of the register for one request: names and own words are opened for it, and logged."""
    if not page:
        return []
    ids = [one.pk for one in page]
    persons = {one.pk: one.person_id for one in page}
    told = people.experiences_of(ids)
    called = names(request, persons.values(), purpose="choose", case=row.pk)
    words = _own_words(request, row, told, persons)
    purposes = people.live_purposes(persons.values())
    asked = queries.times_asked(ids)
    later = queries.asked_not_before(ids, clock.local_day(request.at))
    listed = queries.inquiries_about(row, ids)
    return [
        Candidate(
            one, called.of(one.person_id),
            reverse("coordinator:person", args=[request.programme.slug, one.pk]),
            words[one.pk], *asked.get(one.pk, (0, 0, None)), later.get(one.pk),
            say(why_not_asked(one, purposes[one.person_id]) or ""), listed.get(one.pk),
        )
        for one in page
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recipient:
    """One on the list, and how the question reaches her."""

    inquiry: Inquiry
    name: str
    by_mail: bool
    address: str
    why_not: str


def recipients(request: Any, row: LoanRequest, listed: list[Inquiry]) -> list[Recipient]:
    """How a question would reach those on the list now."""
    if not listed:
        return []
    persons = [one.contributor.person_id for one in listed]
    opened = identities(request, persons, purpose="choose", case=row.pk, fields="name email phone")
    called = Names(opened)
    purposes, mailed = people.live_purposes(persons), people.reached_by_mail(persons)
    found = []
    for one in listed:
        person = one.contributor.person_id
        mail = person in mailed
        known = opened.get(person, {})
        why_not = why_not_asked(one.contributor, purposes[person])
        found.append(
            Recipient(
                one, called.of(person), mail,
                (known.get("email") if mail else known.get("phone")) or "", say(why_not or ""),
            )
        )  # fmt: skip
    return found
