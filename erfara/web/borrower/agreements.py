"""The borrower's side of an agreement: behind the link of the request, and signed in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from erfara.lending import access
from erfara.lending.agreement_queries import answer_of_request
from erfara.lending.models import LoanRequest
from erfara.web import own_agreements, ways


def on_page(request: Any, asked: LoanRequest) -> dict[str, Any]:
    """What the page of the request says about the agreement."""
    answer = answer_of_request(asked)
    return {
        "agreement": answer,
        "agreement_said": own_agreements.said(answer),
        "agreement_url": ways.url(request, "agreement"),
    }


def agreement(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """Read it, say yes, or say what is to be changed."""
    asked = access.request_for(request.viewer, request.programme, ways.about(request, pk))
    return own_agreements.page(request, answer_of_request(asked), back=ways.url(request, "request"))


def as_pdf(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """Theirs as a PDF."""
    asked = access.request_for(request.viewer, request.programme, ways.about(request, pk))
    return own_agreements.as_pdf(
        request, answer_of_request(asked), back=ways.url(request, "agreement")
    )
