"""For what, by whom and about whom details may be opened: each purpose's one right use, and what
comes of every other. Written once, asked here, and asked again of broken twins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from erfara.compensation.models import PaymentList
from erfara.foundation import vault
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import NotAllowed
from erfara.foundation.models.vault import AccessRow
from erfara.organisations.models import Programme
from erfara.people.openings import same_case
from tests.integration.peers import gathered
from tests.integration.peers.part import Opening
from tests.integration.world import World

PEER_SUPPORT = Programme.Kind.PEER_SUPPORT

# Of these a coordinator may open anybody in her register; of the rest only those in the case.
WHOLE_REGISTER = frozenset({"register", "choose", "find"})
# These are about one thing; its id is the case, and another id is no reason.
BOUND_TO_A_CASE = frozenset(
    {
        "import",
        "log_question",
        "message",
        "person_page",
        "talk",
        "choose",
        "request",
        "team",
        "needs",
        "pay_to",
        "reach_borrower",
        "agreement",
        "own_agreement",
        "record",
        "payment_list",
        "claim",
        "own_talk",
        "follow_up",
        "aftercare",
        "concern",
        "own_concern",
        "effect",
        "pass_on",
    }
)


@dataclass(frozen=True)
class Use:
    """A way of opening somebody's name."""

    purpose: str
    actor: Actor
    people: tuple[UUID, ...]
    case: str
    blob: str = "identity"

    def open(self, world: World, tenant: UUID | None = None) -> dict[UUID, dict[str, Any]]:
        return vault.open(
            tenant_id=tenant or world.own.programme.pk, person_ids=self.people, blob=self.blob,
            fields=("name",), purpose=self.purpose, case=self.case, actor=self.actor, at=world.now,
        )  # fmt: skip


def actors(world: World) -> dict[str, Actor]:
    """Everybody who could want to open something, in the own programme and elsewhere."""
    here, there = world.own.programme.pk, world.there.programme.pk
    return {
        "public": Actor(Role.PUBLIC, here),
        "borrower": Actor(Role.BORROWER, here, world.own.things["borrower"].pk),
        "another borrower": Actor(Role.BORROWER, here, world.other.things["borrower"].pk),
        "person": Actor(Role.PERSON, here, world.own.people["she"].person_id),
        "another person": Actor(Role.PERSON, here, world.other.people["she"].person_id),
        "one who signs up": Actor(Role.PERSON, here, world.own.things["sign_up"].pk),
        "one who writes a request": Actor(
            Role.BORROWER, here, world.own.things["request_draft"].pk
        ),
        "another who signs up": Actor(Role.PERSON, here, world.other.things["sign_up"].pk),
        "coordinator": Actor(Role.COORDINATOR, here, UUID(int=1)),
        "steering": Actor(Role.STEERING, here, UUID(int=2)),
        "administrator": Actor(Role.ADMINISTRATOR, here, UUID(int=3)),
        "operator": Actor(Role.OPERATOR, None, UUID(int=4)),
        "system": Actor.system(here),
        "coordinator elsewhere": Actor(Role.COORDINATOR, there, UUID(int=5)),
        "person elsewhere": Actor(Role.PERSON, there, world.there.people["she"].person_id),
        "borrower elsewhere": Actor(Role.BORROWER, there, world.there.things["borrower"].pk),
        "system elsewhere": Actor.system(there),
    }


