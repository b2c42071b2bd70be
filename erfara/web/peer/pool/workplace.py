"""What a workplace wishes for, on its own pages: signed in, or by a link."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import vault
from erfara.foundation.errors import Refused
from erfara.peersupport.pool import access, policies, queries
from erfara.peersupport.pool.actions import offers, wishes
from erfara.peersupport.pool.models import PlaceOffer
from erfara.peersupport.pool.states import KNOWN
from erfara.peersupport.setup.queries import at_each_workplace
from erfara.peersupport.workplaces.access import workplace_for
from erfara.people.models import Person
from erfara.web import http, ways
from erfara.web.peer.own.pieces import Piece
from erfara.web.peer.pool import forms, shown


def on_own_page(request: Any, person: Person) -> list[Piece]:
    """What those who speak for a workplace have wished for, and whether somebody wants to come."""
    slug = request.programme.slug
    wishes: Any = queries.wishes_spoken_for(request.programme, person.pk)  # with its count
    return [
        Piece(
            str(row.workplace.unit), reverse("place_wish:wish", args=[slug, row.pk]),
            _("Somebody wants to come") if row.coming else row.state_label,
            waits=bool(row.coming), tone=shown.WISH_TONES.get(row.state, "neutral"),
            hint=shown.wish(row, request.at),
        )
        for row in wishes
    ]  # fmt: skip


def ask(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """Wish for somebody."""
    there = workplace_for(request.viewer, request.programme, ways.about(request, pk))
    # Who employs is settled with the lead: who else is behind the programme is not theirs to see.
    form = forms.WishForm(
        http.posted(request),
        usual=at_each_workplace(request.programme),
        initial={"peers": str(there.peers_wanted), "one_reason": there.why_one},
    )  # fmt: skip
    here = request.path
    if answer := http.save(
        request, form,
        lambda: wishes.ask(
            workplace=there, values=form.given({}), by=request.viewer, at=request.at
        ),
        to=here, done=_("Thank you. You get an answer, and see it here."),
    ):  # fmt: skip
        return answer
    known = [
        {"row": row, "said": shown.wish(row, request.at), "tone": shown.WISH_TONES.get(row.state)
         or "neutral"}
        for row in queries.wishes_of(there)
    ]  # fmt: skip
    context = {"form": form, "there": there, "known": known, "by_link": request.link is not None}
    return render(request, "peer/pool/workplace_ask.html", context, status=form.status)


def _candidates(request: Any, rows: list[PlaceOffer]) -> dict[UUID, dict[str, Any]]:
    """Who has said yes to coming here; of one with protected details nothing."""
    shielded = vault.shielded(request.programme.pk)
    ids = [pk for row in rows if (pk := row.supporter.person_id) not in shielded]
    opened = vault.open(
        tenant_id=request.programme.pk, person_ids=ids, blob="identity",
        fields=("name", "email", "phone"), purpose="place_candidate", case="place_candidate",
        actor=request.viewer, at=request.at,
    )  # fmt: skip
    nothing = {"name": "", "email": "", "phone": ""}
    return {
        row.pk: {**nothing, **(opened.get(pk) or {}), "veiled": pk in shielded}
        for row in rows
        for pk in [row.supporter.person_id]
    }


def wish(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """A wish: how it stands, and who wants to come."""
    row = access.wish_for(request.viewer, request.programme, ways.about(request, pk))
    here = request.path
    if request.method == "POST":
        return _said(request, row, here)
    shown_to = [one for one in queries.offers_of(row) if one.state in KNOWN]
    # Who has the place no more is named here no more.
    known = [one for one in shown_to if one.ended_on is None]
    for one in known:
        one.wish = row
    people = _candidates(request, known)
    context = {
        "row": row, "facts": shown.facts(row), "said": shown.wish(row, request.at),
        "coming": [
            {
                "row": one, "who": people[one.pk], "answers": one.state != "agreed",
                "lacks": one.state != "agreed" and policies.lacks_without(one),
            }
            for one in known
        ],
        "ended": [one for one in shown_to if one.ended_on is not None],
        "open": row.state in {"open", "answered"},
        "waits": row.state in {"open", "answered"} and not known,
        "take_back": {"do": "withdraw"},
    }  # fmt: skip
    return render(request, "peer/pool/workplace_wish.html", context)


def _said(request: Any, row: Any, here: str) -> HttpResponse:
    do, one = request.POST.get("do", ""), http.posted_id(request, "offer")
    who = {"by": request.viewer, "at": request.at}

    def run() -> object:
        if do == "withdraw":
            return wishes.withdraw(wish=row, **who)
        if do not in {"agree", "decline"}:
            raise Refused(_("Choose what you want to answer."))
        offer = access.offer_for(request.viewer, request.programme, one)
        return (offers.agree if do == "agree" else offers.decline)(offer=offer, **who)

    done = {
        "withdraw": _("Withdrawn."), "agree": _("Agreed. We get in touch about what comes next."),
    }.get(do, _("Thank you. The one who wanted to come is told kindly."))  # fmt: skip
    return http.press(request, run, to=here, back=here, done=done)
