"""Presentations for everybody: to browse, to filter, to read. Nothing of who it is.

Beside a text stands only what at least five people share, and a filter finds a text only by what
stands beside it: no search tells more than the page itself.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms
from erfara.organisations.models import Programme
from erfara.organisations.words import say
from erfara.people.presentation_queries import Shown, published, published_at, words_of
from erfara.vocabulary.choices import Area, ExperienceRole
from erfara.web import presentations

PER_PAGE = 12


class FilterForm(forms.Form):
    """By what to look. Only what stands beside some text can be chosen."""

    words = forms.Text(_("Words in the text"), required=False, max_length=80, autocomplete="off")
    area = forms.Select(
        _("About"), required=False, empty_label=_("Everything"), missing=_("Choose one of these.")
    )
    role = forms.Select(
        _("Told by somebody who was there"), required=False, empty_label=_("In any way"),
        missing=_("Choose one of these."),
    )  # fmt: skip

    def __init__(self, *args: Any, shown: list[Shown], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = {one.facets.area for one in shown}
        roles = {one.facets.role for one in shown}
        choices: dict[str, Any] = {
            "area": [(v, presentations.area_in_words(v)) for v in Area.values if v in areas],
            "role": [(v, say(label)) for v, label in ExperienceRole.choices if v in roles],
        }
        for one in self.fields.values():
            one.marks_optional = False  # type: ignore[attr-defined]
        for name, some in choices.items():
            field: Any = self.fields[name]
            field.choices = some
            if not some:
                del self.fields[name]


def _matches(one: Shown, words: dict[str, str], data: dict[str, Any]) -> bool:
    text = f"{words['title']}\n{words['text']}".casefold()
    wanted = (data.get("words") or "").casefold().split()
    return (
        all(word in text for word in wanted)
        and data.get("area") in {None, "", one.facets.area}
        and data.get("role") in {None, "", one.facets.role}
    )


def card(slug: str, one: Shown, words: dict[str, str]) -> dict[str, Any]:
    """A presentation as it stands in a list or on its page."""
    return {
        "title": words["title"],
        "text": words["text"],
        "picture": one.picture,
        "alt": presentations.alt_of(one.picture),
        "beside": presentations.beside(one.facets),
        "rests": one.rests,
        "url": reverse("public:presentation", args=[slug, one.page]),
    }


def _kept_by_nobody(response: HttpResponse) -> HttpResponse:
    """Taken down is gone: nobody who searches the web for others is to keep a copy."""
    response.headers["X-Robots-Tag"] = "noindex, noarchive"
    return response


def browse(request: Any, slug: str) -> HttpResponse:
    """All of them, or those that fit."""
    shown = published(request.programme)
    words = words_of(request.programme, shown)
    shown = [one for one in shown if one.page in words]
    asked = {k: v for k, v in request.GET.items() if k in {"words", "area", "role"} and v}
    form = FilterForm(asked or None, shown=shown)
    found = shown
    if asked and form.is_valid():
        found = [one for one in shown if _matches(one, words[one.page], form.cleaned_data)]
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    response = render(
        request,
        "public/presentations.html",
        {
            "form": form,
            "filtered": bool(asked) and form.is_valid(),
            "page": page,
            "cards": [card(slug, one, words[one.page]) for one in page],
            "all": len(shown),
            "found": len(found),
        },
        status=form.status,
    )
    return _kept_by_nobody(response)


def presentation(request: Any, slug: str, page: UUID) -> HttpResponse:
    """One presentation, and the way to borrow."""
    one = published_at(request.programme, page)
    words = words_of(request.programme, [one]) if one else {}
    if one is None or page not in words:
        raise Http404
    context = {
        "one": card(slug, one, words[page]),
        "borrow": f"{reverse('public:borrow', args=[slug])}?{urlencode({'presentation': page})}",
    }
    return _kept_by_nobody(render(request, "public/presentation.html", context))


def wished(programme: Programme, page: str) -> dict[str, str]:
    """What the form for borrowing begins with when somebody comes from a presentation."""
    try:
        one = published_at(programme, UUID(page))
    except ValueError:
        return {}
    words = words_of(programme, [one]) if one else {}
    if one is None or one.page not in words:
        return {}
    title = words[one.page]["title"]
    return {"wished_experience": say(_("I have read “{title}”."), title=title)}
