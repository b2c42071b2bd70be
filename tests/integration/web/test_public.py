"""Pages for everybody: the front, a programme, asking to borrow, the language, the health."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from erfara.foundation import clock
from erfara.foundation.actors import Actor, Role
from erfara.foundation.models import OutboxMessage
from erfara.lending.models import LoanRequest
from erfara.organisations import actions as organisations
from erfara.organisations.models import Programme
from erfara.people.models import Person
from erfara.web.public.forms import began
from erfara.web.public.strangers import TRAP
from tests import factories as make
from tests.integration.web.looking import (
    HARMLESS,
    NASTY,
    english,
    looked_at_often,
    post,
    same_queries,
)

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])

FILLED_IN = {
    "purpose": "Vi vill förstå hur det är att vänta.", "organisation": "Region Påhitt",
    "unit": "Akuten", "name": "Lo Låntagare", "email": "lo@exempel.invalid",
    "phone": "016-10 00 00", "people_wanted": "3", "form": "workshop", "recurring": "yes",
}  # fmt: skip


@pytest.fixture
def programme(client: Client) -> Programme:
    english(client)
    return make.programme(contact_email="hej@exempel.invalid", contact_phone="016-10 00 00")


def filled_in(**other: str) -> dict[str, str]:
    return {**FILLED_IN, "began": began(clock.now() - timedelta(minutes=2)), **other}


def move(programme: Programme, transition: str) -> None:
    organisations.move_programme(
        programme=programme, transition=transition, reason="Påhittat.",
        by=Actor(Role.ADMINISTRATOR, programme.pk), at=clock.now(),
    )  # fmt: skip


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


def test_somebody_without_account_asks_to_borrow(client, programme):
    url = f"/{programme.slug}/lana/"
    once = uuid4().hex
    for _i in range(3):
        answer = post(client, url, **filled_in(once=once))
        assert (answer.status_code, answer.url) == (302, url + "tack/")
    request = LoanRequest.objects.get()
    assert (request.people_wanted, request.form, request.recurring) == (3, "workshop", True)
    assert str(request.unit) == "Region Påhitt, Akuten"
    assert not request.taken_down
    assert OutboxMessage.objects.filter(kind="request_received").count() == 1
    page = client.get(url + "tack/").content.decode()
    assert "Lo Låntagare" not in page


def test_one_sender_can_ask_so_often_an_hour_and_loses_nothing(client, programme, monkeypatch):
    monkeypatch.setattr("erfara.web.public.strangers.MOST_AN_HOUR", 2)
    url = f"/{programme.slug}/lana/"
    once = uuid4().hex
    for _double_click in range(4):
        assert post(client, url, **filled_in(once=once)).status_code == 302
    # What is sent back for something else costs nothing.
    assert post(client, url, **filled_in(began="")).status_code == 422
    assert post(client, url, **filled_in()).status_code == 302
    refused = post(client, url, **filled_in())
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "send it again in an hour" in page
    assert FILLED_IN["purpose"] in page
    assert LoanRequest.objects.count() == 2
    elsewhere = english(Client(REMOTE_ADDR="192.0.2.66"))
    assert post(elsewhere, url, **filled_in()).status_code == 302
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM erfara_cache")
        kept = [key for (key,) in cursor.fetchall()]
        assert sum(":borrow:" in key for key in kept) == 3
        assert not any("192.0.2.66" in key for key in kept if ":borrow:" in key)
        # An hour later the tickets are back.
        cursor.execute("UPDATE erfara_cache SET expires = %s", [clock.now() - timedelta(hours=1)])
    assert post(client, url, **filled_in()).status_code == 302


def test_the_same_workplace_asks_again(client, programme):
    url = f"/{programme.slug}/lana/"
    post(client, url, **filled_in())
    post(client, url, **filled_in(organisation="region  påhitt", email="LO@exempel.invalid"))
    # A colleague shares the telephone, not the name.
    post(client, url, **filled_in(email="kollega@exempel.invalid"))
    assert LoanRequest.objects.count() == 3
    assert len(set(LoanRequest.objects.values_list("unit_id", flat=True))) == 1
    assert Person.objects.count() == 2


def test_only_the_purpose_and_who_you_are_is_needed(client, programme):
    url = f"/{programme.slug}/lana/"
    answer = post(client, url, began=began(clock.now() - timedelta(hours=30)))
    assert answer.status_code == 422
    page = answer.content.decode()
    for said in ("Write what you want to find out", "Write which organisation", "Your name",
                 "like anna@example.se"):  # fmt: skip
        assert said in page
    little = {k: FILLED_IN[k] for k in ("purpose", "organisation", "name", "email")}
    answer = post(client, url, **little, began=began(clock.now() - timedelta(hours=30)))
    assert answer.status_code == 302


@pytest.mark.parametrize(
    "field",
    ["purpose", "organisation", "unit", "name", "email", "phone", "people_wanted", "form",
     "recurring", "when_wished"],
)  # fmt: skip
@pytest.mark.parametrize("nasty", NASTY)
def test_nasty_input_gets_a_sentence_and_loses_nothing(client, programme, field, nasty):
    url = f"/{programme.slug}/lana/"
    answer = post(client, url, **filled_in(**{field: NASTY[nasty]}))
    assert answer.status_code == 422
    kept = "Akuten" if field == "purpose" else FILLED_IN["purpose"]
    assert kept in answer.content.decode()
    assert not LoanRequest.objects.exists()


@pytest.mark.parametrize("text", HARMLESS)
def test_odd_text_is_only_text(client, programme, text):
    url = f"/{programme.slug}/lana/"
    odd = HARMLESS[text]
    assert post(client, url, **filled_in(purpose=odd, organisation=odd)).status_code == 302
    assert LoanRequest.objects.get().purpose == odd


def test_programs_that_fill_in_everything_get_thanks_and_nothing_more(client, programme):
    url = f"/{programme.slug}/lana/"
    assert post(client, url, **filled_in(**{TRAP: "http://exempel.invalid"})).url == url + "tack/"
    assert not LoanRequest.objects.exists()


@pytest.mark.parametrize("sealed", ["", "x", "\x00", "å" * 5000, "now"])
def test_somebody_too_quick_is_asked_to_look_once_more(client, programme, sealed):
    url = f"/{programme.slug}/lana/"
    if sealed == "now":
        sealed = began(clock.now())
    answer = post(client, url, **filled_in(began=sealed))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert FILLED_IN["purpose"] in page
    assert "Read it through once more" in page
    assert not LoanRequest.objects.exists()


def test_when_no_requests_are_taken_in_there_is_a_kind_page(client, programme):
    move(programme, "pause")
    url = f"/{programme.slug}/lana/"
    assert "No new requests are taken in just now" in client.get(url).content.decode()
    # Written before it closed, sent after: not lost.
    answer = post(client, url, **filled_in())
    assert answer.status_code == 422
    assert FILLED_IN["purpose"] in answer.content.decode()
    assert not LoanRequest.objects.exists()


def test_choosing_a_language_and_staying_where_one_is(client, programme):
    answer = client.post("/sprak/", {"language": "sv", "next": f"/{programme.slug}/lana/?a=1"})
    assert answer.url == f"/{programme.slug}/lana/?a=1"
    assert answer.cookies["erfara_language"].value == "sv"
    for elsewhere in ("https://ond.invalid/", "//ond.invalid", "/\\ond.invalid", "ond", "\x00",
                      "/a\r\nb", "javascript:alert(1)"):  # fmt: skip
        assert client.post("/sprak/", {"language": "en", "next": elsewhere}).url == "/"
    assert "erfara_language" not in client.post("/sprak/", {"language": "xx"}).cookies
    assert client.get("/sprak/").status_code == 405


def test_health(client):
    answer = client.get("/halsa/")
    assert answer.json() == {"well": True, "database": True, "keystore": True}


def test_looking_changes_nothing(client, programme):
    urls = ["/", f"/{programme.slug}/", f"/{programme.slug}/lana/",
            f"/{programme.slug}/lana/tack/", "/halsa/"]  # fmt: skip
    looked_at_often(client, *urls, times=20)


def test_a_programme_that_is_not_there(client):
    for url in ("/finns-inte/", "/finns-inte/lana/", "/finns-inte/lana/tack/"):
        assert client.get(url).status_code == 404
