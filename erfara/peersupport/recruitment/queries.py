"""Reads about rounds, candidates, interviews and notes. None of them opens the vault."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from erfara.foundation import clock
from erfara.foundation.models import OutboxMessage
from erfara.foundation.prepared import Prepared, among
from erfara.organisations.models import Programme
from erfara.organisations.queries import where_time_passes
from erfara.peersupport.recruitment.models import (
    CandidateInterview,
    InterviewNote,
    PeerCandidate,
    Round,
)
from erfara.peersupport.recruitment.policies import GRACE, LIVE
from erfara.people.models import Person
from erfara.people.queries import STILL_UNDER_WAY

OPEN_INTERVIEWS = CandidateInterview.table.open_states
# An answer is on its way or given in all but these.
GONE = ("withdrew", "erased")
# As what recruitment says that somebody is here for its sake.
KEEPER = "recruitment"
NOBODY = UUID(int=0)


# Rounds


def rounds(programme: Programme) -> QuerySet[Round]:
    """All rounds, the newest first."""
    return Round.objects.filter(programme=programme).order_by("-number")


def announced(programme: Programme, day: date) -> list[Round]:
    """Rounds that everybody may read about: open, or about to be. The first to close first. None
    while the programme takes in nothing new."""
    if not programme.lends:
        return []
    rows = Round.objects.filter(programme=programme, state="open", closes_on__gte=day)
    found = list(rows.order_by("closes_on", "number"))
    for row in found:
        row.programme = programme
    return found


def rounds_to_close(at: datetime) -> list[Round]:
    """Open rounds whose last day has passed, where time passes."""
    day = clock.local_day(at)
    rows = Round.objects.filter(where_time_passes(), state="open", closes_on__lt=day)
    return list(rows.select_related("programme").order_by("closes_on", "id"))


def rounds_to_settle(at: datetime) -> list[Round]:
    """Closed rounds in which nobody may send any more, where time passes: they may be over."""
    rows = Round.objects.filter(
        where_time_passes(), state__in=("closed", "deciding"),
        closes_on__lt=clock.local_day(at) - GRACE,
    )  # fmt: skip
    return list(rows.select_related("programme").order_by("closes_on", "id"))


# The funnel


@dataclass(frozen=True, slots=True)
class Funnel:
    """How many came how far. Counted from days, which stay when the rest is erased."""

    applied: int = 0
    invited: int = 0
    interviewed: int = 0
    offered: int = 0
    in_training: int = 0
    trained: int = 0
    employed: int = 0
    answered: int = 0
    unanswered: int = 0
    withdrew: int = 0


_COUNTS: dict[str, Any] = {
    "applied": Count("*"),
    "invited": Count("invited_on"),
    "interviewed": Count("interviewed_on"),
    "offered": Count("offered_on"),
    "in_training": Count("place_on"),
    "trained": Count("completed_on"),
    "employed": Count("employed_on"),
    "answered": Count("answered_on"),
    "unanswered": Count("id", filter=Q(answered_on__isnull=True) & ~Q(state__in=GONE)),
    "withdrew": Count("id", filter=Q(state="withdrew")),
}


_FUNNELS = Prepared(
    lambda rounds: (
        PeerCandidate.objects.filter(among("round_id", rounds))
        .values_list("round_id")
        .annotate(**_COUNTS)
        .order_by("round_id")
    )
)


def funnel(programme: Programme, *, since: date | None = None) -> Funnel:
    """The whole programme's, of those who applied since a day. One query."""
    rows = PeerCandidate.objects.filter(programme=programme)
    if since is not None:
        rows = rows.filter(applied_on__gte=since)
    return Funnel(**rows.aggregate(**_COUNTS))


def funnels(rows: Iterable[Round]) -> dict[UUID, Funnel]:
    """Round → its funnel, for as many as you like in one query."""
    found = {row.pk: Funnel() for row in rows}
    for pk, *numbers in _FUNNELS.rows(rounds=list(found)):
        found[pk] = Funnel(**dict(zip(_COUNTS, numbers, strict=True)))
    return found


# Candidates

# What waits for a lead comes first.
_ORDER = Case(
    *[When(state=state, then=Value(place)) for place, state in enumerate(LIVE)],
    default=Value(len(LIVE)), output_field=IntegerField(),
)  # fmt: skip


def candidates(row: Round) -> QuerySet[PeerCandidate]:
    """Everybody who has applied in a round: those who wait for something first, then by number."""
    return (
        PeerCandidate.objects.filter(round=row)
        .select_related("round")
        .order_by(_ORDER, "number")
    )  # fmt: skip


