"""The pool for the lead: who waits, and what is done for each."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock
from erfara.organisations.words import say
from erfara.peersupport.pool import access, queries
from erfara.peersupport.pool.actions import supporters
from erfara.peersupport.pool.models import PeerSupporter
from erfara.web import history, http, pieces
from erfara.web.addresses import of_each
from erfara.web.coordinator.names import VEILED_NUMBER, Names, identities
from erfara.web.coordinator.pages import PER_PAGE, can
from erfara.web.listed import paged
from erfara.web.peer import protected
from erfara.web.peer.pool import forms, shown

VIEWS = {
    "": queries.IN_POOL, "vantar": ("available",), "erbjudna": ("offered",),
    "vilar": ("resting",), "plats": ("placed",), "lamnat": ("left",),
}  # fmt: skip
LABELS = {
    "": _("In the pool"), "vantar": _("Wait for a place"), "erbjudna": _("Have been offered one"),
    "vilar": _("Rest"), "plats": _("Have a place"), "lamnat": _("Have left"),
}  # fmt: skip


def pool_names(request: Any, ids: Any) -> Names:
    """The names of those in the pool on a page that lists them; of those with protected details
    the number."""
    return Names(
        identities(
            request, ids, purpose="pool", case="pool", listed=True,
            numbers=queries.numbers_of_supporters,
        )
    )  # fmt: skip


def _uncertified(row: PeerSupporter) -> str:
    """What a list says of one without a certificate that counts."""
    gone = row.certificate is not None
    return say(_("the certificate doesn’t count") if gone else _("no certificate"))


def home(request: Any, slug: str) -> HttpResponse:
    """Everybody in the pool, those who have waited longest first; and what comes after them."""
    of, view = request.programme, request.GET.get("visa", "")
    view = view if view in VIEWS else ""
    counts = queries.count_by_state(of)
    page = paged(
        queries.in_pool(of, VIEWS[view]), sum(counts.get(one, 0) for one in VIEWS[view]),
        lambda: queries.first_in_pool(of, VIEWS[view], PER_PAGE), request.GET.get("page"),
    )  # fmt: skip
    who = pool_names(request, [row.person_id for row in page.object_list])
    day = clock.local_day(request.at)
    urls = of_each("pool:one", slug, [row.pk for row in page.object_list])
    in_line, in_training = queries.before_the_pool(of)
    rows = [
        (
            pieces.link(who.of(row.person_id), urls[row.pk]),
            pieces.lines(shown.extent(row.extent), shown.where(row.municipalities)),
            pieces.since(row.waits_since, now=request.at),
            pieces.lines(
                pieces.state(say(row.state_label), shown.SUPPORTER_TONES.get(row.state, "neutral")),
                "" if row.is_certified(day) else _uncertified(row),
            ),
        )
        for row in page.object_list
    ]  # fmt: skip
    filters = [
        {
            "text": say(label), "here": name == view, "url": f"?visa={name}" if name else "?",
            "count": sum(counts.get(state, 0) for state in VIEWS[name]),
        }
        for name, label in LABELS.items()
    ]  # fmt: skip
    context = {
        "page": page, "rows": rows, "filters": filters, "view": view,
        "waiting": counts.get("available", 0), "all": sum(counts.values()),
        "wishes": queries.how_many_wishes(of), "in_line": in_line, "in_training": in_training,
    }  # fmt: skip
    return render(request, "peer/pool/home.html", context)


def one(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Somebody in the pool: what she wants, what she has been offered, what can be done."""
    row = access.supporter_for(request.viewer, request.programme, pk)
    identity = _identity(request, row, "name email phone")
    offers: list[dict[str, Any]] = [
        {
            "row": offer, "unit": str(offer.wish.workplace.unit), "fell": shown.fell(offer),
            "tone": shown.OFFER_TONES.get(offer.state, "neutral"),
            "url": reverse("pool:offer", args=[slug, offer.pk]),
        }
        for offer in queries.offers_to(row)
    ]  # fmt: skip
    events = audit.history(row.pk, *(offer["row"].pk for offer in offers))
    context = {
        "row": row, "name": identity.get("name") or say(_("Details erased")),
        "identity": identity, "offers": offers, "wanted": shown.wanted(row),
        "tone": shown.SUPPORTER_TONES.get(row.state, "neutral"),
        "valid": row.is_certified(clock.local_day(request.at)),
        "can": can(row, request.viewer), "history": history.sentences(events, request.programme),
        "back": reverse("pool:home", args=[slug]),
        "protection": protected.box(slug, "pool", row),
        **{name: {"do": name} for name in ("talked", "wake", "come_back")},
    }  # fmt: skip
    return render(request, "peer/pool/one.html", context)


