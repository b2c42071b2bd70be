"""Ids swapped in addresses: between people, units, programmes and kinds of things. Always 404.

The matrix of roles asks for one thing of each kind; here every id in the database is a candidate.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.urls import reverse

from erfara.foundation import links
from erfara.foundation.actors import Role
from erfara.foundation.models import Link
from erfara.lending.models import Inquiry, LoanRequest
from erfara.web.roles_table import TABLE
from tests.integration import matrix, peers
from tests.integration.about import ABOUT, OTHER_PARTS
from tests.integration.world import DATABASES, World

pytestmark = pytest.mark.django_db(databases=DATABASES)

SWAPS = 20  # of each address; ten thousand in all, see the last test
BY_ID = sorted(route for route in ABOUT if not route.startswith("demo:"))
BY_TOKEN = sorted(route for route, row in TABLE.items() if row.link)
WHO = {
    Role.COORDINATOR: "coordinator", Role.ADMINISTRATOR: "administrator",
    Role.OPERATOR: "operator", Role.PERSON: "person", Role.BORROWER: "borrower",
    Role.WORKPLACE: "workplace", Role.USER_ORGANISATION: "user_org", Role.RECRUITER: "recruiter",
    Role.TRAINER: "trainer", Role.PUBLIC: "public",
}  # fmt: skip


@pytest.fixture
def world(request, worlds):
    """The world in which an address is there; a library's where no address is asked for."""
    params = getattr(getattr(request.node, "callspec", None), "params", {})
    return worlds[matrix.kind_of(params["route"]) if "route" in params else matrix.LIBRARY]


@pytest.fixture(scope="module")
def ids(worlds) -> dict[type, list[Any]]:
    """Kind → the ids of all there are, of every programme."""
    kinds = [m for m in apps.get_models() if m.__module__.startswith("erfara.")]
    return {
        kind: list(kind._base_manager.order_by("pk").values_list("pk", flat=True))
        for kind in kinds
        if kind._meta.pk.get_internal_type() == "UUIDField"
    }


def hers(world: World, route: str, kind: type[Any]) -> set[Any]:
    """The ids that the one who may go to an address may put in it."""
    rows = kind._base_manager
    if world.kind == matrix.PEER_SUPPORT:
        own: Any = world.own
        return peers.hers(own, route, kind)
    if route.startswith("operator:"):
        return set(rows.values_list("pk", flat=True))
    if kind is Inquiry and route.startswith("question:"):
        rows = rows.filter(contributor=world.own.people["she"], sent_at__isnull=False)
    if kind is LoanRequest and route.startswith("request:"):
        rows = rows.filter(contact=world.own.things["borrower"])
    return set(rows.filter(programme=world.own.programme).values_list("pk", flat=True))


def swapped(world: World, ids: dict[type, list[Any]], route: str) -> list[Any]:
    """Ids to try: all others of the same kind first, then a handful of every other kind."""
    kind = type(world.own.things[ABOUT[route]])
    allowed = hers(world, route, kind)
    chance = random.Random(route)
    same = [pk for pk in ids[kind] if pk not in allowed]
    rest = [pk for other, pks in ids.items() if other is not kind for pk in pks]
    chance.shuffle(same)
    return (same + chance.sample(rest, min(len(rest), SWAPS)))[:SWAPS]


def tries(world: World, ids: dict[type, list[Any]], route: str) -> Iterator[tuple[str, str, str]]:
    """Viewer, method, path."""
    row = TABLE[route]
    role = next(role for role in WHO if role in row.roles)
    methods = sorted(row.methods - {"HEAD"})
    slug = {} if route.startswith("operator:") else {"slug": world.own.programme.slug}
    for number, pk in enumerate(swapped(world, ids, route)):
        yield (
            WHO[role],
            methods[number % len(methods)],
            reverse(route, kwargs={**OTHER_PARTS.get(route, {}), **slug, "pk": pk}),
        )


@pytest.mark.parametrize("route", BY_ID)
def test_no_other_id_opens(route, world, ids):
    opened = []
    for viewer, method, path in tries(world, ids, route):
        answer = world.ask(world.viewers[viewer], method, path)
        if answer.status_code != 404 or world.seen(answer.content.decode()):
            opened.append(f"{method} {path}: {answer.status_code}")
    assert not opened, "\n".join(opened)


def test_swaps_are_many(world, worlds, ids):
    count = sum(len(list(tries(worlds[matrix.kind_of(r)], ids, r))) for r in BY_ID)
    print(f"{count} ids swapped at {len(BY_ID)} addresses")  # noqa: T201 - the figure is wanted
    assert count >= 5_000
    others = [r for r in BY_ID if r.split(":")[0] in {"question", "request", "coordinator"}]
    assert all(len(hers(world, r, type(world.own.things[ABOUT[r]]))) > 0 for r in others)


# --- tokens --------------------------------------------------------------------------------------


def dead_tokens(world: World, purpose: str) -> dict[str, str]:
    """Tokens that lead nowhere at this programme's addresses of this purpose."""
    she = world.own.people["she"]
    her = she.pk if world.kind == matrix.PEER_SUPPORT else she.person_id

    def one(about: Any, purpose: str = purpose, **values: Any) -> Link:
        return links.issue(
            tenant_id=values.pop("tenant_id", world.own.programme.pk), purpose=purpose,
            about_id=about.pk, person_id=her, at=world.now,
            expires_at=values.pop("expires_at", world.now + timedelta(days=9)),
        )  # fmt: skip

    key, other = "request asking", "request asking"
    if world.kind == matrix.PEER_SUPPORT:
        key = other = "log_question she"
    about = world.own.things["inquiry asking she" if purpose == "inquiry" else key]
    if purpose == "register":
        about = world.own.people["leaving"]
    live = links.token(one(about))
    # Of what goes on a link goes on too: one that ran out is about what is over or gone.
    expired = one(SimpleNamespace(pk=uuid4()), expires_at=world.now)
    revoked, used = one(about), one(about)
    links.use(used, world.now)
    Link.objects.filter(pk=revoked.pk).update(revoked_at=world.now)
    changed = one(about)
    # Somebody with the database alone points a link at another thing: its token doesn't fit.
    stolen = links.token(changed)
    Link.objects.filter(pk=changed.pk).update(about_id=world.other.things[other].pk)
    return {
        "expired": links.token(expired),
        "revoked": links.token(revoked),
        "used": links.token(used),
        "pointed elsewhere in the database": stolen,
        "another purpose": links.token(one(about, "invitation")),
        "another programme's": links.token(
            one(world.there.things[other], tenant_id=world.there.programme.pk)
        ),
        "one sign changed": ("A" if live[0] != "A" else "B") + live[1:],
        "cut short": live[:-1],
        "longer": live + "A",
        "lower case": live.lower(),
        "a sign-in link's": links.token(one(about, "sign_in")),
    }


@pytest.mark.parametrize("route", BY_TOKEN)
def test_no_other_token_opens(route, world):
    row = TABLE[route]
    for name, token in dead_tokens(world, row.link).items():
        parts = {**OTHER_PARTS.get(route, {}), "slug": world.own.programme.slug}
        path = reverse(route, kwargs={**parts, "token": token})
        for method in sorted(row.methods):
            answer = world.ask(world.viewers["public"], method, path)
            assert answer.status_code == 404, f"{name}: {method} {path}"
            assert world.seen(answer.content.decode()) == []
