"""Figures: what they say, what they mean, and the rows behind them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from erfara.foundation import clock
from erfara.foundation.actors import Role
from erfara.insight.tables import MEANS as FIGURES
from erfara.insight.statistics import request_figures, totals
from erfara.organisations import actions as organisations
from erfara.organisations.models import Programme
from erfara.workflows import lend
from tests import factories as make
from tests.integration.web.looking import english, looked_at_often, same_queries

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])


@pytest.fixture
def programme(client: Client) -> Programme:
    english(client)
    return make.programme()


def as_(client: Client, programme: Programme, role: Role) -> str:
    user, _actor = make.member(programme, role)
    make.sign_in(client, user)
    return f"/arbete/{programme.slug}/siffror/"


def history(programme: Programme) -> None:
    """One loan from end to end, and a request that ended."""
    loan = make.carried_out(
        make.team(make.loan_request(programme, at=clock.now()), at=clock.now()), at=clock.now()
    )
    make.fed_back(make.followed_up(loan), at=clock.now())
    lend.end_request(
        request=make.loan_request(programme, at=clock.now()), end_reason="nobody_fits",
        words="Ingen.", by=make.system(programme), at=clock.now(),
    )  # fmt: skip


def test_a_year_begins_when_it_does_here(programme):
    for day, hour in ((30, 12), (31, 22), (31, 23)):  # in winter an hour before it does in UTC
        at = datetime(2024, 12, day, hour, 30, tzinfo=UTC)
        make.loan_request(programme, at=at)
        make.contributor(programme, at=at)
    years = totals(programme)["by_year"]
    assert {year: row["requests"] for year, row in years.items()} == {"2024": 2, "2025": 1}
    assert {year: row["recruited"] for year, row in years.items()} == {"2024": 2, "2025": 1}
    assert [row.received_year for row in request_figures(programme)] == [2024, 2024, 2025]


def test_nothing_to_count_says_so(client, programme):
    page = client.get(as_(client, programme, Role.STEERING)).content.decode()
    assert "Nothing to count yet" in page


def test_figures_with_what_they_mean(client, programme):
    history(programme)
    url = as_(client, programme, Role.STEERING)
    page = client.get(url).content.decode()
    for said in (
        "Everybody who took part heard what it led to in 1 of 1 loan.",
        "People who joined that year and have not left", "Of loans carried out. Everybody heard",
        "Nobody had lived through it", "<svg", "The same as a table",
    ):  # fmt: skip
        assert said in page, said
    # Somebody who only reads figures is not led to rows.
    assert f"{url}recruited/" not in page
    assert client.get(f"{url}recruited/").status_code == 403
    looked_at_often(client, url, times=6)


def test_the_number_of_queries_does_not_grow(client, programme):
    url = as_(client, programme, Role.COORDINATOR)
    same_queries(client, url, lambda: history(programme))
    for figure in ("requests", "carried_out", "recruited", "times", "asked", "hours", "sought"):
        same_queries(client, f"{url}{figure}/", lambda: history(programme))


def test_each_figure_opens_to_its_rows(client, programme):
    history(programme)
    url = as_(client, programme, Role.COORDINATOR)
    page = client.get(url).content.decode()
    for figure in FIGURES:
        rows = client.get(f"{url}{figure}/")
        assert rows.status_code == 200, figure
        assert "Påhittad Person" not in rows.content.decode()
    assert f"{url}carried_out/" in page
    assert "Request 1" in client.get(f"{url}requests/").content.decode()
    assert "Number 1" in client.get(f"{url}recruited/").content.decode()
    for nonsense in ("open-sesame", "x" * 300):
        assert client.get(f"{url}{nonsense}/").status_code == 404
    for number in ("x", "99", "-1"):
        assert client.get(f"{url}requests/", {"page": number}).status_code == 200


def test_the_record_says_where_its_sources_differ(client):
    english(client)
    programme = make.programme("sormland")
    history(programme)
    url = as_(client, programme, Role.COORDINATOR)
    assert "5 loans for 2021" not in client.get(url).content.decode()
    organisations.set_record(
        programme=programme, clock_stands_at=datetime(2022, 3, 31, 12, tzinfo=UTC), note="",
        by=make.OPERATOR, at=clock.now(),
    )  # fmt: skip
    for page in (url, f"{url}carried_out/"):
        shown = client.get(page).content.decode()
        assert "5 loans for 2021" in shown
        assert "number 12 was not finished" in shown


def test_figures_of_another_programme_are_not_there(client, programme):
    as_(client, programme, Role.STEERING)
    other = make.programme()
    assert client.get(f"/arbete/{other.slug}/siffror/").status_code == 404