def right_uses(world: World) -> dict[str, tuple[str, Use]]:
    """Purpose → who may use it, and one use as it is meant."""
    life = world.own
    she, mate = (life.people[of].person_id for of in ("she", "mate"))
    borrower = life.things["borrower"].pk
    all_of = actors(world)

    def use(
        purpose: str, who: str, people: tuple[UUID, ...], case: object, blob: str = "identity"
    ) -> tuple[str, Use]:  # fmt: skip
        return who, Use(purpose, all_of[who], people, str(case), blob)

    team = life.things["request team"].pk
    paying = PaymentList.objects.get(pk=life.things["payment_list"].pk)
    return {
        "register": use("register", "coordinator", (she, mate), "register"),
        "person_page": use("person_page", "coordinator", (she,), life.people["she"].pk),
        "talk": use("talk", "coordinator", (she,), life.people["she"].pk),
        "count_background": use("count_background", "system", (she,), "2026-Q4"),
        "presentation": use("presentation", "coordinator", (she,), life.people["she"].pk),
        "same": use(
            "same",
            "coordinator",
            (she, mate),
            same_case(life.people["she"].pk, life.people["mate"].pk),
        ),
        "own_page": use("own_page", "person", (she,), "own_page"),
        "own_copy": use("own_copy", "person", (she,), "own_copy"),
        "log_question": use(
            "log_question", "coordinator", (she,), life.things["log_question she"].pk
        ),
        "sign_up": (
            "one who signs up",
            Use("sign_up", all_of["one who signs up"], (life.things["sign_up"].pk,), "", "sign_up"),
        ),
        "request_draft": (
            "one who writes a request",
            Use(
                "request_draft",
                all_of["one who writes a request"],
                (life.things["request_draft"].pk,),
                "",
                "request_draft",
            ),
        ),
        "together": (
            "borrower",
            Use(
                "together",
                all_of["borrower"],
                (life.things["colleague"].person_id,),
                str(life.things["request received"].pk),
                life.things["colleague"].blob,
            ),
        ),
        "story": (
            "coordinator",
            Use(
                "story",
                all_of["coordinator"],
                (life.things["story draft"].pk,),
                str(life.things["story draft"].pk),
                "story",
            ),
        ),
        "print_list": use(
            "print_list", "coordinator", (she, mate), life.things["print list open"].pk
        ),
        "payment_list": (
            "coordinator",
            Use(
                "payment_list",
                # Only the one who made it.
                Actor(Role.COORDINATOR, life.programme.pk, paying.asked_by),
                (she, mate),
                str(paying.pk),
            ),
        ),
        "claim": use("claim", "coordinator", (she,), life.things["claim"].pk, "claims"),
        "message": (
            "coordinator",
            Use(
                "message",
                all_of["coordinator"],
                (life.things["message received"].pk,),
                str(life.things["message received"].pk),
                "message",
            ),
        ),
        "import": use(
            "import", "coordinator", (file := life.things["import review"].pk,), file, "choice"
        ),
        "deliver": use("deliver", "system", (she,), "inquiry"),
        "find": use("find", "coordinator", (she, mate, borrower), "find"),
        "choose": use("choose", "coordinator", (she, mate), life.things["request asking"].pk),
        "request": use("request", "coordinator", (she, mate, borrower), team),
        "agreement": use("agreement", "coordinator", (she,), life.things["acceptance she"].pk),
        "own_agreement": use("own_agreement", "person", (she,), life.things["acceptance she"].pk),
        "record": use("record", "coordinator", (she, mate), life.things["loan team"].pk),
        "team": use("team", "borrower", (she, mate), team),
        "pay_to": use("pay_to", "borrower", (she, mate), life.things["loan told"].request_id),
        "needs": use("needs", "coordinator", (she,), team, "wishes"),
        "reach_borrower": use("reach_borrower", "person", (borrower,), team),
        "pass_on": use("pass_on", "borrower", (borrower,), life.things["passed on"].pk),
        "own_talk": use("own_talk", "person", (she,), life.things["inquiry asking she"].pk),
        "aftercare": use("aftercare", "coordinator", (she,), life.things["aftercare she"].pk),
        "concern": use("concern", "coordinator", (she,), life.things["concern she"].pk),
        "own_concern": use("own_concern", "person", (she,), life.things["concern she"].pk),
        "effect": use("effect", "coordinator", (she,), life.things["effects hers"].pk),
        "follow_up": use("follow_up", "coordinator", (she,), life.things["follow_up she"].pk),
    }


def wrong_uses(world: World) -> Iterator[tuple[str, Use]]:
    """The same with one thing changed: who asks, about whom, for which case."""
    stranger = world.other.people["yes"].person_id
    contact = world.other.things["borrower"].pk
    cases = {
        "another's case": str(world.other.things["request team"].pk),
        "another programme's case": str(world.there.things["request team"].pk),
        "no case": "",
        "a case of nothing": str(UUID(int=9)),
        "not an id": "' OR 1=1",
    }
    for purpose, (who, right) in right_uses(world).items():
        for name, actor in actors(world).items():
            if (
                name == who
                or (purpose, name) == ("deliver", "system")
                or (purpose, name) == ("import", "system")
                # A coordinator of the request sees who is part of it too.
                or (purpose, name) == ("together", "coordinator")
                # Who has heard the yes on the telephone notes it.
                or (purpose, name) == ("pass_on", "coordinator")
            ):
                continue
            yield f"{purpose} by {name}", replace(right, actor=actor)
        if purpose not in WHOLE_REGISTER and purpose != "deliver":
            yield f"{purpose} of one more", replace(right, people=(*right.people, stranger))
            yield f"{purpose} of another", replace(right, people=(stranger,))
        if purpose in WHOLE_REGISTER - {"find"}:  # who looks for a name finds borrowers too
            yield f"{purpose} of a borrower", replace(right, people=(contact,))
        if purpose in BOUND_TO_A_CASE:
            for name, case in cases.items():
                yield f"{purpose}, {name}", replace(right, case=case)
        yield f"no such purpose as {purpose}s", replace(right, purpose=f"{purpose}s")


