"""The parties behind the programme, whom one turns to there, and their working group."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock
from erfara.organisations.queries import units
from erfara.peersupport.setup import access, actions, queries
from erfara.peersupport.setup.models import Party
from erfara.web import http
from erfara.web.coordinator.names import identities
from erfara.web.peer.setup import forms, standing
from erfara.web.peer.setup.show import form_page
from erfara.workflows import parties as workflow

TO_PARTIES = _("The parties")


def _here(slug: str) -> str:
    return reverse("setup:parties", args=[slug])


def _organisations(request: Any) -> list[str]:
    """Names that are known, to choose among."""
    return list(dict.fromkeys(unit.organisation.name for unit in units(request.programme)))


def parties(request: Any, slug: str) -> HttpResponse:
    """Everybody who is part of it, and the working group."""
    programme, today = request.programme, clock.local_day(request.at)
    rows, group = list(queries.parties(programme)), list(queries.group(programme))
    ids = [pk for one in rows if (pk := one.contact_id) and one.ends_on is None]
    people = identities(
        request, [*ids, *(one.person_id for one in group)], purpose="parties",
        case=programme.pk, fields="name email phone", listed=True,
    )  # fmt: skip
    live = [one for one in rows if one.live_on(today)]
    # Thirteen municipalities with nobody to turn to are a list, and not thirteen boxes.
    bare = [one for one in live if one.kind == Party.Kind.MUNICIPALITY and not one.contact_id]
    bare = bare if len(bare) > 1 else []
    context = {
        "live": [
            {"row": one, "who": people.get(one.contact_id) if one.contact_id else None}
            for one in live
            if one not in bare
        ],
        "bare": bare,
        "before": [one for one in rows if not one.live_on(today)],
        "group": [{"row": one, "who": people.get(one.person_id)} for one in group],
    }
    return render(request, "peer/setup/parties.html", context)


def _after(request: Any) -> str:
    """Back to what a new programme begins with, as long as something of it is left."""
    slug, today = request.programme.slug, clock.local_day(request.at)
    if standing.needed(request.programme, today, slug):
        return reverse("setup:home", args=[slug])
    return _here(slug)


def new_party(request: Any, slug: str) -> HttpResponse:
    """One more party."""
    form = forms.PartyForm(http.posted(request))
    if answer := http.save(
        request, form,
        lambda: workflow.add_party(
            programme=request.programme, kind=form.cleaned_data["kind"],
            organisation=form.cleaned_data["organisation"], identity=form.identity,
            by=request.viewer, at=request.at,
        ),
        to=lambda _row: _after(request), done=_("{organisation} is part of it."),
        organisation=lambda: form.cleaned_data["organisation"],
    ):  # fmt: skip
        return answer
    return form_page(
        request, form, _("Who is part of it?"), back=_here(slug), to=TO_PARTIES,
        lead=_("An employer and a user organisation are part of every programme. The same "
               "organisation may be part of it in several ways."),
        button=_("Write it down"), lists={"organisations": _organisations(request)},
    )  # fmt: skip


def party(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Somebody else speaks for a party."""
    row = access.party_for(request.viewer, request.programme, pk)
    form = forms.IdentityForm(http.posted(request))
    if answer := http.save(
        request, form,
        lambda: workflow.name_contact(
            party=row, identity=form.identity, by=request.viewer, at=request.at
        ),
        to=_here(slug), done=_("Saved."),
    ):  # fmt: skip
        return answer
    return form_page(
        request, form, _("Whom does one turn to?"), back=_here(slug), to=TO_PARTIES,
        template="party", row=row,
    )  # fmt: skip


def end_party(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """A party is part of it no more."""
    row = access.party_for(request.viewer, request.programme, pk)
    return http.press(
        request, lambda: actions.end_party(party=row, by=request.viewer, at=request.at),
        to=_here(slug), back=_here(slug), done=_("{name} is no longer part of it."),
        name=row.organisation.name,
    )  # fmt: skip


def new_member(request: Any, slug: str) -> HttpResponse:
    """Somebody more in the working group."""
    programme = request.programme
    live = list(queries.live_parties(programme, clock.local_day(request.at)))
    form = forms.MemberForm(http.posted(request), parties=live)

    def run() -> Any:
        party = next(one for one in live if one.pk == form.cleaned_data["party"])
        return workflow.join_group(
            party=party, function=form.cleaned_data["function"], identity=form.identity,
            by=request.viewer, at=request.at,
        )  # fmt: skip

    if answer := http.save(
        request, form, run, to=_here(slug) + "#group", done=_("The group has one more."),
    ):  # fmt: skip
        return answer
    return form_page(
        request, form, _("Who is in the working group?"), back=_here(slug), to=TO_PARTIES,
        lead=_("In the group sit those who prepare workplaces and training together: the parties, "
               "and always somebody from the user movement."),
        button=_("Write it down"),
    )  # fmt: skip


def leave_group(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Somebody is in the group no more."""
    row = access.member_for(request.viewer, request.programme, pk)
    here = _here(slug) + "#group"
    return http.press(
        request, lambda: actions.leave_group(member=row, by=request.viewer, at=request.at),
        to=here, back=here, done=_("The group has one fewer."),
    )  # fmt: skip
