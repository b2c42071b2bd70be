"""The part `recruitment` of peer support, for the tests that walk every address."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from erfara.foundation.actors import Actor, Role
from erfara.peersupport.recruitment import guide
from erfara.peersupport.recruitment.actions import applying, deciding, interviewing, rounds
from erfara.peersupport.recruitment.models import InterviewNote
from tests.integration.peers.part import Opening, Part

if TYPE_CHECKING:
    from erfara.peersupport.recruitment.models import CandidateInterview, PeerCandidate, Round
    from tests.integration.matrix import Cell
    from tests.integration.peers.life import PeerLife
    from tests.integration.world import Canary, Viewer

F = InterviewNote.Function
# Those who apply beside her, each as far as their name says.
OTHERS = ("applied", "met", "led", "picked", "answered no")
# What one of the two has written and not sent: read by nobody else at all.
UNSENT = {Role.USER_ORGANISATION: "note user_org", Role.RECRUITER: "note recruiter"}
_AHEAD, _PAST = timedelta(days=4), timedelta(days=-1)


def _round(life: PeerLife, name: str) -> Round:
    day = life.world.now.date()
    row = life.things[f"round {name}"] = rounds.plan_round(
        programme=life.programme,
        values={
            "title": f"Omgången {name}", "text_sv": "Vi söker dig.", "opens_on": day,
            "closes_on": day + timedelta(days=20), "answer_by": day + timedelta(days=60),
        },
        by=life.by, at=life.at,
    )  # fmt: skip
    return row


def _applies(life: PeerLife, row: Round, of: str) -> PeerCandidate:
    identity = life.identity(of)
    made = life.things[f"candidate {of}"] = applying.take_down(
        row=row, way="phone", by=life.by, at=life.world.now,
        answers={**identity, "why": f"För att {life.word(of, 'why')}", "channel": "web"},
    )  # fmt: skip
    life.people[of] = made.person
    return made


def _booked(
    life: PeerLife, of: str, ahead: timedelta, hr: Role = Role.RECRUITER
) -> CandidateInterview:
    """Invited and booked; one that is to lie behind is moved there."""
    one, now = life.things[f"candidate {of}"], life.world.now
    deciding.invite(candidate=one, reason=life.word(of, "screening"), by=life.by, at=now)
    starts = now + max(ahead, _AHEAD)
    row = interviewing.book(
        candidate=one, starts_at=starts, ends_at=starts + timedelta(hours=1), how="in_person",
        where=f"Rum {life.word(of, 'place')}", by=life.by, at=now,
        writers={F.USER_ORGANISATION: life.users[Role.USER_ORGANISATION].pk,
                 F.HR: life.users[hr].pk},
    )  # fmt: skip
    if ahead < timedelta(0):
        type(row).objects.filter(pk=row.pk).update(
            starts_at=now + ahead, ends_at=now + ahead + timedelta(hours=1)
        )
        row.refresh_from_db()
    life.things[f"interview {of}"] = row
    return row


def _note(life: PeerLife, of: str, role: Role) -> InterviewNote:
    return InterviewNote.objects.select_related("interview__candidate__round").get(
        interview=life.things[f"interview {of}"], writer=life.users[role].pk
    )


def _words(words: str) -> dict[str, str]:
    seen = {f"{one.key}_seen": "clear" for one in guide.GUIDE}
    return {**seen, "motivation": words, "advice": "yes", "advice_why": words}


def live(life: PeerLife) -> None:
    """A round with somebody in every step, and an application that is still written."""
    now = life.world.now
    _round(life, "draft")
    row = _round(life, "open")
    rounds.announce(row=row, by=life.by, at=now)
    for of in ("she", *OTHERS):
        _applies(life, row, of)
    _booked(life, "she", _AHEAD)
    _booked(life, "led", _PAST, hr=Role.COORDINATOR)
    _booked(life, "met", _PAST)
    _booked(life, "picked", _PAST)
    # Both have written about the one they met, and neither has sent.
    for role, what in UNSENT.items():
        note = life.things[what] = _note(life, "met", role)
        interviewing.keep_note(
            note=note, values=_words(life.word("met", what)), by=life.staff(role), at=now
        )
    life.things["note coordinator"] = _note(life, "led", Role.COORDINATOR)
    for role in UNSENT:
        interviewing.send_note(
            note=_note(life, "picked", role), values=_words(life.word("picked", "note")),
            by=life.staff(role), at=now,
        )  # fmt: skip
    picked = life.things["candidate picked"]
    picked.refresh_from_db()
    deciding.propose(
        candidate=picked, outcome="offer", reason=life.word("picked", "reason"),
        words=life.word("picked", "words"), by=life.by, at=now,
    )  # fmt: skip
    if picked.state != "proposed":
        picked.refresh_from_db()
    deciding.say_no(
        candidate=life.things["candidate answered no"], reason=life.word("answered no", "reason"),
        words=life.word("answered no", "words"), by=life.by, at=now,
    )  # fmt: skip
    for one in ("she", "applied", "met", "picked"):
        life.things[f"candidate {one}"].refresh_from_db()
    hers = life.things["candidate she"]
    life.link("candidate she", "candidacy", hers, hers.person_id)
    link = applying.begin_application(
        row=row, values={"name": life.word("applicant", "name")},
        by=Actor(Role.PUBLIC, life.programme.pk), at=now,
    )  # fmt: skip
    draft = life.things["application_draft"] = type("Draft", (), {"pk": link.about_id})()
    life.link("application_draft", "application_draft", draft, link.about_id)


PAGES = ("name", "reach", "why", "own", "work", "found", "check", "throw_away", "way_back")
MINE = ("interview", "note", "own_calendar")
INTERVIEWS = {Role.COORDINATOR, Role.USER_ORGANISATION, Role.RECRUITER}


def shows(cell: Cell, viewer: Viewer, canary: Canary, role: Role) -> bool | None:
    """Who interviews sees the name of those she meets, what they wrote and where; her own words,
    and nobody else's before both have sent."""
    space, _colon, page = cell.route.partition(":")
    if space == "application":
        return canary.of == "applicant" and canary.life == "own"
    if canary.what in UNSENT.values():  # on one page, for one who has written it
        return (
            cell.route == "recruiting:note"
            and canary.life == "own"
            and UNSENT.get(role) == canary.what
        )
    if space != "recruiting" or role is Role.COORDINATOR:
        return None
    if role not in INTERVIEWS or canary.life != "own" or page not in {"mine", *MINE}:
        return None
    if canary.of == "picked" and canary.what == "note":
        return page == "interview"
    if canary.of not in {"she", "met", "led", "picked"}:
        return None
    return canary.what == "name" or (page == "interview" and canary.what in {"why", "place"})


