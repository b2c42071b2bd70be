"""Who gets in where: every address × method × role × relation, against the table of roles.

What is expected stands in `matrix.expected`; here it is asked for. In every square also: nothing
is written by looking or by being turned away, no detail is opened for one who is turned away, and
no page shows a name, address or story to one who may not see it.
"""

from __future__ import annotations

from collections import Counter

import pytest

from tests.integration import matrix
from tests.integration.world import DATABASES

pytestmark = pytest.mark.django_db(databases=DATABASES)
VIEWERS = (
    "public", "borrower", "person", "coordinator", "steering", "administrator", "operator",
    "stranger",
)  # fmt: skip


@pytest.fixture(scope="module")
def world(library_world):
    return library_world


def test_every_route_has_a_row_and_every_row_a_route():
    assert matrix.rows_and_routes() == []


def test_the_table_lets_in_those_whom_we_mean():
    assert matrix.audiences() == []


@pytest.mark.parametrize("route", sorted(matrix.routes()))
def test_everybody_at(route, world):
    surprises = matrix.walk(world, matrix.cells(route, VIEWERS, world.kind))
    assert not surprises, "\n".join(surprises)


def test_the_matrix_is_whole(world):
    squares = [cell for route in matrix.routes() for cell in matrix.cells(route, VIEWERS)]
    outcomes = Counter(matrix.expected(cell, world.viewers[cell.viewer]) for cell in squares)
    print(f"{len(squares)} squares: {dict(outcomes)}")  # noqa: T201 - the figure is wanted
    assert set(world.viewers) == set(VIEWERS)
    assert len(squares) == len(set(squares)) >= 9_000
    assert min(outcomes.values()) >= 500
    assert set(outcomes) == set(matrix.Outcome)
