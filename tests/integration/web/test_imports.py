"""A coordinator brings in a register from a file: each page, each refusal, and what comes of it."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from erfara.foundation import clock
from erfara.people.models import Contributor, RegisterImport
from erfara.workflows import importing
from tests import factories
from tests.integration import files
from tests.unit.people import messy

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])


@pytest.fixture
def programme():
    return factories.programme()


@pytest.fixture
def coordinator(client, programme):
    user, _actor = factories.coordinator(programme)
    return factories.sign_in(client, user)


def url(programme, name, *args):
    return reverse(f"coordinator:{name}", args=[programme.slug, *args])


def send(coordinator, programme, data, name="register.xlsx", source="Det gamla registret"):
    sent = {"file": SimpleUploadedFile(name, data), "source": source}
    return coordinator.post(url(programme, "imports"), sent)


def page_of(coordinator, address):
    answer = coordinator.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return " ".join(answer.content.decode().split())


def brought_to_review(coordinator, programme, data=None):
    """Through the pages until the rows are to be looked through."""
    answer = send(coordinator, programme, data or messy.book())
    row = RegisterImport.objects.get(programme=programme)
    assert answer.url == url(programme, "import_sheet", row.pk)
    assert "Kontakt" in page_of(coordinator, answer.url)
    answer = coordinator.post(answer.url, {"place": "1:5"})
    assert answer.url == url(programme, "import_columns", row.pk)
    shown = page_of(coordinator, answer.url)
    assert "Column O: Övrigt (hidden in the file)" in shown or "Övrigt (dold i filen)" in shown
    fields = re.findall(r'name="(c\d+)".*?</select>', shown)
    chosen = {
        name: html[0] for name in fields
        if (html := re.search(rf'name="{name}".*?</select>', shown))
    }  # fmt: skip
    data = {
        name: (re.search(r'value="(\w*)" selected', html) or ["", ""])[1]
        for name, html in chosen.items()
    }
    data |= {"paper": "paper", "channel": "other", "role": "", "hidden": "take"}
    answer = coordinator.post(answer.url, data)
    assert answer.status_code == 302, answer.content.decode()
    page_of(coordinator, answer.url)
    importing.work(clock.now())
    row.refresh_from_db()
    assert row.state == "review"
    return row


def test_a_messy_register_from_file_to_people(coordinator, programme):
    row = brought_to_review(coordinator, programme)
    rows = url(programme, "import_rows", row.pk)
    shown = page_of(coordinator, rows)
    assert f"{messy.CANARY} Klar A" in shown
    only = page_of(coordinator, f"{rows}?visa=s")
    assert "J42" in only
    assert "Klar A" not in only
    # A row is mended in the browser.
    one = url(programme, "import_row", row.pk, 42)
    assert "v 42 2020" in page_of(coordinator, one)
    form = {"do": "save", "name": f"{messy.CANARY} Dag", "email": "rad37@exempel.invalid",
            "joined": "2020-10-14"}  # fmt: skip
    answer = coordinator.post(one, form)
    assert answer.status_code == 302
    assert files.judged(row, clock.now())[42]["o"] == "n"
    # Another is left out, a crossed out one is taken in.
    coordinator.post(url(programme, "import_row", row.pk, 43), {"do": "leave"})
    coordinator.post(url(programme, "import_row", row.pk, 63), {"do": "take"})
    judged = files.judged(row, clock.now())
    assert (judged[43]["o"], judged[63]["o"]) == ("x", "n")
    confirm = url(programme, "import_confirm", row.pk)
    page_of(coordinator, confirm)
    assert not Contributor.objects.filter(programme=programme).exists()
    assert coordinator.post(confirm).status_code == 302
    assert coordinator.post(confirm).status_code == 302  # twice
    page_of(coordinator, url(programme, "import", row.pk))
    importing.work(clock.now())
    row.refresh_from_db()
    assert row.state == "done", row.trouble
    states = list(Contributor.objects.filter(programme=programme).values_list("state", flat=True))
    assert (states.count("active"), states.count("asked"), states.count("to_phone")) == (30, 8, 2)
    page_of(coordinator, url(programme, "import", row.pk))
    assert "Utanmail" in page_of(coordinator, url(programme, "import_phone", row.pk))
    assert "2" in page_of(coordinator, url(programme, "home"))
    # What didn't come along goes back as a file, without a word about those protected.
    answer = coordinator.post(url(programme, "import_file", row.pk))
    back = load_workbook(BytesIO(answer.content)).active
    texts = [[str(cell or "") for cell in line] for line in back.iter_rows(values_only=True)]
    assert len(texts) == 1 + row.counts["rejected"]
    assert not any("Skyddad" in cell[1:] or "OBS" in cell for line in texts for cell in line)
    assert any("v 42" in cell or "hösten" in cell for line in texts for cell in line)
    assert coordinator.post(url(programme, "import_erase", row.pk)).status_code == 302
    row.refresh_from_db()
    assert row.state == "erased"
    assert coordinator.post(url(programme, "import_file", row.pk)).status_code == 404
    page_of(coordinator, url(programme, "imports"))
    page_of(coordinator, url(programme, "import", row.pk))


def test_protected_rows_are_told_by_number_and_nothing_more(coordinator, programme):
    row = brought_to_review(coordinator, programme)
    shown = page_of(coordinator, url(programme, "import_rows", row.pk) + "?visa=p")
    assert "60" in shown
    assert "61" in shown
    assert "Skyddadett" not in shown
    assert "Skyddadtvå" not in shown
    assert coordinator.get(url(programme, "import_row", row.pk, 60)).status_code == 404
    assert all(set(files.judged(row, clock.now())[n]) == {"o"} for n in (60, 61))


def test_a_file_that_is_no_register_is_refused_whole(coordinator, programme):
    for data, words in (
        (b"", "file"), (b"%PDF-1.7 ...", ""), (messy.book()[:3000], ""), (b"\0" * 500, ""),
    ):  # fmt: skip
        answer = send(coordinator, programme, data)
        assert answer.status_code == 422, words
    assert not RegisterImport.objects.exists()


def test_too_large_a_file_is_told_so(coordinator, programme):
    answer = send(coordinator, programme, b"a;b\n" * 4_500_000, "stor.csv")
    assert answer.status_code == 422
    assert not RegisterImport.objects.exists()


def test_the_same_file_twice_is_said(coordinator, programme):
    data = files.csv([["Anna Ek", "anna@exempel.invalid", "", "", "", "ja", "2020-01-01"]])
    files.written(programme, data, clock.now())
    assert send(coordinator, programme, data, "igen.csv").status_code == 422


def test_no_file_anywhere_else(coordinator, programme):
    sent = {"file": SimpleUploadedFile("x.xlsx", b"x" * 10), "name": "Anna"}
    answer = coordinator.post(url(programme, "new_interest"), sent)
    assert answer.status_code == 422
    assert not answer.wsgi_request.FILES


def test_rows_cost_the_same_however_many(coordinator, programme, django_assert_num_queries):
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    def cost(count):
        rows = [[f"Person {'abcdefghij'[n % 10]}", f"p{count}x{n}@exempel.invalid", "", "", "", "",
                 ""] for n in range(count)]  # fmt: skip
        row = files.reviewed(programme, files.csv(rows), clock.now())
        address = url(programme, "import_rows", row.pk)
        coordinator.get(address)
        with CaptureQueriesContext(connections["default"]) as seen:
            page_of(coordinator, address)
        return len(seen)

    assert cost(1) == cost(24)


def test_leaving_a_field_empty_in_all_rows_reads_them_again(coordinator, programme):
    row = brought_to_review(coordinator, programme)
    coordinator.post(url(programme, "import_forgive", row.pk), {"field": "joined"})
    importing.work(clock.now())
    judged = files.judged(row, clock.now())
    assert {judged[n]["o"] for n in range(42, 48)} == {"n"}
    answer = coordinator.post(url(programme, "import_forgive", row.pk), {"field": "name"})
    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.state == "review"
