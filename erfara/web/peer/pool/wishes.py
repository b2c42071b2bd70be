"""What workplaces wish for, for the lead: answered from the pool first, then with the training."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock
from erfara.organisations.words import say
from erfara.peersupport.pool import access, policies, queries
from erfara.peersupport.pool.actions import offers, wishes
from erfara.peersupport.pool.models import PlaceWish
from erfara.peersupport.pool.states import LIVE
from erfara.peersupport.setup.queries import at_each_workplace
from erfara.web import history, http, pieces
from erfara.web.addresses import of_each
from erfara.web.coordinator.names import Names, identities
from erfara.web.coordinator.pages import PER_PAGE, can
from erfara.web.peer.pool import forms, shown
from erfara.web.peer.pool.staff import form_page, pool_names

# So long whoever is offered a place has to answer, unless the lead writes another day.
ANSWERS = timedelta(days=14)
LOOKS_AGAIN = timedelta(days=60)


def _here(slug: str, pk: UUID) -> str:
    return reverse("pool:wish", args=[slug, pk])


def _facts(slug: str, row: PlaceWish) -> dict[str, Any]:
    """What is wished for, with the way to the workplace."""
    there = reverse("workplaces:workplace", args=[slug, row.workplace_id])
    return {
        **shown.facts(row), "url": there,
        "money_url": reverse("pool:pay_until", args=[slug, row.pk])
        if policies.is_paid_for(row) else "",
    }  # fmt: skip


def _offer(slug: str, pk: UUID) -> str:
    return reverse("pool:offer", args=[slug, pk])


def _lacks(row: PlaceWish) -> list[str]:
    return [http.refusal(one) for one in policies.lacks(row.workplace).values()]


def all_of_them(request: Any, slug: str) -> HttpResponse:
    """Every wish: open ones first."""
    over = request.GET.get("visa") == "avslutade"
    rows = queries.wishes_that(request.programme, over=over)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    table = [
        (
            pieces.link(
                say(_("Wish {no}, {unit}"), no=row.number, unit=str(row.workplace.unit)),
                _here(slug, row.pk),
            ),
            shown.wish(row, request.at),
            say(_("{agreed} of {peers} agreed, {live} offered"), agreed=row.agreed,
                peers=row.peers, live=row.live),
            pieces.state(say(row.state_label), shown.WISH_TONES.get(row.state, "neutral")),
        )
        for row in page.object_list
    ]  # fmt: skip
    context = {
        "page": page, "rows": table, "over": over, "back": reverse("pool:home", args=[slug]),
    }  # fmt: skip
    return render(request, "peer/pool/wishes.html", context)


def wish(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """One wish: what it says, who has been offered it, and who could be."""
    row = access.wish_for(request.viewer, request.programme, pk)
    day = clock.local_day(request.at)
    going = queries.offers_of(row)
    left = policies.places_left(row) if row.state in {"open", "answered"} else 0
    found = queries.candidates(row, day) if left else []
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    waiting = queries.numbered(request.programme, [one.number for one in page])
    people = [one.supporter.person_id for one in going]
    who = pool_names(request, [*people, *(person for _pk, person in waiting.values())])
    pages = of_each("pool:one", slug, [pk for pk, _person in waiting.values()])
    offer_to = reverse("pool:make_offer", args=[slug, row.pk, 0]).removesuffix("0/")
    in_line, in_training = queries.before_the_pool(request.programme) if left else (0, 0)
    says, why = say(_("Offer the place")), shown.Why(request.at)
    candidates = [
        pieces.person(
            name := who.of(waiting[one.number][1]),
            pieces.button(
                pieces.joined(says, pieces.hidden(f": {name}")), kind="secondary",
                href=f"{offer_to}{one.number}/",
            ),
            href=pages[waiting[one.number][0]], note=why.of(one),
        )
        for one in page
    ]  # fmt: skip
    told = [
        {
            "row": one, "name": who.of(one.supporter.person_id), "fell": shown.fell(one),
            "tone": shown.OFFER_TONES.get(one.state, "neutral"), "url": _offer(slug, one.pk),
        }
        for one in going
    ]  # fmt: skip
    events = audit.history(row.pk, *(one.pk for one in going))
    context = {
        "row": row, "facts": _facts(slug, row), "offers": told, "candidates": candidates,
        "page": page, "left": left, "can": can(row, request.viewer),
        "lacks": _lacks(row) if left else [],
        "in_line": in_line, "in_training": in_training,
        "tone": shown.WISH_TONES.get(row.state, "neutral"),
        "history": history.sentences(events, request.programme),
        "back": reverse("pool:wishes", args=[slug]), "again": {"do": "again"},
        "withdraw": {"do": "withdraw"},
    }  # fmt: skip
    return render(request, "peer/pool/wish.html", context)


def new_wish(request: Any, slug: str) -> HttpResponse:
    """A wish that the lead has been told."""
    of = request.programme
    places = {str(row.pk): row for row in queries.wishing(of)}
    parties = queries.employers(of, clock.local_day(request.at))
    usual = at_each_workplace(of)
    form = forms.WishForm(
        http.posted(request), workplaces=[(pk, str(row.unit)) for pk, row in places.items()],
        employers=[(pk, str(party)) for pk, party in parties.items()], usual=usual,
        initial={
            "workplace": request.GET.get("arbetsplats", "")[:40],
            "peers": str(usual), "employer": queries.usual_employer(of, parties),
        },
    )  # fmt: skip
    if answer := http.save(
        request, form,
        lambda: wishes.ask(
            workplace=places[form.cleaned_data["workplace"]], values=form.given(parties),
            by=request.viewer, at=request.at,
        ),
        to=lambda made: _here(slug, made.pk), done=_("Written down."),
    ):  # fmt: skip
        return answer
    if not places:
        return http.go(
            request, reverse("workplaces:new", args=[slug]),
            _("No workplace takes part yet. Write it down first, and then what it wishes for."),
        )  # fmt: skip
    return form_page(
        request, form, heading=_("What a workplace wishes for"), button=_("Write it down"),
        back=reverse("pool:wishes", args=[slug]), back_label=_("Wishes"),
    )  # fmt: skip


def change(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """It is to be otherwise."""
    row = access.wish_for(request.viewer, request.programme, pk)
    parties = queries.employers(request.programme, clock.local_day(request.at))
    form = forms.WishForm(
        http.posted(request), employers=[(pk_, str(party)) for pk_, party in parties.items()],
        usual=at_each_workplace(request.programme),
        initial={
            "peers": str(row.peers), "one_reason": row.one_reason, "extent": row.extent,
            "starts_on": row.starts_on, "funded_until": row.funded_until,
            "lasting": row.lasting, "words": row.words,
            "employer": str(row.employer_id or ""),
        },
    )  # fmt: skip
    if answer := http.save(
        request, form,
        lambda: wishes.change(
            wish=row, values=form.given(parties), by=request.viewer, at=request.at
        ),
        to=_here(slug, pk), done=_("Saved."),
    ):  # fmt: skip
        return answer
    return form_page(
        request, form, heading=_("Change the wish"), button=_("Save"), back=_here(slug, pk),
        back_label=_("The wish"),
    )  # fmt: skip


def nobody_yet(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Nobody is here yet: the workplace is told, and when we look again is settled."""
    row = access.wish_for(request.viewer, request.programme, pk)
    later = clock.local_day(request.at) + LOOKS_AGAIN
    form = forms.DayForm(http.posted(request), initial={"day": later})
    if answer := http.save(
        request, form,
        lambda: wishes.nobody_yet(
            wish=row, look_again_on=form.cleaned_data["day"], by=request.viewer, at=request.at
        ),
        to=_here(slug, pk), done=_("The workplace is told. It comes back to your day then."),
    ):  # fmt: skip
        return answer
    return form_page(
        request, form, heading=_("Nobody is here yet"), button=_("Tell the workplace"),
        lead=_("The workplace gets a message, and you look again on this day."),
        back=_here(slug, pk), back_label=_("The wish"),
    )  # fmt: skip


