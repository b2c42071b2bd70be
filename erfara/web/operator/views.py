"""The installation's own pages: programmes and mail. Nobody's details are reached from here."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock, outbox
from erfara.foundation.errors import Refused
from erfara.foundation.models import OutboxMessage
from erfara.foundation.outbox import troubles
from erfara.organisations import queries
from erfara.organisations.words import say, words_of
from erfara.web import http
from erfara.web.operator.forms import ProgrammeForm
from erfara.workflows import staffing

PER_PAGE = 25
State = OutboxMessage.State


def home(request) -> HttpResponse:
    """Programmes, how their mail is doing, and what could not be sent."""
    counts = troubles.counts()
    programmes = []
    names = {}
    for row in queries.programmes():
        names[row.pk] = row.name
        mail = counts.get(row.pk, {})
        with words_of(row):
            state = say(row.state_label)
        programmes.append(
            {
                "row": row,
                "state": state,
                "waiting": mail.get(State.WAITING, 0) + mail.get(State.SENDING, 0)
                + mail.get(State.UNCERTAIN, 0),
                "sent": mail.get(State.SENT, 0),
                "failed": mail.get(State.FAILED, 0),
                "held": mail.get(State.HELD, 0),
            }
        )  # fmt: skip
    page = Paginator(troubles.failed(), PER_PAGE).get_page(request.GET.get("page"))
    failed = [
        {"row": row, "programme": names.get(row.tenant_id, say(_("the installation")))}
        for row in page
    ]
    context = {
        "programmes": programmes, "failed": failed, "page": page,
        "oldest": outbox.overview(clock.now()).oldest_due,
    }  # fmt: skip
    return render(request, "operator/home.html", context)


def new_programme(request) -> HttpResponse:
    """Found a programme and invite its first administrator."""
    back = reverse("operator:home")
    form = ProgrammeForm(request.POST or None, today=clock.local_day(clock.now()))
    if answer := http.save(
        request, form,
        lambda: staffing.found_programme(
            values=form.values(), email=form.cleaned_data["email"],
            name=form.cleaned_data["person"], ends_on=form.cleaned_data["ends_on"],
            by=request.viewer, at=clock.now(),
        ),
        to=back, done=_("{name} is there. Its administrator gets a message with a way in."),
        name=lambda: form.cleaned_data["name"],
    ):  # fmt: skip
        return answer
    return render(
        request, "operator/new_programme.html", {"form": form, "back": back}, status=form.status
    )


def retry(request, pk: UUID) -> HttpResponse:
    """Let a failed message be tried anew."""
    if not troubles.is_there(pk):
        raise Http404
    back = reverse("operator:home")

    def run() -> None:
        if not outbox.retry(pk, at=clock.now()):
            raise Refused(_("That message is no longer among those that could not be sent."))

    return http.press(request, run, to=back, back=back, done=_("It is tried again now."))
