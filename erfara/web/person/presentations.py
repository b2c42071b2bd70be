"""Her presentation: read it, change it, say yes or no, choose a picture, take it down.

The same views stand behind a message's link and on her own page. Behind the link no name is shown.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms, vault
from erfara.people import access
from erfara.people.actions import presentations as actions
from erfara.people.models import Contributor, Presentation, Purpose
from erfara.people.models.presentations import HERE, OPEN
from erfara.people.presentation_queries import (
    published_at,
    told_by,
    versions_of,
)
from erfara.people.queries import live_purposes, texts_in_force
from erfara.web import http, people_say, presentations, ways


class YesForm(forms.Form):
    """The consent that goes with a yes, where there is none yet."""

    agrees = forms.Check("", missing=_("Tick that you agree, if you want it to be shown."))

    def __init__(self, *args: Any, consent: str | Promise, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if consent:
            field: Any = self.fields["agrees"]
            field.label = consent
        else:
            del self.fields["agrees"]


class WishForm(forms.Form):
    """What she wants changed."""

    words = forms.LongText(
        _("What do you want to change?"), max_length=2000, rows=4,
        missing=_("Write what you want to change."),
    )  # fmt: skip


def _hers(request: Any, pk: UUID | None) -> Contributor:
    contributor = access.own_contributor(request.viewer, request.programme)
    if contributor.pk != ways.about(request, pk):
        raise Http404
    return contributor


def _versions(contributor: Contributor) -> tuple[Presentation | None, Presentation | None]:
    """What is under way and what is public."""
    rows = versions_of(contributor)
    return (
        next((row for row in rows if row.state in OPEN), None),
        next((row for row in rows if row.state == "public"), None),
    )


def _consent_to(contributor: Contributor, purpose: str) -> str | Promise:
    """The words of a consent that she hasn't given yet; "" when she has."""
    person = contributor.person
    if purpose in live_purposes([person.pk])[person.pk]:
        return ""
    return texts_in_force(contributor.programme)[purpose]


def _may_have_one(contributor: Contributor) -> bool:
    hidden = vault.shielded(contributor.programme_id)
    return contributor.state in HERE and contributor.person_id not in hidden


def on_own_page(contributor: Contributor) -> dict[str, Any]:
    """What her own page says about it: where it is, not what it says. Opens nothing."""
    under_way, public = _versions(contributor)
    return {
        "presentation": {
            "under_way": under_way,
            "public": public,
            "offered": under_way is not None or public is not None or _may_have_one(contributor),
        }
    }


def _page(request: Any, contributor: Contributor, **bound: Any) -> HttpResponse:
    under_way, public = _versions(contributor)
    rows = [row for row in (under_way, public) if row is not None]
    words = presentations.words_of(request, contributor, rows, purpose="own_page", case="own_page")
    consent = _consent_to(contributor, Purpose.PRESENTATION) if under_way else ""
    used = next((form for form in bound.values() if form is not None), None)
    seen = published_at(contributor.programme, public.page) if public else None
    context = {
        "under_way": under_way,
        "public": public,
        "under_way_words": words.get(under_way.pk) if under_way else None,
        "public_words": words.get(public.pk) if public else None,
        "under_way_beside": presentations.beside(presentations.facets_of(under_way))
        if under_way else "",
        "public_beside": presentations.beside(presentations.facets_of(public)) if public else "",
        "public_alt": presentations.alt_of(public.picture) if public else "",
        "picture": seen.picture if seen else "",
        "last_day": people_say.day(under_way.ends_on, now=request.at)
        if under_way and under_way.ends_on else "",
        "public_url": reverse("public:presentation", args=[contributor.programme.slug, public.page])
        if public and seen else "",
        "yes_form": bound.get("yes_form") or YesForm(consent=consent),
        "wish_form": bound.get("wish_form") or WishForm(),
        "may": _may_have_one(contributor),
        "rests": contributor.state == "paused",
        "write": ways.url(request, "write"),
        "picture_url": ways.url(request, "picture"),
        "form": used,
        "no": {"do": "no"},
        "throw": {"do": "discard"},
        "down": {"do": "take_down"},
    }  # fmt: skip
    return render(request, "person/presentation.html", context, status=used.status if used else 200)


