"""Those at the borrower's who see to one request together, and what is in place for it.

By a message's link nobody's name is opened: the page says how many they are, and how to see who.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import vault
from erfara.lending import access, borrowers, terms
from erfara.lending.actions import colleagues as actions
from erfara.lending.actions import requests
from erfara.lending.models import Colleague, LoanRequest
from erfara.lending.policies import may_change
from erfara.lending.readiness import READY, gaps
from erfara.web import http, ways
from erfara.web.borrower.forms import ColleagueForm, ReadyForm
from erfara.workflows import borrowing


def _asked(request: Any, pk: UUID | None) -> LoanRequest:
    return access.request_for(request.viewer, request.programme, ways.about(request, pk))


def named(request: Any, asked: LoanRequest, rows: list[Colleague]) -> dict[UUID, str]:
    """Colleague → what she was called when she was added, opened once for the page."""
    if not rows:
        return {}
    opened = vault.open(
        tenant_id=asked.programme_id, person_ids=[row.person_id for row in rows],
        blob=rows[0].blob, fields=("name",), purpose="together", case=str(asked.pk),
        actor=request.viewer, at=request.at,
    )  # fmt: skip
    return {row.pk: (opened.get(row.person_id) or {}).get("name") or "" for row in rows}


def on_request_page(request: Any, asked: LoanRequest) -> dict[str, Any]:
    """What the page of a request says of those who are part of it, without any name."""
    rows = list(borrowers.colleagues_of(asked))
    return {
        "together": len(rows),
        "goes_on": borrowers.goes_on(asked),
        "may_get_ready": may_change(asked),
        "gaps": gaps(asked),
        "terms_number": terms.number_of(asked.terms_version),
        # A wish that was granted needs no mark of its own.
        "ladder_wished": asked.ladder_wished if asked.ladder_wished != asked.ladder else "",
        "level_wished": asked.level_wished if asked.level_wished != asked.level else "",
    }


def colleagues(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """Who is part of the request; one more can be added."""
    asked = _asked(request, pk)
    goes_on = borrowers.goes_on(asked)
    here = ways.url(request, "colleagues")
    form = ColleagueForm(http.posted(request))
    if answer := http.save(
        request, form,
        lambda: borrowing.add_colleague(
            request=asked, name=form.cleaned_data["name"], email=form.cleaned_data["email"],
            by=request.viewer, at=request.at,
        ),
        to=here, done=_("Your colleague gets a message with a link."),
    ):  # fmt: skip
        return answer
    rows = list(borrowers.colleagues_of(asked))
    names = named(request, asked, rows) if request.link is None else {}
    me = next((row for row in rows if row.person_id == request.viewer.own_id), None)
    context = {
        "form": form, "asked": asked, "me": me, "wants_yes": {"wants": "yes"},
        "rows": [(row, names.get(row.pk, ""), {"colleague": row.pk}) for row in rows],
        "named": request.link is None, "goes_on": goes_on,
        "back": ways.url(request, "request"),
        "signed_in_page": reverse("request:colleagues", kwargs={"slug": slug, "pk": asked.pk}),
        "ways": {name: ways.url(request, name) for name in ("take_away", "leave", "messages")},
    }  # fmt: skip
    return render(request, "borrower/colleagues.html", context, status=form.status)


def take_away(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """A colleague is no longer part of it."""
    asked = _asked(request, pk)
    whom = http.posted_id(request, "colleague")
    here = ways.url(request, "colleagues")
    return http.press(
        request,
        lambda: actions.take_colleague_away(
            colleague=access.colleague_for(asked, whom), by=request.viewer,
            at=request.at,
        ),
        to=here, back=here, done=_("Done. Links to the request that were sent there stop working."),
    )  # fmt: skip


def leave(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """A colleague doesn't want to be part of it any more."""
    asked = _asked(request, pk)
    return http.press(
        request,
        lambda: actions.leave_request(
            colleague=access.own_colleague(request.viewer, asked), by=request.viewer, at=request.at
        ),
        to=reverse("public:programme", args=[slug]), back=ways.url(request, "colleagues"),
        done=_("You have left the request. You get no more messages about it."),
    )  # fmt: skip


def messages(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """Whether messages about the request come to her too."""
    asked = _asked(request, pk)
    wants = request.POST.get("wants") == "yes"
    here = ways.url(request, "colleagues")
    return http.press(
        request,
        lambda: actions.choose_messages(
            colleague=access.own_colleague(request.viewer, asked), wants=wants, by=request.viewer,
            at=request.at,
        ),
        to=here, back=here, done=_("You get messages about the request from now on.")
        if wants
        else _("You get no messages about the request from now on. Your link still works."),
    )  # fmt: skip


def ready(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """What is in place, written by those at the borrower's until people are asked."""
    asked = _asked(request, pk)
    back = ways.url(request, "request")
    if request.method != "POST" and not may_change(asked):
        return HttpResponseRedirect(back)
    form = ReadyForm(http.posted(request), initial={name: getattr(asked, name) for name in READY})
    if answer := http.save(
        request, form,
        lambda: requests.write_readiness(
            request=asked, values=form.values(), by=request.viewer, at=request.at
        ),
        to=back, done=_("Thank you. It is there when we meet."),
    ):  # fmt: skip
        return answer
    context = {"form": form, "asked": asked, "back": back}
    return render(request, "borrower/ready.html", context, status=form.status)
