"""Entries that may be one person: found by number, looked at side by side, put together."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms, vault
from erfara.organisations.words import say
from erfara.people import access, actions
from erfara.people.actions.merging import say_not_same
from erfara.people.duplicates import not_same, pairs
from erfara.people.models import Contributor, Purpose
from erfara.people.openings import same_case
from erfara.people.queries import with_number
from erfara.people.veil import is_protected
from erfara.web import http
from erfara.web.coordinator.pages import form_page
from erfara.web.coordinator.people_changes import url_of
from erfara.workflows import merging

SHARED = {
    "name": _("the same name"), "email": _("the same e-mail"), "phone": _("the same telephone"),
}  # fmt: skip
SHOWN = 50


def duplicates(request: Any, slug: str) -> HttpResponse:
    """Pairs by their numbers, and what they share. Nothing is opened."""
    found = pairs(request.programme)
    rows = [
        {"first": pair.first.number, "second": pair.second.number,
         "shares": ", ".join(say(SHARED[kind]) for kind in SHARED if kind in pair.shares),
         "url": _url(slug, pair.first, pair.second.number)}
        for pair in found[:SHOWN]
    ]  # fmt: skip
    return render(
        request, "coordinator/duplicates.html",
        {"rows": rows, "more": len(found) > SHOWN,
         "back": reverse("coordinator:people", args=[slug])},
    )  # fmt: skip


def _url(slug: str, kept: Contributor, number: int) -> str:
    return f"{reverse('coordinator:same', args=[slug, kept.pk])}?number={number}"


class NumberForm(forms.Form):
    """The other entry, by its number."""

    number = forms.Number(
        _("Which number is the same person?"), min_value=1, max_value=9_999_999, width="short",
        missing=_("Write the other number"),
    )  # fmt: skip


def same(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Two entries beside each other: what will happen if they are one, and the two answers."""
    kept = access.contributor_for(request.viewer, request.programme, pk)
    asked = request.POST.get("number") or request.GET.get("number")
    form = NumberForm({"number": asked} if asked else None)
    gone = None
    if asked and form.is_valid():
        gone = with_number(request.programme, form.cleaned_data["number"])
        if gone is None or gone.pk == kept.pk:
            form.add_error("number", forms.said(_("There is nobody else with that number.")))
            gone = None
    if gone is None:
        return form_page(
            request, "same_number", form, heading=say(_("Written down twice?")),
            button=say(_("Look at them side by side")), back=url_of(slug, kept.pk),
            back_label=say(_("The person's page")), kept=kept,
        )  # fmt: skip
    both_protected = is_protected(kept) and is_protected(gone)
    if not both_protected and is_protected(gone):
        # Only one page of a protected person is open at a time: she is then the one kept.
        return HttpResponseRedirect(_url(slug, gone, kept.number))
    if request.method == "POST":
        return _answer(request, slug, kept, gone)
    return _side_by_side(request, slug, kept, gone, both_protected)


def _answer(request: Any, slug: str, kept: Contributor, gone: Contributor) -> HttpResponse:
    back, all_of_them = (
        _url(slug, kept, gone.number),
        reverse("coordinator:duplicates", args=[slug]),
    )
    if request.POST.get("do") == "two":
        return http.press(
            request,
            lambda: say_not_same(first=kept, second=gone, by=request.viewer, at=request.at),
            to=all_of_them, back=back, done=_("Noted: they are two. They are not proposed again."),
        )  # fmt: skip
    return http.press(
        request,
        lambda: merging.merge(kept=kept, gone=gone, by=request.viewer, at=request.at),
        to=url_of(slug, kept.pk), back=back,
        done=_("Put together. Everything stands here now, and the other entry is erased."),
    )  # fmt: skip


def _side_by_side(
    request: Any, slug: str, kept: Contributor, gone: Contributor, veiled: bool
) -> HttpResponse:
    """The page itself. Of two protected ones nothing is opened: only one may be open at a time."""
    opened: dict[UUID, dict[str, Any]] = {}
    here = all(row.person.erased_at is None for row in (kept, gone))
    if here and not veiled:
        opened = vault.open(
            tenant_id=request.programme.pk, person_ids=[kept.person_id, gone.person_id],
            blob="identity", fields=actions.IDENTITY, purpose="same",
            case=same_case(kept.pk, gone.pk), actor=request.viewer, at=request.at,
        )  # fmt: skip
    refused = merging.why_not(kept, gone)
    plan = merging.plan(kept, gone)
    labels = {"name": _("Name"), "email": _("E-mail"), "phone": _("Telephone"),
              "address": _("Address")}  # fmt: skip
    sides = [opened.get(row.person_id, {}) for row in (kept, gone)]
    if not_same(kept, gone):
        messages.info(request, say(_("Somebody has looked before and found that they are two.")))
    return render(
        request, "coordinator/same.html",
        {
            "kept": kept, "gone": gone, "veiled": veiled, "plan": plan,
            "rows": [
                {"label": say(label), "kept": sides[0].get(name) or "–",
                 "gone": sides[1].get(name) or "–"}
                for name, label in labels.items()
            ],
            "lost": [
                say(label).lower() for name, label in labels.items()
                if name != "name" and sides[0].get(name) and sides[1].get(name)
                and sides[0][name] != sides[1][name]
            ],
            "ends": [say(Purpose(purpose).label) for purpose in plan.consents_end],
            "refused": say(refused[0], **refused[1]) if refused else "",
            "values": {"number": gone.number, "do": "one"},
            "two": {"number": gone.number, "do": "two"},
            "swap": _url(slug, gone, kept.number),
            "back": reverse("coordinator:duplicates", args=[slug]),
        },
    )  # fmt: skip
