"""Those about one request who are phoned: all on one page, with what to say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation.errors import Refused
from erfara.lending import access, queries
from erfara.lending.actions import inquiries
from erfara.lending.models import Inquiry
from erfara.lending.policies import asks
from erfara.organisations.words import say
from erfara.vocabulary.choices import Form
from erfara.web import http
from erfara.web.coordinator.asking_forms import ANSWERS
from erfara.web.coordinator.names import Names, identities

# What can be said in a word; to know more needs words, so it has a page.
IN_A_WORD = ("yes", "not_now", "no")


@dataclass(frozen=True, slots=True)
class Call:
    """One to phone. `ends`: to thank and tell how it ended, else to ask."""

    inquiry: Inquiry
    name: str
    phone: str
    ends: bool
    answers: list[tuple[str, dict[str, str]]] = field(default_factory=list)


def _answers(inquiry: Inquiry, request: Any) -> list[tuple[str, dict[str, str]]]:
    open_now = {t.name: t for t in inquiry.table.available(inquiry.state, request.viewer.role)}
    return [
        (say(open_now[name].label), {"answer": answer})
        for name, answer in ANSWERS.items()
        if name in open_now and answer in IN_A_WORD
    ]


def calls(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Whom to call, with the words to read out, and a button for each answer."""
    row = access.request_for(request.viewer, request.programme, pk)
    asking = asks(row)
    states = ("sent",) if asking else inquiries.OPEN_ANSWERS
    wanted = row.is_over or asking
    waiting = [
        one for one in queries.inquiries_of_request(row)
        if wanted and one.by_phone and one.state in states
    ]  # fmt: skip
    waiting.sort(key=lambda one: (one.phoned_at is not None, one.phoned_at))
    opened = identities(
        request, [one.contributor.person_id for one in waiting], purpose="request", case=row.pk,
        fields="name phone", listed=True,
    )  # fmt: skip
    called = Names(opened)
    return render(
        request,
        "coordinator/calls.html",
        {
            "request_": row,
            "assignment": row.assignment,
            "alone": row.assignment.people_wanted == 1 and row.assignment.form == Form.SUPPORT,
            "calls": [
                Call(
                    one, called.of(one.contributor.person_id),
                    opened.get(one.contributor.person_id, {}).get("phone") or "",
                    not asking, _answers(one, request) if asking else [],
                )
                for one in waiting
            ],
            "asking": asking,
            "said_told": {"answer": "told"},
            "in_vain": {"answer": "vain"},
            "slug": slug,
            "back": reverse("coordinator:request", args=[slug, pk]),
        },
    )  # fmt: skip


def called(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """What came of a call: an answer in a word, nobody there, or told how it ended."""
    row = access.inquiry_for(request.viewer, request.programme, pk)
    back = reverse("coordinator:calls", args=[slug, row.request_id])
    answer = request.POST.get("answer", "")[:12]

    def note() -> Inquiry:
        if answer == "vain":
            return inquiries.phoned_in_vain(inquiry=row, by=request.viewer, at=request.at)
        if answer == "told":
            if asks(row.request) or not row.request.is_over:
                raise Refused(_("The request has not ended yet. Tell when it has."))
            return inquiries.tell(inquiry=row, by=request.viewer, at=request.at)
        if answer not in IN_A_WORD:
            raise Refused(_("Choose one of the answers on the page."))
        return inquiries.answer(inquiry=row, answer=answer, by=request.viewer, at=request.at)

    done = _("Noted. Try again later.") if answer == "vain" else _("The answer is written down.")
    return http.press(request, note, to=back, back=back, done=done)
