"""The part `training` of peer support, for the tests that walk every address."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from erfara.foundation.actors import Role
from erfara.foundation.spans import Span
from erfara.peersupport.recruitment.actions import applying
from erfara.peersupport.training import queries
from erfara.peersupport.training.actions import assessing, groups, places, planning, sessions
from erfara.peersupport.training.actions.places import Invitee
from erfara.peersupport.training.models import Enrolment
from tests.integration.peers.part import Opening, Part

if TYPE_CHECKING:
    from erfara.peersupport.training.models import Cohort
    from tests.integration.matrix import Cell
    from tests.integration.peers.life import PeerLife
    from tests.integration.world import Canary, Viewer


def _course(life: PeerLife, name: str, key: str = "two_days", days: int = 60) -> Cohort:
    """A course of the trainer's, planned today for so many days ahead."""
    now = life.world.now
    who: dict[str, Any] = {"by": life.by, "at": now}
    template = planning.take_template(programme=life.programme, key=key, **who)
    row = life.things[f"cohort {name}"] = planning.plan_cohort(
        template=template, name=f"Kursen {life.word('unit', f'course {name}')}",
        starts_on=(now + timedelta(days=days)).date(), place="Salen", places=3,
        teachers=[life.users[Role.TRAINER].pk], **who,
    )  # fmt: skip
    return row


def _begun(life: PeerLife, name: str, days: int) -> tuple[Cohort, Enrolment]:
    """One that has begun, with her on it; its times are moved to lie around now."""
    now = life.world.now
    row = _course(life, name, days=days)
    planning.open_cohort(cohort=row, by=life.by, at=now)
    (place,) = places.invite(
        cohort=row, who=[Invitee(life.people["she"])], overlap_ok=True, by=life.by, at=now
    )
    places.accept(enrolment=place, by=life.acting("she"), at=now)
    first, second = queries.sessions_of(row)
    type(first).objects.filter(pk=first.pk).update(
        starts_at=now - timedelta(days=2), ends_at=now - timedelta(days=2, hours=-3)
    )
    planning.start_cohort(cohort=row, by=life.by, at=now)
    first.refresh_from_db()
    life.things[f"session {name}"], life.things[f"session {name} next"] = first, second
    place.refresh_from_db()
    life.things[f"enrolment {name}"] = place
    return row, place


def live(life: PeerLife) -> None:
    """Courses in every state: planned, open with one asked, going on, assessed; one for staff."""
    now = life.world.now
    who: dict[str, Any] = {"by": life.by, "at": now}
    # Chosen by recruitment, and without a place yet. How she got there is recruitment's to test.
    chosen = life.things["candidate chosen"] = applying.take_down(
        row=life.things["round open"], way="phone", by=life.by, at=now,
        answers={**life.identity("chosen"), "why": "Vill.", "channel": "web"},
    )  # fmt: skip
    life.people["chosen"] = chosen.person
    type(chosen).objects.filter(pk=chosen.pk).update(state="offered_training")
    _course(life, "planned")
    opened = _course(life, "open", days=90)
    planning.open_cohort(cohort=opened, **who)
    (asked,) = places.invite(cohort=opened, who=[Invitee(life.people["mate"])], **who)
    life.things["enrolment asked"] = asked
    _row, place = _begun(life, "she", 120)
    life.link("enrolment she", "course", place, place.person_id)
    session = life.things["session she"]
    sessions.note_presence(session=session, present=set(), **who)
    life.things["presence she"] = session.presences.get()
    # Over: both times held, the rules signed, assessed in words that are hers alone.
    done, ended = _begun(life, "done", 150)
    for one in queries.sessions_of(done):
        type(one).objects.filter(pk=one.pk).update(
            starts_at=now - timedelta(days=2), ends_at=now - timedelta(days=1)
        )
        one.refresh_from_db()
        sessions.note_presence(session=one, present={ended.pk}, **who)
    rules = queries.ethics_in_force(life.programme.pk)
    assessing.sign_ethics(
        person=ended.person, version=rules.version if rules else 1, by=life.acting("she"), at=now
    )
    ended.refresh_from_db()
    assessing.assess(
        enrolment=ended, completed=True, met=[True] * len(done.criteria),
        words=f"Du {life.word('she', 'assessment')}", **who,
    )  # fmt: skip
    staff = _course(life, "staff", "workplaces", days=60)
    life.things["group"] = groups.add_group(
        cohort=staff, workplace=life.things["workplace preparing"], expected=9, **who
    )
    life.things["session staff"] = queries.sessions_of(staff)[0]
    sessions.add_session(
        cohort=opened, kind="class", module="En till",
        span=Span(now + timedelta(days=99), now + timedelta(days=99, hours=1)), **who,
    )  # fmt: skip