def peer_actors(world: World) -> dict[str, Actor]:
    """Everybody who could want to open something of peer support."""
    lives: Any = (world.own, world.other, world.there)
    own, other, there = lives
    return {
        "public": Actor(Role.PUBLIC, own.programme.pk),
        "person": own.acting("she"),
        "another person": other.acting("she"),
        "applicant": Actor(Role.PERSON, own.programme.pk, own.things["application_draft"].pk),
        "workplace": own.acting("contact", Role.WORKPLACE),
        "another workplace": other.acting("contact", Role.WORKPLACE),
        **{role.value: own.staff(role) for role in own.users},
        "operator": Actor(Role.OPERATOR, None, UUID(int=4)),
        "system": Actor.system(own.programme.pk),
        "coordinator elsewhere": there.staff(Role.COORDINATOR),
        "user_org elsewhere": there.staff(Role.USER_ORGANISATION),
        "person elsewhere": there.acting("she"),
        "workplace elsewhere": there.acting("contact", Role.WORKPLACE),
        "system elsewhere": Actor.system(there.programme.pk),
    }


def peer_uses(world: World) -> Iterator[tuple[str, Opening, Use]]:
    """Each purpose that a part of peer support has, and one use as it is meant."""
    who = peer_actors(world)
    for purpose, opening in gathered("openings").items():
        own: Any = world.own
        people, case, blob = opening.use(own)
        yield purpose, opening, Use(purpose, who[opening.who[0]], people, str(case), blob)


def wrong_peer_uses(world: World) -> Iterator[tuple[str, Use]]:
    """The same with one thing changed: who asks, about whom, for which case."""
    stranger, elsewhere = world.other.people["she"].pk, world.there.people["she"].pk
    cases = {
        "another programme's case": str(world.there.programme.pk),
        "no case": "",
        "a case of nothing": str(UUID(int=9)),
        "not an id": "' OR 1=1",
    }
    for purpose, opening, right in peer_uses(world):
        for name, actor in peer_actors(world).items():
            if name not in opening.who:
                yield f"{purpose} by {name}", replace(right, actor=actor)
        yield f"{purpose} of one elsewhere", replace(right, people=(elsewhere,))
        if opening.bound:
            yield f"{purpose} of another", replace(right, people=(stranger,))
            yield f"{purpose} of one more", replace(right, people=(*right.people, stranger))
            for name, case in cases.items():
                yield f"{purpose}, {name}", replace(right, case=case)


def surprises(world: World, about: str = "") -> list[str]:
    """Where the vault doesn't do what is meant: opens too much, too little, or without a row.

    `about`: the one purpose of which too much is asked, and nothing else.
    """
    found = []
    wrong = (wrong_peer_uses if world.kind == PEER_SUPPORT else wrong_uses)(world)
    if about:
        return opened_wrongly(world, ((n, use) for n, use in wrong if use.purpose == about))
    if world.kind == PEER_SUPPORT:
        for purpose, opening, use in peer_uses(world):
            found += [f"{purpose} by {opening.who[0]}: {one}" for one in unlogged(world, use)]
        return found + opened_wrongly(world, wrong)
    right = right_uses(world)
    said = {*right, *gathered("openings")}
    found += [f"nothing is said about {name}" for name in set(vault.purposes()) ^ said]
    for purpose, (who, use) in right.items():
        found += [f"{purpose} by {who}: {one}" for one in unlogged(world, use)]
    return found + opened_wrongly(world, wrong)


def opened_wrongly(world: World, uses: Iterator[tuple[str, Use]]) -> list[str]:
    """Which of these opened something, or left a row about it."""
    found = []
    for name, use in uses:
        before = AccessRow.objects.count()
        try:
            opened = use.open(world)
        except NotAllowed:
            pass
        else:
            found.append(f"{name}: opened {len(opened)}")
        if AccessRow.objects.count() != before:
            found.append(f"{name}: a row about a refusal")
    return found


def unlogged(world: World, use: Use) -> list[str]:
    """What is wrong with the rows of one opening: one for each person, saying who and what for."""
    before = set(AccessRow.objects.values_list("pk", flat=True))
    opened = use.open(world)
    rows = list(AccessRow.objects.exclude(pk__in=before))
    found = []
    if set(opened) != set(use.people):
        found.append(f"opened {len(opened)} of {len(use.people)}")
    if sorted(row.person_id for row in rows) != sorted(use.people):
        found.append(f"{len(rows)} rows for {len(use.people)} people")
    told = {(row.purpose, row.case, row.actor_role, row.actor_id, row.blob) for row in rows}
    if told != {(use.purpose, use.case, use.actor.role, use.actor.id, use.blob)}:
        found.append("the rows say something else than what was done")
    return found
