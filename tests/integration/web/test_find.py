"""Anything from one field: who and what is found, what is opened and logged, what isn't said."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from erfara.foundation import in_addresses, vault
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import NotAllowed
from erfara.foundation.models import AccessRow
from erfara.lending import find_queries, word_index
from erfara.lending.actions import agreements
from erfara.lending.actions import requests as request_actions
from erfara.lending.models import LoanRequest, RequestWords
from erfara.lending.openings import MOST_FOUND
from erfara.lending.words import words_of
from erfara.people import actions as people
from erfara.people.actions import protection
from erfara.workflows import erasing, finding
from erfara.workflows.consent import withdraw
from erfara.workflows.finding.called import names_of
from tests import factories
from tests.factories import AT

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])


@pytest.fixture(autouse=True)
def nobody_remembered():
    finding.forget_names()
    yield
    finding.forget_names()


@pytest.fixture
def county():
    return factories.programme(takes_from_others=True)


@pytest.fixture
def work(county, client):
    who, _actor = factories.coordinator(county)
    return factories.sign_in(client, who)


def search(client, county, text):
    """What a coordinator sees who writes this in the field."""
    url = reverse("coordinator:find", args=[county.slug])
    answer = client.post(url, {"q": text})
    if answer.status_code == 302:
        answer = client.get(answer["Location"])
    return answer


def groups(answer):
    return {g.heading: [row.text for row in g.rows] for g in answer.context["groups"]}


def named(county, name, **more):
    return factories.contributor(county, name=name, **more)


def test_a_person_is_found_by_the_beginning_of_her_names_and_the_opening_is_logged(county, work):
    she = named(county, "Åsa Östlund-Ek")
    named(county, "Asa Bergström")
    before = AccessRow.objects.count()
    answer = search(work, county, "ÖSTL åsa")
    assert groups(answer)["Personer"] == ["Åsa Östlund-Ek"]
    (row,) = AccessRow.objects.order_by("-at")[: AccessRow.objects.count() - before]
    assert (row.person_id, row.purpose, row.blob) == (she.person_id, "find", "identity")
    # å is a letter of its own and no a.
    assert groups(search(work, county, "asa"))["Personer"] == ["Asa Bergström"]
    assert groups(search(work, county, "ek"))["Personer"] == ["Åsa Östlund-Ek"]
    assert "Personer" not in groups(search(work, county, "lund"))


def test_too_many_are_not_opened_but_those_called_just_so_are(county, work):
    for number in range(MOST_FOUND):
        named(county, f"Annika Påhittad{'x' * number}")
    named(county, "Anni Ek")
    before = AccessRow.objects.count()
    answer = search(work, county, "ann")
    assert groups(answer)["Personer"] == []
    assert "Skriv mer av namnet" in answer.content.decode()
    assert AccessRow.objects.count() == before
    assert groups(search(work, county, "anni"))["Personer"] == ["Anni Ek"]
    assert AccessRow.objects.count() == before + 1


def test_who_is_protected_renamed_or_erased_is_found_accordingly_at_once(county, work):
    she, mate = named(county, "Karin Hemlig"), named(county, "Karin Öppen")
    _user, by = factories.coordinator(county)
    assert len(groups(search(work, county, "karin"))["Personer"]) == 2
    protection.protect(contributor=she, by=by, at=AT)
    before = AccessRow.objects.count()
    assert groups(search(work, county, "karin"))["Personer"] == ["Karin Öppen"]
    assert not AccessRow.objects.filter(person_id=she.person_id, purpose="find")[1:].exists()
    assert AccessRow.objects.count() == before + 1
    people.change_identity(
        person=mate.person, identity={"name": "Katarina Öppen", "email": "", "phone": ""},
        by=by, at=AT,
    )  # fmt: skip
    assert "Personer" not in groups(search(work, county, "karin"))
    assert groups(search(work, county, "katarina"))["Personer"] == ["Katarina Öppen"]


def test_only_a_coordinator_opens_and_only_a_handful_of_her_own(county):
    she = named(county, "Karin Ek")
    there = named(factories.programme(), "Karin Dit")
    _user, by = factories.coordinator(county)

    def open_(ids, actor):
        return vault.open(
            tenant_id=county.pk, person_ids=ids, blob="identity", fields=["name"],
            purpose="find", case="find", actor=actor, at=AT,
        )  # fmt: skip

    assert set(open_([she.person_id], by)) == {she.person_id}
    many = [named(county, f"Namn {n}").person_id for n in range(MOST_FOUND)]
    for ids, actor in (
        ([there.person_id], by), ([she.person_id, *many], by),
        ([she.person_id], Actor(Role.STEERING, county.pk)),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            open_(ids, actor)


def test_requests_loans_units_and_diary_numbers_are_found_in_their_groups(county, work):
    _user, by = factories.coordinator(county)
    request = factories.loan_request(county, purpose="Hur kallelser på nätet kan bli begripliga.")
    loan = factories.team(factories.specified(factories.loan_request(county)))
    agreements.write_diary_number(loan=loan, number="RS 2026-0417", by=by, at=AT)
    found = groups(search(work, county, "begrip"))
    assert found["Förfrågningar"] == [str(request.unit)]
    assert len(groups(search(work, county, "2026-0417"))["Diarienummer"]) == 1
    assert "Lån" not in groups(search(work, county, "rs 2026"))
    assert len(groups(search(work, county, factories.ASSIGNMENT["title"]))["Lån"]) >= 1
    assert str(request.unit) in groups(search(work, county, str(request.unit)))["De som frågar"]
    (row, *_rest) = search(work, county, str(request.no)).context["groups"][0].rows
    assert row.url == reverse("coordinator:request", args=[county.slug, request.pk])
    other = factories.loan_request(factories.programme(), purpose="Begripliga brev.")
    assert str(other.pk) not in search(work, county, "begripliga").content.decode()


def test_what_a_request_is_found_by_keeps_step_with_it(county):
    _user, by = factories.coordinator(county)
    request = factories.loan_request(county, purpose="Om väntan.")
    request_actions.change_assignment(request=request, values={"title": "Väntrummet"}, by=by, at=AT)
    assert " väntrummet" in RequestWords.objects.get(request=request).words
    factories.team(factories.specified(factories.loan_request(county)))
    for row in LoanRequest.objects.select_related("assignment", "unit__organisation"):
        assert RequestWords.objects.get(request=row).words == words_of(row)


@pytest.mark.sqlite
def test_requests_are_searched_along_one_narrow_index_and_nothing_else(county):
    with CaptureQueriesContext(connection) as asked:
        find_queries.found(county, ["kallelser", "nätet"])
    (search,) = [one["sql"] for one in asked if "requestwords" in one["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {search}")
        plan = " ".join(row[3] for row in cursor.fetchall())
    assert "COVERING INDEX request_found_by" in plan
    assert "TEMP B-TREE" not in plan


def test_what_is_seldom_is_asked_of_the_index_of_words_and_found_the_same(county, monkeypatch):
    """With the index and without: rows that come, change and go, of two programmes."""
    other = factories.programme()
    for number in range(12):
        of = other if number % 4 == 3 else county
        seldom = "zebra αβγ" if number in {2, 3, 5} else "väntan"
        factories.loan_request(of, purpose=f"Om {seldom} och läkemedel {number}.")
    first, second = LoanRequest.objects.filter(programme=county).order_by("no")[2:4]
    RequestWords.objects.filter(request=first).update(words=" ofta giraff")
    RequestWords.objects.filter(request=second).delete()
    asked = (
        ["zebra"], ["zeb", "läkemedel"], ["giraff"], ["gir", "of"], ["väntan"], ["aβγ"], ["αβ"],
        ["zebra", "αβ"], ["ebra"], ["läkem", "om"], ["ofta"], ["finns", "inte"],
    )  # fmt: skip
    without = [find_queries.found(county, words) for words in asked]
    assert any(without)
    monkeypatch.setattr(find_queries, "FEW", 1)
    monkeypatch.setattr(find_queries, "MANY", 2)
    monkeypatch.setattr(find_queries, "MOST", 4)
    looked: list[Any] = []
    newest = word_index.newest

    def noted(*those: Any) -> Any:
        looked.append(those[1])
        return newest(*those)

    monkeypatch.setattr(word_index, "newest", noted)
    assert [find_queries.found(county, words) for words in asked] == [
        lines[:4] for lines in without
    ]
    assert (["zebra"] in looked) == word_index.is_there() == (connection.vendor == "sqlite")
    assert ["αβ"] not in looked
    if word_index.is_there():  # a table that was made anew has lost what keeps it in step
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER {word_index.NAME}_gone")
        RequestWords.objects.all().delete()
        word_index.make()
        assert word_index.newest(county, ["zebra"], 4) == []
        assert word_index._parts(connection.cursor()) == {word_index.NAME, *word_index._TRIGGERS}


@pytest.mark.parametrize("text", [
    "", "  ", "a", "!?", "\0\0", "%", "å" * 10_000, "{borrower:pl}", "' OR 1=1 --", "<b>x</b>",
    "99999999999999999999",
])  # fmt: skip
def test_odd_words_get_a_kind_answer(county, work, text):
    named(county, "Karin Ek")
    answer = search(work, county, text)
    assert answer.status_code in {200, 422}
    body = answer.content.decode()
    assert "<b>x</b>" not in body
    assert "Karin" not in body


def test_the_words_stand_sealed_in_the_address(county, work):
    url = reverse("coordinator:find", args=[county.slug])
    answer = work.post(url, {"q": "Karin Ek"})
    sealed = answer["Location"].partition("?s=")[2]
    assert "arin" not in answer["Location"]
    assert in_addresses.unsealed(county.pk, "find", sealed) == {"q": "Karin Ek"}
    elsewhere = in_addresses.sealed(factories.programme().pk, "find", {"q": "Karin"})
    assert not work.get(f"{url}?s={elsewhere}").context["find_text"]


def test_what_was_opened_last_is_there_to_come_back_to_without_anybody_protected(county, work):
    she, mate = named(county, "Karin Hemlig"), named(county, "Lena Öppen")
    request = factories.loan_request(county)
    _user, by = factories.coordinator(county)
    for route, pk in (("request", request.pk), ("person", she.pk), ("person", mate.pk)):
        work.get(reverse(f"coordinator:{route}", args=[county.slug, pk]))
    url = reverse("coordinator:find", args=[county.slug])
    # From every page, without searching for nothing and without a key that one has to know
    page = work.get(reverse("coordinator:requests", args=[county.slug])).content.decode()
    for there in (url, reverse("coordinator:shortcuts", args=[county.slug])):
        assert f'<a href="{there}">' in page
    assert [row.text for row in work.get(url).context["lately"]] == [
        "Lena Öppen", "Karin Hemlig", str(request.unit)
    ]  # fmt: skip
    protection.protect(contributor=she, by=by, at=AT)
    assert "Hemlig" not in work.get(url).content.decode()
    work.get(reverse("coordinator:person", args=[county.slug, she.pk]), follow=True)
    assert str(she.pk) not in str(work.session["recent"])[:60]
    kept = str(dict(work.session["recent"]))
    assert "Karin" not in kept
    assert "Lena" not in kept


def test_the_keys_can_be_turned_off(county, work):
    home = reverse("coordinator:requests", args=[county.slug])
    keys = reverse("coordinator:shortcuts", args=[county.slug])
    assert f'data-keys="{keys}"' in work.get(home).content.decode()
    work.post(keys, {"keys": "off"})
    page = work.get(home).content.decode()
    assert "data-keys" not in page
    assert 'name="q"' in page
    work.post(keys, {"keys": "on"})
    assert "data-keys" in work.get(home).content.decode()


def test_a_process_that_nobody_asks_forgets_an_erased_person_too(county):
    she = named(county, "Karin Ek")
    names = names_of(county)
    assert names.fresh(county, AT)
    assert names.find(["karin"]).ids == (she.person_id,)
    withdraw(person=she.person, purpose="register", how="own_page",
             by=Actor(Role.PERSON, county.pk, she.person_id), at=AT)  # fmt: skip
    she.refresh_from_db()
    erasing.erase(contributor=she, at=AT + timedelta(days=3))
    assert names.find(["karin"]).ids == (she.person_id,)
    finding.look_after()
    assert names.find(["karin"]).ids == ()
    finding.look_after(now=lambda: time.monotonic() + 9 * 3600)
    assert not names.ready
