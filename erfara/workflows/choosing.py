"""Choosing whom to ask, after a proposal or beside it: the choice is kept with the proposal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from erfara.foundation import clock
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor
from erfara.foundation.worker import register_job
from erfara.lending.actions import inquiries, proposals
from erfara.lending.actions.proposals import Place, Proposed
from erfara.lending.models import Inquiry, LoanRequest, Sought
from erfara.lending.proposal_queries import sought_too_long
from erfara.people.models import Contributor

# Neither a command nor the worker searches: numpy and its like are a fifth of the time to start.
if TYPE_CHECKING:
    from erfara.workflows.finding import Proposal


def as_kept(proposal: Proposal) -> Proposed:
    """A proposal as it is kept: places and scores, and nobody."""
    return Proposed(
        tuple(Place(line.rank, line.score, line.in_team) for line in proposal.lines),
        tuple(one.concept for one in proposal.asked_for),
        proposal.size,
        proposal.nobody_fits,
    )


def _rank(proposal: Proposal, contributor_id: UUID) -> int | None:
    return next((line.rank for line in proposal.lines if line.id == contributor_id), None)


@action
def choose(
    *,
    request: LoanRequest,
    contributors: Iterable[Contributor],
    proposal: Proposal,
    by: Actor,
    at: datetime,
) -> list[Inquiry]:
    """Put people on the list, and keep which places of the proposal they had."""
    chosen = []
    for contributor in contributors:
        before = Inquiry.objects.filter(request=request, contributor=contributor)
        there = before.exclude(state="dropped").exists()
        inquiry = inquiries.choose(request=request, contributor=contributor, by=by, at=at)
        chosen.append(inquiry)
        if not there and proposal.ready:
            proposals.keep_choice(
                request=request, proposed=as_kept(proposal), rank=_rank(proposal, contributor.pk),
                by=by, at=at,
            )  # fmt: skip
    unchanged()  # who is on the list already stays there
    return chosen


@action
def drop(*, inquiry: Inquiry, proposal: Proposal, by: Actor, at: datetime) -> Inquiry:
    """Take somebody off the list again, and off what is kept of the choice."""
    dropped = inquiries.drop(inquiry=inquiry, by=by, at=at)
    kept = proposals.kept_proposal(inquiry.request)
    if kept is not None and proposal.ready:
        proposals.keep_choice(
            request=inquiry.request, proposed=as_kept(proposal),
            rank=_rank(proposal, inquiry.contributor_id), chosen=False, by=by, at=at,
        )  # fmt: skip
    return dropped


def end_old_searches(at: datetime) -> int:
    """What nobody has told of in a year is no longer sought; it can be noted anew."""
    rows = list(sought_too_long(clock.local_day(at)))
    for row in rows:
        by = Actor.system(row.programme_id)
        proposals.end_sought(sought=row, end=Sought.End.TIME, by=by, at=at)
    return len(rows)


def register() -> None:
    """The job that time does."""
    register_job("end_old_searches", timedelta(hours=6), end_old_searches)