_SHE, _ROUND = "candidate she", "round open"


def _hers(of: str, blob: str = "identity") -> Any:
    """Her details for her page, or for one's own part of her interview."""
    return lambda life: (
        (life.people["met"].pk,), life.things[of].pk,
        life.things[of].blob if blob == "note" else blob,
    )  # fmt: skip


PART = Part(
    audiences={
        "apply": {Role.PUBLIC}, "application": {Role.PERSON}, "candidacy": {Role.PERSON},
        "candidacy_link": {Role.PERSON}, "recruiting": {Role.COORDINATOR},
    },
    exceptions={f"recruiting:{page}": INTERVIEWS for page in ("mine", *MINE)},
    about={
        **{f"apply:{page}": _ROUND for page in ("round", "begin", "paper")},
        **{f"candidacy:{page}": _SHE for page in ("candidacy", "withdraw", "call_off", "calendar")},
        **{
            f"recruiting:{page}": _ROUND
            for page in ("round", "change_round", "close_round", "take_down")
        },
        "recruiting:announce": "round draft",
        "recruiting:drop_round": "round draft",
        "recruiting:candidate": _SHE,
        **{
            f"recruiting:{page}": _SHE for page in ("open_protected", "protect", "end_protection")
        },
        "recruiting:withdraw": _SHE,
        "recruiting:screen": "candidate applied",
        "recruiting:book": "candidate she",
        "recruiting:propose": "candidate picked",
        "recruiting:agree": "candidate picked",
        "recruiting:take_back": "candidate picked",
        "recruiting:told": "candidate answered no",
        "recruiting:change_interview": "interview she",
        "recruiting:call_off": "interview she",
        "recruiting:calendar": "interview she",
        **{f"recruiting:{page}": "interview met" for page in ("hold", "miss", "go_without")},
        "recruiting:hand_over": "note recruiter",
        **{f"recruiting:{page}": "note recruiter" for page in MINE},
    },
    about_for={
        f"recruiting:{page}": {
            "coordinator": "note coordinator", "stranger": "note coordinator",
            "user_org": "note user_org",
            "recruiter": "note recruiter",
        }
        for page in MINE
    },
    own_only=frozenset(f"recruiting:{page}" for page in MINE),
    by_token={f"application:{page}": "application_draft" for page in PAGES},
    every_state={
        "recruiting:round": ["round draft", _ROUND],
        "recruiting:candidate": [f"candidate {of}" for of in ("she", *OTHERS)],
    },
    other_parts={"recruiting:propose": {"outcome": "offer"}},
    # The first page of an application, before and after it has a link.
    same_page={"apply:begin": "application:name", "recruiting:protect": "training:protect"},
    files={
        "recruiting:calendar": "text/calendar",
        "recruiting:own_calendar": "text/calendar",
        "candidacy:calendar": "text/calendar",
        "candidacy_link:calendar": "text/calendar",
    },
    openings={
        "round": Opening(
            ("coordinator",),
            lambda life: (
                (life.people["met"].pk, life.people["applied"].pk), life.things[_ROUND].pk,
                "identity",
            ),
        ),
        "candidate": Opening(("coordinator",), _hers("candidate met")),
        "interviews": Opening(
            ("recruiter", "user_org"),
            lambda life: ((life.people["met"].pk,), "interviews", "identity"), bound=False,
        ),
        "interview": Opening(("recruiter",), _hers("note recruiter")),
        "own_note": Opening(("recruiter",), _hers("note recruiter", "note")),
        "both_notes": Opening(
            ("coordinator", "user_org", "recruiter"),
            lambda life: (
                (life.people["picked"].pk,), life.things["interview picked"].pk,
                f"decision:{life.things['candidate picked'].pk}",
            ),
        ),
        "application_draft": Opening(
            ("applicant",),
            lambda life: (
                (life.things["application_draft"].pk,), "", "application_draft"
            ),
            bound=False,
        ),
    },
    live=live,
    shows=shows,
)  # fmt: skip
