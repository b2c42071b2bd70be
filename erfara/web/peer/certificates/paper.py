"""A certificate as it is read and printed: one template for the page and the PDF, with a QR code
that leads to the page where anybody can check it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from erfara.foundation import vault
from erfara.organisations.words import say
from erfara.peersupport.certificates.codes import shown
from erfara.peersupport.certificates.models import Certificate
from erfara.web import paper

TEMPLATE = "peer/certificates/paper.html"


@dataclass(frozen=True, slots=True)
class Document:
    """A certificate with what is sealed about it."""

    certificate: Certificate
    name: str
    code: str
    address: str
    qr: SafeString

    @property
    def title(self) -> str:
        return say(_("Certificate {number}"), number=self.certificate.label)

    @property
    def shown_code(self) -> str:
        return shown(self.code)

    @property
    def issued_on(self) -> date | None:
        return self.certificate.issued_on


WORDS, HERS = ("reason", "no", "asked", "answered", "kept"), ("name", "code")


def opened(
    request: Any, row: Certificate, *, purpose: str, case: str, what: tuple[str, ...] = HERS + WORDS
) -> dict[str, Any]:
    """What is sealed about one certificate, without its id: name, code, asked, answered, …"""
    found = vault.open(
        tenant_id=row.programme_id, person_ids=[row.person_id], blob=Certificate.BLOB,
        fields=tuple(f"{one}:{row.pk}" for one in what), purpose=purpose, case=case,
        actor=request.viewer, at=request.at,
    )  # fmt: skip
    hers = found.get(row.person_id) or {}
    return {one: hers.get(f"{one}:{row.pk}") for one in what}


def check_address(slug: str, code: str) -> str:
    """The whole address at which a code is checked."""
    return f"{settings.BASE_URL}{reverse('check:certificate', args=[slug, code])}"


def document(row: Certificate, words: dict[str, Any]) -> Document | None:
    """What is printed; None when it has not been issued, or no longer has a code."""
    name, code = words.get("name"), words.get("code")
    if not name or not code or row.issued_on is None:
        return None
    address = check_address(row.programme.slug, code)
    drawn = segno.make(address, error="m").svg_inline(
        scale=4, border=2, omitsize=False, svgclass=None, lineclass=None,
        title=say(_("A QR code that leads to the page where this certificate is checked")),
    )  # fmt: skip
    return Document(row, name, code, address, SafeString(drawn))  # nothing in it is anybody's text


def pdf(request: Any, found: Document) -> bytes:
    """The PDF twin."""
    return paper.pdf(request, TEMPLATE, {"doc": found, "language": get_language() or "sv"})


def file_name(found: Document) -> str:
    """What the file is called: nothing that says what it is about."""
    return f"{say(_('certificate'))}-{found.certificate.label}.pdf"
