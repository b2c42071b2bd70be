"""Those at the borrower's, as a coordinator sees to them: what is in place, and colleagues."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.lending import access, borrowers
from erfara.lending.actions import colleagues as actions
from erfara.lending.actions import requests
from erfara.lending.models import LoanRequest
from erfara.lending.policies import may_change
from erfara.lending.readiness import READY, readiness
from erfara.organisations.words import say
from erfara.web import http
from erfara.web.borrower.colleagues import named
from erfara.web.borrower.forms import ColleagueForm, ReadyForm
from erfara.web.coordinator.pages import form_page
from erfara.workflows import borrowing


def on_request_page(request: Any, row: LoanRequest) -> dict[str, Any]:
    """What the page of a request says of its borrower: readiness, wishes, colleagues by name."""
    together = list(borrowers.colleagues_of(row))
    names = named(request, row, together)
    ready = readiness(row)
    return {
        "ready": ready,
        "gaps": sum(not one.in_place for one in ready),
        "may_get_ready": may_change(row),
        "before_meeting": row.state in {"received", "unclear", "waiting", "pre_meeting"},
        "goes_on": borrowers.goes_on(row),
        "together": [
            (names.get(one.pk) or say(_("A colleague")), one, {"colleague": one.pk})
            for one in together
        ],
    }


def _to_request(slug: str, pk: UUID) -> str:
    return reverse("coordinator:request", args=[slug, pk])


def _back(row: LoanRequest) -> dict[str, str]:
    return {
        "back": _to_request(row.programme.slug, row.pk),
        "back_label": say(_("Request {no}, {unit}"), no=row.no, unit=row.unit),
    }


def ready(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """What is in place, noted by a coordinator who has talked with the borrower."""
    row = access.request_for(request.viewer, request.programme, pk)
    form = ReadyForm(http.posted(request), initial={name: getattr(row, name) for name in READY})
    if answer := http.save(
        request, form,
        lambda: requests.write_readiness(
            request=row, values=form.values(), by=request.viewer, at=request.at
        ),
        to=_to_request(slug, pk), done=_("Noted. What fits is in the assignment too."),
    ):  # fmt: skip
        return answer
    return form_page(
        request, "borrowers_form", form,
        heading=say(_("What does {borrower:sg.def} have in place?")),
        lead=say(
            _("Leave what nobody knows yet empty. {borrower:sg.def.cap} sees what you write.")
        ),
        button=say(_("Save")), **_back(row),
    )  # fmt: skip


def add_colleague(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Let a colleague of the contact in."""
    row = access.request_for(request.viewer, request.programme, pk)
    form = ColleagueForm(http.posted(request))
    if answer := http.save(
        request, form,
        lambda: borrowing.add_colleague(
            request=row, name=form.cleaned_data["name"], email=form.cleaned_data["email"],
            by=request.viewer, at=request.at,
        ),
        to=_to_request(slug, pk), done=_("The colleague gets a message with a link."),
    ):  # fmt: skip
        return answer
    return form_page(
        request, "borrowers_form", form, heading=say(_("Add a colleague of the contact")),
        lead=say(_("A colleague sees the request and can do the same as the contact.")),
        button=say(_("Add")), **_back(row),
    )  # fmt: skip


def take_colleague_away(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """A colleague is no longer part of it."""
    row = access.request_for(request.viewer, request.programme, pk)
    whom = http.posted_id(request, "colleague")
    back = _to_request(slug, pk)
    return http.press(
        request,
        lambda: actions.take_colleague_away(
            colleague=access.colleague_for(row, whom), by=request.viewer,
            at=request.at,
        ),
        to=back, back=back,
        done=_("Done. Links to the request that were sent there stop working."),
    )  # fmt: skip