def _identity(request: Any, row: PeerSupporter, fields: str) -> dict[str, str]:
    """Hers, for a page that is about her alone."""
    found = identities(request, [row.person_id], purpose="pool_page", case=row.pk, fields=fields)
    return found.get(row.person_id) or {}


def _here(slug: str, pk: UUID) -> str:
    return reverse("pool:one", args=[slug, pk])


def form_page(request: Any, form: Any, **context: Any) -> HttpResponse:
    """A page that is one form."""
    context.setdefault("kind", "primary")
    if "lead" in context:
        context["lead_said"] = say(context["lead"], **context.get("values", {}))
    return render(request, "peer/one_form.html", {"form": form, **context}, status=form.status)


def change(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """What she wants, written down by the lead."""
    row = access.supporter_for(request.viewer, request.programme, pk)
    initial = {"extent": row.extent or "", "municipalities": ", ".join(row.municipalities)}
    form = forms.WishesForm(http.posted(request), initial=initial)
    if answer := http.save(
        request, form,
        lambda: supporters.change_wishes(
            supporter=row, **form.given(), by=request.viewer, at=request.at
        ),
        to=_here(slug, pk), done=_("Saved."),
    ):  # fmt: skip
        return answer
    return form_page(
        request, form, heading=_("How much and where"), button=_("Save"), back=_here(slug, pk),
        back_label=_("The one in the pool"),
    )  # fmt: skip


def rest(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """She is offered nothing for a while."""
    row = access.supporter_for(request.viewer, request.programme, pk)
    form = forms.RestForm(http.posted(request))
    if answer := http.save(
        request, form,
        lambda: supporters.rest(
            supporter=row, until=form.cleaned_data["until"], by=request.viewer, at=request.at
        ),
        to=_here(slug, pk), done=_("Rests. No place is offered meanwhile."),
    ):  # fmt: skip
        return answer
    return form_page(
        request, form, heading=_("Rest from the pool"), button=_("Let it rest"),
        back=_here(slug, pk), back_label=_("The one in the pool"),
    )  # fmt: skip


def press(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """We have talked; waits again; is back in the pool; leaves it."""
    row = access.supporter_for(request.viewer, request.programme, pk)
    acts = {
        "talked": (supporters.note_contact, _("Noted.")),
        "wake": (supporters.wake, _("Waits for a place again.")),
        "come_back": (supporters.come_back, _("Is back in the pool.")),
        "leave": (supporters.leave, _("Is in the pool no more.")),
    }
    run, done = acts.get(request.POST.get("do", ""), acts["talked"])
    here = _here(slug, pk)
    return http.press(
        request, lambda: run(supporter=row, by=request.viewer, at=request.at), to=here,
        back=here, done=done,
    )  # fmt: skip


def open_protected(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The step before the pages of somebody with protected details: what it means to open them."""
    row = access.veiled_supporter_for(request.viewer, request.programme, pk)
    return protected.step(
        request, slug, row.person, to=_here(slug, pk), title=say(VEILED_NUMBER, no=row.number),
        back=reverse("pool:home", args=[slug]), back_label=say(_("The pool")),
    )  # fmt: skip


def protect(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Somebody in the pool has protected details from now on."""
    row = access.veiled_supporter_for(request.viewer, request.programme, pk)
    return protected.begin(
        request, row.person, here=_here(slug, pk), back=reverse("pool:home", args=[slug]),
        name=lambda: _identity(request, row, "name").get("name") or say(_("Details erased")),
    )  # fmt: skip


def end_protection(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """They are protected no longer."""
    row = access.supporter_for(request.viewer, request.programme, pk)
    return protected.end(request, row.person, here=_here(slug, pk))


def leave(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """What leaving means, before it happens."""
    row = access.supporter_for(request.viewer, request.programme, pk)
    context = {"row": row, "url": reverse("pool:press", args=[slug, pk]), "back": _here(slug, pk),
               "leaves": {"do": "leave"}}  # fmt: skip
    return render(request, "peer/pool/leave.html", context)
