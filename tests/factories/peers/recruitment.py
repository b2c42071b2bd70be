"""Rounds, applicants and interviews, made through the product's own actions."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from erfara.foundation.actors import Actor, Role
from erfara.organisations.models import Programme
from erfara.peersupport.recruitment import guide
from erfara.peersupport.recruitment.actions import applying, deciding, interviewing, rounds
from erfara.peersupport.recruitment.models import (
    CandidateInterview,
    InterviewNote,
    PeerCandidate,
    Round,
)
from tests import factories as make

AT = make.AT
FUNCTIONS = InterviewNote.Function


def programme(**values: Any) -> Programme:
    """A peer support programme that is running."""
    return make.programme(kind="peer_support", vocabulary="peer_support", **values)


def plan(of: Programme, **values: Any) -> Round:
    """A round that is being prepared: open for three weeks from now."""
    day = AT.date()
    return rounds.plan_round(
        programme=of,
        values={
            "title": "Peer supportrar i hela länet",
            "text_sv": "Vi söker dig som har egen erfarenhet och vill arbeta.",
            "text_en": "We look for you who have experience of your own and want to work.",
            "opens_on": day, "closes_on": day + timedelta(days=21),
            "answer_by": day + timedelta(days=60), **values,
        },
        by=make.system(of), at=AT,
    )  # fmt: skip


def announced(of: Programme, **values: Any) -> Round:
    """A round that takes applications."""
    return rounds.announce(row=plan(of, **values), by=make.system(of), at=AT)


def answers(number: int = 0, **values: Any) -> dict[str, Any]:
    """What somebody writes when she applies."""
    number = number or next(make._number)
    return {
        "name": f"Påhittad Sökande {number}", "email": f"sokande{number}@exempel.invalid",
        "phone": "", "address": "", "why": f"Jag vill ge det jag själv saknade, {number}.",
        "own": f"Jag har gått en lång väg, berättelse {number}.", "half_time": "yes",
        "begins": "i januari", "where": "i hela länet", "practical": "", "channel": "web", **values,
    }  # fmt: skip


def candidate(row: Round, *, at: datetime = AT, way: str = "web", **values: Any) -> PeerCandidate:
    """Somebody who has applied."""
    return applying.take_down(
        row=row, answers=answers(**{k: v for k, v in values.items() if k != "protected"}),
        way=way, protected=values.get("protected", False), by=make.system(row.programme), at=at,
    )  # fmt: skip


def herself(one: PeerCandidate) -> Actor:
    """The one who has applied."""
    return Actor(Role.PERSON, one.programme_id, one.person_id)


def invited(row: Round, **values: Any) -> PeerCandidate:
    """Somebody who is to be interviewed."""
    one = candidate(row, **values)
    return deciding.invite(
        candidate=one, reason="Skriver om andra, inte bara om sig själv.",
        by=make.system(row.programme), at=AT,
    )  # fmt: skip


def writers(of: Programme) -> dict[str, Actor]:
    """One of each function, working here."""
    return {
        FUNCTIONS.USER_ORGANISATION: make.member(of, Role.USER_ORGANISATION)[1],
        FUNCTIONS.HR: make.member(of, Role.RECRUITER)[1],
    }


def booked(
    one: PeerCandidate,
    by_function: dict[str, Actor] | None = None,
    *,
    starts_at: datetime = AT + timedelta(days=2),
    where: str = "Påhittade huset, rum 3",
) -> CandidateInterview:
    """An interview that lies ahead."""
    found = by_function or writers(one.programme)
    ids: dict[str, UUID] = {name: who.own_id for name, who in found.items()}
    return interviewing.book(
        candidate=one, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1),
        how="in_person", where=where, writers=ids, by=make.system(one.programme), at=AT,
    )  # fmt: skip


def written(words: str = "", advice: str = "yes") -> dict[str, str]:
    """A whole note."""
    found = {one.key: f"{words or 'Sagt om'} {one.key}" for one in guide.GUIDE}
    seen = {f"{one.key}_seen": "clear" for one in guide.GUIDE}
    return {**found, **seen, "advice": advice, "advice_why": words or "Vill och kan."}


def note(interview: CandidateInterview, who: Actor) -> InterviewNote:
    """Her part of it, as she has it on her page."""
    return InterviewNote.objects.select_related("interview__candidate__round").get(
        interview=interview, writer=who.own_id
    )


def sends(
    interview: CandidateInterview, who: Actor, words: str = "", *, at: datetime | None = None
) -> InterviewNote:
    """One of the two has written and sent."""
    return interviewing.send_note(
        note=note(interview, who), values=written(words), by=who, at=at or interview.ends_at
    )


def interviewed(row: Round, **values: Any) -> PeerCandidate:
    """Somebody whom both have met and written about."""
    one = invited(row, **values)
    both = writers(row.programme)
    interview = booked(one, both)
    for who in both.values():
        sends(interview, who)
    return PeerCandidate.objects.select_related("round", "person", "programme").get(pk=one.pk)


def proposed(row: Round, outcome: str = "offer", by: Actor | None = None) -> PeerCandidate:
    """A decision that waits for the other lead."""
    make.coordinator(row.programme)
    return deciding.propose(
        candidate=interviewed(row), outcome=outcome, reason="Båda säger ja.",
        words="Välkommen till utbildningen.", by=by or make.coordinator(row.programme)[1],
        at=AT + timedelta(days=3),
    )  # fmt: skip


def decided(row: Round, outcome: str = "offer", **values: Any) -> PeerCandidate:
    """Somebody about whom it is decided."""
    one = interviewed(row, **values)
    made = deciding.propose(
        candidate=one, outcome=outcome, reason="Båda säger samma.", words="Det här är ditt svar.",
        by=make.coordinator(row.programme)[1], at=AT + timedelta(days=3),
    )  # fmt: skip
    if made.state == "proposed":
        deciding.agree(
            candidate=made, by=make.coordinator(row.programme)[1], at=AT + timedelta(days=3)
        )
    return PeerCandidate.objects.select_related("round", "person", "programme").get(pk=one.pk)


def day(after: int) -> date:
    """So many days from the beginning of everything."""
    return (AT + timedelta(days=after)).date()
