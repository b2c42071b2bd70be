"""What was proposed and chosen before: for this request, and for others about much the same."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock
from erfara.lending import access, proposal_queries
from erfara.lending.models import Inquiry, Proposal
from erfara.lending.policies import may_choose
from erfara.organisations.words import say, say_plural
from erfara.people import queries as people
from erfara.people.policies import is_spared
from erfara.web.coordinator.names import names
from erfara.workflows import finding


def difference_in_words(kept: Proposal) -> list[str]:
    """How a choice differs from what was proposed: the team first, then further down, then beside.

    `kept` with its lines read.
    """
    lines = proposal_queries.lines_of(kept)
    team = [line for line in lines if line.in_team]
    of_team = sum(line.chosen for line in team)
    further = sum(line.chosen for line in lines if not line.in_team)
    if not team:
        found = [say(_("The search proposed nobody."))]
    elif of_team == len(team) and not further and not kept.chosen_beside:
        found = [
            say_plural(
                "The one who was proposed was chosen.",
                "All {count} who were proposed as a team were chosen.",
                len(team),
            )
        ]
    else:
        found = [
            say(
                _("Of the {size} who were proposed as a team, {number} were chosen."),
                size=len(team),
                number=of_team,
            )
        ]
    if further:
        found.append(
            say_plural(
                "One who stood further down was chosen.",
                "{count} who stood further down were chosen.",
                further,
            )
        )
    if kept.chosen_beside:
        found.append(
            say_plural(
                "One was chosen beside the proposal.",
                "{count} were chosen beside the proposal.",
                kept.chosen_beside,
            )
        )
    if kept.difference:
        found.append(say(_("Why: {reason}."), reason=say(kept.get_difference_display())))
    return found


def last_time(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """This request's proposals until now, and those of the likest others with who was asked."""
    row = access.request_for(request.viewer, request.programme, pk)
    now = finding.propose(row, at=request.at) if may_choose(row) else None
    concepts = [one.concept for one in now.asked_for] if now else []
    own = proposal_queries.proposals_of(row)
    if not concepts and own:
        concepts = own[0].concepts
    like = proposal_queries.proposals_like(row, concepts)
    asked = proposal_queries.asked_about([one.request_id for one in like])
    here = people.these(request.programme, {one.contributor_id for one in asked})
    persons = {pk: one.person_id for pk, one in here.items()}
    called = names(request, persons.values(), purpose="choose", case=row.pk) if persons else None
    places = _places(now)
    team = {line.id for line in now.team} if now else set()
    today = clock.local_day(request.at)

    def stands(one: Inquiry) -> str:
        if is_spared(here[one.contributor_id], today):
            return say(_("rests"))
        return places.get(one.contributor_id, say(_("is not proposed")))

    before = []
    for kept in like:
        theirs = [one for one in asked if one.request_id == kept.request_id]
        rows = [
            (called.of(persons[one.contributor_id]), say(one.state_label), stands(one))
            for one in theirs if called and one.contributor_id in persons
        ]  # fmt: skip
        before.append({
            "request": kept.request, "day": clock.local_day(kept.created_at), "rows": rows,
            "url": reverse("coordinator:request", args=[slug, kept.request_id]),
            "said": difference_in_words(kept), "gone": len(theirs) - len(rows),
            "again": sum(one.contributor_id in team for one in theirs),
        })  # fmt: skip
    return render(request, "coordinator/last_time.html", {
        "request_": row, "back": reverse("coordinator:proposal", args=[slug, pk]),
        "own": [{"day": clock.local_day(one.created_at), "said": difference_in_words(one)}
                for one in own],
        "before": before, "ready": now is None or now.ready, "proposal": now,
    })  # fmt: skip


def _places(now: finding.Proposal | None) -> dict[UUID, str]:
    """Where those who are proposed now stand."""
    if now is None:
        return {}
    further = _("number {no} of those proposed")
    team = say(_("in the team"))
    return {line.id: team if line.in_team else say(further, no=line.rank) for line in now.lines}
