"""Her own place in the pool, and the places she is offered. Signed in, or by a link."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock, vault
from erfara.organisations.words import say
from erfara.peersupport.pool import access, queries
from erfara.peersupport.pool.actions import offers, supporters
from erfara.peersupport.pool.models import PlaceOffer
from erfara.people.models import Person
from erfara.web import http, ways
from erfara.web.peer.own.pieces import Piece
from erfara.web.peer.pool import forms, shown


def on_own_page(request: Any, person: Person) -> list[Piece]:
    """Her place in the pool, and places that are offered to her or hers."""
    slug = request.programme.slug
    row = queries.of_person(request.programme, person.pk)
    if row is None:
        return []
    found = [
        Piece(
            str(offer.wish.workplace.unit), reverse("own_place:offer", args=[slug, offer.pk]),
            offer.state_label if offer.state != "asked" else _("Answer yes or no"),
            waits=offer.state in {"asked", "late"},
            tone=shown.OFFER_TONES.get(offer.state, "neutral"),
            hint=say(_("A place for you")),
        )
        for offer in queries.offers_to(row)
        if offer.state != "fell" and offer.ended_on is None
    ]  # fmt: skip
    if row.state in queries.IN_POOL:
        here = reverse("own_pool:place", args=[slug])
        found.append(Piece(say(_("Your place in the pool")), here, row.state_label))
    return found


def place(request: Any, slug: str) -> HttpResponse:
    """How much she wants to work and where, rest, and leave."""
    row = access.own_place_in_pool(request.viewer, request.programme)
    initial = {"extent": row.extent or "", "municipalities": ", ".join(row.municipalities)}
    form = forms.WishesForm(http.posted(request), initial=initial)
    here = reverse("own_pool:place", args=[slug])
    if answer := http.save(
        request, form,
        lambda: supporters.change_wishes(
            supporter=row, **form.given(), by=request.viewer, at=request.at
        ),
        to=here, done=_("Saved."),
    ):  # fmt: skip
        return answer
    context = {
        "row": row, "form": form, "valid": row.is_certified(clock.local_day(request.at)),
        "rest_url": reverse("own_pool:rest", args=[slug]),
        "press_url": reverse("own_pool:press", args=[slug]), "wake": {"do": "wake"},
        "leaves": {"do": "leave"},
    }  # fmt: skip
    return render(request, "peer/pool/own_place.html", context, status=form.status)


def rest(request: Any, slug: str) -> HttpResponse:
    """Rest for a while, or until she says otherwise."""
    row = access.own_place_in_pool(request.viewer, request.programme)
    form, back = forms.RestForm(http.posted(request)), reverse("own_pool:place", args=[slug])
    if answer := http.save(
        request, form,
        lambda: supporters.rest(
            supporter=row, until=form.cleaned_data["until"], by=request.viewer, at=request.at
        ),
        to=back, done=_("You rest. No place is offered to you meanwhile."),
    ):  # fmt: skip
        return answer
    context = {"form": form, "back": back}
    return render(request, "peer/pool/own_rest.html", context, status=form.status)


def press(request: Any, slug: str) -> HttpResponse:
    """Wait again, or leave."""
    row = access.own_place_in_pool(request.viewer, request.programme)
    leaves, place = request.POST.get("do") == "leave", reverse("own_pool:place", args=[slug])
    if leaves:
        return http.press(
            request,
            lambda: supporters.leave(supporter=row, by=request.viewer, at=request.at),
            to=reverse("own_peer:home", args=[slug]), back=place,
            done=_("You have left the pool. You can come back: get in touch with us."),
        )  # fmt: skip
    return http.press(
        request, lambda: supporters.wake(supporter=row, by=request.viewer, at=request.at),
        to=place, back=place, done=_("You wait for a place again."),
    )  # fmt: skip


def _contact(request: Any, row: PlaceOffer) -> dict[str, Any]:
    """Who answers at the workplace, once she has said yes."""
    there = row.wish.workplace
    person = there.contact_id or there.manager_id
    known = row.state in {"put_forward", "workplace_late", "agreed"} and row.ended_on is None
    if not known or person is None:
        return {}
    if person in vault.shielded(row.programme_id):
        return {}
    opened = vault.open(
        tenant_id=row.programme_id, person_ids=[person], blob="identity",
        fields=("name", "email", "phone"), purpose="place_contact", case=str(row.pk),
        actor=request.viewer, at=request.at,
    )  # fmt: skip
    return opened.get(person) or {}


def offer(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """A place she is offered: what it is, yes or no."""
    row = access.offer_for(request.viewer, request.programme, ways.about(request, pk))
    here = request.path
    if request.method == "POST":
        said = request.POST.get("answer")
        if said not in {"yes", "no"}:
            return http.go(request, here)
        run = offers.say_yes if said == "yes" else offers.say_no
        done = (
            _("Thank you. The workplace is asked now, and answers you here.")
            if said == "yes"
            else _("Good. You wait in the pool as before.")
        )
        return http.press(
            request, lambda: run(offer=row, by=request.viewer, at=request.at), to=here,
            back=here, done=done,
        )  # fmt: skip
    context = {
        "row": row, "facts": shown.facts(row.wish), "contact": _contact(request, row),
        "hers": row.state in {"asked", "late"},
        "theirs": row.state in {"put_forward", "workplace_late"},
    }  # fmt: skip
    return render(request, "peer/pool/own_offer.html", context)
