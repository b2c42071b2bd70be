"""What she is paid: how it stands, what happens next, her costs, and that it hasn't come."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from erfara.compensation import actions, queries
from erfara.compensation.actions import claims
from erfara.compensation.models import Compensation
from erfara.compensation.policies import due_by, is_late, may_claim
from erfara.foundation import clock
from erfara.foundation.errors import Refused
from erfara.lending import access, own_queries
from erfara.lending.models import Inquiry, Participation
from erfara.organisations.words import say
from erfara.web import http, people_say, ways
from erfara.web.claims import ClaimForm


def what_for(row: Compensation) -> str:
    """What a payment is for, in words."""
    if row.kind == Compensation.Kind.FEE:
        return say(_("For taking part"))
    return say(row.get_kind_display()).capitalize()


def next_of(row: Compensation, at: Any) -> str:
    """What happens next with a payment, for the one who waits for it."""
    last = due_by(row)
    day = people_say.day(last, now=at) if last else ""
    if row.state == "missing":
        return say(_("We have heard that it hasn't come, and look into it."))
    if is_late(row, at):
        return say(_("It should have come by {day}. {coordinator:sg.def.cap} sees that and gets in "
                     "touch with whoever pays."), day=day)  # fmt: skip
    if row.state in {"agreed", "listed", "sent"} and day:
        return say(_("It comes by {day}."), day=day)
    if row.state == "agreed" and row.participation.state == "left":
        return say(_("It is paid when the last time has been."))
    if row.state == "agreed":
        return say(_("It is paid when you have met."))
    if row.state == "said_paid":
        return say(_("If you say nothing within two weeks, we take it that it has come."))
    return ""


def on_page(request: Any, participation: Participation) -> dict[str, Any]:
    """What the page of her question says of it."""
    rows = queries.payments_for(participation)
    costs = queries.claims_of(participation)
    return {
        "payments": [
            {
                "row": row, "what": what_for(row), "next": next_of(row, request.at),
                "values": {"payment": str(row.pk)}, "may_settle": row.state == "said_paid",
                "may_miss": row.state == "sent" and is_late(row, request.at),
            }
            for row in rows if row.state != "cancelled"
        ],
        "costs": [
            {"row": one, "because": own_queries.last_words(one.pk, "claim.refuse")
             if one.state == "refused" else ""}
            for one in costs if one.state != "approved"
        ],
        "may_claim": may_claim(participation),
        "may_decline_payment": any(
            row.kind == Compensation.Kind.FEE and row.state in {"agreed", "listed", "missing"}
            for row in rows
        ),
        "claim": ways.url(request, "claim"),
        "got_paid": ways.url(request, "got_paid"),
        "not_paid": ways.url(request, "not_paid"),
    }  # fmt: skip


def _hers(request: Any, pk: UUID | None) -> tuple[Inquiry, Participation | None]:
    inquiry = access.inquiry_for(request.viewer, request.programme, ways.about(request, pk))
    return inquiry, own_queries.participation_of(inquiry)


def claim(request, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """She notes a cost."""
    _inquiry, participation = _hers(request, pk)
    back = ways.url(request, "question")
    if participation is None:
        return HttpResponseRedirect(back)
    form = ClaimForm(http.posted(request), today=clock.local_day(request.at))
    if answer := http.save(
        request, form,
        lambda: claims.claim(
            participation=participation, **form.values(), by=request.viewer, at=request.at
        ),
        to=back, done=_("We have got it, and answer here."),
    ):  # fmt: skip
        return answer
    return render(request, "person/claim.html", {"form": form, "back": back}, status=form.status)


def _payment(request: Any, participation: Participation | None) -> Compensation:
    wanted = request.POST.get("payment", "")
    rows = queries.payments_for(participation) if participation is not None else []
    row = next((one for one in rows if str(one.pk) == wanted), None)
    if row is None:
        raise Refused(_("There is no such payment. Look at it as it is now."))
    return row


def not_paid(request, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """She hasn't got it."""
    _inquiry, participation = _hers(request, pk)
    back = ways.url(request, "question")
    return http.press(
        request,
        lambda: actions.not_come(
            compensation=_payment(request, participation), by=request.viewer, at=request.at
        ),
        to=back, back=back, done=_("Thank you for saying so. We look into it."),
    )  # fmt: skip


def got_paid(request, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """She has got it."""
    _inquiry, participation = _hers(request, pk)
    back = ways.url(request, "question")
    return http.press(
        request,
        lambda: actions.settle(
            compensation=_payment(request, participation), by=request.viewer, at=request.at
        ),
        to=back, back=back, done=_("Good. Then it is settled."),
    )  # fmt: skip
