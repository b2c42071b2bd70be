"""What she has told: changed, added to, kept out of searches, taken away."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms, vault
from erfara.lending import access as lending
from erfara.organisations.words import say_lazy
from erfara.people import access
from erfara.people.actions import Told, set_experiences
from erfara.people.models import Contributor, Experience
from erfara.people.queries import experiences_of
from erfara.vocabulary.choices import Area, ExperienceRole
from erfara.web import http, ways

CHANGEABLE = ("active", "paused", "resting")


class ExperienceForm(forms.Form):
    """One thing she has lived through, in her own words."""

    text = forms.LongText(
        _("What have you been through?"), max_length=3000, rows=6,
        hint=_("In your own words. You choose what you tell."),
        missing=_("Write a few words, or go back without changing anything."),
    )  # fmt: skip
    role = forms.Radios(
        _("How were you part of it?"), choices=[(k, say_lazy(v)) for k, v in ExperienceRole.choices]
    )
    area = forms.Select(
        _("Where in life?"), required=False, empty_label=_("Choose, if you want"),
        choices=[(k, say_lazy(v)) for k, v in Area.choices],
    )  # fmt: skip
    hidden = forms.Check(
        _("Keep this out when somebody is searched for"), required=False,
        hint=_("Then only {coordinator:pl.def} see it, on the page about you."),
    )  # fmt: skip


def hers(request: Any) -> Contributor:
    """Whose page it is, while she can change what she has told."""
    contributor = access.own_contributor(request.viewer, request.programme)
    if contributor.state not in CHANGEABLE:
        raise Http404
    return contributor


def _told(form: ExperienceForm, pk: UUID | None = None, came_with: UUID | None = None) -> Told:
    new = form.cleaned_data
    return Told(new["role"], new["text"], pk, new["area"] or "", not new["hidden"], came_with)


def _one(contributor: Contributor, pk: UUID) -> Experience:
    for row in experiences_of([contributor.pk])[contributor.pk]:
        if row.pk == pk:
            return row
    raise Http404


def _open(request: Any, contributor: Contributor, row: Experience) -> str:
    opened = vault.open(
        tenant_id=contributor.programme_id, person_ids=[contributor.person_id],
        blob="experience", fields=(str(row.pk),), purpose="own_page", case="own_page",
        actor=request.viewer, at=request.at,
    )  # fmt: skip
    return (opened.get(contributor.person_id) or {}).get(str(row.pk)) or ""


def add(request, slug: str) -> HttpResponse:
    """I have that too."""
    contributor = hers(request)
    home = reverse("person:home", args=[slug]) + "#told"
    form = ExperienceForm(http.posted(request))
    if answer := http.save(
        request, form,
        lambda: set_experiences(
            contributor=contributor, told=[_told(form)], shown=(), by=request.viewer, at=request.at
        ),
        to=home, done=_("Thank you. It is written down."),
    ):  # fmt: skip
        return answer
    context = {"form": form, "back": home, "adding": True}
    return render(request, "person/experience.html", context, status=form.status)


def add_after_question(request, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """A question has made her remember: she writes it down beside her answer. Nothing of what she
    has told before is opened, so it can be done behind the question's link too."""
    inquiry = lending.inquiry_for(request.viewer, request.programme, ways.about(request, pk))
    contributor = inquiry.contributor
    back = ways.url(request, "question")
    if contributor.state not in CHANGEABLE:
        return HttpResponseRedirect(back)
    form = ExperienceForm(http.posted(request))
    if answer := http.save(
        request, form,
        lambda: set_experiences(
            contributor=contributor, told=[_told(form, came_with=inquiry.pk)], shown=(),
            by=request.viewer, at=request.at,
        ),
        to=back, done=_("Thank you. It is written down."),
    ):  # fmt: skip
        return answer
    context = {"form": form, "back": back, "adding": True, "of_question": True}
    return render(request, "person/experience.html", context, status=form.status)


def change(request, slug: str, pk: UUID) -> HttpResponse:
    """Write one anew."""
    contributor = hers(request)
    row = _one(contributor, pk)
    home = reverse("person:home", args=[slug]) + "#told"
    if request.method == "POST":
        form = ExperienceForm(request.POST)
    else:
        text = _open(request, contributor, row)
        form = ExperienceForm(
            initial={"text": text, "role": row.role, "area": row.area, "hidden": not row.matchable}
        )
    if answer := http.save(
        request, form,
        lambda: set_experiences(
            contributor=contributor, told=[_told(form, pk)], shown=(pk,), by=request.viewer,
            at=request.at,
        ),
        to=home, done=_("Saved."),
    ):  # fmt: skip
        return answer
    away = reverse("person:drop_experience", args=[slug, pk])
    context = {"form": form, "back": home, "away": away, "adding": False}
    return render(request, "person/experience.html", context, status=form.status)


def drop(request, slug: str, pk: UUID) -> HttpResponse:
    """Take one away."""
    contributor = hers(request)
    row = _one(contributor, pk)
    home = reverse("person:home", args=[slug]) + "#told"
    if request.method == "POST":
        return http.press(
            request,
            lambda: set_experiences(
                contributor=contributor, told=(), shown=(pk,), by=request.viewer, at=request.at
            ),
            to=home, back=home, done=_("It is taken away."),
        )  # fmt: skip
    context = {"text": _open(request, contributor, row), "back": home}
    return render(request, "person/drop_experience.html", context)
