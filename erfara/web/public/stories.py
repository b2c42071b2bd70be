"""What loans have led to, told with everybody's yes; and the page where each says yes or no."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import vault
from erfara.lending.access import own_story_permission
from erfara.lending.actions import stories as actions
from erfara.lending.story_queries import told, words_of
from erfara.web import http, ways
from erfara.web.signin.views import no_trace

PER_PAGE = 10


def stories(request: Any, slug: str) -> HttpResponse:
    """All that is told, the newest first."""
    page = Paginator(told(request.programme), PER_PAGE).get_page(request.GET.get("page"))
    words = words_of(request.programme, page.object_list)
    rows = [{"story": s, "words": words[s.pk]} for s in page.object_list if s.pk in words]
    return render(request, "public/stories.html", {"page": page, "rows": rows})


def answer(
    request: Any, slug: str, token: str | None = None, pk: UUID | None = None
) -> HttpResponse:
    """Read the story and say yes or no, also afterwards: by a message's link, or signed in."""
    row = own_story_permission(request.viewer, request.programme, ways.about(request, pk))
    here = request.path
    # After a no there is nothing more to read at the address.
    after_no = reverse("public:stories", args=[slug])
    if request.method == "POST":
        yes = request.POST.get("answer") == "yes"
        if not yes and request.POST.get("answer") != "no":
            return no_trace(http.go(request, here))
        done = _("Thank you. You can change your mind here.") if yes else _("Good. It is not told.")
        return no_trace(
            http.press(
                request,
                lambda: actions.answer_story(
                    permission=row, yes=yes, by=request.viewer, at=request.at
                ),
                to=here if yes else after_no, back=here, done=done,
            )
        )  # fmt: skip
    opened = vault.open(
        tenant_id=row.programme_id, person_ids=[row.story_id], blob=actions.BLOB,
        fields=(actions.FIELD,), purpose="story", case=str(row.pk), actor=request.viewer,
        at=request.at,
    )  # fmt: skip
    words = (opened.get(row.story_id) or {}).get(actions.FIELD) or {}
    context = {"row": row, "story": row.story, "words": words}
    return no_trace(render(request, "public/story_answer.html", context))
