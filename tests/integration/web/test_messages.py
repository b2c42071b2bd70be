"""Writing to a library without an account, and getting an answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client

from erfara.foundation import clock, links, vault
from erfara.foundation.models import OutboxMessage
from erfara.organisations.models import Programme
from erfara.people.models import PublicMessage
from erfara.web.public.forms import began
from erfara.web.public.strangers import TRAP
from erfara.workflows import timekeeping
from erfara.workflows.today import today
from tests import factories as make
from tests.integration.web.looking import HARMLESS, NASTY, english, post, same_queries

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
WRITTEN = {"text": "Knappen syns inte i mörker.", "name": "Bo", "email": "bo@exempel.invalid"}


@pytest.fixture
def programme(client: Client) -> Programme:
    english(client)
    cache.clear()
    return make.programme(contact_email="hej@exempel.invalid")


def write(client: Client, programme: Programme, page: str = "tillganglighet", **other: str) -> Any:
    values = {**WRITTEN, "began": began(clock.now() - timedelta(minutes=1)), **other}
    return post(client, f"/{programme.slug}/{page}/", **values)


def test_somebody_writes_and_is_answered(client, programme):
    assert write(client, programme)["Location"] == f"/{programme.slug}/kontakt/tack/"
    row = PublicMessage.objects.get()
    assert (row.state, row.about, row.wants_answer) == ("received", "accessibility", True)
    user, _actor = make.coordinator(programme)
    staff = english(Client())
    make.sign_in(staff, user)
    (line,) = [r for r in today(programme, clock.now()).rows if r.step == "message"]
    assert line.pk == row.pk
    url = f"/arbete/{programme.slug}/meddelanden/{row.pk}/"
    assert "Knappen syns inte" in staff.get(url).content.decode()
    assert post(staff, url, answer="Vi har ändrat färgen.").status_code == 302
    assert OutboxMessage.objects.get().kind == "message_answered"
    link = links.issue(
        tenant_id=programme.pk, purpose="message", about_id=row.pk, person_id=row.pk,
        expires_at=clock.now() + timedelta(days=1), at=clock.now(),
    )  # fmt: skip
    page = client.get(f"/{programme.slug}/svar/{links.token(link)}/").content.decode()
    assert "Vi har ändrat färgen." in page
    assert not [r for r in today(programme, clock.now()).rows if r.step == "message"]


def test_one_who_wants_no_answer_is_noted(client, programme):
    write(client, programme, "kontakt", email="", name="")
    row = PublicMessage.objects.get()
    user, _actor = make.coordinator(programme)
    make.sign_in(client, user)
    url = f"/arbete/{programme.slug}/meddelanden/{row.pk}/"
    assert "nobody to answer" in client.get(url).content.decode()
    assert post(client, url, answer="Hallå?").status_code == 422
    post(client, url + "sedd/")
    row.refresh_from_db()
    assert row.state == "noted"


def test_what_was_written_is_erased_in_the_end(client, programme):
    write(client, programme, email="")
    row = PublicMessage.objects.get()
    PublicMessage.objects.update(state="noted", ended_at=clock.now() - timedelta(days=89))
    timekeeping.forget_messages(clock.now())
    assert not vault.is_erased(row.pk)
    timekeeping.forget_messages(clock.now() + timedelta(days=2))
    row.refresh_from_db()
    assert row.state == "forgotten"
    assert vault.is_erased(row.pk)


def test_another_programme_reads_nothing(client, programme):
    write(client, programme)
    row = PublicMessage.objects.get()
    other = make.programme()
    user, _actor = make.coordinator(other)
    make.sign_in(client, user)
    assert client.get(f"/arbete/{other.slug}/meddelanden/{row.pk}/").status_code == 404
    assert client.get(f"/arbete/{programme.slug}/meddelanden/{row.pk}/").status_code == 404


def test_programs_and_floods_are_held_up(client, programme):
    assert write(client, programme, **{TRAP: "x"}).status_code == 302
    assert not PublicMessage.objects.exists()
    quick = post(client, f"/{programme.slug}/kontakt/", **WRITTEN, began=began(clock.now()))
    assert quick.status_code == 422
    for _number in range(20):
        assert write(client, programme).status_code == 302
    late = write(client, programme)
    assert late.status_code == 422
    assert "Knappen syns inte" in late.content.decode()


@pytest.mark.parametrize("odd", [*NASTY.values(), *HARMLESS.values()])
def test_anything_may_be_written(client, programme, odd):
    for page in ("kontakt", "tillganglighet"):
        for field in WRITTEN:
            assert write(client, programme, page, **{field: odd}).status_code in {302, 422}


def test_the_list_of_messages_asks_as_often_with_many(client, programme):
    user, _actor = make.coordinator(programme)
    make.sign_in(client, user)
    same_queries(
        client, f"/arbete/{programme.slug}/meddelanden/", lambda: write(Client(), programme)
    )


@pytest.mark.parametrize(
    ("page", "said"),
    [("dina-uppgifter", "a key that is yours alone"), ("fraga-era-egna", "Ask your own when"),
     ("karta", "<svg"), ("kontakt", "hej@exempel.invalid"), ("tillganglighet", "WCAG 2.2")],
)  # fmt: skip
def test_the_pages_that_explain(client, programme, page, said):
    answer = client.get(f"/{programme.slug}/{page}/")
    assert answer.status_code == 200
    assert said in answer.content.decode()
    foot = client.get(f"/{programme.slug}/").content.decode()
    assert page in foot


def test_an_unknown_key_is_no_answer(client, programme):
    assert client.get(f"/{programme.slug}/svar/{uuid4().hex}/").status_code == 404
