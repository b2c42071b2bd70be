"""What the leads' pages about a workplace share."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from erfara.peersupport.workplaces import access
from erfara.peersupport.workplaces.models import Workplace


def here(slug: str, pk: UUID) -> str:
    """The page of a workplace."""
    return reverse("workplaces:workplace", args=[slug, pk])


def the_one(request: Any, pk: UUID) -> Workplace:
    """The workplace, through its door."""
    return access.workplace_for(request.viewer, request.programme, pk)


def form_page(request: Any, row: Workplace, form: Any, **context: Any) -> HttpResponse:
    """A page that is one form. Give `heading` and `button`; `lead` if there is something to say."""
    context.setdefault("kind", "primary")
    context |= {"form": form, "back": here(request.programme.slug, row.pk),
                "back_label": str(row.unit)}  # fmt: skip
    return render(request, "peer/workplaces/form.html", context, status=form.status)
