"""Figures of a large library: ordered, counted by the worker, shown, and the same as otherwise."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client

from erfara.foundation import clock, worker
from erfara.foundation.actors import Role
from erfara.foundation.errors import Refused
from erfara.insight import actions, behind, prepared
from erfara.insight.counting import Counted, tables_of
from erfara.insight.models import FigureRows, FigureSheet
from erfara.insight.prepared import NotCounted, Sheet
from erfara.insight.spans import EVERYTHING, Span, of_key, year
from erfara.organisations.models import Programme, Unit
from erfara.workflows import lend
from tests import factories as make
from tests.factories import AT
from tests.integration import years
from tests.integration.web.looking import english
from tests.integration.web.test_figures import as_

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
LATE = {"fran": "2024-03-01", "till": "2025-02-28"}


@pytest.fixture
def programme(client: Client, monkeypatch: pytest.MonkeyPatch) -> Programme:
    english(client)
    monkeypatch.setattr(prepared, "LARGE", 0)
    return make.programme()


def asked_for(programme: Programme, *, ended: bool = False) -> None:
    """A request within `LATE`."""
    at = years.moment(2024, 5, 2)
    request = make.loan_request(programme, at=at)
    if ended:
        lend.end_request(
            request=request, end_reason="nobody_fits", words="Ingen.", by=make.system(programme),
            at=at,
        )  # fmt: skip


def order(programme: Programme, span: Span) -> FigureSheet:
    return actions.order(programme=programme, span=span, by=make.system(programme), at=AT)


def test_what_is_kept_is_what_is_counted_at_once(programme, monkeypatch) -> None:
    monkeypatch.setattr(behind, "PART", 3)
    years.years(programme)
    unit = Unit.objects.get(programme=programme, name="Hemtjänsten")
    own = Span(date(2024, 3, 1), date(2025, 2, 28))
    spans = [own, Span(unit=unit.pk), Span(date(2024, 5, 2), None, unit.pk)]
    for span in spans:
        assert of_key(span.key) == span
        assert prepared.sheet(programme, span, sees_register=True) == NotCounted(waits=False)
        order(programme, span)
        assert prepared.count_ordered(AT)
    assert not prepared.count_ordered(AT)
    assert prepared.count_in(programme, AT)
    amounts = paged = 0
    for span in [*spans, EVERYTHING, year(2024)]:
        kept = prepared.sheet(programme, span, sees_register=True)
        assert isinstance(kept, Sheet)
        assert kept.counted_at == AT
        once = tables_of(Counted(programme, span))
        assert [one.plain() for one in kept.tables] == [one.plain() for one in once]
        for table in once:
            for (row, column), cell in table.cells.items():
                found = prepared.rows_behind(programme, span, table.key, row, column)
                assert not isinstance(found, NotCounted)
                which = (span.key, table.key, row, column)
                assert list(found.ids[0:1000]) == list(cell.ids), which
                assert list(found.ids[1:5]) == list(cell.ids[1:5]), which
                paged += len(cell.ids) > 4
                if cell.amounts:
                    assert [found.amounts[pk] for pk in cell.ids] == list(cell.amounts), which
                    amounts += 1
            if table.key in {"requests", "outcomes", "hours"}:  # all rows of a figure together
                column = next(iter(table.means.columns))
                whole = prepared.rows_behind(programme, span, table.key, "", column)
                assert not isinstance(whole, NotCounted)
                many = [pk for cell in table.cells.values() for pk in cell.ids]
                assert list(whole.ids[0:1000]) == ([] if table.key == "hours" else many)
    assert amounts > 10
    assert paged > 10
    # Who has lived what is never kept beside her number.
    assert not FigureRows.objects.filter(figure__in=["asked", "channels", "recruited"]).exists()


def test_ordered_counted_and_shown(client, programme) -> None:
    asked_for(programme, ended=True)
    url = as_(client, programme, Role.COORDINATOR)
    page = client.get(url, LATE)
    assert "These figures have not been counted yet" in page.content.decode()
    assert not FigureSheet.objects.exists()  # looking orders nothing
    for file in ("siffror.csv", "siffror.xlsx"):
        assert client.get(f"{url}{file}", LATE)["Location"] == f"{url}?{urlencode(LATE)}"
    sent = client.post(f"{url}rakna/", LATE)
    waiting = client.get(sent["Location"])
    assert "usually ready within a minute" in waiting.content.decode()
    assert waiting["Refresh"] == "10"
    assert "Refresh" not in page
    client.post(f"{url}rakna/", LATE)
    assert FigureSheet.objects.count() == 1  # the same one is not ordered twice

    [job] = [one for one in worker.jobs() if one.name == "figures_ordered"]
    job.function(clock.now())
    page = client.get(sent["Location"])
    assert "Refresh" not in page
    assert "Counted " in page.content.decode()
    assert "Requests that came in" in page.content.decode()
    rows = client.get(f"{url}outcomes/", {"rad": "nobody_fits", "kolumn": "requests", **LATE})
    assert "Request 1" in rows.content.decode()
    assert "Counted " in rows.content.decode()
    assert client.get(f"{url}siffror.csv", LATE)["Content-Type"].startswith("text/csv")

    # They can be counted again, and stand there meanwhile.
    assert "Count them again" in page.content.decode()
    client.post(f"{url}rakna/", LATE)
    page = client.get(url, LATE)
    assert page["Refresh"] == "10"
    assert "They are being counted again" in page.content.decode()
    assert "Requests that came in" in page.content.decode()


def test_rows_that_are_not_counted_lead_back_to_themselves(client, programme) -> None:
    asked_for(programme, ended=True)
    url = as_(client, programme, Role.COORDINATOR)
    asked = {"rad": "nobody_fits", "kolumn": "requests", "tid": "2024"}
    assert "Count them" in client.get(f"{url}outcomes/", asked).content.decode()
    sent = client.post(f"{url}rakna/", {**asked, "figure": "outcomes"})
    assert sent["Location"].startswith(f"{url}outcomes/?rad=nobody_fits")
    assert prepared.count_ordered(clock.now())
    assert "Request 1" in client.get(sent["Location"]).content.decode()
    wrong = client.post(f"{url}rakna/", {"fran": "2025-01-01", "till": "2024-01-01"})
    assert client.get(wrong["Location"]).status_code == 422
    assert FigureSheet.objects.count() == 1


def test_what_is_ordered_for_others_comes_back_for_others(client, programme) -> None:
    asked_for(programme)
    url = as_(client, programme, Role.COORDINATOR)
    for_others = {**LATE, "for": "andra"}
    page = client.get(url, for_others).content.decode()
    assert '<input type="hidden" name="for" value="andra">' in page
    assert f'href="{url}?for=andra"' in page, "Everything, and back, for the same eyes."
    for file in ("siffror.csv", "siffror.xlsx"):
        there = client.get(f"{url}{file}", for_others)["Location"]
        assert there == f"{url}?{urlencode(for_others)}"
    unit = str(Unit.objects.get(programme=programme).pk)
    sent = client.post(f"{url}rakna/", {**for_others, "enhet": unit})
    assert sent["Location"] == f"{url}?{urlencode(for_others)}"
    assert prepared.count_ordered(clock.now())
    assert "Can be shown to others" in client.get(sent["Location"]).content.decode()
    wrong = {"fran": "2025-01-01", "till": "2024-01-01", "for": "andra"}
    assert "for=andra" in client.post(f"{url}rakna/", wrong)["Location"]


def test_those_who_read_figures_alone_order_no_unit_and_see_no_small_group(
    client, programme
) -> None:
    for _number in range(7):
        make.contributor(programme, at=AT)
    asked_for(programme)
    assert prepared.count_in(programme, AT)
    url = as_(client, programme, Role.STEERING)
    unit = str(Unit.objects.get(programme=programme).pk)
    client.post(f"{url}rakna/", {**LATE, "enhet": unit})
    order = FigureSheet.objects.get(waits=True)
    assert of_key(order.key) == Span(date(2024, 3, 1), date(2025, 2, 28))
    assert prepared.count_ordered(clock.now())
    own = prepared.sheet(programme, of_key(order.key), sees_register=False)
    every = prepared.sheet(programme, EVERYTHING, sees_register=False)
    assert isinstance(own, Sheet)
    assert isinstance(every, Sheet)
    groups = [{one.key: one.plain() for one in t.tables if one.means.people} for t in (own, every)]
    assert groups[0] == groups[1] != {}
    page = client.get(url, LATE).content.decode()
    assert "Rounded to the nearest five." in page
    assert "/outcomes/" not in page


def test_few_wait_at_a_time_and_none_stays(client, programme) -> None:
    make.loan_request(programme, at=AT)
    url = as_(client, programme, Role.COORDINATOR)
    for month in range(1, actions.MOST_WAITING + 1):
        order(programme, Span(date(2024, month, 1)))
    with pytest.raises(Refused):
        order(programme, Span(date(2023, 1, 1)))
    sent = client.post(f"{url}rakna/", {"fran": "2023-01-01"})
    assert "countings that wait" in client.get(sent["Location"]).content.decode()
    order(make.programme(), Span(date(2023, 1, 1)))  # another's do not stand in the way

    # Two workers never count the same; what one lost is counted by another.
    first = actions.take(AT)
    second = actions.take(AT)
    assert first
    assert second
    assert first.key != second.key
    while prepared.count_ordered(AT):
        pass
    assert set(FigureSheet.objects.filter(waits=True)) == {first, second}
    later = AT + actions.LOST + timedelta(seconds=1)
    assert prepared.count_ordered(later)
    assert prepared.count_ordered(later)
    assert not FigureSheet.objects.filter(waits=True).exists()

    prepared.count_in(programme, AT)
    prepared.count_in(programme, AT + actions.KEPT)
    assert FigureSheet.objects.filter(programme=programme, asked_at__isnull=False).exists()
    prepared.count_in(programme, AT + actions.KEPT + timedelta(seconds=1))
    assert not FigureSheet.objects.filter(programme=programme, asked_at__isnull=False).exists()
    assert FigureSheet.objects.filter(programme=programme, key="//").exists()


def test_a_small_library_orders_nothing(client, programme, monkeypatch) -> None:
    monkeypatch.setattr(prepared, "LARGE", 500)
    asked_for(programme)
    url = as_(client, programme, Role.COORDINATOR)
    assert "Requests that came in" in client.get(url, LATE).content.decode()
    assert client.post(f"{url}rakna/", LATE).status_code == 302
    assert not FigureSheet.objects.exists()
    other = make.programme()
    assert client.post(f"/arbete/{other.slug}/siffror/rakna/", LATE).status_code == 404
