"""An agreement on the page of the one who is asked to say yes to it: a person, or the borrower.

Reached behind a message's link as well as signed in. Nobody is named here but in her own words.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from erfara.foundation.errors import Refused
from erfara.lending import own_queries
from erfara.lending.actions import acceptances
from erfara.lending.models import Acceptance
from erfara.organisations.words import say
from erfara.web import agreements as documents
from erfara.web import http, paper, people_say, ways
from erfara.web.coordinator.agreement_forms import AnswerFields, WishForm

SAID = {
    "asked": _("It waits for your yes."),
    "wants_change": _("You want something changed. {coordinator:sg.def.cap} answers you."),
    "declared": _("You have said yes. What you declared is being looked at."),
    "accepted": _("You have said yes to it."),
}


def said(answer: Acceptance | None) -> str:
    """Where her answer stands, said to her."""
    return say(SAID[answer.state]) if answer is not None else ""


def version_read(request: Any) -> int:
    """The version that stood on the page that was sent."""
    given = request.POST.get("version", "")[:6]
    return int(given) if given.isascii() and given.isdigit() else 0


def _moved(answer: Acceptance) -> bool:
    """Whether the times that count are others than those in the document."""
    then = {row["starts"] for row in answer.agreement.terms.get("times", [])}
    rows = own_queries.occasions(answer.agreement.loan)
    now = {row.starts_at.isoformat() for row in rows if row.state != "cancelled"}
    return bool(then) and then != now


def page(
    request: Any, answer: Acceptance | None, *, back: str, cannot_come: str = ""
) -> HttpResponse:
    """Read it, say yes, or say what is to be changed."""
    if answer is None:
        raise Http404
    hers = answer.participation_id is not None
    here = ways.url(request, "agreement")
    posts, do = request.method == "POST", request.POST.get("do", "")
    form = AnswerFields(
        request.POST if posts and do != "change" else None,
        declares=answer.programme.asks_conflicts, hers=hers,
    )  # fmt: skip
    wish = WishForm(request.POST if posts and do == "change" else None)
    who: dict[str, Any] = {"version": version_read(request), "by": request.viewer, "at": request.at}
    if sent := http.save(
        request, wish if do == "change" else form,
        lambda: acceptances.want_change(answer=answer, words=wish.cleaned_data["words"], **who)
        if do == "change"
        else acceptances.accept(answer=answer, **form.given(), **who),
        to=here,
        done=_("We have got what you wrote. You hear from us.")
        if do == "change"
        else _("Thank you. Your yes is written down."),
    ):  # fmt: skip
        return sent
    words = documents.own_words(request, answer)
    may = {t.name for t in answer.table.available(answer.state, request.viewer.role)}
    used = wish if do == "change" else form
    if answer.state == "wants_change":
        may.add("want_change")
    label = say(_("I want something changed") if hers else _("We want something changed"))
    context = {
        "answer": answer, "hers": hers, "back": back, "cannot_come": cannot_come if hers else "",
        "doc": documents.document(
            answer.agreement, answer, support=words.get("support_person", "")
        ),
        "words": words, "moved": _moved(answer), "pdf_url": ways.url(request, "agreement_pdf"),
        "something_wrong": ways.url(request, "something_wrong"),
        "by_day": people_say.day(answer.agreement.accept_by, now=request.at)
        if answer.agreement.accept_by
        else "",
        "form": form if "accept" in may else None,
        "wish_form": wish if "want_change" in may else None,
        "wish_label": label, "wish_open": bool(wish.errors), "forms": [form, wish],
    }  # fmt: skip
    return render(request, "person/agreement.html", context, status=used.status if posts else 200)


def as_pdf(request: Any, answer: Acceptance | None, *, back: str) -> HttpResponse:
    """Hers as a PDF, with nobody else in it."""
    if answer is None:
        raise Http404
    words = documents.own_words(request, answer)
    found = documents.document(answer.agreement, answer, support=words.get("support_person", ""))
    try:
        data = documents.pdf(request, found)
    except Refused as refusal:
        return http.say_why(request, refusal, back)
    return paper.download(data, documents.file_name(found))
