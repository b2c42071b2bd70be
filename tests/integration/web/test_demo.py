"""The demonstration: be anybody with one click, read every letter."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from erfara.foundation import clock, outbox
from erfara.foundation.actors import Role
from erfara.foundation.models import SentLetter
from erfara.organisations.models import Programme
from tests import factories as make
from tests.integration.web.looking import (
    english,
    looked_at_often,
    post,
    queries_of,
    token_about,
)

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])


@pytest.fixture
def filled(client: Client) -> Programme:
    english(client)
    programme = make.programme()
    make.coordinator(programme)
    make.member(programme, Role.STEERING)
    make.user("Olle Operatör", is_operator=True)
    contact = make.borrower_person(programme)
    make.asked(make.loan_request(programme, contact=contact, at=clock.now()), 1, at=clock.now())
    loan = make.carried_out(
        make.team(make.loan_request(programme, at=clock.now()), at=clock.now()), at=clock.now()
    )
    make.followed_up(loan)
    return programme


def test_the_start_shows_who_one_can_be_and_no_persons_name(client, filled):
    page = client.get("/demo/").content.decode()
    for said in (
        "Anställd", "reads the figures", "One who has a question to answer",
        "whose request is on its way", "who owes an answer", "Olle Operatör", "/demo/post/",
    ):  # fmt: skip
        assert said in page, said
    assert "Påhittad" not in page.replace("Påhittat", "")


def test_an_empty_demonstration_says_how_to_fill_it(client):
    english(client)
    assert "not filled yet" in client.get("/demo/").content.decode()
    assert "Nothing has been sent yet" in client.get("/demo/post/").content.decode()


def test_the_number_of_queries_does_not_grow(client, filled):
    one = queries_of(client, "/demo/")
    for _i in range(2):
        programme = make.programme()
        make.coordinator(programme)
        make.asked(make.loan_request(programme, at=clock.now()), 1, at=clock.now())
    assert queries_of(client, "/demo/") == one


def test_being_staff(client, filled):
    user, _actor = make.coordinator(filled)
    url = f"/demo/in/{user.pk}/"
    looked_at_often(client, url, times=4)
    assert "_auth_user_id" not in client.session, "looking signs nobody in"
    for _i in range(2):
        assert post(client, url).url == "/arbete/"
    assert client.session["_auth_user_id"] == str(user.pk)
    steering = f"/arbete/{filled.slug}/siffror/"
    assert client.get(steering).status_code == 200


def test_being_the_operator(client, filled):
    user = make.user(is_operator=True)
    assert post(client, f"/demo/in/{user.pk}/").url == "/drift/"
    assert client.get("/drift/").status_code == 200


def test_being_a_person(client, filled):
    person = make.contributor(filled).person
    assert post(client, f"/demo/in/{person.pk}/").url == f"/{filled.slug}/min-sida/"
    assert client.cookies["erfara_person"]["path"] == f"/{filled.slug}/"
    client.cookies["erfara_person"]["path"] = "/"
    assert client.get(f"/{filled.slug}/min-sida/").status_code == 200
    going = f"/{filled.slug}/mina-forfragningar/"
    assert post(client, f"/demo/in/{person.pk}/", next=going).url == going
    for elsewhere in ("https://ond.invalid", "//ond.invalid", "x"):
        answer = post(client, f"/demo/in/{person.pk}/", next=elsewhere)
        assert answer.url == f"/{filled.slug}/min-sida/"


def test_nobody_can_be_nobody(client, filled):
    for method in (client.get, client.post):
        assert method(f"/demo/in/{uuid4()}/").status_code == 404


def test_sent_mail_has_links_to_press(client, filled):
    request = make.loan_request(filled, at=clock.now())
    outbox.deliver_due(clock.now() + timedelta(seconds=1), 50)
    SentLetter.objects.create(
        message_id="<1@x>", to_address="lo@exempel.invalid", subject="Du har ett meddelande",
        body=f"Läs:\n\nhttp://localhost:8000/{filled.slug}/forfragan/{token_about(request)}/\n"
        "<script>x</script>", created_at=clock.now() + timedelta(minutes=1),
    )  # fmt: skip
    page = client.get("/demo/post/").content.decode()
    assert f'href="http://localhost:8000/{filled.slug}/forfragan/' in page
    assert "<script>x" not in page
    few = queries_of(client, "/demo/post/")
    for number in range(30):
        SentLetter.objects.create(
            message_id=f"<{number}@y>", to_address="lo@exempel.invalid", subject="Hej", body="Hej",
            created_at=clock.now(),
        )  # fmt: skip
    assert queries_of(client, "/demo/post/") == few
    assert "page=2" in client.get("/demo/post/").content.decode()


def test_nothing_of_this_exists_in_production(client, filled, settings):
    import dataclasses

    settings.ENV = dataclasses.replace(settings.ENV, mode="production")
    for url in ("/demo/", "/demo/post/", f"/demo/in/{uuid4()}/"):
        assert client.get(url).status_code == 404
