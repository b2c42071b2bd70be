"""Whether a certificate is valid: for anybody who has its code, and nothing more than that."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from erfara.accounts import limits
from erfara.foundation import clock
from erfara.peersupport.certificates import codes, queries
from erfara.web.peer.certificates.forms import CodeForm
from erfara.web.signin.views import no_trace, sender_of

# A whole hospital may share one sender.
MOST_AN_HOUR = 60


def ask(request: Any, slug: str) -> HttpResponse:
    """Where a code is written that can't be read by a camera."""
    form = CodeForm(request.GET if "kod" in request.GET else None)
    if form.is_bound and form.is_valid():
        code = codes.read(form.cleaned_data["kod"])
        if code:
            return HttpResponseRedirect(reverse("check:certificate", args=[slug, code]))
    return render(request, "peer/certificates/ask.html", {"form": form}, status=form.status)


def certificate(request: Any, slug: str, code: str) -> HttpResponse:
    """Valid, or not. The same page, the same work and the same status for whatever is asked.

    Why it isn't, whose it is and whether there ever was one is not said.
    """
    free = limits.take_ticket(
        "certificate", sender_ip=sender_of(request), most=MOST_AN_HOUR, within=timedelta(hours=1)
    )
    if not free:
        return no_trace(render(request, "peer/certificates/wait.html", status=429))
    valid = queries.holds(request.programme, code, clock.local_day(request.at))
    context = {"valid": valid, "day": clock.local_day(request.at)}
    response = no_trace(render(request, "peer/certificates/check.html", context))
    response["X-Robots-Tag"] = "noindex, noarchive"
    return response
