"""Today: every thing that a state gives to the coordinator is there, and looking opens nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from erfara.foundation import clock
from erfara.foundation.actors import Role
from erfara.foundation.models import AccessRow
from erfara.foundation.states import TABLES
from erfara.people import actions as people
from erfara.people.models import Contributor
from erfara.people.models.consents import How
from erfara.web.coordinator.day_rows import ABOUT_MANY, ROUTES
from erfara.workflows import lend
from erfara.workflows import today as day
from erfara.workflows.today import fallback
from tests import factories as make
from tests.integration.peers.days import of_peer_support
from tests.integration.the_day import WAYS

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])

AT = make.AT


@pytest.fixture(autouse=True)
def the_day(monkeypatch):
    """The pages' day is the one on which things are made."""
    monkeypatch.setattr(clock, "now", lambda: AT)


def test_every_state_of_the_coordinators_has_a_way_here():
    wanted = {
        (table.name, state.value)
        for table in TABLES.values()
        for state in table.states.values()
        if state.pen == Role.COORDINATOR
    }
    assert wanted - of_peer_support() == set(WAYS)


@pytest.mark.parametrize("kind", list(WAYS), ids="-".join)
def test_what_waits_for_the_coordinator_is_there(kind, staff, library):
    WAYS[kind](library)
    covered = {k for row in day.today(library, AT).rows for k in row.covers}
    assert kind in covered
    page = staff.get(reverse("coordinator:home", args=[library.slug]))
    assert page.status_code == 200
    assert "unshown" not in {row.step for row in day.today(library, AT).rows}
    for row in day.today(library, AT).rows:
        route = ROUTES[row.step]
        about = [] if row.step in ABOUT_MANY else [row.pk]
        address = reverse(route, args=[library.slug, *about])
        assert address in page.content.decode()


def test_a_state_that_no_source_shows_is_there_all_the_same(staff, library, monkeypatch):
    shown = fallback.SHOWN["loan_request"].replace("waiting", "")
    monkeypatch.setitem(fallback.SHOWN, "loan_request", shown)
    WAYS["loan_request", "waiting"](library)
    WAYS["loan_request", "waiting"](make.programme())
    (row,) = [row for row in day.today(library, AT).rows if row.step == "unshown"]
    assert (row.group, row.number, set(row.covers)) == ("now", 1, {("loan_request", "waiting")})
    text = staff.get(reverse("coordinator:home", args=[library.slug])).content.decode()
    assert "”väntar på något annat”" in text
    assert reverse("coordinator:find", args=[library.slug]) in text


def test_it_says_so_when_nothing_waits(staff, library):
    response = staff.get(reverse("coordinator:home", args=[library.slug]))
    assert response.status_code == 200
    assert not day.today(library, AT).rows


def test_another_librarys_things_are_not_there(library):
    for way in WAYS.values():
        way(make.programme())
    assert not day.today(library, AT).rows


def test_those_without_mail_are_to_be_called(library):
    request = make.loan_request(library)
    make.asked(request, [make.contributor(library, consents=("register",))])
    assert "answer_for" in {row.step for row in day.today(library, AT).rows}
    lend.end_request(
        request=request, end_reason="too_few", words="För få.", by=make.system(library), at=AT
    )
    (row,) = day.today(library, AT).rows
    assert row.step == "tell"


def test_what_has_a_day_moves_up_as_it_comes(library):
    WAYS["loan_request", "waiting"](library)
    groups = [day.today(library, AT + timedelta(days=later)).rows[0].group for later in (0, 35, 40)]
    assert groups == ["later", "week", "now"]


def test_several_answers_to_one_request_are_one_row(library):
    request = make.loan_request(library)
    for inquiry in make.asked(request, 3):
        make.said_yes(inquiry)
    rows = [row for row in day.today(library, AT).rows if row.step.startswith("confirm")]
    assert [(row.step, row.values["count"]) for row in rows] == [("confirm_many", 3)]


def test_looking_at_the_day_opens_nobody(staff, library):
    for way in (WAYS["inquiry", "yes"], WAYS["contributor", "interested"]):
        way(library)
    before = AccessRow.objects.count()
    staff.get(reverse("coordinator:home", args=[library.slug]))
    assert AccessRow.objects.count() == before


def test_its_queries_do_not_grow(staff, library, monkeypatch):
    # A kind of which there is more than is read is counted: one query more, see below.
    monkeypatch.setattr("erfara.web.coordinator.home.LIMIT", 400)
    address = reverse("coordinator:home", args=[library.slug])
    counts = []
    for more in (1, 2):
        for _ in range(more):
            for way in WAYS.values():
                way(library)
        staff.get(address)
        with CaptureQueriesContext(connection) as seen:
            staff.get(address)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_more_than_has_room_is_said(staff, library):
    for number in range(42):
        people.note_interest(
            programme=library, identity={"email": f"ny{number}@exempel.invalid"}, channel="web",
            by=make.system(library), at=AT,
        )  # fmt: skip
    found = day.today(library, AT)
    assert (len(found.now), found.beyond) == (40, 2)
    assert len(day.today(library, AT, most=None).now) == 42
    # The page shows the first of them, says how many more there are, and leads to them all
    home = reverse("coordinator:home", args=[library.slug])
    page = staff.get(home).content.decode()
    assert page.count("todo-what") == 25
    assert "15 till väntar" in page
    assert "upp till 2 till" in page
    assert 'href="?visa=nu"' in page
    assert 'href="?visa=alla"' in page
    for view in ("nu", "alla"):
        whole = staff.get(home, {"visa": view}).content.decode()
        assert whole.count("todo-what") == 42


def test_a_person_taken_in_no_longer_waits(library):
    WAYS["contributor", "interested"](library)
    applicant = Contributor.objects.get(programme=library)
    people.welcome(
        contributor=applicant, told=[], forms=[], consents=["register"], how=How.PHONE,
        by=make.system(library), at=AT,
    )  # fmt: skip
    assert not day.today(library, AT).rows
