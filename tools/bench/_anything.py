"""The inside of `./run bench anything`: fills an installation, searches it, says what it took."""

from __future__ import annotations

import json
import os
import random
import resource
import sys
import time
from datetime import timedelta
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erfara.config.settings")
ROUNDS = 30
AT_ONCE = 5000
TOPICS = (
    "kallelser", "väntrum", "hemtjänst", "samordnad plan", "brev", "bemötande", "akutmottagning",
    "rehabilitering", "tolk", "ensamhet", "boendestöd", "läkemedel", "övergångar", "psykos",
    "demens", "fallolyckor", "barnperspektiv", "digital vård", "smärta", "skrivna beslut",
)  # fmt: skip
DOING = ("förstå", "utveckla", "pröva", "granska", "bygga om", "skriva om", "utbilda om")
# What is looked for, by what it asks of the search.
ASKED = {
    "a name": ("karin ek", "nils w", "åsa fors", "olle", "berit sjö"),
    "a beginning that many have": ("ka", "an", "li"),
    "a word that is common": ("kallelser", "utveckla", "region"),
    "two words": ("psykos granska", "enhet17 tolk", "brev förstå"),
    "a word that is nowhere": ("qqq", "zebra", "xyzzy"),
    "a number": ("4711", "99999", "31"),
    "a diary number": ("rs 2026-300", "rs 2026-3333", "2026-999"),
}


def _requests(programme: Any, count: int, at: Any) -> None:
    """Requests that are over, as light as they can be, a third of them loans with a number."""
    from django.db import transaction

    from erfara.foundation.actors import Actor, Role
    from erfara.lending.models import Assignment, Loan, LoanRequest
    from erfara.lending.words import keep_all
    from erfara.organisations import actions as organisations
    from erfara.people.actions import find_or_add_person
    from tools.bench import _fill

    chance = random.Random(5)  # noqa: S311 - the same requests every time
    by = Actor(Role.COORDINATOR, programme.pk)
    units = [
        organisations.find_or_add_unit(
            programme=programme, organisation=f"Region Påhitt {n % 20}", unit=f"Enhet{n}", by=by,
            at=at,
        )
        for n in range(500)
    ]  # fmt: skip
    contacts = [
        find_or_add_person(
            programme=programme, by=by, at=at,
            identity={"name": f"{chance.choice(_fill.FIRST)} {chance.choice(_fill.LAST)}",
                      "email": f"lan{n}@exempel.invalid", "phone": ""},
        )
        for n in range(200)
    ]  # fmt: skip
    for start in range(0, count, AT_ONCE):
        requests, assignments, loans = [], [], []
        for no in range(start + 1, min(start + AT_ONCE, count) + 1):
            day = at - timedelta(minutes=count - no)
            topic, doing = chance.choice(TOPICS), chance.choice(DOING)
            lent = no % 3 == 0
            row = LoanRequest(
                programme=programme, no=no, unit=units[no % 500], contact=contacts[no % 200],
                received_at=day, created_at=day, state="ended", ended_at=day,
                end_reason="loan" if lent else "nobody_fits",
                purpose=f"Vi vill {doing} {topic} tillsammans med dem som har varit med om det.",
                wished_experience=f"Att ha mött {chance.choice(TOPICS)} som anhörig.",
            )  # fmt: skip
            requests.append(row)
            assignments.append(
                Assignment(programme=programme, request=row, created_at=day,
                           title=f"{doing.capitalize()} {topic}")
            )  # fmt: skip
            row.loan = None
            if lent:
                loans.append(
                    Loan(programme=programme, request=row, created_at=day, state="closed",
                         closed_at=day, diary_number=f"RS 2026-{no}")
                )  # fmt: skip
        with transaction.atomic():
            LoanRequest.objects.bulk_create(requests, batch_size=1000)
            Assignment.objects.bulk_create(assignments, batch_size=1000)
            Loan.objects.bulk_create(loans, batch_size=1000)
            keep_all(requests)


def fill(people: int, requests: int) -> dict[str, Any]:
    """So many people and requests, and a coordinator who is signed in."""
    from django.db.models import F

    from erfara.foundation import clock
    from erfara.lending.models import LoanRequest
    from erfara.organisations.models import Programme
    from tools.bench import _fill

    filled = _fill.fill(people, 0, 0)
    programme = Programme.objects.get(slug=filled["slug"])
    # The few that are under way get numbers after all the others.
    LoanRequest.objects.filter(programme=programme).update(no=F("no") + requests)
    _requests(programme, requests, clock.now())
    return filled


def ask(filled: dict[str, Any]) -> dict[str, Any]:
    """Every kind of search, as a coordinator's browser sends it, without the browser."""
    from django.db import connection
    from django.test import Client
    from django.urls import reverse

    from erfara.foundation import clock
    from erfara.lending.models import LoanRequest
    from erfara.organisations.models import Programme
    from erfara.people.models import Person
    from erfara.workflows.finding import following
    from erfara.workflows.finding.called import names_of
    from tools.bench import _installation as installations

    programme = Programme.objects.get(slug=filled["slug"])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.perf_counter()
    names_of(programme).make(programme, clock.now())
    # What was filled in lies within the minutes that each answer looks back over; a day's work
    # is some hundreds of events and not a hundred thousand.
    following.LOOK_BACK = 1
    read = time.perf_counter() - begun
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    client = Client(headers={"cookie": filled["staff"]})
    url = reverse("coordinator:find", args=[programme.slug])
    pages = {}
    for name, texts in ASKED.items():
        taken, worked, empty = [], 0.0, 0.0
        for number in range(ROUNDS + 1):
            begun, first = time.perf_counter(), time.process_time()
            sent = client.post(url, {"q": texts[number % len(texts)]})
            answer = client.get(sent["Location"])
            taken.append((time.perf_counter() - begun) * 1000)
            between = time.process_time()
            client.get(installations.EMPTY_PAGE)
            if number:  # the first one prepares what all the others use
                worked += between - first
                empty += time.process_time() - between
            if answer.status_code != 200:
                raise SystemExit(f"{name}: {answer.status_code}")
        rest = sorted(taken[1:])
        pages[name] = {
            "median": round(rest[ROUNDS // 2], 1), "p95": round(rest[int(ROUNDS * 0.95)], 1),
            "work": round(worked * 1000 / ROUNDS, 1), "of_empty": round(worked / empty, 1),
        }  # fmt: skip
    return {
        "database": "PostgreSQL" if connection.vendor == "postgresql" else "SQLite",
        "people": Person.objects.filter(programme=programme).count(),
        "requests": LoanRequest.objects.filter(programme=programme).count(),
        "names_s": round(read, 2), "names_mb": round(grown), "pages": pages,
    }  # fmt: skip


def main() -> None:
    """`python -m tools.bench._anything PEOPLE REQUESTS`."""
    import django

    django.setup()
    json.dump(ask(fill(int(sys.argv[1]), int(sys.argv[2]))), sys.stdout)


if __name__ == "__main__":
    main()