_CANDIDATES = Prepared(
    lambda row: (
        PeerCandidate.objects.filter(round_id=row)
        .only("person_id", "round_id", "number", "state", "way", "late", "applied_on", "to_tell")
        .order_by(_ORDER, "number")
    )
)
_PROPOSALS = Prepared(
    lambda row, viewer: (
        PeerCandidate.objects.filter(round_id=row, state="proposed")
        .exclude(proposed_by=viewer)
        .order_by("number")
        .values_list("pk")
    )
)
_BOOKED_WITH = Prepared(
    lambda candidates: CandidateInterview.objects.filter(
        among("candidate_id", candidates), state="booked"
    ).values_list("candidate_id", "starts_at", "ends_at")
)


def first_candidates(row: Round, most: int) -> list[PeerCandidate]:
    """The first so many of a round, with what its list says of each."""
    found = _CANDIDATES.objects(PeerCandidate, most=most, row=row.pk)
    for one in found:
        one.round = row
    return found


def proposals(row: Round) -> QuerySet[PeerCandidate]:
    """Decisions in a round that wait for the other lead."""
    return PeerCandidate.objects.filter(round=row, state="proposed").order_by("number")


def next_proposal(row: Round, viewer_id: UUID | None, besides: UUID = NOBODY) -> UUID | None:
    """A decision in a round that waits for this one of the pair: the next to look at."""
    rows = _PROPOSALS.rows(row=row.pk, viewer=viewer_id or NOBODY, most=2)
    return next((pk for (pk,) in rows if pk != besides), None)


def waiting_in(row: Round) -> dict[str, list[UUID]]:
    """State → those in a round for whom a lead has something to do next, the first first: read,
    book an interview, propose a decision. One query."""
    found: dict[str, list[UUID]] = {}
    for state, pk in _WAITING_IN.rows(row=row.pk):
        found.setdefault(state, []).append(pk)
    return found


_WITH_INTERVIEW = CandidateInterview.objects.filter(
    candidate=OuterRef("pk"), state__in=OPEN_INTERVIEWS
)
_WAITING_IN = Prepared(
    lambda row: (
        PeerCandidate.objects.filter(
            Q(state__in=("applied", "interviewed"))
            | Q(state="to_interview") & ~Exists(_WITH_INTERVIEW),
            round_id=row,
        )
        .order_by("number")
        .values_list("state", "pk")
    )
)


def last_booked(row: Round) -> CandidateInterview | None:
    """The interview in a round that is the last in time: the next is often like it, after it."""
    rows = CandidateInterview.objects.filter(candidate__round=row).exclude(state="called_off")
    return rows.order_by("-starts_at", "-id").first()


def offered_training(programme: Programme) -> QuerySet[PeerCandidate]:
    """Those who are offered training and have no place yet, the longest offered first."""
    return (
        PeerCandidate.objects.filter(programme=programme, state="offered_training")
        .select_related("person", "round")
        .order_by("offered_on", "number")
    )


def on_waiting_list(programme: Programme) -> QuerySet[PeerCandidate]:
    """Those on the waiting list for training, in the order in which they were decided about."""
    return (
        PeerCandidate.objects.filter(programme=programme, state="waiting")
        .select_related("person", "round")
        .order_by("decided_on", "number")
    )


def in_training(person: Person) -> PeerCandidate | None:
    """The candidacy behind somebody's place in a course."""
    return PeerCandidate.objects.filter(person=person, state="in_training").first()


def completed_candidacy(person: Person) -> PeerCandidate | None:
    """The newest application that has led to a completed training, erased or not."""
    rows = PeerCandidate.objects.filter(person=person, completed_on__isnull=False)
    return rows.order_by("-completed_on", "-number").first()


def candidacies(person: Person) -> QuerySet[PeerCandidate]:
    """A person's own applications, newest first."""
    return (
        PeerCandidate.objects.filter(person=person)
        .exclude(state="erased")
        .select_related("round", "person", "programme")
        .order_by("-applied_on", "-number")
    )


def is_candidate(person: Person, besides: PeerCandidate | None = None) -> bool:
    """Whether something of hers is still kept for an application, besides one that ends."""
    rows = PeerCandidate.objects.filter(person=person).exclude(state="erased")
    return rows.exclude(pk=besides.pk).exists() if besides else rows.exists()


