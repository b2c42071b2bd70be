"""Who does what on the page of one who speaks for a party: behind a link, or signed in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from erfara.foundation import vault
from erfara.foundation.errors import Refused
from erfara.organisations.words import say
from erfara.peersupport.duties import access, actions, queries
from erfara.peersupport.duties.models import COUNTS, DutyAnswer
from erfara.web import http, paper, people_say, ways
from erfara.web.coordinator.agreement_forms import WishForm
from erfara.web.own_agreements import version_read
from erfara.web.peer.duties import document as documents


def _mine(request: Any, pk: UUID | None) -> DutyAnswer:
    return access.answer_for(request.viewer, request.programme, ways.about(request, pk))


def _words(request: Any, row: DutyAnswer) -> dict[str, str]:
    """What she wrote, and was answered."""
    if not row.how:
        return {}
    opened = vault.open(
        tenant_id=row.programme_id, person_ids=[row.person_id], blob=row.blob,
        fields=(actions.WISH, actions.REPLY), purpose="own_duties", case=str(row.pk),
        actor=request.viewer, at=request.at,
    )  # fmt: skip
    return opened.get(row.person_id, {})


def answer(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """Read it, say yes, or say what is to be changed."""
    row = _mine(request, pk)
    posts, changes = request.method == "POST", request.POST.get("do") == "change"
    here = ways.url(request, "answer")
    who: dict[str, Any] = {"version": version_read(request), "by": request.viewer, "at": request.at}
    wish = WishForm(request.POST if posts and changes else None)
    if posts and not changes:
        return http.press(
            request, lambda: actions.accept(answer=row, **who), to=here, back=here,
            done=_("Thank you. Your yes is written down."),
        )  # fmt: skip
    if sent := http.save(
        request, wish,
        lambda: actions.want_change(answer=row, words=wish.cleaned_data["words"], **who),
        to=here, done=_("We have got what you wrote. You hear from us."),
    ):  # fmt: skip
        return sent
    matrix = row.matrix
    counts = matrix.state in COUNTS and row.state != "over"
    context = {
        "answer": row, "doc": documents.document(matrix, []), "counts": counts,
        "words": _words(request, row), "side": say(row.get_side_display()),
        "form": wish, "wish_label": say(_("We want something changed")),
        "pdf_url": ways.url(request, "pdf"), "others": queries.answers(matrix),
        "by_day": people_say.day(matrix.answer_by, now=request.at) if matrix.answer_by else "",
        "may_accept": counts and row.state in {"asked", "wants_change"},
    }  # fmt: skip
    return render(request, "peer/duties/answer.html", context, status=wish.status)


def as_pdf(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """The same, to keep."""
    row = _mine(request, pk)
    found = documents.document(row.matrix, queries.answers(row.matrix))
    try:
        data = documents.pdf(request, found)
    except Refused as refusal:
        return http.say_why(request, refusal, ways.url(request, "answer"))
    return paper.download(data, documents.file_name(found))