def press(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Look again, or withdraw it for the workplace."""
    row = access.wish_for(request.viewer, request.programme, pk)
    here, withdraws = _here(slug, pk), request.POST.get("do") == "withdraw"
    run = wishes.withdraw if withdraws else wishes.look_again
    done = _("Withdrawn.") if withdraws else _("It waits for an answer again.")
    return http.press(
        request, lambda: run(wish=row, by=request.viewer, at=request.at), to=here, back=here,
        done=done,
    )  # fmt: skip


def make_offer(request: Any, slug: str, pk: UUID, number: int) -> HttpResponse:
    """Offer the place to one in the pool: what leaves, for whom, and until when it stands."""
    row = access.wish_for(request.viewer, request.programme, pk)
    one = access.supporter_with(request.viewer, request.programme, number)
    lacks = _lacks(row)
    form = forms.OfferForm(
        http.posted(request), lacks=bool(lacks),
        initial={"answer_by": clock.local_day(request.at) + ANSWERS},
    )  # fmt: skip
    if answer := http.save(
        request, form,
        lambda: offers.offer(
            wish=row, supporter=one, answer_by=form.cleaned_data["answer_by"],
            without=form.cleaned_data.get("without", ""), by=request.viewer, at=request.at,
        ),
        to=lambda made: _offer(slug, made.pk), done=_("Offered."),
    ):  # fmt: skip
        return answer
    context = {
        "form": form, "row": row, "facts": _facts(slug, row), "lacks": lacks,
        "name": pool_names(request, [one.person_id]).of(one.person_id), "number": one.number,
        "back": _here(slug, pk),
    }  # fmt: skip
    return render(request, "peer/pool/make_offer.html", context, status=form.status)


def _identity(
    request: Any, person_id: UUID | None, purpose: str, case: UUID, *, listed: bool = False
) -> dict[str, Any]:
    if person_id is None:
        return {}
    found = identities(
        request, [person_id], purpose=purpose, case=case, fields="name email phone", listed=listed
    )
    return found.get(person_id) or {}


def offer(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """One offer: whose turn it is, and what the lead notes by phone."""
    row = access.offer_for(request.viewer, request.programme, pk)
    she = row.supporter.person_id
    who = Names({she: _identity(request, she, "pool_page", row.supporter_id)})
    there = row.wish.workplace
    contact: dict[str, Any] = {}
    if row.state in {"put_forward", "workplace_late", "agreed"} and row.ended_on is None:
        asked = there.contact_id or there.manager_id
        contact = _identity(request, asked, "place_contact", row.pk, listed=True)
    hers = row.state in {"asked", "late"}
    context = {
        "row": row, "facts": _facts(slug, row.wish), "name": who.of(she),
        "identity": who.opened[she], "contact": contact, "fell": shown.fell(row),
        "hers": hers, "theirs": row.state in {"put_forward", "workplace_late"},
        "late": row.state in {"late", "workplace_late"},
        "phoned": row.by_phone if hers else row.workplace_by_phone,
        "last": row.answer_by if hers else row.workplace_answer_by,
        "lacks": [http.refusal(one) for one in policies.lacks_without(row)]
        if row.state in LIVE else [],
        "tone": shown.OFFER_TONES.get(row.state, "neutral"),
        "history": history.sentences(audit.history(row.pk), request.programme),
        "back": _here(slug, row.wish_id), "can": can(row, request.viewer),
    }  # fmt: skip
    return render(request, "peer/pool/offer.html", context)


def answer(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """What somebody has said by phone, or that it is taken back."""
    row = access.offer_for(request.viewer, request.programme, pk)
    acts = {
        "yes": (offers.say_yes, _("Noted. The workplace is asked now.")),
        "no": (offers.say_no, _("Noted. She waits in the pool as before.")),
        "agree": (offers.agree, _("Agreed.")),
        "decline": (offers.decline, _("Noted. She is told, and waits in the pool as before.")),
        "take_back": (offers.take_back, _("Taken back.")),
        "told": (offers.note_told, _("Noted.")),
    }
    run, done = acts.get(request.POST.get("do", ""), (None, ""))
    here = _offer(slug, pk)
    if run is None:
        return http.go(request, here)
    return http.press(
        request, lambda: run(offer=row, by=request.viewer, at=request.at), to=here, back=here,
        done=done,
    )  # fmt: skip


def without(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Something is missing at the workplace that wasn't when the place was offered: why somebody
    begins there all the same."""
    row = access.offer_for(request.viewer, request.programme, pk)
    form = forms.WithoutForm(http.posted(request), initial={"without": row.without})
    if answer := http.save(
        request, form,
        lambda: offers.write_without(
            offer=row, without=form.cleaned_data["without"], by=request.viewer, at=request.at
        ),
        to=_offer(slug, pk), done=_("Written down. The workplace can say yes now."),
    ):  # fmt: skip
        return answer
    return form_page(
        request, form, heading=_("Why somebody begins all the same"), button=_("Write it down"),
        lead=_("Wait until it is in place, if that can be. If not, the reason is kept with the "
               "offer."),
        back=_offer(slug, pk), back_label=_("The offer"),
    )  # fmt: skip


def give_time(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """A later last day."""
    row = access.offer_for(request.viewer, request.programme, pk)
    later = clock.local_day(request.at) + timedelta(days=7)
    form = forms.DayForm(http.posted(request), initial={"day": later})
    if answer := http.save(
        request, form,
        lambda: offers.give_time(
            offer=row, answer_by=form.cleaned_data["day"], by=request.viewer, at=request.at
        ),
        to=_offer(slug, pk), done=_("There is more time now."),
    ):  # fmt: skip
        return answer
    return form_page(
        request, form, heading=_("More time to answer"), button=_("Give more time"),
        back=_offer(slug, pk), back_label=_("The offer"),
    )  # fmt: skip
