"""The inside of `./run bench peers`: fills an installation with programmes of peer support, and
counts what each page asks the database for.

`fill PROGRAMMES WORKPLACES APPLICANTS SESSIONS` says where the pages are, with which cookie; `look`
reads that on stdin and says queries, work in this process, and the tables that are read whole.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from datetime import timedelta
from typing import Any

from tools.bench._peers_rows import SMALL, Mass, Size

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erfara.config.settings")
LARGE_ROUNDS = 10
OWN = 20
ROUNDS = 15
EMPTY = "/galleri/tom/"
NOBODY = {"name": "", "email": "", "phone": "", "address": ""}


def _begun(slug: str, at: Any) -> Any:
    """A programme that has decided what it needs, by the product's own actions."""
    from erfara.foundation.actors import Actor, Role
    from erfara.organisations import actions as organisations
    from erfara.peersupport.setup import actions
    from erfara.workflows import parties

    programme = organisations.create_programme(
        slug=slug, name=f"Programmet {slug}", county="Påhittat län", kind="peer_support",
        vocabulary="peer_support", by=Actor(Role.OPERATOR), at=at,
    )  # fmt: skip
    administrator = Actor(Role.ADMINISTRATOR, programme.pk)
    organisations.move_programme(programme=programme, transition="open", by=administrator, at=at)
    by, day = Actor(Role.COORDINATOR, programme.pk), at.date()
    actions.decide(
        programme=programme, by=by, at=at,
        values={"model": "nsph", "starts_on": day, "issuer": "Påhittade brukarrörelsen",
                "funded_until": day + timedelta(days=365)},
    )  # fmt: skip
    for kind, name in (("employer", "Region Påhitt"), ("user_organisation", "NSPH Påhitt")):
        parties.add_party(
            programme=programme, kind=kind, organisation=name, identity=NOBODY, by=by, at=at
        )
    for kind in ("keep", "municipalities", "trained"):
        actions.set_goal(
            programme=programme, kind=kind, number=9, by_day=day + timedelta(days=200), by=by,
            at=at,
        )  # fmt: skip
    return programme


def _under_way(programme: Any, at: Any) -> None:
    """A few things by the product's own actions, after all that was written in bulk: if those
    rows were not as the product's own, this would not go."""
    from erfara.foundation.actors import Actor, Role
    from erfara.peersupport.pool.actions import offers, wishes
    from erfara.peersupport.pool.models import PeerSupporter
    from erfara.peersupport.recruitment.actions import deciding
    from erfara.peersupport.recruitment.models import PeerCandidate
    from erfara.peersupport.workplaces.models import Workplace
    from erfara.workflows import workplaces

    by, day = Actor(Role.COORDINATOR, programme.pk), at.date()
    workplaces.raise_hand(
        programme=programme, organisation="Region Mätning", unit="Den nya mottagningen",
        contact={**NOBODY, "name": "Påhittad Chef", "email": "chef@exempel.invalid"},
        facts={"kind": "outpatient", "municipality": "Fjällnäs"}, is_manager=True, by=by, at=at,
    )  # fmt: skip
    raised = Workplace.objects.filter(programme=programme, state="interested").earliest("no")
    workplaces.begin(workplace=raised, due_on=day + timedelta(days=60), by=by, at=at)
    applied = PeerCandidate.objects.filter(programme=programme, state="applied")
    deciding.invite(
        candidate=applied.select_related("round", "person", "programme").earliest("number"),
        reason="Vill arbeta.", by=by, at=at,
    )  # fmt: skip
    ready = Workplace.objects.filter(programme=programme, state="ready")
    wish = wishes.ask(
        workplace=ready.select_related("programme", "unit__organisation").earliest("no"),
        values={"peers": 2, "extent": 50, "starts_on": day + timedelta(days=60)}, by=by, at=at,
    )  # fmt: skip
    waiting = PeerSupporter.objects.filter(programme=programme, state="available")
    offers.offer(
        wish=wish, supporter=waiting.select_related("person", "certificate").earliest("number"),
        answer_by=day + timedelta(days=14), without="Listan blir klar i veckan.", by=by, at=at,
    )  # fmt: skip


