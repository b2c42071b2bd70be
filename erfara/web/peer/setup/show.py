"""A form of the programme as a page: heading, what it means, the way back."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from erfara.organisations.words import say


def form_page(
    request: Any, form: Any, heading: str | Promise, *, back: str, to: str | Promise,
    lead: str | Promise = "", button: str | Promise = "", template: str = "form", **more: Any,
) -> HttpResponse:  # fmt: skip
    """One form on a page of its own. `to`: what the page that `back` leads to is called."""
    context = {
        "form": form, "heading": say(heading), "lead": say(lead) if lead else "", "back": back,
        "to": say(to), "button_text": say(button) if button else "", **more,
    }  # fmt: skip
    return render(request, f"peer/setup/{template}.html", context, status=form.status)