def candidates_to_erase(at: datetime) -> list[PeerCandidate]:
    """Those whose time has passed, where the clock runs."""
    rows = PeerCandidate.objects.filter(
        state__in=("declined", "withdrew", "not_trained", "completed"),
        erase_after__lte=at - STILL_UNDER_WAY, programme__clock_stands_at__isnull=True,
    )  # fmt: skip
    return list(rows.select_related("person__programme", "round").order_by("erase_after")[:500])


def under_way(programme: Programme) -> int:
    """How many applications are not over yet."""
    return PeerCandidate.objects.filter(programme=programme, state__in=LIVE).count()


def numbers_of_candidates(person_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Person → the number of her newest application, where she stands without her name."""
    rows = PeerCandidate.objects.filter(person_id__in=list(person_ids)).order_by("number")
    return dict(rows.values_list("person_id", "number"))


# Interviews and notes


def open_interview(candidate: PeerCandidate) -> CandidateInterview | None:
    """The interview that is booked, or held and without its notes."""
    return CandidateInterview.objects.filter(
        candidate=candidate, state__in=OPEN_INTERVIEWS
    ).first()  # fmt: skip


def booked_with(rows: Iterable[PeerCandidate]) -> dict[UUID, tuple[datetime, datetime]]:
    """Candidate → from when to when the interview is that is booked, in one query."""
    found = _BOOKED_WITH.rows(candidates=[row.pk for row in rows])
    return {pk: (starts, ends) for pk, starts, ends in found}


def interviews_of(candidate: PeerCandidate) -> list[CandidateInterview]:
    """All interviews with somebody, the newest first."""
    rows = CandidateInterview.objects.filter(candidate=candidate)
    return list(rows.order_by("-starts_at", "-id"))


def notes_of(interview: CandidateInterview) -> list[InterviewNote]:
    """Both notes, the user organisation's first."""
    return list(InterviewNote.objects.filter(interview=interview).order_by("-function"))


def functions_of(interview: CandidateInterview) -> list[str]:
    """Which two hold an interview, as it was when it was booked."""
    return [note.function for note in notes_of(interview)]


def notes_by_interview(
    rows: Iterable[CandidateInterview],
) -> dict[UUID, list[InterviewNote]]:
    """Interview → both notes, in one query."""
    found: dict[UUID, list[InterviewNote]] = {row.pk: [] for row in rows}
    for note in InterviewNote.objects.filter(interview__in=list(found)).order_by("-function"):
        found[note.interview_id].append(note)
    return found


def all_sent(notes: Iterable[InterviewNote]) -> bool:
    """Whether nobody is left to write: only then they may be read."""
    return all(note.state != "wanted" for note in notes)


def interviews_with(user_id: UUID, programme: Programme) -> QuerySet[InterviewNote]:
    """What a user has to do with interviews: her own notes, the first to come first."""
    return (
        InterviewNote.objects.filter(writer=user_id, programme=programme)
        .exclude(interview__state__in=("stopped", "called_off", "missed"))
        .exclude(state="dropped")
        .exclude(interview__candidate__state="erased")
        .select_related("interview__candidate")
        .order_by("-state", "interview__starts_at", "id")
    )


def open_interviews(programme: Programme) -> QuerySet[CandidateInterview]:
    """All interviews that aren't over, the earliest first."""
    return (
        CandidateInterview.objects.filter(programme=programme, state__in=OPEN_INTERVIEWS)
        .select_related("candidate")
        .order_by("starts_at", "id")
    )


def interviews_without_notes(before: datetime) -> list[CandidateInterview]:
    """Interviews whose time passed before a moment, with somebody who hasn't written and hasn't
    been reminded. Where time passes."""
    reminded = OutboxMessage.objects.filter(kind="interview_yours", occasion="reminded")
    wanted = InterviewNote.objects.filter(state="wanted").exclude(
        pk__in=reminded.values("about_id")
    )  # fmt: skip
    rows = CandidateInterview.objects.filter(
        where_time_passes(), state__in=OPEN_INTERVIEWS, ends_at__lt=before,
        pk__in=wanted.values("interview_id"),
    )  # fmt: skip
    return list(rows.select_related("candidate").order_by("ends_at", "id")[:500])


def answers_that_failed() -> list[PeerCandidate]:
    """Those whose answer could not be sent, and whom nobody has to phone yet."""
    failed = OutboxMessage.objects.filter(
        kind="application_answer", state=OutboxMessage.State.FAILED
    )
    rows = PeerCandidate.objects.filter(
        pk__in=failed.values("about_id"), answered_on__isnull=True, to_tell=False,
        decided_on__isnull=False,
    )  # fmt: skip
    return list(rows.order_by("decided_on", "id")[:500])
