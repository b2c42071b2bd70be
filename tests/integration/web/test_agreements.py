"""An agreement on each side's page, at a coordinator's, and on its way to the registry."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse

from erfara.engines import pdf
from erfara.foundation import clock, vault
from erfara.foundation.models import AccessRow
from erfara.lending import agreement_queries
from erfara.lending.models import Acceptance, Agreement, Loan
from erfara.organisations.models import Programme
from erfara.workflows import agreements as workflow
from tests import factories as make

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])


@pytest.fixture
def library() -> Programme:
    return make.programme(asks_agreement=True, asks_conflicts=True, owner="Region Påhitt")


def live(loan: Loan) -> Agreement:
    found = agreement_queries.live_agreement(loan)
    assert found is not None
    return found


@pytest.fixture
def row(library: Programme) -> Agreement:
    """An agreement that two people and a borrower have been asked about."""
    loan = make.team(make.loan_request(library), 2)
    return workflow.send(
        agreement=live(loan), accept_by=(clock.now() + timedelta(days=9)).date(),
        by=make.system(library), at=clock.now(),
    )  # fmt: skip


def sides(row: Agreement) -> tuple[Acceptance, Acceptance, Acceptance]:
    rows = list(row.acceptances.order_by("participation__contributor__number", "id"))
    borrower = next(a for a in rows if a.participation_id is None)
    one, other = (a for a in rows if a.participation_id is not None)
    return borrower, one, other


def page_of(answer: Acceptance) -> str:
    slug = answer.programme.slug
    if answer.participation is None:
        return reverse("request:agreement", args=[slug, answer.agreement.loan.request_id])
    return reverse("question:agreement", args=[slug, answer.participation.inquiry_id])


def as_her(answer: Acceptance) -> Client:
    return make.person_sign_in(Client(), answer.person)


def yes(answer: Acceptance, **more: str) -> Any:
    data = {"do": "accept", "version": "1", "support": "own", "support_words": "Min syster Eva",
            "conflict": "nothing", **more}  # fmt: skip
    return as_her(answer).post(page_of(answer), data)


def test_each_side_reads_it_and_says_yes(row, staff, library):
    borrower, one, other = sides(row)
    page = as_her(one).get(page_of(one)).content.decode()
    assert "Rätten att sluta" in page
    assert "Ja, det här går jag med på" in page
    names = [
        values["name"]
        for values in vault.open(
            tenant_id=library.pk, person_ids=[other.person_id], blob="identity", fields=["name"],
            purpose="register", case="register", actor=make.system(library), at=clock.now(),
        ).values()
    ]  # fmt: skip
    assert not any(name in page for name in names)
    assert yes(one).status_code == 302
    assert "Min syster Eva" in as_her(one).get(page_of(one)).content.decode()
    agrees = as_her(borrower).post(page_of(borrower), {"do": "accept", "version": "1"})
    assert agrees.status_code == 302
    assert yes(other, conflict="declared", declaration="Jag har arbetat där.").status_code == 302
    home = staff.get(reverse("coordinator:home", args=[library.slug])).content.decode()
    assert "Läs och bedöm" in home
    assess = reverse("coordinator:assess_declaration", args=[library.slug, other.pk])
    assert "Jag har arbetat där." in staff.get(assess).content.decode()
    assert AccessRow.objects.filter(purpose="agreement", person_id=other.person_id).exists()
    staff.post(assess, {"outcome": "no_obstacle", "reason": "Det var länge sedan."})
    row.refresh_from_db()
    assert row.state == "agreed"
    whole = staff.get(reverse("coordinator:agreement", args=[library.slug, row.loan_id]))
    assert "alla har sagt ja" in whole.content.decode()


def test_an_unfinished_answer_and_an_old_version_are_said_in_words(row):
    one = sides(row)[1]
    page = yes(one, support_words="")
    assert page.status_code == 422
    assert "Skriv vem du vänder dig till" in page.content.decode()
    old = yes(one, version="0")
    assert old.status_code == 422
    assert "gäller inte längre" in old.content.decode()
    number = yes(one, support_words="121212-1212")
    assert number.status_code == 422
    assert "personnummer" in number.content.decode()


def test_a_wish_is_answered_on_its_own_page(row, staff, library):
    one = sides(row)[1]
    as_her(one).post(page_of(one), {"do": "change", "version": "1", "words": "En annan sal."})
    reply = reverse("coordinator:answer_wish", args=[library.slug, one.pk])
    assert "En annan sal." in staff.get(reply).content.decode()
    staff.post(reply, {"words": "Vi byter sal."})
    assert "Vi byter sal." in as_her(one).get(page_of(one)).content.decode()


def test_the_coordinator_writes_sends_and_notes(staff, library):
    loan = make.team(make.loan_request(library), 2)
    slug = library.slug
    here = reverse("coordinator:agreement", args=[slug, loan.pk])
    assert "Skicka överenskommelsen" in staff.get(here).content.decode()
    row = live(loan)
    written = {name: value for name, value in row.terms.items() if isinstance(value, str)}
    write = reverse("coordinator:write_agreement", args=[slug, loan.pk])
    staff.post(write, {**written, "more": "Vi bjuder på lunch.", "version": "1"})
    send = reverse("coordinator:send_agreement", args=[slug, loan.pk])
    until = (clock.now() + timedelta(days=9)).date().isoformat()
    assert staff.post(send, {"accept_by": until}).status_code == 302
    row.refresh_from_db()
    assert row.state == "asked"
    assert row.terms["more"] == "Vi bjuder på lunch."
    for answer in row.acceptances.all():
        staff.post(
            reverse("coordinator:note_agreement", args=[slug, answer.pk]),
            {"how": "phone", "support": "nobody", "conflict": "nothing"},
        )
    row.refresh_from_db()
    assert row.state == "agreed"
    assert set(row.acceptances.values_list("how", flat=True)) == {"phone"}


def record_of(client: Client, row: Agreement, **more: Any) -> Any:
    url = reverse("coordinator:record", args=[row.programme.slug, row.loan_id])
    papers = ["borrower", "people", "assignment", "request", "outcomes"]
    return client.post(url, {"papers": papers, "secret": "yes", "law": "OSL 25:1", **more})


def inside(response: Any) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(response.content))


def test_the_registry_gets_papers_and_what_they_are(row, staff, library):
    borrower, one, other = sides(row)
    as_her(borrower).post(page_of(borrower), {"do": "accept", "version": "1"})
    yes(one), yes(other)
    first = record_of(staff, row)
    assert first["Content-Type"] == "application/zip"
    assert record_of(staff, row).content == first.content, "the same input, the same bytes"
    pack = inside(first)
    case = ElementTree.fromstring(pack.read("metadata.xml"))  # noqa: S314 - made by us
    assert case.findtext("antal_filer") == "6"
    kinds = [paper.findtext("handlingstyp") for paper in case.iter("handling")]
    assert kinds.count("överenskommelse") == 3
    assert "jävsdeklarationer, vad de ledde till" in kinds
    assert {paper.findtext("lagrum") for paper in case.iter("handling")} == {"OSL 25:1"}
    assert not AccessRow.objects.filter(purpose="record").exists()
    assert "LAS-MIG.txt" in pack.namelist()
    assert pack.read("metadata.csv").startswith(b"\xef\xbb\xbf")

    record_of(staff, row, named=[str(one.pk)])
    named = AccessRow.objects.filter(purpose="record").values_list("person_id", flat=True)
    assert list(named) == [one.person_id], "her log says so, no other"

    vault.shield(tenant_id=library.pk, person_id=one.person_id, at=clock.now())
    assert record_of(staff, row, named=[str(one.pk)]).status_code == 422
    hidden = inside(record_of(staff, row))
    assert sum("agreement" in name for name in hidden.namelist()) == 2

    url = reverse("coordinator:record", args=[library.slug, row.loan_id])
    staff.post(url, {"do": "number", "diary-number": "RP 2026-17"})
    loan_page = staff.get(reverse("coordinator:loan", args=[library.slug, row.loan_id]))
    assert "RP 2026-17" in loan_page.content.decode()


def test_without_the_libraries_the_page_says_what_to_install(row, staff, monkeypatch):
    def missing(html: str, css: str = "") -> bytes:
        raise pdf.NoPango

    monkeypatch.setattr("erfara.web.paper.from_html", missing)
    url = reverse("coordinator:agreement_pdf", args=[row.programme.slug, row.loan_id])
    page = staff.get(url, follow=True).content.decode()
    assert "libpango-1.0-0" in page
    one = sides(row)[1]
    hers = as_her(one).get(page_of(one) + "pdf/", follow=True).content.decode()
    assert "libpango-1.0-0" in hers
    refused = record_of(staff, row)
    assert refused.status_code == 422
    assert "libpango-1.0-0" in refused.content.decode()


def test_hers_as_a_pdf_is_tagged(row):
    one = sides(row)[1]
    made = as_her(one).get(page_of(one) + "pdf/")
    assert made["Content-Type"] == "application/pdf"
    assert made.content.startswith(b"%PDF-")
