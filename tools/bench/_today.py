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


def _look(client: Any, address: str) -> dict[str, Any]:
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connections["default"]) as seen:
        answer = client.get(address)
    queries = len(seen)  # now: the next request forgets them
    if answer.status_code != 200:
        raise SystemExit(f"{address} answers {answer.status_code}.")
    cpu, wall = [], []
    for _number in range(ROUNDS):
        begun, worked = time.perf_counter(), time.process_time()
        client.get(address)
        cpu.append((time.process_time() - worked) * 1000)
        wall.append((time.perf_counter() - begun) * 1000)
    return {
        "cpu_ms": round(statistics.median(cpu), 1), "wall_ms": round(statistics.median(wall), 1),
        "queries": queries, "kb": round(len(answer.content) / 1024),
    }  # fmt: skip


def look() -> dict[str, Any]:
    """The day, its rows, the empty page beside it."""
    from django.test import Client
    from django.urls import reverse

    from erfara.foundation import clock
    from erfara.organisations.models import Membership, Programme
    from erfara.workflows import today as day
    from tests import factories as make

    library = Programme.objects.get(slug="matning")
    user = Membership.objects.get(programme=library, user__name="Anna Berg").user
    client = make.sign_in(Client(headers={"host": "localhost"}), user)
    found = day.today(library, clock.now())
    worked = []
    for _number in range(ROUNDS):
        begun = time.process_time()
        day.today(library, clock.now())
        worked.append((time.process_time() - begun) * 1000)
    return {
        "rows": len(found.rows), "read_ms": round(statistics.median(worked), 1),
        "today": _look(client, reverse("coordinator:home", args=[library.slug])),
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
