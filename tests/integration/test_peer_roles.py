"""Who gets in where in a peer support programme: every address × method × role × relation.

As `test_roles`, for the other kind of programme: a library's pages are not there, and its own are
for those who are meant.
"""

from __future__ import annotations

from collections import Counter

import pytest

from erfara.web.roles_table import belongs
from tests.integration import matrix
from tests.integration.world import DATABASES

pytestmark = pytest.mark.django_db(databases=DATABASES)
VIEWERS = (
    "public", "person", "workplace", "coordinator", "user_org", "recruiter", "trainer", "steering",
    "administrator", "operator", "stranger",
)  # fmt: skip
# Pages of no programme are walked once, in `test_roles`.
ROUTES = sorted(route for route, parts in matrix.routes().items() if "slug" in parts)


@pytest.fixture(scope="module")
def world(peer_world):
    return peer_world


@pytest.mark.parametrize("route", ROUTES)
def test_everybody_at(route, world):
    surprises = matrix.walk(world, matrix.cells(route, VIEWERS, world.kind))
    assert not surprises, "\n".join(surprises)


def test_the_matrix_is_whole(world):
    squares = [cell for route in ROUTES for cell in matrix.cells(route, VIEWERS, world.kind)]
    outcomes = Counter(
        matrix.expected(cell, world.viewers[cell.viewer], world.kind) for cell in squares
    )
    print(f"{len(squares)} squares: {dict(outcomes)}")  # noqa: T201 - the figure is wanted
    assert set(world.viewers) == set(VIEWERS)
    assert len(squares) == len(set(squares)) >= 3_000
    assert set(outcomes) == set(matrix.Outcome)


def test_each_kind_has_pages_of_its_own():
    kinds = Counter(
        (belongs(route, matrix.LIBRARY), belongs(route, matrix.PEER_SUPPORT)) for route in ROUTES
    )
    assert (False, False) not in kinds
    assert kinds[True, False] > 200
    assert kinds[True, True] > 20
