"""A team changed by hand: who is in it before and after, what changes, and the next best.

Everything stands in the address, as ids; nothing is chosen and nobody is told by looking.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms as fields
from erfara.foundation.ids import NOTHING, id_in
from erfara.lending import access, queries
from erfara.lending.policies import may_choose
from erfara.organisations.words import say
from erfara.people import queries as people
from erfara.web.coordinator import choosing_forms as forms
from erfara.web.coordinator.candidates import Candidate, candidates
from erfara.web.coordinator.choosing import balance, kept_wishes, wished, wishes_in
from erfara.web.coordinator.people_forms import capital
from erfara.workflows import finding
from erfara.workflows.finding.by_hand import MOST, Team, Tried, weighed

TEAM, BEGUN = "lag", "andrat"


class TryForm(fields.Form):
    """Who is in the team that is tried."""

    def __init__(self, *args: Any, rows: Iterable[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = list(rows)
        field: Any = fields.Checkboxes(
            _("Who is in your team?"), required=False,
            choices=[(str(one.contributor.pk), one.name) for one in rows],
            hints={str(one.contributor.pk): _beneath(one) for one in rows},
        )  # fmt: skip
        field.marks_optional = False
        self.fields[TEAM] = field


def _beneath(one: Candidate) -> str:
    """Why she could be in it, and how often she has been asked."""
    asked = (
        say(_("Has never been asked.")) if one.last is None
        else say(_("Has been asked before: {number}."), number=one.asked)
    )  # fmt: skip
    return " ".join([*one.reasons, one.why_not and f"{capital(one.why_not)}.", asked]).strip()


def _ids(sent: Iterable[str]) -> list[UUID]:
    """The ids of an address. What is none is passed over."""
    found = dict.fromkeys(map(id_in, sent))
    return [one for one in found if one != NOTHING][:MOST]


def try_team(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The team that is proposed, or another one, and what is won and lost by it."""
    row = access.request_for(request.viewer, request.programme, pk)
    back = reverse("coordinator:proposal", args=[slug, pk])
    _form, wishes, size = wishes_in(request)
    kept, more = kept_wishes(request), wished(request)
    shown: dict[str, Any] = {
        "request_": row, "back": f"{back}{more}", "may_choose": may_choose(row), "slug": slug,
    }  # fmt: skip
    proposal = (
        finding.propose(row, wishes=wishes, size=size, at=request.at) if may_choose(row) else None
    )
    shown["proposal"] = proposal
    if proposal is None or not proposal.ready:
        return render(request, "coordinator/try_team.html", shown)
    listed = list(queries.chosen(row).values_list("contributor_id", flat=True))
    team = [line.id for line in proposal.team]
    ids = _ids(request.GET.getlist(TEAM)) if BEGUN in request.GET else team
    tried = weighed(row, ids, wishes=wishes, size=size, at=request.at)
    if tried is None:  # it was ready a moment ago
        return render(request, "coordinator/try_team.html", shown)
    order = list(dict.fromkeys([*ids, *(line.id for line in proposal.lines), *listed]))
    others = [one for one in tried.next_best.values() if one]
    here = people.these(request.programme, [*order, *others])
    rows = candidates(
        request, row, list(here.values()),
        {**tried.reasons, **{line.id: line.reasons for line in proposal.lines}},
    )  # fmt: skip
    by_id = {one.contributor.pk: one for one in rows}
    names = {pk: one.name for pk, one in by_id.items()}
    yours = [by_id[one] for one in tried.tried.ids if one in by_id]
    theirs = [by_id[one] for one in tried.proposed.ids if one in by_id]

    def to(ids: Iterable[UUID]) -> str:
        return "?" + urlencode([*kept.items(), (BEGUN, "1"), *((TEAM, str(one)) for one in ids)])

    form = TryForm(
        initial={TEAM: [str(one) for one in tried.tried.ids]},
        rows=[by_id[one] for one in order if one in by_id],
    )
    shown |= {
        "form": form, "kept": [*kept.items(), (BEGUN, "1")],
        "same": set(tried.tried.ids) == set(tried.proposed.ids),
        "out": [names[one] for one in tried.proposed.ids
                if one not in tried.tried.ids and one in names],
        "into": [names[one] for one in tried.tried.ids
                 if one not in tried.proposed.ids and one in names],
        "cannot": [(names[one], say(finding.LEFT_OUT[why])) for one, why in tried.out.items()
                   if one in names],
        "lines": _lines(tried, balance(theirs), balance(yours)),
        "theirs": balance(theirs), "yours": balance(yours),
        "team_size": len(yours), "proposed_size": len(theirs),
        "unmet": tried.tried.unmet,
        "costs": [(say(forms.TeamForm.base_fields[wish].label or ""), wishes[wish], cost)
                  for wish, cost in tried.costs.items()],
        "places": _places(tried, names, to),
        "undo_url": to(team), "list_url": to(listed) if listed else "",
        "team_ids": " ".join(str(one.contributor.pk) for one in yours if not one.on_list),
        "choose_url": reverse("coordinator:choose_proposed", args=[slug, pk]) + more,
        "here": request.path,
    }  # fmt: skip
    return render(request, "coordinator/try_team.html", shown)


Line = tuple[str, str, str, str]


def _lines(tried: Tried, theirs: list[tuple[str, int]], yours: list[tuple[str, int]]) -> list[Line]:
    """What the two teams are like, side by side, and how much each line changes."""
    before, after = tried.proposed, tried.tried
    found = [
        _line(label, one, other)
        for (label, one), (_same, other) in zip(theirs, yours, strict=True)
    ]  # fmt: skip
    found.append(_line(say(_("From different places")), before.places, after.places))
    found.append(_line(say(_("Loans together in the last year")), before.lent, after.lent))
    found += [
        _line(say(_("Tell of: {what}"), what=name), number, after.tells[name])
        for name, number in before.tells.items()
    ]
    found.append(_near(before, after))
    return found


def _line(label: str, before: int, after: int) -> Line:
    return label, str(before), str(after), _change(after - before)


def _near(before: Team, after: Team) -> Line:
    label = say(_("How near the team comes to the best of its size"))
    return label, f"{before.near} %", f"{after.near} %", _change(after.near - before.near)


def _change(by: int) -> str:
    """A change as one reads it: with its sign, or in a word when there is none."""
    if not by:
        return say(_("the same"))
    return f"+{by}" if by > 0 else f"\N{MINUS SIGN}{-by}"


def _places(tried: Tried, names: dict[UUID, str], to: Any) -> list[tuple[str, str, str]]:
    """Each place of the team: who has it, who would have it best instead, the way to see that."""
    found = []
    for one in tried.tried.ids:
        other = tried.next_best.get(one)
        if one in names:
            known = names.get(other, "") if other else ""
            swapped = [other if who == one else who for who in tried.tried.ids]
            found.append((names[one], known, to(swapped) if known else ""))
    return found