def _where(programme: Any, at: Any) -> dict[str, Any]:
    """The address of each page, and the sessions of some who are on a course."""
    from django.urls import reverse

    from erfara.accounts import persons
    from erfara.peersupport.pool.models import PlaceWish
    from erfara.peersupport.recruitment.models import PeerCandidate, Round
    from erfara.peersupport.training.models import Cohort, Enrolment, ForWhom
    from erfara.peersupport.workplaces.models import Workplace

    def row(model: Any, **which: Any) -> Any:
        return model.objects.filter(programme=programme, **which).earliest("created_at", "pk").pk

    def page(name: str, *ids: Any) -> str:
        return str(reverse(name, args=[programme.slug, *ids]))

    going = Enrolment.objects.filter(programme=programme, cohort__for_whom=ForWhom.PEERS)
    sessions = [
        persons.start_session(
            tenant_id=programme.pk, person_id=one.person_id, at=at, how="benchmark"
        )[1]
        for one in going.order_by("number")[:OWN]
    ]
    return {
        "today": page("coordinator:home"),
        "programme": page("setup:home"),
        "steering": page("setup:figures"),
        "workplaces": page("workplaces:all"),
        "workplace": page("workplaces:workplace", row(Workplace, no=2)),
        "rounds": page("recruiting:rounds"),
        "round": page("recruiting:round", row(Round, state="closed")),
        "candidate": page("recruiting:candidate", row(PeerCandidate, state="interviewed")),
        "courses": page("training:home"),
        "course": page(
            "training:cohort", row(Cohort, for_whom=ForWhom.PEERS, state="done")
        ),
        "certificates": page("certificates:home"),
        "pool": page("pool:home"),
        "wishes": page("pool:wishes"),
        "wish": page("pool:wish", row(PlaceWish, state="open")),
        "own page": page("own_peer:home"),
        "own": [f"{persons.COOKIE}={key}" for key in sessions],
    }  # fmt: skip


def fill(programmes: int, large: Size) -> dict[str, Any]:
    """So many programmes, the last of them large; the one before it is the small one."""
    from erfara.accounts.models import User
    from erfara.foundation import clock
    from erfara.foundation.actors import Actor, Role
    from erfara.organisations.actions import grant_membership
    from tools.bench._fill import staff_cookie

    at = clock.now()
    found: dict[str, Any] = {}
    for number in range(1, programmes + 1):
        size = large if number == programmes else SMALL
        programme = _begun(f"program-{number}", at)
        Mass(programme, size, at, Actor(Role.COORDINATOR, programme.pk)).fill()
        _under_way(programme, at)
        if number == programmes - 1:
            found["staff"] = staff_cookie(programme, at)
            found["small"] = _where(programme, at)
        elif number == programmes:
            grant_membership(
                programme=programme, user=User.objects.get(), role=Role.COORDINATOR,
                ends_on=(at + timedelta(days=100)).date(), by=Actor(Role.OPERATOR), at=at,
            )  # fmt: skip
            found["large"] = _where(programme, at)
    return found


def _look(address: str, cookie: str, rounds: int) -> dict[str, Any]:
    from django.db import connections
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": "localhost", "cookie": cookie})
    client.get(address)  # what is prepared once is prepared
    data, keys = connections["default"], connections["keystore"]
    with CaptureQueriesContext(data) as seen, CaptureQueriesContext(keys) as opened:
        answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answers {answer.status_code}.")
    # Now: the next request forgets them.
    queries, asked = len(seen) + len(opened), [one["sql"] for one in seen.captured_queries]
    worked = []
    for _number in range(rounds):
        begun = time.process_time()
        client.get(address)
        worked.append((time.process_time() - begun) * 1000)
    return {
        "queries": queries, "cpu_ms": round(statistics.median(worked or [0]), 1),
        "kb": round(len(answer.content) / 1024),
        "slow": _slow(data, asked) if rounds else [],
    }  # fmt: skip


def _slow(connection: Any, asked: list[str]) -> list[Any]:
    """What costs more than a millisecond in the database, the dearest first, with its plan."""
    if connection.vendor != "sqlite":
        return []
    found = []
    for sql in asked:
        if not sql.startswith("SELECT"):
            continue
        taken = []
        for _number in range(3):
            with connection.cursor() as cursor:
                begun = time.process_time()
                cursor.execute(sql)
                cursor.fetchall()
                taken.append((time.process_time() - begun) * 1000)
        if min(taken) > 1:
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
                plan = [line[3] for line in cursor.fetchall()]
            found.append([round(min(taken), 1), sql[:60], sql[-160:], plan[:6]])
    return sorted(found, reverse=True)


def look(filled: dict[str, Any], rounds: int = ROUNDS) -> dict[str, Any]:
    """Every page of both programmes, and the empty one."""
    found: dict[str, Any] = {"empty": _look(EMPTY, "", rounds)}
    for size in ("small", "large"):
        pages = filled[size]
        found[size] = {
            name: _look(address, pages["own"][0] if name == "own page" else filled["staff"], rounds)
            for name, address in pages.items()
            if name != "own"
        }
    return found


def main() -> None:
    """The figures, on the last line."""
    import django

    os.umask(0o077)
    django.setup()
    if sys.argv[1] == "fill":
        from django.core.management import call_command

        from erfara.config import installation

        installation.make_keys()
        installation.migrate()
        call_command("collectstatic", interactive=False, verbosity=0)
        programmes, workplaces, applicants, sessions = map(int, sys.argv[2:6])
        large = Size(workplaces, applicants, min(LARGE_ROUNDS, applicants // 25), sessions)
        result = fill(programmes, large)
    else:
        result = look(json.loads(sys.argv[2]))
    print(json.dumps(result))


if __name__ == "__main__":
    main()
