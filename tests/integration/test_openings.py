"""Who may open whose details, and that nobody does unseen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import OperationalError

from erfara.foundation.errors import NotAllowed
from erfara.foundation.models.vault import AccessRow
from erfara.foundation.vault import log
from tests.integration import matrix, openings
from tests.integration.about import ABOUT
from tests.integration.world import DATABASES

pytestmark = pytest.mark.django_db(databases=DATABASES)
# Pages that show names, each asked for until a hundred answers have been without a log.
WITH_NAMES = (
    "coordinator:people", "coordinator:person", "coordinator:request", "coordinator:loan",
    "coordinator:inquiry", "coordinator:choose", "person:home", "request:request",
)  # fmt: skip


@pytest.fixture(scope="module")
def world(library_world):
    return library_world


def test_details_open_for_what_is_meant_and_for_nothing_else(world):
    assert openings.surprises(world) == []


@pytest.fixture(scope="module")
def peers(peer_world):
    return peer_world


def test_those_of_peer_support_open_for_what_is_meant_and_for_nothing_else(peers):
    assert openings.surprises(peers) == []
    assert len(list(openings.wrong_peer_uses(peers))) >= 150


def test_many_wrong_ways_are_tried(world):
    assert len(list(openings.wrong_uses(world))) >= 150


def test_nobody_of_another_programme_is_opened_under_this_one_s_name(world):
    """The coordinator of one programme, asking for people of another: nobody comes, no row."""
    _who, use = openings.right_uses(world)["register"]
    there = tuple(one.person_id for one in world.there.people.values())
    before = AccessRow.objects.count()
    with pytest.raises(NotAllowed):
        replace(use, people=there).open(world)
    assert AccessRow.objects.count() == before


def test_without_a_log_nothing_is_shown(world, monkeypatch):
    """A hundred pages while the log can't be written: not one name, not one half page."""

    def fails(*args: object, **values: object) -> None:
        raise OperationalError("disk full")

    def pages():
        for route in WITH_NAMES:
            who = route.split(":")[0].replace("request", "borrower")
            thing = "request team" if who == "borrower" else ABOUT.get(route, "")
            cell = matrix.Cell(route, "GET", who, matrix.Relation.OWN, thing)
            yield world.viewers[who], matrix.address(world, cell)

    for viewer, path in pages():
        assert world.seen(world.ask(viewer, "GET", path).content.decode()), f"{path} has no names"
    monkeypatch.setattr(log, "write", fails)
    shown = 0
    for _round in range(13):
        for viewer, path in pages():
            answer = world.ask(viewer, "GET", path)
            assert answer.status_code >= 500, path
            assert world.seen(answer.content.decode()) == []
            shown += 1
    assert shown >= 100
