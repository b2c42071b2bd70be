"""Lists of names on paper: asked for by one, agreed to by another, printed, over."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.accounts.queries import names_of
from erfara.foundation import clock, forms
from erfara.foundation.actors import Role
from erfara.people import access
from erfara.people.actions import print_lists as actions
from erfara.people.models import PrintList
from erfara.people.queries import on_list, print_lists, talks_on
from erfara.web import http
from erfara.web.coordinator.names import Names, identities
from erfara.web.coordinator.pages import PER_PAGE, can


class AskForm(forms.Form):
    """Which list, and what for."""

    kind = forms.Radios(_("Who is to be on it?"), choices=PrintList.Kind.choices)
    day = forms.Date(_("Which day?"), required=False, hint=_("For talks."))
    reason = forms.Text(
        _("What is it for?"), max_length=300, missing=_("Write what the list is for."),
        hint=_("Without names. For example: the talks in {library:sg.def} on Tuesday."),
    )  # fmt: skip


class RefuseForm(forms.Form):
    """Why not."""

    reason = forms.Text(_("Why not?"), max_length=300, missing=_("Write why, in a sentence."))


def lists(request: Any, slug: str) -> HttpResponse:
    """All lists that were asked for. No name is opened here."""
    page = Paginator(print_lists(request.programme), PER_PAGE).get_page(request.GET.get("page"))
    staff = names_of({row.asked_by for row in page.object_list})
    rows = [{"row": row, "by": staff.get(row.asked_by, "")} for row in page.object_list]
    return render(request, "coordinator/print_lists.html", {"page": page, "rows": rows})


def ask(request: Any, slug: str) -> HttpResponse:
    """Ask for a list."""
    form = AskForm(http.posted(request), initial={"kind": "talks"})
    if answer := http.save(
        request,
        form,
        lambda: actions.ask_print_list(
            programme=request.programme, **form.cleaned_data, by=request.viewer, at=request.at
        ),
        to=lambda row: reverse("coordinator:print_list", args=[slug, row.pk]),
    ):
        return answer
    context = {
        "form": form,
        "few": actions.FEW,
        "back": reverse("coordinator:print_lists", args=[slug]),
    }
    return render(request, "coordinator/print_list_ask.html", context, status=form.status)


def one(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """One list: what it is for, how it stands, and what may be done with it."""
    row = access.print_list_for(request.viewer, request.programme, pk)
    here = reverse("coordinator:print_list", args=[slug, pk])
    form = RefuseForm(http.posted(request))
    if answer := http.save(
        request,
        form,
        lambda: actions.refuse_print_list(
            row=row, reason=form.cleaned_data["reason"], by=request.viewer, at=request.at
        ),
        to=here, done=_("Refused. The one who asked sees why."),
    ):  # fmt: skip
        return answer
    mine = row.asked_by == request.viewer.id
    staff = names_of({row.asked_by, *([row.decided_by] if row.decided_by else [])})
    context = {
        "row": row, "form": form, "mine": mine, "can": can(row, request.viewer),
        "by": staff.get(row.asked_by, ""), "decided": staff.get(row.decided_by or row.pk, ""),
        "count": len(row.people), "for_coordinator": request.viewer.role == Role.COORDINATOR,
        "back": reverse("coordinator:print_lists", args=[slug]),
    }  # fmt: skip
    return render(request, "coordinator/print_list.html", context, status=form.status)


def agree(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Another agrees to it."""
    row = access.print_list_for(request.viewer, request.programme, pk)
    here = reverse("coordinator:print_list", args=[slug, pk])
    return http.press(
        request,
        lambda: actions.agree_to_print_list(row=row, by=request.viewer, at=request.at),
        to=here, back=here, done=_("Agreed. It can be printed for a day."),
    )  # fmt: skip


def end(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """It isn't needed any more."""
    row = access.print_list_for(request.viewer, request.programme, pk)
    lists_ = reverse("coordinator:print_lists", args=[slug])
    return http.press(
        request,
        lambda: actions.end_print_list(row=row, by=request.viewer, at=request.at),
        to=lists_, back=lists_, done=_("The list is over."),
    )  # fmt: skip


def paper(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The list itself, to be printed. Everybody on it sees in her log that it was.

    Only for the one who asked: whoever agreed did so without seeing the names.
    """
    row = access.print_list_for(request.viewer, request.programme, pk)
    late = row.open_until is None or row.open_until <= request.at
    if row.state != "open" or late or row.asked_by != request.viewer.id:
        raise Http404
    people = on_list(row)
    opened = identities(
        request, [c.person_id for c in people], purpose="print_list", case=row.pk,
        fields="name phone email",
    )  # fmt: skip
    names = Names(opened)
    talks: dict[UUID, list[Any]] = {}
    for talk in talks_on(request.programme, row.day):
        talks.setdefault(talk.contributor_id, []).append(talk)
    rows = [
        {"name": names.of(c.person_id), "identity": opened[c.person_id],
         "talks": talks.get(c.pk, []), "number": c.number}
        for c in people if c.person_id in opened
    ]  # fmt: skip
    context = {"row": row, "rows": rows, "printed_on": clock.local_day(clock.now())}
    return render(request, "coordinator/print_list_paper.html", context)
