"""Her agreement about a loan: behind the link of her question, and on her own page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from erfara.lending import access
from erfara.lending.agreement_queries import answer_of_inquiry
from erfara.lending.models import Inquiry
from erfara.web import own_agreements, ways


def on_page(request: Any, inquiry: Inquiry) -> dict[str, Any]:
    """What the page of her question says about the agreement."""
    answer = answer_of_inquiry(inquiry)
    return {
        "agreement": answer,
        "agreement_said": own_agreements.said(answer),
        "agreement_url": ways.url(request, "agreement"),
    }


def agreement(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """Read it, say yes, or say what is to be changed."""
    inquiry = access.inquiry_for(request.viewer, request.programme, ways.about(request, pk))
    return own_agreements.page(
        request, answer_of_inquiry(inquiry), back=ways.url(request, "question"),
        cannot_come=ways.url(request, "cannot_come"),
    )  # fmt: skip


def as_pdf(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """Hers as a PDF."""
    inquiry = access.inquiry_for(request.viewer, request.programme, ways.about(request, pk))
    return own_agreements.as_pdf(
        request, answer_of_inquiry(inquiry), back=ways.url(request, "agreement")
    )
