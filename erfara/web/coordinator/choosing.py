"""Whom to ask about a request: the register looked through, and what the search proposes.

What is searched for in words can say something of somebody: it comes by POST and stands sealed in
the address (foundation.in_addresses), so that no log and no history can be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import in_addresses
from erfara.lending import access, proposal_queries, queries
from erfara.lending.actions import proposals
from erfara.lending.models import LoanRequest
from erfara.lending.policies import asks, may_choose
from erfara.organisations.words import say, say_plural
from erfara.people import queries as people
from erfara.people.access import contributor_for
from erfara.people.models import Contributor
from erfara.web import http
from erfara.web.coordinator import asking_forms
from erfara.web.coordinator import choosing_forms as forms
from erfara.web.coordinator.candidates import Candidate, candidates
from erfara.web.coordinator.pages import PER_PAGE, form_page
from erfara.web.coordinator.people_forms import capital
from erfara.web.words_about import AboutForm
from erfara.workflows import choosing, finding
from erfara.workflows.finding import Filters, Proposal
from erfara.workflows.finding.suggesting import Suggester

# Filter → its name in the address. What is written freely stands sealed in SEALED instead.
IN_ADDRESS = {
    "area": "omrade", "role": "roll", "form": "form", "training": "utbildning", "asked": "fragad",
    "may": "kan", "on_screen": "skarm", "travels": "resor",
}  # fmt: skip
WRITTEN = ("words", "place", "language")
SEALED = "s"


def _to_request(slug: str, pk: UUID) -> str:
    return reverse("coordinator:request", args=[slug, pk])


# Looking through the register


def address_of(tenant_id: UUID, filters: Filters) -> str:
    """Filters as the end of an address: codes as they are, words sealed."""
    given = asdict(filters)
    plain = {name: "1" if given[key] is True else given[key]
             for key, name in IN_ADDRESS.items() if given[key]}  # fmt: skip
    written = {name: given[name].strip() for name in WRITTEN if given[name].strip()}
    if sealed := in_addresses.sealed(tenant_id, "choose", written):
        plain[SEALED] = sealed
    return urlencode(plain)


def filters_in(tenant_id: UUID, address: QueryDict) -> Filters:
    """What an address looks for. What isn't known there looks for nothing."""
    sent: dict[str, Any] = {key: address.get(name, "") for key, name in IN_ADDRESS.items()}
    written = in_addresses.unsealed(tenant_id, "choose", address.get(SEALED, ""))
    sent |= {name: str(written.get(name) or "") for name in WRITTEN}
    form = forms.LookForm(sent)
    form.is_valid()
    known = {name: sent[name] for name in sent if name not in form.errors}
    form = forms.LookForm(known)
    return form.filters if form.is_valid() else Filters()


