"""Pages about loans ask the database as often with many rows as with few.

One library with one of everything and one with three: people in a team, times, answers, costs,
questions afterwards, and loans themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from erfara.compensation.actions import claims, lists
from erfara.compensation.models import PaymentList
from erfara.foundation import clock
from erfara.foundation.actors import Actor, Role
from erfara.lending.actions import agreements, concerns, effects, occasions
from erfara.lending.models import EffectAsk, Inquiry, Loan
from erfara.organisations.models import Programme
from erfara.workflows import agreements as sending
from erfara.workflows import borrowing, lend
from tests import factories as make
from tests.integration.web.looking import english, queries_of, token_about

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])


@dataclass
class World:
    library: Programme
    staff: Client
    her: Client
    coming: Loan
    held: Loan
    asked: Inquiry
    was_there: Inquiry


def _team(library: Programme, her: Any, number: int, contact: Any, at: datetime) -> Loan:
    request = make.loan_request(library, at=at, **({"contact": contact} if contact else {}))
    people = [her, *(make.contributor(library, at=at) for _ in range(number))]
    for inquiry in make.asked(request, people, at=at):
        lend.confirm(
            inquiry=make.said_yes(inquiry, at=at), amount=Decimal(1066), payer="library",
            by=make.system(library), at=at,
        )  # fmt: skip
    return lend.complete_team(request=request, by=make.system(library), at=at)


def _world(number: int) -> World:
    library = make.programme()
    user, by = make.coordinator(library)
    her, now = make.contributor(library), clock.now()
    contact, loans = None, []
    for which in range(number):
        loan = _team(library, her, number, contact, now - timedelta(days=1))
        contact = loan.request.contact
        loans.append(loan)
        for time in range(number if not which else 1):
            starts = now + timedelta(days=3 + time, hours=6 * which)
            occasions.plan_occasion(
                loan=loan, starts_at=starts, ends_at=starts + timedelta(hours=1), place="Här",
                digital=False, by=by, at=now,
            )  # fmt: skip
        sending.send(
            agreement=agreements.prepare_agreement(loan=loan, by=by, at=now),
            accept_by=(now + timedelta(days=4)).date(), by=by, at=now,
        )  # fmt: skip
    held = _held(library, her, number, contact, by, now)
    for _ in range(number):
        borrowing.add_colleague(
            request=loans[0].request, name="Kollega", email=f"{_}@{library.slug}.invalid", by=by,
            at=now,
        )  # fmt: skip
    return World(
        library, english(make.sign_in(Client(), user)),
        make.person_sign_in(Client(), her.person), loans[0], held,
        loans[0].request.inquiries.get(contributor=her),
        held.request.inquiries.get(contributor=her),
    )  # fmt: skip


def _held(
    library: Programme, her: Any, number: int, contact: Any, by: Actor, now: datetime
) -> Loan:
    """One that was held a while ago, with costs, a payment list, worries and what it led to."""
    then = now - timedelta(days=200)
    loan = make.carried_out(_team(library, her, number, contact, then), at=then + timedelta(days=9))
    later = then + timedelta(days=10)
    for part in loan.participations.order_by("id"):
        assert part.contributor is not None
        person = Actor(Role.PERSON, library.pk, part.contributor.person_id)
        claims.claim(
            participation=part, kind="travel", day=later.date(), amount=Decimal(80),
            words="Buss.", by=person, at=later,
        )  # fmt: skip
    lists.make_list(programme=library, until=later.date(), by=by, at=later)
    asking = Actor(Role.PERSON, library.pk, her.person_id)
    for _ in range(number):
        concerns.raise_concern(
            person=her.person, kind="wrong", words="Hm.", loan=loan, by=asking, at=later
        )
    for part in loan.participations.order_by("id"):
        effects.ask_for_effects(
            loan=loan, participation=part, months=6, by=make.system(library), at=now
        )
    ask = effects.ask_for_effects(loan=loan, months=6, by=make.system(library), at=now)
    assert ask is not None
    borrower = make.borrower_actor(loan.request)
    areas = ["practice", "knowledge", "basis"][:number]
    effects.tell_effects(ask=ask, told=dict.fromkeys(areas, "Bra."), by=borrower, at=now)
    return loan


def _pages(world: World) -> dict[str, tuple[Client, str]]:
    slug = world.library.slug

    def staff(name: str, about: Any = None) -> tuple[Client, str]:
        rest = [] if about is None else [about.pk]
        return world.staff, reverse(f"coordinator:{name}", args=[slug, *rest])

    ask = EffectAsk.objects.get(loan=world.held, participation=None)
    question, after = (
        f"/{slug}/fraga/{token_about(row)}/" for row in (world.asked, world.was_there)
    )
    coming, held = (
        f"/{slug}/forfragan/{token_about(row.request)}/" for row in (world.coming, world.held)
    )
    return {
        "all requests": staff("requests"),
        "today": staff("home"),
        "request": staff("request", world.coming.request),
        "team": staff("team", world.coming.request),
        "loan": staff("loan", world.coming),
        "held loan": staff("loan", world.held),
        "agreement": staff("agreement", world.coming),
        "record": staff("record", world.coming),
        "what it led to": staff("effects", ask),
        "payment lists": staff("payment_lists"),
        "payment list": staff("payment_list", PaymentList.objects.get(programme=world.library)),
        "question": (Client(), question),
        "question afterwards": (Client(), after),
        "her agreement": (Client(), f"{question}avtal/"),
        "her cost": (Client(), f"{after}kostnad/"),
        "own page": (world.her, f"/{slug}/min-sida/"),
        "borrower": (Client(), coming),
        "borrower afterwards": (Client(), held),
        "colleagues": (Client(), f"{coming}kollegor/"),
        "their agreement": (Client(), f"{coming}avtal/"),
    }  # fmt: skip


def test_pages_about_loans_take_as_many_queries_for_many_rows_as_for_few() -> None:
    few, many = (
        {name: queries_of(*page) for name, page in _pages(_world(number)).items()}
        for number in (1, 3)
    )
    assert {name: (few[name], many[name]) for name in few if few[name] != many[name]} == {}
