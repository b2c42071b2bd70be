"""The list of the first week: ticked by what is there, and gone when all is done or put away."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from erfara.compensation.models import Rate
from erfara.foundation import clock, outbox
from erfara.foundation.actors import Role
from erfara.organisations.models import Programme
from erfara.people.models import ConsentText, Interview
from erfara.web.handbook.first_week import THINGS
from erfara.web.roles_table import TABLE
from erfara.workflows.first_week import first_week
from tests import factories as make
from tests.integration.web.looking import english, post, queries_of

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])


@pytest.fixture
def new() -> Programme:
    return make.programme(first_week_over=False)


def _done(of: Programme) -> set[str]:
    return {one.key for one in first_week(of, clock.local_day(clock.now())) if one.done}


def test_each_thing_is_ticked_by_its_trace(new):
    assert _done(new) == {"open"}
    make.coordinator(new)
    assert "staff" not in _done(new), "one alone is not two"
    make.coordinator(new)
    assert _done(new) == {"open", "staff"}
    Programme.objects.filter(pk=new.pk).update(
        owner="Region Påhitt", about="Vi lånar ut.", contact_email="vi@exempel.invalid",
        contact_phone="0123",
    )  # fmt: skip
    new.refresh_from_db()
    assert "who" in _done(new)
    make.loan_request(new, contact=make.borrower_person(new), at=clock.now())
    assert {"asked"} <= _done(new)
    make.contributor(new)
    assert {"person", "consents"} <= _done(new)
    assert "sent" not in _done(new)
    outbox.deliver_due(clock.now() + timedelta(seconds=1), 50)
    assert "sent" in _done(new)
    # Another library's things count for nobody else
    assert _done(make.programme()) == {"open"}


def test_it_stands_on_both_first_pages_and_ends(client, new):
    english(client)
    user, _actor = make.coordinator(new)
    make.sign_in(client, user)
    home = reverse("coordinator:home", args=[new.slug])
    page = client.get(home).content.decode()
    assert "Your first week: 8 things are left" in page
    assert "Somebody with another role does it." in page
    assert reverse("coordinator:new_request", args=[new.slug]) in page
    few = queries_of(client, home)
    Programme.objects.filter(pk=new.pk).update(first_week_over=True)
    assert queries_of(client, home) == few - 1, "one query as long as it is shown, then none"
    Programme.objects.filter(pk=new.pk).update(first_week_over=False)

    admin, _actor = make.member(new, Role.ADMINISTRATOR)
    make.sign_in(client, admin)
    members = reverse("administrator:members", args=[new.slug])
    page = client.get(members).content.decode()
    assert "Your first week" in page
    assert reverse("administrator:rates", args=[new.slug]) in page
    answer = post(client, reverse("handbook:put_away", args=[new.slug]))
    assert answer.url == members
    assert "Your first week" not in client.get(members).content.decode()


def test_nothing_is_said_when_all_is_done(client, new, monkeypatch):
    from erfara.web.handbook import first_week as page

    english(client)
    user, _actor = make.coordinator(new)
    make.sign_in(client, user)
    monkeypatch.setattr(
        page, "first_week",
        lambda *_args: [replace(one, done=True) for one in first_week(new, clock.now().date())],
    )  # fmt: skip
    home = reverse("coordinator:home", args=[new.slug])
    assert "Your first week" not in client.get(home).content.decode()


def test_every_thing_has_words_and_a_page(new):
    assert set(THINGS) == {one.key for one in first_week(new, clock.now().date())}
    assert {route for _text, route in THINGS.values()} <= set(TABLE)
    assert all(model._meta.get_field("programme") for model in (Rate, ConsentText, Interview))
