"""What the pages of every draft share: reading it, the way back to it, throwing it away.

A draft is written by somebody without an account; the address of its pages is the way in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock, drafts, vault
from erfara.foundation.models.drafts import Draft
from erfara.web import http
from erfara.web.public import strangers
from erfara.web.public.forms import AT_LEAST
from erfara.web.signin.views import no_trace

LINK_COMES = _("You get a link that leads back here.")


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of a kind of draft, one thing on each, and the one where all is checked last.

    `space`: the namespace of its addresses, which hold the token. `template`: the name of a page's.
    `steps`: page → its form and the page after it, in order. `fields`: all that is
    kept.
    """

    space: str
    template: Callable[[str], str]
    steps: Mapping[str, tuple[Any, str]]
    fields: tuple[str, ...]

    @property
    def number(self) -> int:
        """How many there are, with the last one."""
        return len(self.steps) + 1

    def page(self, request: Any, step: str, form: Any, more: dict[str, Any]) -> HttpResponse:
        """One of them, filled in or to be changed."""
        number = list(self.steps).index(step) + 1
        context = {"form": form, "step": step, "number": number, "of": self.number, **more}
        page = render(request, self.template(step), context, status=form.status)
        return no_trace(page)

    def step(
        self, request: Any, draft: Draft, token: str, name: str, **more: object
    ) -> HttpResponse:
        """One of the pages in between, filled in with what was written before."""
        if draft.state != "draft":
            return over(request)
        shape, following = self.steps[name]
        to = "check" if request.GET.get("back") == "check" else following
        before = written(request, draft, self.fields)
        form = shape(http.posted(request), initial=before)
        # Whoever stops here is sent the link, as soon as there is somewhere to send it.
        may_stop = bool(before.get("email"))
        stops = may_stop and request.POST.get("then") == "link"
        here = self.url(request, token, name)
        if stops and not any(request.POST.get(field) for field in form.fields):
            return way_back(request, draft, here)

        def keep() -> Draft:
            who: Any = {"by": request.viewer, "at": request.at}
            kept = drafts.keep(draft=draft, values=form.cleaned_data, **who)
            return drafts.ask_way_back(draft=kept, **who) if stops else kept

        if answer := http.save(
            request, form, keep, to=here if stops else self.url(request, token, to),
            done=LINK_COMES if stops else "",
        ):  # fmt: skip
            return no_trace(answer)
        earlier = [n for n, (_form, after) in self.steps.items() if after == name]
        back = self.url(request, token, earlier[0]) if earlier else ""
        shown = {"back": back, "token": token, "may_stop": may_stop, **more}
        return self.page(request, name, form, shown)

    def url(self, request: Any, token: str, page: str) -> str:
        """The address of one of them."""
        return reverse(f"{self.space}:{page}", args=[request.programme.slug, token])

    def changes(self, request: Any, token: str) -> dict[str, str]:
        """Page → where it is changed and then all is checked again."""
        return {name: f"{self.url(request, token, name)}?back=check" for name in self.steps}


def written(request: Any, draft: Draft, fields: Iterable[str]) -> dict[str, Any]:
    """What has been written so far."""
    opened = vault.open(
        tenant_id=draft.programme_id, person_ids=[draft.pk], blob=draft.blob, fields=tuple(fields),
        purpose=draft.blob, case=str(draft.pk), actor=request.viewer, at=request.at,
    )  # fmt: skip
    return opened.get(draft.pk, {})


def over(request: Any) -> HttpResponse:
    """The page of a link whose draft has been sent or thrown away."""
    return no_trace(render(request, "errors/link.html", {"status": "used"}, status=404))


def send(request: Any, draft: Draft, run: Any, *, to: str, back: str) -> HttpResponse:
    """Send a draft off and empty it. One who sends faster than anybody reads is asked to read."""
    if clock.now() - draft.created_at < AT_LEAST and not draft.programme.clock_stands_at:
        messages.error(request, str(strangers.SLOWER))
        return no_trace(HttpResponseRedirect(back))
    answer = http.press(request, run, to=to, back=back)
    empty(request, draft)
    return no_trace(answer)


def throw_away(request: Any, draft: Draft) -> HttpResponse:
    """The writer doesn't want to after all: gone at once."""
    home = reverse("public:programme", args=[request.programme.slug])
    answer = http.press(
        request, lambda: drafts.throw_away(draft=draft, by=request.viewer, at=request.at),
        to=home, back=home, done=_("What you had written is erased."),
    )  # fmt: skip
    empty(request, draft)
    return answer


def way_back(request: Any, draft: Draft, here: str) -> HttpResponse:
    """Send the writer the link, to go on another time."""
    return no_trace(
        http.press(
            request, lambda: drafts.ask_way_back(draft=draft, by=request.viewer, at=request.at),
            to=here, back=here, done=LINK_COMES,
        )
    )  # fmt: skip


def empty(request: Any, draft: Draft) -> None:
    """Right after it was sent or thrown away. If this is cut short, the worker does it."""
    draft.refresh_from_db(fields=["state"])
    if draft.state != "draft":
        drafts.empty(draft=draft, at=request.at)
