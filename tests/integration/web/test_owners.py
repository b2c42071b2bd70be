"""Every state with an owner shows where that owner begins: people, borrowers, administrators.

The coordinator's are in test_today.py. What belongs to the system waits for nobody.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from erfara.foundation import clock
from erfara.foundation.actors import Actor, Role
from erfara.foundation.models import StatefulModel
from erfara.foundation.states import TABLES
from erfara.lending.actions import aftercare, agreements, effects, meetings, passing, requests
from erfara.organisations.models import Programme
from erfara.people.actions import presentations
from tests import factories as make

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
AT = make.AT


@pytest.fixture(autouse=True)
def the_day(monkeypatch):
    """The pages' day is the one on which things are made."""
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(days=21))


def _asked(of: Programme) -> tuple[Any, str]:
    her = make.contributor(of)
    (inquiry,) = make.asked(make.loan_request(of), [her])
    return her.person, reverse("question:question", args=[of.slug, inquiry.pk])


def _agreement(of: Programme) -> tuple[Any, str]:
    loan, by = make.team(make.loan_request(of)), make.system(of)
    row = agreements.prepare_agreement(loan=loan, by=by, at=AT)
    agreements.send_agreement(
        agreement=row, accept_by=(AT + timedelta(days=30)).date(), pays={}, by=by, at=AT
    )
    part = loan.participations.order_by("id")[0]
    assert part.contributor is not None
    return part.contributor.person, reverse("question:agreement", args=[of.slug, part.inquiry_id])


def _how(of: Programme) -> tuple[Any, str]:
    loan = make.carried_out(make.team(make.loan_request(of)))
    row = aftercare.ask_after(
        occasion=loan.occasions.get(), participation=loan.participations.order_by("id")[0],
        by=Actor.system(of.pk), at=AT + timedelta(days=21),
    )  # fmt: skip
    assert row is not None
    return row.contributor.person, reverse("person:aftercare", args=[of.slug, row.pk])


def _text(of: Programme) -> tuple[Any, str]:
    her, by = make.contributor(of), make.system(of)
    draft = presentations.write(contributor=her, title="Rubrik", text="Text.", by=by, at=AT)
    presentations.send(presentation=draft, found=[], looked_at=[], by=by, at=AT)
    return her.person, reverse("presentation:presentation", args=[of.slug, her.pk])


PERSON = {
    ("inquiry", "sent"): _asked,
    ("acceptance", "asked"): _agreement,
    ("aftercare", "asked"): _how,
    ("presentation", "sent"): _text,
}
# She came with an older list and has no page of her own before she has said yes in her letter.
BY_LETTER_ALONE = {("contributor", "asked")}


def _unclear(of: Programme) -> Any:
    row, by = make.loan_request(of), make.system(of)
    requests.book_meeting(request=row, meeting_at=AT, by=by, at=AT)
    until = (AT + timedelta(days=30)).date()
    requests.ask_to_clarify(request=row, what="Vad vill ni?", by_day=until, by=by, at=AT)
    return row


def _offered(of: Programme) -> Any:
    row = make.loan_request(of)
    meetings.offer(
        request=row, times=[AT + timedelta(days=n) for n in (33, 34)], ways=meetings.Ways(),
        by=make.system(of), at=AT,
    )  # fmt: skip
    return row


def _passed(of: Programme) -> Any:
    row = make.loan_request(of)
    passing.ask_to_pass_on(
        request=row, to=make.programme(takes_from_others=True), words="",
        answer_by=(AT + timedelta(days=30)).date(), by=make.system(of), at=AT,
    )  # fmt: skip
    return row


def _changed(of: Programme) -> Any:
    row = make.loan_request(of)
    loan = make.fed_back(make.followed_up(make.carried_out(make.team(row))))
    effects.ask_for_effects(loan=loan, months=3, by=Actor.system(of.pk), at=AT)
    return row


BORROWER = {
    ("loan_request", "unclear"): (_unclear, "Skriv gärna lite tydligare"),
    ("meeting", "offered"): (_offered, "Välj en tid"),
    ("passed_on", "asked"): (_passed, "skicka den vidare"),
    ("effect_ask", "asked"): (_changed, "har förändrats"),
}


# Lives of peer support: see `peer/test_owners.py`.
OF_PEERS = {
    model.table.name
    for model in apps.get_app_config("peersupport").get_models()
    if issubclass(model, StatefulModel)
}


def owned_by(role: Role) -> set[tuple[str, str]]:
    return {
        (table.name, state.value)
        for table in TABLES.values()
        for state in table.states.values()
        if state.pen == role and table.name not in OF_PEERS
    }


def test_every_owner_is_known():
    assert owned_by(Role.PERSON) == set(PERSON) | BY_LETTER_ALONE
    assert owned_by(Role.BORROWER) == set(BORROWER)
    assert {table for table, _state in owned_by(Role.ADMINISTRATOR)} == {"programme"}
    others = set(Role) - {
        Role.PERSON, Role.BORROWER, Role.ADMINISTRATOR, Role.COORDINATOR, Role.SYSTEM
    }  # fmt: skip
    assert not set().union(*map(owned_by, others))


@pytest.mark.parametrize("kind", list(PERSON), ids="-".join)
def test_what_waits_for_a_person_is_on_her_page(kind, client, library):
    person, address = PERSON[kind](library)
    make.person_sign_in(client, person)
    page = client.get(reverse("person:home", args=[library.slug]))
    assert address in page.content.decode()


@pytest.mark.parametrize("kind", list(BORROWER), ids="-".join)
def test_what_waits_for_a_borrower_is_on_their_page(kind, client, library):
    way, said = BORROWER[kind]
    request = way(library)
    make.person_sign_in(client, request.contact)
    text = client.get(reverse("borrower:home", args=[library.slug])).content.decode()
    assert reverse("request:request", args=[library.slug, request.pk]) in text
    assert said in text
    assert "Nästa steg är ditt" in text


@pytest.mark.parametrize("state", sorted(state for _table, state in owned_by(Role.ADMINISTRATOR)))
def test_what_waits_for_an_administrator_is_where_she_begins(state, library):
    Programme.objects.filter(pk=library.pk).update(state=state)
    user, _actor = make.member(library, Role.ADMINISTRATOR)
    client = make.sign_in(Client(), user)
    page = client.get(reverse("administrator:members", args=[library.slug])).content.decode()
    assert reverse("administrator:life", args=[library.slug]) in page