SIGNED_IN = {Role.COORDINATOR, Role.TRAINER}
TAUGHT = (
    "home cohort calendar place made_up signed_on_paper add_session change_session cancel_session "
    "make_up_session presence assess leave"
).split()
# What courses are made of is everybody's who teaches here.
MADE_OF = "templates template new_module module slot".split()


def shows(cell: Cell, viewer: Viewer, canary: Canary, role: Role) -> bool | None:
    """Who teaches sees those on her own courses, and how to reach one who is asked; who steers
    sees what courses are called."""
    space = cell.route.split(":")[0]
    if space != "training":
        return None
    if role is Role.STEERING:
        return canary.of == "unit" and canary.what.startswith("course")
    if role is not Role.TRAINER:
        return None
    if canary.life != "own":
        return False
    if canary.of == "unit" or canary.what == "staff":
        return True
    if canary.of not in {"she", "mate"}:
        return False
    if canary.what == "name":
        return True
    return cell.route == "training:place" and canary.what in {"email", "phone", "assessment"}


def hers(life: PeerLife, route: str, kind: type[Any]) -> set[Any] | None:
    """Her own places, in whatever part they came to be."""
    if not route.startswith("course:") or kind is not Enrolment:
        return None
    rows = Enrolment.objects.filter(person=life.people["she"])
    return set(rows.values_list("pk", flat=True))


_SHE, _OPEN = "enrolment she", "cohort open"
_KEY = {"key": "two_days"}
_PART = {"key": "two_days", "number": 0}

PART = Part(
    audiences={
        "training": {Role.COORDINATOR},
        "course": {Role.PERSON},
        "course_link": {Role.PERSON},
    },
    exceptions={
        **{f"training:{page}": SIGNED_IN for page in [*TAUGHT, *MADE_OF]},
        "training:numbers": {Role.COORDINATOR, Role.STEERING},
    },
    own_for={f"training:{page}": {Role.TRAINER} for page in TAUGHT if page != "home"},
    about={
        **{
            f"training:{page}": _OPEN
            for page in "cohort change start cancel calendar offer add_person add_session".split()
        },
        "training:open": "cohort planned",
        "training:add_group": "cohort staff",
        "training:drop_group": "group",
        "training:change_session": "session she next",
        "training:cancel_session": "session she next",
        "training:make_up_session": "session she",
        "training:presence": "session she",
        "training:made_up": "presence she",
        "training:place": _SHE,
        **{f"training:{page}": _SHE for page in ("open_protected", "protect", "end_protection")},
        "training:answer": "enrolment asked",
        "training:leave": _SHE,
        "training:signed_on_paper": _SHE,
        "training:assess": _SHE,
        **{f"course:{page}": _SHE for page in "place answer times ethics leave".split()},
        "course:read": "enrolment done",
    },
    every_state={
        "training:cohort": ["cohort planned", _OPEN, "cohort she", "cohort done", "cohort staff"],
        "training:place": [_SHE, "enrolment asked", "enrolment done"],
        "training:presence": ["session she"],
        "course:place": [_SHE, "enrolment done"],
    },
    other_parts={
        "training:template": _KEY,
        "training:change_template": _KEY,
        "training:new_module": _KEY,
        "training:module": _PART,
        "training:slot": {**_PART, "time": 0},
    },
    files={
        "training:calendar": "text/calendar",
        "course:times": "text/calendar",
        "course_link:times": "text/calendar",
    },
    openings={
        "course": Opening(
            ("coordinator", "trainer"),
            lambda life: (
                (life.people["she"].pk,), life.things["cohort she"].pk, "identity"
            ),
        ),
        "course_place": Opening(
            ("coordinator", "trainer"),
            lambda life: ((life.people["she"].pk,), life.things[_SHE].pk, "identity"),
        ),
        "course_offer": Opening(
            ("coordinator",),
            lambda life: ((life.people["chosen"].pk,), life.things[_OPEN].pk, "identity"),
        ),
        "own_course": Opening(
            ("person",), lambda life: ((life.people["she"].pk,), life.things[_SHE].pk, "identity")
        ),
    },
    live=live,
    shows=shows,
    hers=hers,
)  # fmt: skip
