"""Writes about proposals, the words they are helped by, and what is sought."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused
from erfara.foundation.states import lock
from erfara.lending.models import (
    Difference,
    Inquiry,
    LoanRequest,
    LocalWord,
    Proposal,
    ProposalLine,
    RequestConcept,
    Sought,
)
from erfara.organisations.models import Programme

# So long something is sought unless somebody ends it before.
SOUGHT_FOR = timedelta(days=365)
MOST_WORDS = 200


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a proposal."""

    rank: int
    score: float
    in_team: bool = False


@dataclass(frozen=True, slots=True)
class Proposed:
    """What was proposed, as it is kept: without anybody."""

    places: tuple[Place, ...]
    concepts: tuple[str, ...]
    size: int
    nobody_fits: bool = False


def kept_proposal(request: LoanRequest) -> Proposal | None:
    """The proposal that is chosen after now: none when what it led to has been sent already."""
    kept = Proposal.objects.filter(request=request).order_by("-created_at").first()
    if kept is None:
        return None
    later = Inquiry.objects.filter(request=request, sent_at__gt=kept.created_at)
    return None if later.exists() else kept


@action
def keep_choice(
    *,
    request: LoanRequest,
    proposed: Proposed,
    rank: int | None,
    chosen: bool = True,
    by: Actor,
    at: datetime,
) -> Proposal:
    """Keep that somebody at a place of the proposal was chosen, or taken off again; not who.

    `rank` None: somebody who was not proposed.
    """
    lock(request)
    kept = kept_proposal(request)
    if kept is None:
        kept = Proposal.objects.create(
            programme_id=request.programme_id, request=request, concepts=list(proposed.concepts),
            size=min(proposed.size, 500), nobody_fits=proposed.nobody_fits, created_at=at,
        )  # fmt: skip
        ProposalLine.objects.bulk_create(
            ProposalLine(
                programme_id=request.programme_id, proposal=kept, rank=place.rank,
                score=place.score, in_team=place.in_team, created_at=at,
            )
            for place in proposed.places
        )  # fmt: skip
    line = ProposalLine.objects.filter(proposal=kept, rank=rank) if rank is not None else None
    if line is None or not line.update(chosen=chosen):
        if chosen:
            Proposal.objects.filter(pk=kept.pk).update(chosen_beside=F("chosen_beside") + 1)
        else:
            Proposal.objects.filter(pk=kept.pk, chosen_beside__gt=0).update(
                chosen_beside=F("chosen_beside") - 1
            )
    audit.record("proposal.kept", about=kept, by=by, at=at)
    return kept


@action
def say_difference(
    *, request: LoanRequest, difference: str, by: Actor, at: datetime
) -> Proposal | None:
    """Why the choice is another than the proposal, in a word; empty takes the word back."""
    if difference and difference not in Difference.values:
        raise Refused(_("Choose one of the reasons."))
    kept = Proposal.objects.filter(request=request).order_by("-created_at").first()
    if kept is None or kept.difference == difference:
        unchanged()
        return kept
    kept.difference = difference
    kept.save(update_fields=["difference"])
    audit.record("proposal.difference", about=kept, by=by, at=at, facts={"why": difference})
    return kept


@action
def say_what_it_is_about(
    *,
    request: LoanRequest,
    accepted: Iterable[str],
    rejected: Iterable[str],
    by: Actor,
    at: datetime,
) -> list[RequestConcept]:
    """Which concepts a request is about and which it isn't, whatever its words sound like."""
    lock(request)
    RequestConcept.objects.filter(request=request).delete()
    said = dict.fromkeys(rejected, False) | dict.fromkeys(accepted, True)
    rows = [
        RequestConcept.objects.create(
            programme_id=request.programme_id, request=request, concept=concept, accepted=yes,
            created_at=at,
        )
        for concept, yes in said.items()
    ]  # fmt: skip
    audit.record("loan_request.concepts", about=request, by=by, at=at, facts={"count": len(rows)})
    return rows


@action
def add_local_word(
    *, programme: Programme, word: str, concept: str, by: Actor, at: datetime
) -> LocalWord:
    """A word of the library's own for something. Known from the next search on."""
    word = " ".join(word.split())
    if not word:
        raise Refused(_("Write the word."))
    there = LocalWord.objects.filter(programme=programme)
    same = there.filter(word=word, concept=concept).first()
    if same is not None:
        unchanged()
        return same
    if there.count() >= MOST_WORDS:
        raise Refused(_("There are {most} words already. Take one away first."), most=MOST_WORDS)
    row = LocalWord.objects.create(
        programme=programme, word=word, concept=concept, added_by=by.id, created_at=at
    )
    audit.record("local_word.added", about=row, by=by, at=at, facts={"concept": concept})
    return row


@action
def drop_local_word(*, word: LocalWord, by: Actor, at: datetime) -> LocalWord:
    """Take a word away again."""
    there = LocalWord.objects.filter(pk=word.pk)
    if not there.exists():
        unchanged()
        return word
    audit.record("local_word.dropped", about=word, by=by, at=at)
    there.delete()
    return word


@action
def seek(
    *, request: LoanRequest, words: str, concepts: Iterable[str], by: Actor, at: datetime
) -> Sought:
    """Note that nobody has told of what a request asks for: something to recruit for."""
    lock(request)
    there = Sought.objects.filter(request=request, end="").first()
    if there is not None:
        unchanged()
        return there
    row = Sought.objects.create(
        programme_id=request.programme_id, request=request, words=" ".join(words.split())[:300],
        concepts=list(concepts), noted_by=by.id, until=clock.local_day(at) + SOUGHT_FOR,
        created_at=at,
    )  # fmt: skip
    audit.record("sought.noted", about=row, by=by, at=at)
    return row


@action
def end_sought(*, sought: Sought, end: str, by: Actor, at: datetime) -> Sought:
    """Somebody has told of it, or it is not sought any more."""
    if end not in Sought.End.values:
        raise Refused(_("Choose how it ended."))
    day: date = clock.local_day(at)
    if not Sought.objects.filter(pk=sought.pk, end="").update(end=end, ended_on=day):
        unchanged()
        return sought
    sought.end, sought.ended_on = end, day
    audit.record("sought.ended", about=sought, by=by, at=at, facts={"end": end})
    return sought
