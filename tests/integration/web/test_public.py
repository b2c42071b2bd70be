"""Pages for everybody: the front, a programme, the language, the health."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import OperationalError, connections
from django.test import Client

from erfara.foundation import clock, heartbeat
from erfara.organisations.models import Programme
from tests import factories as make
from tests.integration.web.looking import english, looked_at_often, same_queries

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])


@pytest.fixture
def programme(client: Client) -> Programme:
    english(client)
    return make.programme(contact_email="hej@exempel.invalid", contact_phone="016-10 00 00")


def test_the_front_leads_to_each_programme(client, programme):
    page = client.get("/").content.decode()
    assert f'href="/{programme.slug}/"' in page
    same_queries(client, "/", make.programme)


def test_an_empty_installation_has_a_front_too(client):
    assert client.get("/").status_code == 200


def test_the_programme_says_how_to_join_and_how_to_borrow(client, programme):
    url = f"/{programme.slug}/"
    page = client.get(url).content.decode()
    for said in (
        "Everyone has experiences", "Do you want to join?", "hej@exempel.invalid",
        f"/{programme.slug}/lana/", "condition for borrowing", f"/{programme.slug}/logga-in/",
        f"/arbete/{programme.slug}/",
    ):  # fmt: skip
        assert said in page, said
    programme.recruits_until = clock.now().date() - timedelta(days=1)
    programme.save(update_fields=["recruits_until"])
    assert "We take nobody in just now" in client.get(url).content.decode()
    programme.recruits_from = clock.now().date() + timedelta(days=9)
    programme.recruits_until = None
    programme.save(update_fields=["recruits_until", "recruits_from"])
    assert "We open for new people on" in client.get(url).content.decode()


def test_each_programme_speaks_with_its_own_words(client):
    english(client)
    peers = make.programme(vocabulary="peer")
    page = client.get(f"/{peers.slug}/").content.decode()
    assert "peer network" in page
    assert "library" not in page.split("<main")[1].split("</main>")[0]


def test_choosing_a_language_and_staying_where_one_is(client, programme):
    answer = client.post("/sprak/", {"language": "sv", "next": f"/{programme.slug}/lana/?a=1"})
    assert answer.url == f"/{programme.slug}/lana/?a=1"
    assert answer.cookies["erfara_language"].value == "sv"
    for elsewhere in ("https://ond.invalid/", "//ond.invalid", "/\\ond.invalid", "ond", "\x00",
                      "/a\r\nb", "javascript:alert(1)"):  # fmt: skip
        assert client.post("/sprak/", {"language": "en", "next": elsewhere}).url == "/"
    assert "erfara_language" not in client.post("/sprak/", {"language": "xx"}).cookies
    assert client.get("/sprak/").status_code == 405


@pytest.fixture(autouse=True)
def nothing_noted(monkeypatch):
    monkeypatch.setattr(heartbeat, "_noted", {})


def test_health_says_one_word(client, monkeypatch):
    assert (client.get("/halsa/").status_code, client.get("/halsa/").json()) == (503, {"ok": False})
    now = clock.now()
    heartbeat.note("outbox", now)
    answer = client.get("/halsa/")
    assert (answer.status_code, answer.json()) == (200, {"ok": True})
    assert not answer.cookies
    monkeypatch.setattr(clock, "now", lambda: now + heartbeat.SILENT_AFTER)
    assert client.get("/halsa/").status_code == 503


@pytest.mark.parametrize("alias", ["default", "keystore"])
def test_health_without_a_database(client, monkeypatch, alias):
    heartbeat.note("outbox", clock.now())
    monkeypatch.setattr(connections[alias], "cursor", _gone)
    answer = client.get("/halsa/")
    assert (answer.status_code, answer.json()) == (503, {"ok": False})


def _gone(*_words):
    raise OperationalError("kanarie at 10.0.0.1")


def test_looking_changes_nothing(client, programme):
    heartbeat.note("outbox", clock.now())
    urls = ["/", f"/{programme.slug}/", f"/{programme.slug}/lana/",
            f"/{programme.slug}/lana/tack/", "/halsa/"]  # fmt: skip
    looked_at_often(client, *urls, times=20)


def test_a_programme_that_is_not_there(client):
    for url in ("/finns-inte/", "/finns-inte/lana/", "/finns-inte/lana/tack/"):
        assert client.get(url).status_code == 404
