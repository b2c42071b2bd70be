"""Leaving: what goes and what stays, first; then 48 hours to change one's mind."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation.actors import Role
from erfara.lending.queries import coming_loans
from erfara.people import access, actions
from erfara.people.actions.contacts import GONE, leave_as_contact, stay_as_contact
from erfara.people.models import Person
from erfara.people.own_queries import contributor_of
from erfara.web import http, people_say, stopped
from erfara.workflows import consent
from erfara.workflows.erasing import what_leaves


def leave(request, slug: str) -> HttpResponse:
    """Leave, whoever she is: with experience, as a borrower's contact, or both."""
    person = access.own_person(request.viewer, request.programme)
    contributor = contributor_of(person)
    home = reverse("person:home", args=[slug])
    if contributor is None or contributor.state in GONE:
        return _leave_as_contact(request, person, home)
    if request.method == "POST":
        taken: list[consent.Stopped] = []
        answer = http.press(
            request,
            lambda: taken.append(
                consent.leave(
                    contributor=contributor, how="own_page", by=request.viewer, at=request.at
                )
            ),
            to=home, back=home,
        )  # fmt: skip
        stopped.tell(request, taken)
        return answer
    if not contributor.table.may("leave", contributor.state, Role.PERSON):
        return HttpResponseRedirect(home)
    coming = coming_loans(contributor)
    context = {
        "contributor": contributor, "coming": coming, "back": home,
        "leaves": what_leaves(person, contributor),
    }  # fmt: skip
    return render(request, "person/leave.html", context)


def _leave_as_contact(request: Any, person: Person, home: str) -> HttpResponse:
    if request.method == "POST":
        return http.press(
            request,
            lambda: leave_as_contact(person=person, by=request.viewer, at=request.at),
            to=home, back=home,
            done=_("Done. Your name and address are erased after 48 hours."),
        )  # fmt: skip
    if person.erase_after is not None:
        return HttpResponseRedirect(home)
    context = {"back": home, "leaves": what_leaves(person, None)}
    return render(request, "person/leave_contact.html", context)


def stay(request, slug: str) -> HttpResponse:
    """Stay after all."""
    person = access.own_person(request.viewer, request.programme)
    contributor = contributor_of(person)
    home = reverse("person:home", args=[slug])
    if contributor is None or contributor.state in GONE:
        return http.press(
            request, lambda: stay_as_contact(person=person, by=request.viewer, at=request.at),
            to=home, back=home, done=_("Good. Nothing is erased."),
        )  # fmt: skip
    return http.press(
        request,
        lambda: actions.stay(
            contributor=contributor, how="own_page", by=request.viewer, at=request.at
        ),
        to=reverse("consents:consents", args=[slug]), back=home,
        done=_("Good that you stay. Say yes again to what you want to be part of."),
    )  # fmt: skip


def contact_word(request, slug: str, token: str) -> HttpResponse:
    """Behind the letter to a borrower's contact who wants to be forgotten."""
    person = access.own_person(request.viewer, request.programme)
    if person.pk != request.link.about_id:
        raise Http404
    here = reverse("person:contact_word", args=[slug, token])
    if request.method == "POST":
        return http.press(
            request, lambda: stay_as_contact(person=person, by=request.viewer, at=request.at),
            to=here, back=here,
        )  # fmt: skip
    erased = person.erase_after
    context = {"erased_at": people_say.when(erased, now=request.at) if erased else ""}
    return render(request, "person/contact_word.html", context)
