"""The inside of `./run bench today`: fills a library's day, and looks at it in this process."""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erfara.config.settings")
ROUNDS = 40


def fill(things: int) -> dict[str, Any]:
    """So many things that wait, all kinds alike, in a library with one who coordinates it."""
    from django.core.management import call_command

    from erfara.config import installation
    from erfara.foundation.actors import Role
    from tests import factories as make
    from tests.integration.the_day import WAYS

    installation.make_keys()
    installation.migrate()
    call_command("collectstatic", interactive=False, verbosity=0)
    library = make.programme(slug="matning")
    make.member(library, Role.COORDINATOR, name="Anna Berg")
    ways = list(WAYS.values())
    for number in range(things):
        ways[number % len(ways)](library)
    return {"things": things}


def _work(call: Any) -> float:
    begun = time.process_time()
    call()
    return (time.process_time() - begun) * 1000


def _look(client: Any, address: str, before: Any = None) -> dict[str, Any]:
    """The work of a page, each time beside that of the empty page: the machine may have others.
    `before`: what is done before each."""
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    if before is not None:
        before()
    with CaptureQueriesContext(connections["default"]) as seen:
        answer = client.get(address)
    queries = len(seen)  # now: the next request forgets them
    if answer.status_code != 200:
        raise SystemExit(f"{address} answers {answer.status_code}.")
    cpu, of_empty = [], []
    for _number in range(ROUNDS):
        empty = min(_work(lambda: client.get("/galleri/tom/")) for _again in range(3))
        if before is not None:
            before()
        cpu.append(_work(lambda: client.get(address)))
        of_empty.append(cpu[-1] / empty)
    return {
        "cpu_ms": round(statistics.median(cpu), 1), "least_ms": round(min(cpu), 1),
        "of_empty": round(statistics.median(of_empty), 1),
        "queries": queries, "kb": round(len(answer.content) / 1024),
    }  # fmt: skip


def look() -> dict[str, Any]:
    """The day when something has happened and again when nothing has, the list of all, the empty
    page beside them."""
    from django.test import Client
    from django.urls import reverse

    from erfara.foundation import clock
    from erfara.organisations.models import Membership, Programme
    from erfara.workflows import kept
    from erfara.workflows import today as day
    from erfara.workflows.finding import following
    from tests import factories as make

    following.LOOK_BACK = 1_000_000_000  # the thousands of events of filling are from just now
    library = Programme.objects.get(slug="matning")
    user = Membership.objects.get(programme=library, user__name="Anna Berg").user
    client = make.sign_in(Client(headers={"host": "localhost"}), user)
    found, home = day.today(library, clock.now()), reverse("coordinator:home", args=[library.slug])
    read = [_work(lambda: day.today(library, clock.now())) for _number in range(ROUNDS)]
    return {
        "rows": len(found.rows), "beyond": found.beyond,
        "read_ms": round(statistics.median(read), 1),
        "today": _look(client, home, kept.forget),
        "again": _look(client, home),
        "all": _look(client, f"{home}?visa=alla"),
        "empty": _look(client, "/galleri/tom/"),
    }  # fmt: skip


def main() -> None:
    """The figures, on the last line."""
    import django

    django.setup()
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["tests.hashing.Quick"]
    print(json.dumps(fill(int(sys.argv[2])) if sys.argv[1] == "fill" else look()))


if __name__ == "__main__":
    main()
