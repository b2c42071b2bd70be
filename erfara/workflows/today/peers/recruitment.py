"""Recruitment: rounds, and what those who have applied wait for. A row for a round and a step, so
that a hundred applicants are one row; names stand on the pages that the rows lead to."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from erfara.foundation.clock import local_day
from erfara.foundation.prepared import Prepared
from erfara.organisations.models import Programme
from erfara.organisations.words import plural_lazy
from erfara.peersupport.recruitment.models import CandidateInterview, PeerCandidate, Round
from erfara.peersupport.recruitment.queries import open_interviews
from erfara.workflows.today.rows import (
    ANY_ID,
    LATER,
    NOW,
    WEEK,
    Row,
    covers,
    first_of,
    when_wanted,
)

# So long a note may take before somebody asks for it.
NOTES_WITHIN = timedelta(days=3)
# So long somebody may be offered training before it is asked what became of it.
OFFERED_FOR = timedelta(days=30)
ROUND = _("{round}")
_WAITS = (
    "applied", "to_interview", "interviewed", "proposed", "offered_training", "waiting",
)  # fmt: skip
_UNBOOKED = ~Exists(
    CandidateInterview.objects.filter(candidate=OuterRef("pk"), state__in=("booked", "held"))
)
_CANDIDATES = Prepared(
    lambda programme: (
        PeerCandidate.objects.filter(programme_id=programme, state__in=_WAITS)
        .alias(unbooked=_UNBOOKED)
        .values_list("round_id", "round__title", "round__answer_by", "state")
        .annotate(
            number=Count("id"), since=Min("applied_on"), decided=Min("decided_on"),
            again=Min("look_again_on"), one=ANY_ID,
            without_a_time=Count("id", filter=Q(unbooked=True)),
        )
        .order_by("round__closes_on", "round_id", "state")
    )
)  # fmt: skip
_TO_TELL = Prepared(
    lambda programme: (
        PeerCandidate.objects.filter(programme_id=programme, to_tell=True)
        .values_list("round_id", "round__title")
        .annotate(number=Count("id"), decided=Min("decided_on"), one=ANY_ID)
        .order_by("round__closes_on", "round_id")
    )
)
_INTERVIEWS = Prepared(
    lambda programme: (
        open_interviews(programme)
        .select_related(None)
        .values_list("candidate_id", "candidate__number", "state", "starts_at", "ends_at")
    )
)
_ROUNDS = Prepared(
    lambda programme: (
        Round.objects.filter(programme_id=programme, state__in=("draft", "deciding"))
        .order_by("closes_on", "id")
        .values_list("pk", "state", "title", "created_at", "answer_by", "opens_on")
    )
)  # fmt: skip


def rows(programme: Programme, at: datetime) -> list[Row]:
    """All of it. Four queries."""
    return [
        *_rounds(programme, at), *_candidates(programme, at), *_to_tell(programme),
        *_interviews(programme, at),
    ]  # fmt: skip


def _rounds(programme: Programme, at: datetime) -> list[Row]:
    day, found = local_day(at), []
    for pk, state, title, created, answer_by, opens_on in first_of(_ROUNDS, programme=programme.pk):
        if state == "draft":
            step, why = "round_draft", _("Is being prepared. Read it through and announce it.")
            group, last = when_wanted(opens_on, day), opens_on
        else:
            step, why = "round_deciding", _("The interviews are over. Everybody is to be answered.")
            group, last = when_wanted(answer_by, day), answer_by
        found.append(
            Row(step, pk, 0, why, local_day(created), group, None,
                {"round": title}, covers(("round", state)), ROUND, last=last)
        )  # fmt: skip
    return found


def _candidates(programme: Programme, at: datetime) -> list[Row]:
    day, found = local_day(at), []
    for line in _CANDIDATES.rows(programme=programme.pk):
        pk, title, answer_by, state, number, since, decided, again, one, unbooked = line
        made = _step(state, number, unbooked, since, decided, again, answer_by, day)
        if made is None:
            continue
        step, why, count, began, group = made
        # One alone is reached at once, several through their round.
        alone = count == 1 and number == 1
        about = UUID(str(one)) if alone or step == "round_proposed" else pk
        found.append(
            Row(f"{step}_one" if alone else step, about, 0, why, began, group, None,
                {"round": title, "count": count}, covers(("peer_candidate", state)), ROUND,
                last=answer_by if state in ("applied", "interviewed", "proposed") else None)
        )  # fmt: skip
    return found


def _step(
    state: str, number: int, unbooked: int, since: date, decided: date | None,
    again: date | None, answer_by: date, day: date,
) -> tuple[str, Any, int, date, str] | None:  # fmt: skip
    """What a state wants: the step, why, of how many, since when and how soon."""
    if state == "applied":
        why = plural_lazy("One has applied. Read and decide.",
                            "{count} have applied. Read and decide.", number)  # fmt: skip
        return "round_read", why, number, since, NOW
    if state == "to_interview":
        if not unbooked:
            return None  # the interviews themselves are here
        why = plural_lazy("One is to be interviewed. Book a time.",
                            "{count} are to be interviewed. Book times.", unbooked)  # fmt: skip
        return "round_book", why, unbooked, since, NOW
    if state == "interviewed":
        why = plural_lazy("Both notes about one are here. Propose a decision.",
                            "Both notes about {count} are here. Propose decisions.",
                            number)  # fmt: skip
        return "round_propose", why, number, since, NOW
    if state == "proposed":
        why = plural_lazy("One decision waits for the other of you.",
                            "{count} decisions wait for the other of you.", number)  # fmt: skip
        return "round_proposed", why, number, since, NOW
    if state == "offered_training":
        why = plural_lazy("One is offered training and has no place yet.",
                            "{count} are offered training and have no place yet.",
                            number)  # fmt: skip
        began = decided or since
        return "round_offered", why, number, began, _by(began + OFFERED_FOR, day)
    why = plural_lazy("One is on the waiting list for training.",
                        "{count} are on the waiting list for training.", number)  # fmt: skip
    until = again or day
    return "round_waiting", why, number, until, when_wanted(until, day)


def _by(day: date, today: date) -> str:
    return WEEK if day <= today else LATER


def _to_tell(programme: Programme) -> list[Row]:
    found = []
    for pk, title, number, decided, one in _TO_TELL.rows(programme=programme.pk):
        why = plural_lazy("It is decided about one who has no mail. Phone.",
                            "It is decided about {count} who have no mail. Phone.",
                            number)  # fmt: skip
        alone = number == 1
        found.append(
            Row("round_tell_one" if alone else "round_tell", UUID(str(one)) if alone else pk, 0,
                why, decided, NOW, None, {"round": title, "count": number}, frozenset(), ROUND)
        )  # fmt: skip
    return found


def _interviews(programme: Programme, at: datetime) -> list[Row]:
    """Each interview that isn't over: to come, to be noted, or waiting for notes."""
    day, found = local_day(at), []
    for pk, no, state, starts, ends in first_of(_INTERVIEWS, programme=programme.pk):
        began = local_day(starts)
        if state == "held":
            step, why = "interview_notes", _("A note is still to come after the interview.")
            group = _by(began + NOTES_WITHIN, day)
        elif ends < at:
            step, group = "interview_passed", NOW
            why = _("The time has passed. Did it take place, and are the notes written?")
        else:
            step, why = "interview_ahead", _("An interview is booked.")
            group = when_wanted(began, day)
        found.append(
            Row(step, pk, no, why, began, group, None, {"no": no},
                covers(("candidate_interview", state), ("peer_candidate", "to_interview")),
                _("Interview with applicant {no}"))
        )  # fmt: skip
    return found
