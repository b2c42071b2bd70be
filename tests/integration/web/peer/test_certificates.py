"""Certificates on their pages: proposed, issued, checked by anybody, renewed, revoked."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from erfara.foundation import clock, links, outbox, vault
from erfara.foundation.actors import Role
from erfara.foundation.models import AccessRow, Link
from erfara.organisations.models import Programme
from erfara.peersupport.certificates import actions, codes
from erfara.peersupport.certificates.models import Certificate, CertificateErrand
from erfara.peersupport.pool.models import PeerSupporter
from erfara.workflows.today import today
from tests import factories
from tests.factories.peers import certificates as make
from tests.integration.web.looking import queries_of

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])


@pytest.fixture
def of() -> Programme:
    return make.programme()


@pytest.fixture
def lead(of: Programme) -> Client:
    return factories.sign_in(Client(), factories.coordinator(of)[0])


@pytest.fixture
def issuer(of: Programme) -> Client:
    return factories.sign_in(Client(), factories.member(of, Role.USER_ORGANISATION)[0])


def url(name: str, of: Programme, *args: Any) -> str:
    return reverse(f"certificates:{name}", args=[of.slug, *args])


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def said(answer: Any) -> str:
    """What a page says, without the keys of its forms and its own address."""
    page = re.sub(r"[0-9a-f-]{32,36}|[0-9A-Z]{16}|[0-9A-Za-z]{64}", "", text(answer))
    return page[page.index("<h1") :]


def code_of(row: Certificate) -> str:
    opened = vault.open(
        tenant_id=row.programme_id, person_ids=[row.person_id], blob=Certificate.BLOB,
        fields=(f"code:{row.pk}",), purpose="certificate", case=str(row.pk),
        actor=make.issuer(row.programme), at=clock.now(),
    )  # fmt: skip
    return opened[row.person_id][f"code:{row.pk}"]


def test_from_a_completed_training_to_a_certificate_and_the_pool(
    of: Programme, lead: Client, issuer: Client
) -> None:
    enrolment = make.completed(of, at=clock.now())
    assert any(row.step == "certificates_propose" for row in today(of, clock.now()).rows)
    page = text(lead.get(url("home", of)))
    assert make.NAME in page
    lead.post(url("propose", of, enrolment.pk))
    row = Certificate.objects.get()
    assert lead.get(url("issue", of, row.pk)).status_code == 403
    page = text(issuer.get(url("issue", of, row.pk)))
    assert f'value="{make.NAME}"' in page
    issuer.post(url("issue", of, row.pk), {"name": "Inger P. Påhittad"})
    row.refresh_from_db()
    assert row.state == "valid"
    assert PeerSupporter.objects.get().state == "available"
    page = text(issuer.get(url("one", of, row.pk)))
    assert "Inger P. Påhittad" in page
    assert "<svg" not in page  # on her own page, and on paper
    assert not any(r.step.startswith("certificates") for r in today(of, clock.now()).rows)


def test_what_the_issuer_asks_comes_to_the_lead_and_back(
    of: Programme, lead: Client, issuer: Client
) -> None:
    row = make.proposed(of, at=clock.now())
    issuer.post(url("turn_back", of, row.pk), {"words": "Hur var närvaron?"})
    (step,) = [r for r in today(of, clock.now()).now if r.step == "certificate_asked"]
    assert step.pk == row.pk
    page = text(lead.get(url("one", of, row.pk)))
    assert "Hur var närvaron?" in page
    lead.post(url("propose_again", of, row.pk), {"words": "92 procent."})
    assert "92 procent." in text(issuer.get(url("one", of, row.pk)))


def test_anybody_checks_a_code_and_hears_valid_or_not_and_nothing_more(of: Programme) -> None:
    cache.clear()
    row = make.issued(of, at=clock.now())
    code = code_of(row)
    anybody = Client()

    def check(one: str) -> Any:
        return anybody.get(reverse("check:certificate", args=[of.slug, one]))

    good, wrong = check(code), check(codes.new_code())
    assert (good.status_code, wrong.status_code) == (200, 200)
    assert "Intyget gäller" in text(good)
    assert "inget giltigt intyg" in text(wrong)
    for answer in (good, wrong):
        page = text(answer)
        assert make.NAME not in page
        assert str(row.label) not in page
        assert "noindex" in answer["X-Robots-Tag"]
    actions.revoke(certificate=row, reason="Fel.", by=make.issuer(of), at=clock.now())
    # Not valid looks the same, whatever the reason.
    assert said(check(code)) == said(check(codes.new_code()))
    found = anybody.get(reverse("check:ask", args=[of.slug]), {"kod": codes.shown(code).lower()})
    assert found["Location"].endswith(f"/intyg/{code}/")


def test_who_tries_many_codes_has_to_wait(of: Programme) -> None:
    cache.clear()
    anybody = Client()
    address = reverse("check:certificate", args=[of.slug, codes.new_code()])
    for _ in range(60):
        assert anybody.get(address).status_code == 200
    assert anybody.get(address).status_code == 429
    cache.clear()


def test_its_holder_sees_it_keeps_it_and_asks_for_another_name(
    of: Programme, issuer: Client
) -> None:
    row = make.issued(of, at=clock.now())
    holder = factories.person_sign_in(Client(), row.person)
    here = reverse("own_certificate:certificate", args=[of.slug, row.pk])
    page = text(holder.get(here))
    assert make.NAME in page
    assert codes.shown(code_of(row)) in page
    assert "<svg" in page
    pdf = holder.get(reverse("own_certificate:pdf", args=[of.slug, row.pk]))
    assert pdf.content.startswith(b"%PDF-")
    assert pdf["Content-Type"] == "application/pdf"
    home = reverse("own_peer:home", args=[of.slug])
    assert "Du kan be om ett nytt" not in said(holder.get(home))
    soon = clock.local_day(clock.now()) + timedelta(days=30)
    Certificate.objects.filter(pk=row.pk).update(valid_until=soon)
    assert "Du kan be om ett nytt" in said(holder.get(home))
    holder.post(here, {"do": "name"})
    errand = CertificateErrand.objects.get()
    page = text(issuer.get(url("one", of, row.pk)))
    assert url("renew", of, errand.pk) in page
    issuer.post(url("renew", of, errand.pk), {"name": "Inger Nysson"})
    assert "Inger Nysson" not in text(holder.get(here))  # the old one says that there is a newer
    new = Certificate.objects.get(state="valid")
    here = reverse("own_certificate:certificate", args=[of.slug, new.pk])
    assert "Inger Nysson" in text(holder.get(here))


def test_a_revoked_one_says_why_to_its_holder_alone(
    of: Programme, issuer: Client, lead: Client
) -> None:
    row = make.issued(of, at=clock.now())
    issuer.post(url("revoke", of, row.pk), {"words": "Det utfärdades till fel person."})
    outbox.deliver_due(clock.now())
    link = Link.objects.filter(purpose="certificate").latest("created_at")
    page = Client().get(
        reverse("own_certificate_link:certificate", args=[of.slug, links.token(link)])
    )
    assert "Det utfärdades till fel person." in text(page)
    stranger = factories.person_sign_in(Client(), make.person(of))
    here = reverse("own_certificate:certificate", args=[of.slug, row.pk])
    assert stranger.get(here).status_code == 404


def test_the_list_takes_as_many_queries_with_three_as_with_one(
    of: Programme, issuer: Client
) -> None:
    make.issued(of, at=clock.now())
    make.proposed(of, at=clock.now())
    few = queries_of(issuer, url("home", of))
    for _ in range(2):
        make.issued(of, at=clock.now())
        make.proposed(of, at=clock.now())
    assert queries_of(issuer, url("home", of)) == few
    assert AccessRow.objects.filter(purpose="certificates").exists()
