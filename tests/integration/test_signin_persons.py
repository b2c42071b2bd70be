"""People and borrowers sign in: nothing is told, nobody is locked out, the kinds never mix."""

import re

import pytest
from django.test import Client

from erfara.accounts import persons
from erfara.accounts.models import PersonSession, SignInRequest
from erfara.foundation import clock
from erfara.foundation.models import AuditEvent, Link
from erfara.foundation.outbox import registry
from tests.integration.signin import (
    OWN_KEYS,
    PERSON_PAGE,
    STAFF_PAGE,
    ask_for,
    link_path,
    person_in,
    programme,
    shape,
    sign_in_staff,
    user,
)

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])


@pytest.fixture
def sormland():
    return programme()


@pytest.fixture(autouse=True)
def mailbox(monkeypatch):
    monkeypatch.setitem(registry.addresses, "person", lambda message, at: "her@example.se")


@pytest.fixture
def her(sormland):
    return person_in(sormland)


def signed_in(client, her):
    """A client with a person's session."""
    _, asked = ask_for(client, "her@example.se")
    answer = client.post(link_path(asked))
    assert answer.status_code == 302
    return client


def test_known_and_unknown_meet_the_same_pages(client, her, django_assert_num_queries):
    seen = []
    for address in ("her@example.se", "him@example.se"):
        client = Client()
        form = client.get("/sormland/logga-in/")
        answer, asked = ask_for(client, address)
        page = client.get(answer.headers["Location"])
        wrong = client.post(answer.headers["Location"], {"code": "000000"})
        seen.append(
            [
                (one.status_code, shape(one.content.decode()), sorted(one.headers), [*one.cookies])
                for one in (form, answer, page, wrong)
            ]
        )
        assert asked
    assert seen[0] == seen[1]
    assert [one[0] for one in seen[0]] == [200, 302, 200, 422]


def test_an_address_that_can_not_be_one_is_explained(client, sormland):
    for address in ("", "anna", "anna@", "12", "å" * 300, "a\x00b@example.se"):
        answer = client.post("/sormland/logga-in/", {"address": address})
        assert answer.status_code == 422, address
    assert not SignInRequest.objects.exists()


def test_in_by_code(client, her):
    answer, asked = ask_for(client, "her@example.se")
    code = persons.code_of(asked, SignInRequest.objects.get().tenant_id)
    answer = client.post(answer.headers["Location"], {"code": f"{code[:3]} {code[3:]}"})
    assert answer.headers["Location"] == PERSON_PAGE
    cookie = answer.cookies["erfara_person"]
    assert cookie["path"] == "/sormland/"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"]
    session = PersonSession.objects.get()
    assert session.person_id == her
    assert persons.viewer(cookie.value, session.tenant_id, clock.now()) == session


@pytest.mark.parametrize(
    ("following", "expected"),
    [
        ("/sormland/min-sida/logg/", "/sormland/min-sida/logg/"),
        ("//evil.example/sormland/", PERSON_PAGE),
        ("https://evil.example/", PERSON_PAGE),
        ("/uppsala/min-sida/", PERSON_PAGE),
        ("/sormland/logga-ut/", PERSON_PAGE),
    ],
)
def test_on_to_where_she_was_going_but_nowhere_else(client, her, following, expected):
    ask = {"address": "her@example.se", "next": following}
    place = client.post("/sormland/logga-in/", ask).headers["Location"]
    persons.handle_waiting(clock.now())
    row = SignInRequest.objects.get()
    answer = client.post(place, {"code": persons.code_of(row.pk, row.tenant_id), "next": following})
    assert answer.headers["Location"] == expected


def test_guessing_shuts_the_code_and_not_the_owner(client, her):
    attacker, owner = Client(REMOTE_ADDR="192.0.2.66"), Client(REMOTE_ADDR="192.0.2.1")
    for _ in range(10):
        answer, last = ask_for(attacker, "her@example.se")
        for guess in range(8):
            attacker.post(answer.headers["Location"], {"code": f"{guess:06d}"})
    assert not PersonSession.objects.exists()
    # She asks, gets no new letter any more, and comes in by a link that the attacker had sent her.
    _, hers = ask_for(owner, "her@example.se")
    assert not Link.objects.filter(about_id__in=[hers, last]).exists()
    sent = Link.objects.filter(purpose="sign_in").order_by("-created_at")[0]
    assert owner.post(link_path(sent.about_id)).headers["Location"] == PERSON_PAGE


