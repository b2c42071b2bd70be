"""Names on paper take two people, and everybody on the list sees it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from erfara.foundation import clock, vault
from erfara.foundation.errors import NotAllowed, Refused
from erfara.foundation.models.vault import AccessRow
from erfara.organisations.models import Programme
from erfara.people.actions import print_lists
from erfara.people.models import PrintList
from erfara.workflows import timekeeping
from erfara.workflows.today import today
from tests import factories as make
from tests.integration.web.looking import english, post, same_queries

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
NAMES = [f"Person {letter} Påhitt" for letter in "ABCDEFG"]


@pytest.fixture
def programme() -> Programme:
    return make.programme()


@pytest.fixture
def two(programme: Programme) -> list[tuple[Client, Any]]:
    found = []
    for _number in range(2):
        user, actor = make.coordinator(programme)
        client = english(Client())
        make.sign_in(client, user)
        found.append((client, actor))
    return found


def url(programme: Programme, *parts: object) -> str:
    return "/".join(["", "arbete", programme.slug, "utskrifter", *map(str, parts), ""])


def test_one_asks_another_agrees_and_everybody_on_it_sees_it(programme, two):
    people = [make.contributor(programme, name) for name in NAMES]
    (one, _a), (another, _b) = two
    asked = post(one, url(programme, "ny"), kind="register", reason="En dag i biblioteket.")
    row = PrintList.objects.get()
    assert asked["Location"] == url(programme, row.pk)
    assert [r for r in today(programme, clock.now()).rows if r.step == "print_list"]
    assert one.get(url(programme, row.pk, "papper")).status_code == 404
    post(one, url(programme, row.pk, "ja"))  # one's own yes is none
    row.refresh_from_db()
    assert row.state == "asked"
    before = AccessRow.objects.count()
    assert NAMES[0] not in another.get(url(programme, row.pk)).content.decode()
    assert AccessRow.objects.count() == before
    post(another, url(programme, row.pk, "ja"))
    # Whoever agreed did so without seeing the names, and goes on not seeing them
    assert another.get(url(programme, row.pk, "papper")).status_code == 404
    assert "Open the list" not in another.get(url(programme, row.pk)).content.decode()
    page = one.get(url(programme, row.pk, "papper")).content.decode()
    assert all(name in page for name in NAMES)
    for person in people:
        rows = vault.log_for(programme.pk, person.person_id).filter(purpose="print_list")
        assert rows.count() == 1


def test_those_with_protected_details_are_on_no_list(programme, two):
    people = [make.contributor(programme, name) for name in NAMES]
    vault.shield(tenant_id=programme.pk, person_id=people[0].person_id, at=clock.now())
    (one, _a), (another, _b) = two
    post(one, url(programme, "ny"), kind="register", reason="Prov.")
    row = PrintList.objects.get()
    assert str(people[0].pk) not in row.people
    post(another, url(programme, row.pk, "ja"))
    vault.shield(tenant_id=programme.pk, person_id=people[1].person_id, at=clock.now())
    page = one.get(url(programme, row.pk, "papper"))
    assert NAMES[0] not in page.content.decode()
    assert NAMES[1] not in page.content.decode()  # protected after it was agreed to


def test_a_few_names_need_no_second_person(programme, two):
    make.contributor(programme, NAMES[0])
    (one, _a), _other = two
    post(one, url(programme, "ny"), kind="register", reason="Prov.")
    assert PrintList.objects.get().state == "open"


def test_it_is_over_after_a_day_and_a_question_after_three(programme, two):
    (_client, one), (_other, another) = two
    for name in NAMES:
        make.contributor(programme, name)
    now = clock.now()
    open_one, asked = (
        print_lists.ask_print_list(
            programme=programme, kind="register", day=None, reason="Prov.", by=one, at=now
        )
        for _n in range(2)
    )
    print_lists.agree_to_print_list(row=open_one, by=another, at=now)
    timekeeping.end_print_lists(now + timedelta(hours=23))
    open_one.refresh_from_db()
    assert open_one.state == "open"
    timekeeping.end_print_lists(now + timedelta(hours=25))
    timekeeping.end_print_lists(now + timedelta(days=4))
    for row in (open_one, asked):
        row.refresh_from_db()
        assert (row.state, row.people) == ("over", [])


def test_a_no_has_a_reason_and_comes_from_another(programme, two):
    (one, actor), (another, _b) = two
    for name in NAMES:
        make.contributor(programme, name)
    post(one, url(programme, "ny"), kind="register", reason="Prov.")
    row = PrintList.objects.get()
    with pytest.raises(NotAllowed):
        print_lists.refuse_print_list(row=row, reason="Nej.", by=actor, at=clock.now())
    assert post(another, url(programme, row.pk), reason="").status_code == 422
    assert post(another, url(programme, row.pk), reason="Ring i stället.").status_code == 302
    row.refresh_from_db()
    assert row.state == "refused"


def test_nobody_to_print_is_said(programme, two):
    (one, actor), _other = two
    page = post(one, url(programme, "ny"), kind="talks", day="2026-12-01", reason="Prov.")
    assert page.status_code == 422
    assert "nobody to put on that list" in page.content.decode()
    with pytest.raises(Refused):
        print_lists.ask_print_list(
            programme=programme, kind="talks", day=None, reason="Prov.", by=actor, at=clock.now()
        )


def test_the_list_of_lists_asks_as_often_with_many(programme, two):
    (one, actor), _other = two
    make.contributor(programme, NAMES[0])
    same_queries(
        one, url(programme),
        lambda: print_lists.ask_print_list(
            programme=programme, kind="register", day=None, reason="Prov.", by=actor,
            at=clock.now(),
        ),
    )  # fmt: skip
