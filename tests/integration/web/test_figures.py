"""Figures: what they say, what they mean, and the rows behind them."""

from __future__ import annotations

import csv
import re
from datetime import UTC, datetime
from io import BytesIO, StringIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from erfara.foundation import clock
from erfara.foundation.actors import Role
from erfara.insight import prepared
from erfara.insight.statistics import library_statistics
from erfara.insight.tables import MEANS as FIGURES
from erfara.organisations import actions as organisations
from erfara.organisations.models import Programme, Unit
from erfara.web.sheets import as_csv, as_xlsx
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
    found = library_statistics(programme)
    years = found["by_year"]
    assert {year: row["requests"] for year, row in years.items()} == {"2024": 2, "2025": 1}
    assert {year: row["recruited"] for year, row in years.items()} == {"2024": 2, "2025": 1}
    assert [row["received_year"] for row in found["requests"]] == [2024, 2024, 2025]


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


def test_the_figures_as_files(client, programme):
    history(programme)
    url = as_(client, programme, Role.COORDINATOR)
    plain = client.get(f"{url}siffror.csv")
    assert plain["Cache-Control"] == "no-store"
    rows = list(csv.reader(StringIO(plain.content.decode("utf-8-sig")), delimiter=";"))
    year = str(clock.local_day(clock.now()).year)
    asked = [row for row in rows if row[:3] == ["Requests that came in", year, "Requests"]]
    assert [row[3:5] for row in asked] == [["2", "All years"]]
    assert {len(row) for row in rows} == {8}
    # What holds small groups as they are says so on each line, on each sheet, in its name
    assert all("Don't pass it on" in row[7] for row in rows[1:])
    assert "-internt" in plain["Content-Disposition"]
    assert {row[0] for row in rows[1:]} >= {"How long it took", "How people found us"}
    book = load_workbook(BytesIO(client.get(f"{url}siffror.xlsx").content))
    sheet = book["Requests that came in"]
    assert [cell.value for cell in sheet[3]] == [year, 2]
    assert "Requests that came in that year" in str(sheet.cell(5, 1).value)
    for one in book:
        assert any("Don't pass it on" in str(cell.value) for row in one for cell in row), one.title
    # One year has nothing: the file says so by having no rows, and which year it was.
    empty = client.get(f"{url}siffror.xlsx", {"till": "1999-12-31"}).content
    assert load_workbook(BytesIO(empty))["Requests that came in"].max_row == 5


def test_nothing_in_a_file_is_taken_for_a_formula():
    link = '=HYPERLINK("http://x.invalid")'
    nasty = [link, "+1", "-1", "@sum", "\tx", "plain", 3, 2.5, None]
    [row] = csv.reader(StringIO(as_csv([nasty]).decode("utf-8-sig")), delimiter=";")
    assert row == ["'" + link, "'+1", "'-1", "'@sum", "'\tx", "plain", "3", "2,5", ""]
    book = load_workbook(BytesIO(as_xlsx([("=a", [nasty], 0), ("=A", [nasty], 0)])))
    for sheet in book:
        assert [cell.data_type for cell in sheet[1]][:6] == ["s"] * 6
        assert sheet.cell(1, 1).value == nasty[0]


def test_whoever_does_not_see_the_register_sees_no_small_group(client, programme):
    for _number in range(7):
        make.contributor(programme, at=clock.now())
    history(programme)
    url = as_(client, programme, Role.STEERING)
    waits = "is counted once a quarter and has not been counted yet"
    assert waits in client.get(url).content.decode()
    assert prepared.count_in(programme, clock.now())
    page = client.get(url).content.decode()
    assert waits not in page
    assert "Rounded to the nearest five." in page
    part = page.partition('id="asked"')[2].partition("</section>")[0]
    told = re.findall(r'<td data-label="[^"]*" class="number">([^<]*)</td>', part)
    assert set(told) <= {"5", "10", "fewer than five", "not shown"}
    assert "<a " not in part
    plain = client.get(f"{url}siffror.csv").content.decode()
    for row in csv.reader(StringIO(plain), delimiter=";"):
        if row[0] == "Who is asked, and who never is":
            assert row[3] in {"5", "10", "fewer than five", "not shown"}
    # Who asks is not for them either.
    assert "Region Påhitt" not in page
    unit = {"enhet": str(Unit.objects.get(programme=programme).pk)}
    other = client.get(url, unit)
    assert "Region Påhitt" not in other.content.decode()
    assert "Can be shown to others" in page
    # A coordinator gets the same to hand on, on the page and in its files
    as_(client, programme, Role.COORDINATOR)
    mine = client.get(url).content.decode()
    assert "small groups are shown as they are" in mine
    assert f'href="{url}?for=andra"' in mine
    for_others = client.get(url, {"for": "andra", **unit}).content.decode()
    assert 'id="asked"' + part == "".join(_asked(for_others))
    assert "Region Påhitt" not in for_others
    assert f'href="{url}siffror.csv?for=andra"' in for_others
    handed = client.get(f"{url}siffror.csv?for=andra")
    assert handed.content.decode() == plain
    assert "-internt" not in handed["Content-Disposition"]


def _asked(page: str) -> tuple[str, str]:
    _before, here, after = page.partition('id="asked"')
    return here, after.partition("</section>")[0]


def test_a_record_says_when_it_was_printed_by_the_real_clock(client, programme):
    organisations.set_record(
        programme=programme, clock_stands_at=datetime(2022, 3, 31, 12, tzinfo=UTC), note="",
        by=make.OPERATOR, at=clock.now(),
    )  # fmt: skip
    url = as_(client, programme, Role.COORDINATOR)
    year = str(clock.local_day(clock.now()).year)
    assert re.search(rf"Printed [^<]*{year}<", client.get(url).content.decode())
    book = load_workbook(BytesIO(client.get(f"{url}siffror.xlsx").content))
    [day] = [row[1].value for row in book.worksheets[0] if row[0].value == "Taken out on"]
    assert year in day


def test_figures_of_another_programme_are_not_there(client, programme):
    as_(client, programme, Role.STEERING)
    other = make.programme()
    assert client.get(f"/arbete/{other.slug}/siffror/").status_code == 404
