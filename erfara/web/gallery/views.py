"""Every component and field in every state, to look at and to test. Not in production.

What stands in them is sample data, so it is Swedish and not in the catalogue.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from erfara.vocabulary.drawings import ALTS, Drawing
from erfara.web import pieces
from erfara.web.gallery.forms import EveryField

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ERRORS = {"400", "403", "404", "500", "csrf"}
FILLED_WRONG = {
    "name": "",
    "email": "anna at example",
    "phone": "070-123 45 67",
    "wish": "Hur är det att vänta? " * 20,
    "on": "nästa fredag",
    "people": "1",
    "fee": "gratis",
    "meeting": "talk",
    "needs": ["loop"],
    "unit": "b",
}


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """All components."""
    return render(
        request,
        "gallery/components.html",
        {
            "now": NOW,
            "programme": SimpleNamespace(name="Levande biblioteket i Sörmland"),
            "nav": [
                {"label": label, "url": "#", "current": number == 0}
                for number, label in enumerate(("I dag", "Förfrågningar", "Människor", "Siffror"))
            ],
            "demonstration": True,
            "frozen_day": date(2022, 3, 31),
            "signed_in_as": "Karin Ek",
            "starts": datetime(2026, 11, 26, 12, 0, tzinfo=UTC),
            "ends": datetime(2026, 11, 26, 14, 0, tzinfo=UTC),
            "earlier": datetime(2026, 11, 19, 8, 30, tzinfo=UTC),
            "last_year": date(2025, 12, 3),
            "page": Paginator(range(230), 20).page(5),
            "listed": [
                (13, pieces.link("Vårdcentralen i Flen", "#x"), pieces.state("Väntar", "action")),
                (12, pieces.link("Tandvården, Nyköping", "#y"), pieces.state("Genomfört")),
            ],
            "drawings": [{"value": one.value, "alt": ALTS[one]} for one in Drawing],
            "chips": ["vårdcentral", "tandvård", "hemtjänst", ("anhörig", "#")],
            "bars": [("Fick veta", 18), ("Fick inte veta", 2), ("Minns inte", 1)],
            "amount": "1066",
            "where": "Var den är",
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def fields(request: HttpRequest) -> HttpResponse:
    """All fields: empty, and with `?fel` or after sending, with what has to change."""
    data = (
        request.POST if request.method == "POST" else FILLED_WRONG if "fel" in request.GET else None
    )
    form = EveryField(data)
    form.is_valid()
    return render(request, "gallery/fields.html", {"form": form}, status=form.status)


@require_safe
def error(request: HttpRequest, name: str) -> HttpResponse:
    """The pages for when something can't be shown."""
    if name not in ERRORS:
        raise Http404
    return render(request, f"errors/{name}.html")


@require_safe
def empty(request: HttpRequest) -> HttpResponse:
    """A page with a heading and nothing else: what every other page's speed is measured against.

    Everything around a page is there, but it asks the database for nothing.
    """
    return render(request, "gallery/empty.html")