def test_scanners_may_open_the_link_as_often_as_they_like(client, her):
    _, asked = ask_for(client, "her@example.se")
    path = link_path(asked)
    scanner = Client()
    for _ in range(50):
        assert scanner.get(path).status_code == 200
        assert scanner.head(path).status_code == 200
    assert not PersonSession.objects.exists()
    assert client.post(path).headers["Location"] == PERSON_PAGE
    again = client.post(path)
    assert again.status_code == 410
    assert "/sormland/logga-in/" in again.content.decode()
    assert "erfara_person" not in again.cookies
    assert PersonSession.objects.count() == 1


def test_a_link_opens_its_own_programme_only(client, her):
    programme("uppsala")
    _, asked = ask_for(client, "her@example.se")
    assert client.post(link_path(asked, "uppsala")).status_code == 410
    assert client.post(link_path(asked)).status_code == 302


def test_the_address_of_a_link_is_told_to_nobody(client, her, caplog, capfd):
    _, asked = ask_for(client, "her@example.se")
    path = link_path(asked)
    token = path.split("/")[-2]
    for answer in (client.get(path), client.post(path), client.post(path), client.get(path)):
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert token not in str(answer.headers)
        assert not re.search(r'(href|src)="https?://', answer.content.decode())
    strict = Client(enforce_csrf_checks=True)
    strict.post(path)
    assert token not in caplog.text
    out, err = capfd.readouterr()
    assert token not in out + err


def test_dead_on_the_request_after_signing_out(client, her):
    signed_in(client, her)
    key = client.cookies["erfara_person"].value
    assert client.get("/sormland/logga-ut/").status_code == 405
    answer = client.post("/sormland/logga-ut/")
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    thief = Client()
    thief.cookies["erfara_person"] = key
    assert thief.get(PERSON_PAGE).headers["Location"].startswith("/sormland/logga-in/")
    assert persons.viewer(key, PersonSession.objects.get().tenant_id, clock.now()) is None


def test_a_person_is_no_staff_and_staff_no_person(client, her):
    signed_in(client, her)
    assert client.get(STAFF_PAGE).headers["Location"].startswith("/konto/logga-in/")
    assert "erfara_staff" not in client.cookies
    assert "_auth_user_id" not in client.session

    worker = Client()
    sign_in_staff(worker, user(), demo=True)
    assert worker.get(OWN_KEYS).status_code == 200
    assert worker.get(PERSON_PAGE).headers["Location"].startswith("/sormland/logga-in/")


def test_keys_of_one_kind_are_nothing_in_the_place_of_the_other(client, her):
    signed_in(client, her)
    worker = Client()
    sign_in_staff(worker, user(), demo=True)
    mixed = Client()
    mixed.cookies["erfara_staff"] = client.cookies["erfara_person"].value
    mixed.cookies["erfara_person"] = worker.cookies["erfara_staff"].value
    assert mixed.get(STAFF_PAGE).headers["Location"].startswith("/konto/logga-in/")
    assert mixed.get(PERSON_PAGE).headers["Location"].startswith("/sormland/logga-in/")


def test_who_is_both_signs_in_twice_and_out_of_each_by_itself(client, her):
    worker = user("her@example.se")
    signed_in(client, her)
    sign_in_staff(client, worker, demo=True)
    assert client.get(OWN_KEYS).status_code == 200
    session = PersonSession.objects.get()
    key = client.cookies["erfara_person"].value

    client.post("/konto/logga-ut/")
    assert client.get(STAFF_PAGE).status_code == 302
    assert persons.viewer(key, session.tenant_id, clock.now()) == session

    sign_in_staff(client, worker, demo=True)
    client.post("/sormland/logga-ut/")
    assert persons.viewer(key, session.tenant_id, clock.now()) is None
    assert client.get(OWN_KEYS).status_code == 200


def test_signing_in_is_written_down(client, her):
    signed_in(client, her)
    event = AuditEvent.objects.get(event="person.signed_in")
    assert (event.by_id, event.facts) == (her, {"how": "link"})
