"""Her own certificate: to see, to keep, and to ask for a new one. Signed in, or by a link."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock, vault
from erfara.foundation.errors import Refused
from erfara.organisations.words import say
from erfara.peersupport.certificates import access, actions, queries
from erfara.peersupport.certificates.models import Certificate
from erfara.peersupport.certificates.policies import is_valid, may_renew
from erfara.people.models import Person
from erfara.web import http, people_say, ways
from erfara.web.paper import download
from erfara.web.peer.certificates import paper
from erfara.web.peer.own.pieces import Piece

TONES = {"valid": "good", "expired": "warn", "revoked": "warn"}


def on_own_page(request: Any, person: Person) -> list[Piece]:
    """What certificates say on somebody's own page: those in force, and what became of the last."""
    rows = [row for row in queries.of_person(person) if row.issued_on is not None]
    shown = [row for row in rows if row.state in {"valid", "expired"}] or rows[:1]
    return [_piece(request, row) for row in shown]


def _piece(request: Any, row: Certificate) -> Piece:
    renews = may_renew(row, clock.local_day(request.at)) and queries.open_errand(row) is None
    until = people_say.day(row.valid_until, now=request.at) if row.valid_until else ""
    ends = _("Its last day was {day}. You can ask for a new one.") if row.state == "expired" else (
        _("Its last day is {day}. You can ask for a new one."))  # fmt: skip
    return Piece(
        say(_("Your certificate, {number}"), number=row.label),
        reverse("own_certificate:certificate", args=[request.programme.slug, row.pk]),
        row.state_label, tone=TONES.get(row.state, "neutral"), waits=renews,
        hint=say(ends, day=until) if renews else "",
    )  # fmt: skip


def _row(request: Any, pk: UUID | None) -> Certificate:
    return access.certificate_for(request.viewer, request.programme, ways.about(request, pk))


def _words(request: Any, row: Certificate) -> dict[str, Any]:
    return paper.opened(request, row, purpose="own_page", case="own_page")


def _called(request: Any, row: Certificate) -> str:
    """What she is called now."""
    opened = vault.open(
        tenant_id=row.programme_id, person_ids=[row.person_id], blob="identity", fields=("name",),
        purpose="own_page", case="own_page", actor=request.viewer, at=request.at,
    )  # fmt: skip
    return (opened.get(row.person_id) or {}).get("name") or ""


def certificate(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """The certificate, and what can be asked about it."""
    row, here = _row(request, pk), request.path
    if request.method == "POST":
        return _asked(request, row, here)
    words, name, day = _words(request, row), _called(request, row), clock.local_day(request.at)
    errand = queries.open_errand(row)
    live = row.state in {"valid", "expired"}
    last = queries.last_errand(row)
    context = {
        "row": row, "words": words, "doc": paper.document(row, words), "errand": errand,
        "valid": is_valid(row, day), "may_renew": errand is None and may_renew(row, day),
        "other_name": live and errand is None and bool(name) and name != words.get("name"),
        "name_now": name, "pdf_url": ways.url(request, "pdf"), "newer": queries.newer(row),
        "take_back": {"do": "take_back"}, "ask_name": {"do": "name"}, "ask_renew": {"do": "renew"},
        "said_no": last is not None and last.state == "declined" and live,
    }  # fmt: skip
    return render(request, "peer/certificates/own.html", context)


def _asked(request: Any, row: Certificate, here: str) -> HttpResponse:
    who = {"by": request.viewer, "at": request.at}
    do = request.POST.get("do", "")

    def run() -> object:
        if do == "renew":
            return actions.ask_renewal(certificate=row, **who)
        if do == "name":
            return actions.ask_new_name(certificate=row, **who)
        errand = queries.open_errand(row)
        if do != "take_back" or errand is None:
            raise Refused(_("That is settled already."))
        return actions.take_back_errand(errand=errand, **who)

    done = _("Taken back.") if do == "take_back" else _("Asked. You hear from us.")
    return http.press(request, run, to=here, back=here, done=done)


def as_pdf(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """The same on paper."""
    row = _row(request, pk)
    found = paper.document(row, _words(request, row))
    if found is None:
        raise Http404
    try:
        data = paper.pdf(request, found)
    except Refused as refusal:
        return http.say_why(request, refusal, ways.url(request, "certificate"))
    return download(data, paper.file_name(found))
