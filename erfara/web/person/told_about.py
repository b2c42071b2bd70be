"""What the search understands of her words: she sees it, and sets it right."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from erfara.web.person.told import hers
from erfara.web.words_about import about_form, save_about


def told_about(request: Any, slug: str) -> HttpResponse:
    """A tick for each thing that her words seem to be about."""
    contributor = hers(request)
    form = about_form(request, contributor, purpose="own_page", case="own_page")
    home = reverse("person:home", args=[slug]) + "#told"
    if answer := save_about(request, contributor, form, to=home):
        return answer
    return render(
        request, "person/told_about.html", {"form": form, "back": home}, status=form.status
    )
