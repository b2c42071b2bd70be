"""A borrower's own requests."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from erfara.lending.queries import requests_of_contact
from erfara.people.access import own_person
from erfara.web.borrower.requests import next_step

PER_PAGE = 25


def home(request, slug: str) -> HttpResponse:
    """Every request she has sent, with where it is and what happens next."""
    person = own_person(request.viewer, request.programme)
    rows = requests_of_contact(request.programme, person.pk)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    found = [
        {"row": row, "loan": loan, "next": next_step(row, loan)}
        for row in page
        for loan in [getattr(row, "loan", None)]
    ]
    return render(request, "borrower/home.html", {"page": page, "requests": found})