def look(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Filters that were sent, on to the address that shows what they find."""
    row = access.request_for(request.viewer, request.programme, pk)
    form = forms.LookForm(request.POST)
    here = reverse("coordinator:choose", args=[slug, row.pk])
    if not form.is_valid():
        return _register(request, row, form)
    return HttpResponseRedirect(f"{here}?{address_of(request.programme.pk, form.filters)}#hittade")


def choose(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The register, 25 at a time: all of it, those seldom asked first, or those looked for."""
    row = access.request_for(request.viewer, request.programme, pk)
    if request.method == "POST":
        return _add(request, row)
    return _register(request, row, None)


def _page(row: LoanRequest, ids: Sequence[UUID] | None, number: Any) -> tuple[Any, list[Any]]:
    """A page of those who were found, or of the whole register."""
    register = people.contributors(row.programme)
    # Whom to ask about a request that has ended is no question: nobody's details are opened for it.
    if row.is_over and not asks(row):
        page = Paginator(register.none(), PER_PAGE).get_page(number)
        return page, []
    if ids is None:
        page = Paginator(queries.to_choose_among(register), PER_PAGE).get_page(number)
        return page, list(page)
    found = Paginator(ids, PER_PAGE).get_page(number)
    rows = people.these(row.programme, found)
    return found, [rows[pk] for pk in found if pk in rows]


def _register(request: Any, row: LoanRequest, refused: forms.LookForm | None) -> HttpResponse:
    tenant, slug = request.programme.pk, request.programme.slug
    by = Filters() if refused is not None else filters_in(tenant, request.GET)
    look = finding.looking(row, at=request.at)
    ready = look if isinstance(look, finding.Looking) else None
    # The index has everybody in order; the database would look up for each when she was last asked.
    found = ready.find(by) if ready else None
    page, shown = _page(row, found, request.GET.get("page"))
    ids = [one.pk for one in shown]
    why = ready.why(ids, by.words) if ready and ids else {}
    here = reverse("coordinator:choose", args=[slug, row.pk])
    address = address_of(tenant, by)
    return form_page(
        request, "choose", refused or forms.LookForm(initial=asdict(by)),
        request_=row,
        candidates=candidates(request, row, shown, {pk: one.reasons for pk, one in why.items()}),
        page=page,
        chosen=queries.answers_so_far(row).get("chosen", 0),
        may_choose=may_choose(row),
        by=by, waits=look if by.any and ready is None else None,
        asking=_asking(ready, here) if ready and may_choose(row) else None,
        here=f"{here}?{address}" if address else here,
        everybody=here,
        look_url=reverse("coordinator:look", args=[slug, row.pk]),
        proposal_url=reverse("coordinator:proposal", args=[slug, row.pk]),
        preview_url=reverse("coordinator:preview", args=[slug, row.pk]),
        people_url=reverse("coordinator:people", args=[slug]),
        slug=slug,
        back=_to_request(slug, row.pk),
    )  # fmt: skip


def _asking(look: finding.Looking, here: str) -> dict[str, Any]:
    """Who is never asked, and who can't be asked and why: counts that open their lists."""
    seen = look.asking()
    return {
        "never": seen.never, "never_url": f"{here}?fragad=never#hittade", "may": seen.may,
        "left_out": _left_out(seen.left_out, here),
    }  # fmt: skip


def _left_out(counts: Any, here: str) -> list[tuple[str, int, str]]:
    """Why, how many, and where they are listed. What only words decide has no list."""
    return [
        (capital(finding.LEFT_OUT[why]), number,
         "" if why == "no_go" else f"{here}?kan={why}#hittade")
        for why, number in sorted(counts.items(), key=lambda one: -one[1])
    ]  # fmt: skip


def _add(request: Any, row: LoanRequest) -> HttpResponse:
    tenant, slug = request.programme.pk, request.programme.slug
    here = reverse("coordinator:choose", args=[slug, row.pk])
    form = asking_forms.ChooseForm(request.POST)
    if not form.is_valid():
        return http.go(request, here)
    contributor = contributor_for(
        request.viewer, request.programme, form.cleaned_data["contributor"]
    )
    address = address_of(tenant, filters_in(tenant, request.GET))
    number = form.cleaned_data["page"] or 1
    back = f"{here}?{address}{'&' if address else ''}page={number}#person-{contributor.number}"
    return put_on_list(request, row, [contributor], to=back)


def put_on_list(
    request: Any, row: LoanRequest, chosen: list[Contributor], *, to: str, done: str = ""
) -> HttpResponse:
    """Put people on the list of those to ask, and keep which places of the proposal they had."""
    proposal = _proposal(request, row)
    return http.press(
        request,
        lambda: choosing.choose(
            request=row, contributors=chosen, proposal=proposal, by=request.viewer, at=request.at
        ),
        to=to, back=to, done=done,
    )  # fmt: skip


# What is proposed


def wishes_in(request: Any) -> tuple[forms.TeamForm, dict[str, int], int | None]:
    sent = {name: request.GET.get(name, "") for name in forms.TeamForm.base_fields}
    form = forms.TeamForm(sent if any(sent.values()) else None)
    if not form.is_bound or not form.is_valid():
        return form, {}, None
    wishes = {name: form.cleaned_data[name] or 0 for name in finding.WISHES}
    return form, wishes, form.cleaned_data["size"]


def kept_wishes(request: Any) -> dict[str, str]:
    """What the address says of the team that is wished, to be handed on."""
    fields = forms.TeamForm.base_fields
    return {name: request.GET[name] for name in fields if request.GET.get(name)}


def wished(request: Any) -> str:
    """The same, as the end of an address."""
    kept = kept_wishes(request)
    return f"?{urlencode(kept)}" if kept else ""


def _proposal(request: Any, row: LoanRequest) -> Proposal:
    _form, wishes, size = wishes_in(request)
    return finding.propose(row, wishes=wishes, size=size, at=request.at)


def proposal(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Whom the search proposes, and why; or that nobody has told of it, and what then."""
    row = access.request_for(request.viewer, request.programme, pk)
    form, wishes, size = wishes_in(request)
    open_ = may_choose(row)
    found = finding.propose(row, wishes=wishes, size=size, at=request.at) if open_ else None
    lines = found.lines if found is not None else ()
    resting = found.resting if found is not None else ()
    here_now = people.these(request.programme, [*(line.id for line in lines), *resting])
    shown = [here_now[one] for one in [*(line.id for line in lines), *resting] if one in here_now]
    rows = candidates(request, row, shown, {line.id: line.reasons for line in lines})
    by_id = {one.contributor.pk: one for one in rows}
    team = [by_id[line.id] for line in lines if line.in_team and line.id in by_id]
    more = [by_id[line.id] for line in lines if not line.in_team and line.id in by_id]
    choose_url = reverse("coordinator:choose", args=[slug, pk])
    kept = proposal_queries.newest_proposal(row)
    return render(
        request, "coordinator/proposal.html",
        {
            "request_": row, "form": form, "proposal": found, "may_choose": open_, "slug": slug,
            "team": team, "more": more,
            "resting": [by_id[one] for one in resting if one in by_id],
            "team_ids": " ".join(str(one.contributor.pk) for one in team if not one.on_list),
            "balance": balance(team),
            "asked_for": [one.name for one in found.asked_for] if found else [],
            "left_out": _left_out(found.left_out, choose_url) if found else [],
            "here": request.get_full_path(), "choose_url": choose_url,
            "wished": wished(request),
            "chosen": queries.answers_so_far(row).get("chosen", 0),
            "sought": proposal_queries.sought_for(row),
            "kept": kept,
            "difference": forms.DifferenceForm(
                initial={"difference": kept.difference if kept else ""}
            ),
            "urls": {
                name: reverse(f"coordinator:{name}", args=[slug, pk])
                for name in ("choose_proposed", "say_difference", "request_about", "seek",
                             "end_request", "preview", "try_team", "last_time",
                             "draw")
            },
            "words_url": reverse("coordinator:local_words", args=[slug]),
            "back": _to_request(slug, pk),
        },
        status=form.status,
    )  # fmt: skip


def balance(team: list[Candidate]) -> list[tuple[str, int]]:
    """A team as a picture: how many of it have lived it themselves, stood beside, were never asked.

    Nothing of background: that was told for statistics and for nothing else.
    """
    roles = [one.roles for one in team]
    own = sum(bool(one & {"patient", "user", "client"}) for one in roles)
    beside = sum(bool(one & {"relative", "companion"}) for one in roles)
    return [
        (say(_("Have been through things themselves")), own),
        (say(_("Have stood beside somebody")), beside),
        (say(_("Have never been asked before")), sum(one.last is None for one in team)),
        (say(_("Have taken part before")), sum(one.taken > 0 for one in team)),
    ]


def choose_proposed(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Put one of the proposal on the list, or the whole team, with one press."""
    row = access.request_for(request.viewer, request.programme, pk)
    back = reverse("coordinator:proposal", args=[slug, pk]) + wished(request)
    form = forms.ProposedForm(request.POST)
    if not form.is_valid() or not form.cleaned_data["people"]:
        return http.go(request, back)
    chosen = [
        contributor_for(request.viewer, request.programme, one)
        for one in form.cleaned_data["people"][:40]
    ]
    return put_on_list(
        request, row, chosen, to=back,
        done=say_plural("One person is on your list now.",
                        "{count} people are on your list now.", len(chosen)),
    )  # fmt: skip


def say_difference(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Why the choice is another than the proposal, in a word."""
    row = access.request_for(request.viewer, request.programme, pk)
    back = reverse("coordinator:proposal", args=[slug, pk])
    form = forms.DifferenceForm(request.POST)
    if not form.is_valid():
        return http.go(request, back)
    return http.press(
        request,
        lambda: proposals.say_difference(
            request=row, difference=form.cleaned_data["difference"] or "", by=request.viewer,
            at=request.at,
        ),
        to=back, back=back, done=_("Noted. Thank you."),
    )  # fmt: skip


def request_about(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """What a request is about, as the search understood it, to be set right."""
    row = access.request_for(request.viewer, request.programme, pk)
    said = proposal_queries.said_of(row)
    text = ". ".join(t for t in (row.wished_experience or row.assignment.task, row.purpose) if t)
    yes, no = ([one for one, about in said.items() if about is which] for which in (True, False))
    found = Suggester(request.programme).of(text, yes, no, names=True)
    form = AboutForm(http.posted(request), texts=[("wish", _("What is the request about?"), found)])
    back = reverse("coordinator:proposal", args=[slug, pk])

    def save() -> Any:
        yes, no = form.said("wish")
        return proposals.say_what_it_is_about(
            request=row, accepted=yes, rejected=no, by=request.viewer, at=request.at
        )

    if answer := http.save(request, form, save, to=back, done=_("Saved.")):
        return answer
    return form_page(
        request, "request_about", form, request_=row, back=back, found=found,
        words_url=reverse("coordinator:local_words", args=[slug]),
    )  # fmt: skip


def seek(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Note that nobody has told of it: something to recruit for."""
    row = access.request_for(request.viewer, request.programme, pk)
    back = reverse("coordinator:proposal", args=[slug, pk])
    found = _proposal(request, row)
    words = row.wished_experience or row.assignment.title or row.purpose
    return http.press(
        request,
        lambda: proposals.seek(
            request=row, words=words, concepts=[one.concept for one in found.asked_for],
            by=request.viewer, at=request.at,
        ),
        to=back, back=back, done=_("Noted as something to look for."),
    )  # fmt: skip


def box(request: Any, row: LoanRequest) -> dict[str, Any] | None:
    """What the request's page says of the search: the way to the proposal. Opens nobody."""
    if not may_choose(row):
        return None
    finding.warm(row.programme, request.at)
    return {
        "url": reverse("coordinator:proposal", args=[request.programme.slug, row.pk]),
        "sought": proposal_queries.sought_for(row),
    }
