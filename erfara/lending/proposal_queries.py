"""Reads about proposals, own words and what is sought, always within one programme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from erfara.foundation.actors import Actor
from erfara.lending.models import (
    Draw,
    Inquiry,
    LoanRequest,
    LocalWord,
    Proposal,
    ProposalLine,
    RequestConcept,
    Sought,
)
from erfara.organisations.models import Programme


def local_words(programme: Programme) -> QuerySet[LocalWord]:
    """The library's own words, by word."""
    return LocalWord.objects.filter(programme=programme).order_by("word", "concept")


def sought(programme: Programme) -> QuerySet[Sought]:
    """What is sought now, the longest sought first."""
    rows = Sought.objects.filter(programme=programme, end="").select_related("request")
    return rows.order_by("created_at", "id")


def sought_before(programme: Programme) -> QuerySet[Sought]:
    """What was sought and isn't any more, the latest ended first."""
    rows = Sought.objects.filter(programme=programme).exclude(end="").select_related("request")
    return rows.order_by("-ended_on", "id")


def sought_for(request: LoanRequest) -> Sought | None:
    """What is noted as sought for this request."""
    return Sought.objects.filter(request=request, end="").first()


def sought_too_long(day: date) -> QuerySet[Sought]:
    """What has been sought for as long as anything is."""
    return Sought.objects.filter(end="", until__lt=day).order_by("until", "id")


def said_of(request: LoanRequest) -> dict[str, bool]:
    """Concept → whether a coordinator has said that the request is about it."""
    rows = RequestConcept.objects.filter(request=request).order_by("concept")
    return dict(rows.values_list("concept", "accepted"))


def newest_proposal(request: LoanRequest) -> Proposal | None:
    """What was last proposed and chosen after."""
    return Proposal.objects.filter(request=request).order_by("-created_at").first()


# So far back a like request is looked for, and so many are shown.
LOOKED_AT, SHOWN = 300, 3


def proposals_of(request: LoanRequest) -> list[Proposal]:
    """All that was proposed for a request and chosen after, with its lines, the newest first."""
    rows = Proposal.objects.filter(request=request).prefetch_related("lines")
    return list(rows.order_by("-created_at", "id"))


def lines_of(kept: Proposal) -> list[ProposalLine]:
    """Who was proposed or chosen, of a proposal that was read with its lines."""
    return list(kept.lines.all())


def proposals_like(request: LoanRequest, concepts: Collection[str]) -> list[Proposal]:
    """What was proposed last for other requests that were about much the same, with its lines.

    Much the same: at least half of what either is about. One for each request, the likest first.
    """
    asked = set(concepts)
    rows = Proposal.objects.filter(programme_id=request.programme_id).exclude(request=request)
    found: dict[UUID, tuple[float, Proposal]] = {}
    for one in rows.order_by("-created_at", "id")[:LOOKED_AT]:
        theirs = set(one.concepts)
        like = len(asked & theirs) / max(len(asked), len(theirs), 1)
        if like >= 0.5 and one.request_id not in found:
            found[one.request_id] = like, one
    likest = sorted(found.values(), key=lambda pair: -pair[0])[:SHOWN]
    ids = [one.pk for _like, one in likest]
    whole = Proposal.objects.filter(pk__in=ids).select_related("request__unit__organisation")
    by_id = {one.pk: one for one in whole.prefetch_related("lines")}
    return [by_id[pk] for pk in ids]


def asked_about(requests: Iterable[UUID]) -> list[Inquiry]:
    """Who was on the lists of these requests and stayed there, in the order they were chosen."""
    rows = Inquiry.objects.filter(request__in=list(requests)).exclude(state="dropped")
    return list(rows.order_by("created_at", "id"))


def _here(viewer: Actor, programme: Programme) -> None:
    if not viewer.coordinates(programme.pk):
        raise Http404


def local_word_for(viewer: Actor, programme: Programme, pk: UUID) -> LocalWord:
    """One of the library's own words, for its coordinators."""
    _here(viewer, programme)
    row = LocalWord.objects.filter(programme=programme, pk=pk).first()
    if row is None:
        raise Http404
    return row


def draws_of(request: LoanRequest) -> QuerySet[Draw]:
    """All panels that were drawn for a request, in order."""
    return Draw.objects.filter(request=request).order_by("number")


def draw_for(viewer: Actor, programme: Programme, pk: UUID) -> Draw:
    """A panel that was drawn, for coordinators."""
    _here(viewer, programme)
    row = Draw.objects.filter(programme=programme, pk=pk).select_related("request").first()
    if row is None:
        raise Http404
    return row


def sought_one(viewer: Actor, programme: Programme, pk: UUID) -> Sought:
    """Something that is sought, for coordinators."""
    _here(viewer, programme)
    row = Sought.objects.filter(programme=programme, pk=pk).first()
    if row is None:
        raise Http404
    return row


@dataclass(frozen=True, slots=True)
class Learned:
    """How choices differ from proposals: counts, and nobody in them."""

    proposals: int
    chosen: int
    first_chosen: int
    beside: int
    why: dict[str, int]


def learned(programme: Programme) -> Learned:
    """What proposals have led to."""
    rows = Proposal.objects.filter(programme=programme)
    counts = rows.aggregate(
        proposals=Count("id", distinct=True),
        chosen=Count("lines", filter=Q(lines__chosen=True)),
        first=Count("lines", filter=Q(lines__chosen=True, lines__rank=1)),
    )
    beside = sum(rows.values_list("chosen_beside", flat=True))
    why = Counter(rows.exclude(difference="").values_list("difference", flat=True))
    return Learned(counts["proposals"], counts["chosen"], counts["first"], beside, dict(why))
