"""What is long is shown as it was read for a minute at most, never after anybody did anything."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from erfara.foundation import clock
from erfara.peersupport.setup.models import Goal
from erfara.workflows import kept
from erfara.workflows import today as day
from tests import factories as make
from tests.factories.peers import setup as peers
from tests.integration.the_day import WAYS

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])

AT = make.AT
THING = WAYS["loan_request", "received"]


@pytest.fixture(autouse=True)
def long_day(monkeypatch):
    """Three rows are many. The clock of the day and that of the minute are turned by hand."""
    hands = SimpleNamespace(at=AT, seconds=0.0)
    monkeypatch.setattr(clock, "now", lambda: hands.at)
    monkeypatch.setattr(kept, "LONG", 3)
    monkeypatch.setattr(kept, "monotonic", lambda: hands.seconds)
    kept.forget()
    yield hands
    kept.forget()


@pytest.fixture
def reads(monkeypatch):
    """How often the day has really been read."""
    asked = []
    everything = day._everything

    def read(*words):
        asked.append(1)
        return everything(*words)

    monkeypatch.setattr(day, "_everything", read)
    return asked


def look(library, at=AT):
    return day.today(library, at, may_be_kept=True)


def test_a_long_day_is_read_once_until_something_happens(library, reads):
    for _number in range(3):
        THING(library)
    first = look(library)
    again = look(library, AT + timedelta(seconds=20))
    assert len(reads) == 1
    assert (again.rows, again.read_at) == (first.rows, AT)
    THING(library)
    assert len(look(library).rows) == len(first.rows) + 1
    assert len(reads) == 2


def test_it_is_read_again_after_a_minute_and_on_another_day(library, reads, long_day):
    for _number in range(3):
        THING(library)
    look(library)
    long_day.seconds = kept.SECONDS - 1
    look(library)
    assert len(reads) == 1
    long_day.seconds = kept.SECONDS
    look(library)
    assert len(reads) == 2
    assert look(library, AT + timedelta(days=1)).read_at == AT + timedelta(days=1)
    assert len(reads) == 3


def test_a_short_day_and_whoever_does_not_say_so_read_what_is(library, reads):
    for _number in range(2):
        THING(library)
    for _again in range(2):
        look(library)
    THING(library)
    for _again in range(2):
        day.today(library, AT)
    assert len(reads) == 4


def test_days_are_not_mixed_up(library, reads):
    other = make.programme()
    for _number in range(3):
        THING(library)
        THING(other)
    here, there = look(library), look(other)
    assert not {row.pk for row in here.rows} & {row.pk for row in there.rows}
    assert look(library).rows == here.rows
    assert len(reads) == 2


def test_the_page_says_when_it_was_read(library, staff, long_day):
    for _number in range(3):
        THING(library)
    page = reverse("coordinator:home", args=[library.slug])
    assert "Det här lästes" not in staff.get(page).content.decode()
    long_day.at = AT + timedelta(seconds=30)
    assert "Det här lästes" in staff.get(page).content.decode()


def test_how_a_programme_stands_is_kept_where_many_have_a_place(long_day, monkeypatch):
    monkeypatch.setattr(kept, "LONG", 0)
    programme = peers.programme()
    peers.begun(programme)
    lead = make.sign_in(Client(), make.coordinator(programme)[0])
    page = reverse("setup:home", args=[programme.slug])
    assert "Det här lästes" not in lead.get(page).content.decode()
    long_day.at = AT + timedelta(seconds=30)
    assert "Det här lästes" in lead.get(page).content.decode()
    peers.goal(programme, Goal.Kind.TRAINED, 987)
    after = lead.get(page).content.decode()
    assert "987" in after
    assert "Det här lästes" not in after
