"""The lead's day: whatever waits for her is there, with the page where it is done."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from erfara.foundation import clock
from erfara.web.coordinator.day_rows import ABOUT_MANY, ROUTES
from erfara.workflows import today as day
from erfara.workflows.today import fallback
from tests import factories as make
from tests.factories.peers import workplaces as peers
from tests.integration.peers.days import AT, WAYS, of_peer_support

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])


@pytest.fixture(autouse=True)
def the_day(monkeypatch):
    """The pages' day is the one on which things are made."""
    monkeypatch.setattr(clock, "now", lambda: AT)


def test_every_state_of_the_leads_has_a_way_here():
    assert of_peer_support() == set(WAYS)


@pytest.mark.parametrize("kind", list(WAYS), ids="-".join)
def test_what_waits_for_a_lead_is_there(kind):
    of = peers.programme()
    WAYS[kind](of)
    rows = day.today(of, AT).rows
    assert kind in {k for row in rows for k in row.covers}
    user, _actor = make.coordinator(of)
    page = make.sign_in(Client(), user).get(reverse("coordinator:home", args=[of.slug]))
    assert page.status_code == 200
    for row in rows:
        about = [] if row.step in ABOUT_MANY else [row.pk]
        assert reverse(ROUTES[row.step], args=[of.slug, *about]) in page.content.decode()


def test_a_state_that_no_source_shows_leads_to_a_page_of_peer_support(monkeypatch):
    monkeypatch.setitem(fallback.SHOWN, "workplace", "unanswered wants_out")
    of = peers.programme()
    peers.raised(of)
    (row,) = [row for row in day.today(of, AT).rows if row.step.startswith("unshown")]
    lead = make.sign_in(Client(), make.coordinator(of)[0])
    there = reverse(ROUTES[row.step], args=[of.slug])
    page = lead.get(reverse("coordinator:home", args=[of.slug])).content.decode()
    assert f'href="{there}"' in page
    assert lead.get(there).status_code == 200


def test_another_programmes_things_are_not_there():
    for way in WAYS.values():
        way(peers.programme())
    of = peers.programme()
    assert not {k for row in day.today(of, AT).rows for k in row.covers} & set(WAYS)