def _how(request: Any) -> str:
    return "own_page" if request.link is None else "link"


def presentation(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """What waits for her yes, and what is public."""
    contributor = _hers(request, pk)
    if request.method != "POST":
        return _page(request, contributor)
    here = ways.url(request, "presentation")
    by, at = request.viewer, request.at
    under_way, _public = _versions(contributor)
    do = request.POST.get("do", "")[:20]
    if do == "take_down":
        return http.press(
            request,
            lambda: actions.take_down(contributor=contributor, drafts=False, by=by, at=at),
            to=here, back=here, done=_("Done. It is taken down, and shown nowhere."),
        )  # fmt: skip
    if under_way is None:  # another tab was faster
        return HttpResponseRedirect(here)
    if do == "yes":
        consent = _consent_to(contributor, Purpose.PRESENTATION)
        yes_form = YesForm(request.POST, consent=consent)
        answer = http.save(
            request, yes_form,
            lambda: actions.approve(
                presentation=under_way, agrees=bool(yes_form.cleaned_data.get("agrees")),
                how=_how(request), by=by, at=at,
            ),
            to=here, done=_("Thank you. It is public from now on."),
        )  # fmt: skip
        return answer or _page(request, contributor, yes_form=yes_form)
    if do == "wish":
        wish_form = WishForm(request.POST)
        answer = http.save(
            request, wish_form,
            lambda: actions.wish(
                presentation=under_way, words=wish_form.cleaned_data["words"], by=by, at=at
            ),
            to=here, done=_("We have got what you wrote, and write the text anew."),
        )  # fmt: skip
        return answer or _page(request, contributor, wish_form=wish_form)
    step = actions.discard if do == "discard" else actions.say_no
    return http.press(
        request, lambda: step(presentation=under_way, by=by, at=at), to=here, back=here,
        done=_("Done. The text is not shown."),
    )  # fmt: skip


def write(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """She begins herself, or goes on with what she has begun."""
    contributor = _hers(request, pk)
    back = ways.url(request, "presentation")
    under_way, public = _versions(contributor)
    if not _may_have_one(contributor) or (under_way and under_way.state != "draft"):
        return HttpResponseRedirect(back)
    before = under_way or public
    words = presentations.words_of(
        request, contributor, [before] if before else [], purpose="own_page", case="own_page"
    )
    form = presentations.WritingForm(
        request.POST if request.method == "POST" else None,
        told=told_by([contributor.pk])[contributor.pk],
        initial=presentations.WritingForm.written(before, words.get(before.pk) if before else None),
    )
    if answer := http.save(
        request, form,
        lambda: actions.write(
            contributor=contributor, title=form.cleaned_data["title"],
            text=form.cleaned_data["text"], facets=form.facets(), by=request.viewer, at=request.at,
        ),
        to=back, done=_("Saved. We read it through together before anything is shown."),
    ):  # fmt: skip
        return answer
    context = {"form": form, "back": back}
    return render(request, "person/presentation_write.html", context, status=form.status)


def picture(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """A drawn picture beside the text."""
    contributor = _hers(request, pk)
    back = ways.url(request, "presentation")
    under_way, public = _versions(contributor)
    row = public or under_way
    if row is None:
        return HttpResponseRedirect(back)
    consent = _consent_to(contributor, Purpose.PICTURE)
    form = presentations.PictureForm(
        request.POST if request.method == "POST" else None, consent=consent,
        initial={"picture": row.picture or "none"},
    )  # fmt: skip
    if answer := http.save(
        request, form,
        lambda: actions.choose_picture(
            presentation=row, picture=form.chosen(),
            agrees=bool(form.cleaned_data.get("agrees")), how=_how(request), by=request.viewer,
            at=request.at,
        ),
        to=back, done=_("Saved."),
    ):  # fmt: skip
        return answer
    context = {"form": form, "back": back}
    return render(request, "person/presentation_picture.html", context, status=form.status)
