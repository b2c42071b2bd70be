"""Fill an installation with people for a benchmark: `python -m tools.bench._fill PEOPLE`.

Rows are written in bulk, sealed as the vault seals them, so that every page really opens them. The
work that is under way is the same at every size and goes through the product's own actions: what
grows is the register and what has been. Prints the addresses and cookies to measure with, as JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from tools.bench._past import ASSIGNMENT, past
from tools.bench._under_way import under_way

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erfara.config.settings")

FIRST = (
    "Anna Bo Cecilia David Eva Fredrik Greta Hassan Ingrid Johan Karin Lars Maria Nils Olga".split()
)
LAST = "Ek Lind Berg Dahl Holm Åström Öberg Sjö Lund Strand Alm Björk Nyman Ahmadi Kowalska".split()
TOLD = (
    "Jag fick vänta i tre månader på en tid och visste aldrig vem jag kunde ringa.",
    "När pappa blev sjuk var det jag som höll ihop alla kontakter med kommunen och vården.",
    "Jag har bott i ett boende där personalen bytte ofta, och fått berätta om från början.",
    "Mötet på vårdcentralen vände när någon frågade vad som var viktigt för mig.",
    "Jag följde med som stöd och såg hur svårt det är att förstå ett beslut på papper.",
)
ROLES = ("patient", "user", "client", "relative", "companion")
AGREED = {
    "level": "service", "ladder": "dialogue", "expertise": "general", "speaks_for": "self",
}  # fmt: skip
OPEN_REQUESTS = 12
SIGNED_IN_PEOPLE = 40
PARTS = 2000
# No county has more units that borrow: where there are more requests, each has asked more often.
UNITS = 400


def sealed(
    tenant_id: UUID, blobs: Iterable[tuple[UUID, dict[str, dict[str, Any]]]], at: datetime
) -> tuple[list[Any], list[Any]]:
    """A key of her own for each person, and her blobs sealed with it: rows for the two stores."""
    from erfara.foundation.crypto import envelope, keys
    from erfara.foundation.models.vault import DataKey, SealedBlob
    from erfara.foundation.vault import datakeys

    kek = keys.load().current
    data_keys, sealed_blobs = [], []
    for person_id, hers in blobs:
        key = envelope.new_key()
        row = DataKey(tenant_id=tenant_id, person_id=person_id, created_at=at, kek_id=kek.id)
        row.wrapped = datakeys.wrap(kek, tenant_id, person_id, key)
        data_keys.append(row)
        for name, values in hers.items():
            context = envelope.blob_context(tenant_id, person_id, name)
            text = envelope.seal(key, datakeys.key_id(row.id), envelope.pack(values), context)
            sealed_blobs.append(
                SealedBlob(
                    tenant_id=tenant_id,
                    person_id=person_id,
                    name=name,
                    sealed=text,
                    created_at=at,
                    changed_at=at,
                )
            )
    return data_keys, sealed_blobs


def write(*rows: list[Any]) -> None:
    """Insert many rows of each kind, as they are."""
    for some in rows:
        if some:
            type(some[0]).objects.bulk_create(some, batch_size=500)


def people(programme: Any, count: int, at: datetime) -> list[Any]:
    """So many contributors with keys, details, experiences, consents and a log. Numbers 1…count."""
    from erfara.foundation.models.vault import AccessRow, BlindIndex
    from erfara.foundation.vault import index
    from erfara.organisations.models import Counter
    from erfara.people.actions.consents import text_in_force
    from erfara.people.models import Consent, Contributor, Experience, Person

    chance = random.Random(1)  # noqa: S311 - the same people every time
    texts = {p: text_in_force(programme, p, at) for p in ("register", "email", "text_message")}
    made: list[Any] = []
    tenant = programme.pk
    for start in range(0, count, PARTS):
        persons, contributors, experiences, consents, blobs, indexes, log = ([] for _ in range(7))
        for number in range(start + 1, min(start + PARTS, count) + 1):
            joined = at - timedelta(days=chance.randrange(30, 1500))
            person = Person(programme=programme, created_at=joined)
            contributor = Contributor(
                programme=programme, person=person, number=number, channel="personal",
                forms=["focus_group", "workshop"], applied_on=joined.date(),
                joined_on=joined.date(), created_at=joined,
                # Nobody is to be asked whether she still wants to: the open work stays the same.
                last_seen_on=(at - timedelta(days=chance.randrange(300))).date(),
                state="paused" if number % 20 == 0 else "active",
            )  # fmt: skip
            hers = [
                Experience(
                    programme=programme, contributor=contributor, role=chance.choice(ROLES),
                    created_at=joined,
                )
                for _ in range(chance.randrange(1, 5))
            ]  # fmt: skip
            email = f"person{number}@exempel.invalid"
            identity = {
                "name": f"{chance.choice(FIRST)} {chance.choice(LAST)}", "email": email,
                "phone": f"070-{number:07d}", "address": "Påhittade vägen 3, Ingenstans",
            }  # fmt: skip
            told = {str(one.pk): chance.choice(TOLD) for one in hers}
            persons.append(person)
            contributors.append(contributor)
            experiences += hers
            consents += [
                Consent(
                    programme=programme, person=person, purpose=purpose, text=text,
                    given_at=max(joined, at - timedelta(days=number % 700)),
                    given_how="in_person", created_at=joined,
                )
                for purpose, text in texts.items()
                if purpose != "email" or number % 10
            ]  # fmt: skip
            blobs.append((person.pk, {"identity": identity, "experience": told}))
            indexes.append(
                BlindIndex(
                    tenant_id=tenant, person_id=person.pk, kind="email", created_at=joined,
                    digest=index.index_digest(tenant, "email", email),
                )
            )  # fmt: skip
            log += [
                AccessRow(
                    at=joined + timedelta(days=day), created_at=joined, tenant_id=tenant,
                    person_id=person.pk, blob="identity", purpose="register",
                    actor_role="coordinator", actor_label="Karin Ek",
                )
                for day in (1, 9, 20)
            ]  # fmt: skip
        keys, sealed_blobs = sealed(tenant, blobs, at)
        write(keys, persons, contributors, experiences, consents, sealed_blobs, indexes, log)
        made += contributors
    Counter.objects.create(programme=programme, name="contributor", value=count, created_at=at)
    return made


def borrowers(programme: Any, count: int, at: datetime) -> list[tuple[Any, Any]]:
    """So many units that have borrowed, each with a contact whose name can be opened."""
    from erfara.organisations.models import Organisation, Unit
    from erfara.people.models import Person

    owner = Organisation(
        programme=programme, created_at=at, name="Region Förr", sort_key="region förr"
    )
    units = [
        Unit(
            programme=programme,
            created_at=at,
            organisation=owner,
            name=f"Mottagning {number}",
            sort_key=f"mottagning {number}",
        )
        for number in range(count)
    ]
    contacts = [Person(programme=programme, created_at=at) for _ in units]
    blobs = [
        (one.pk, {"identity": {"name": f"{FIRST[n % 15]} {LAST[n // 15 % 15]}", "phone": "",
                               "email": f"enhet{n}@exempel.invalid", "address": ""}})
        for n, one in enumerate(contacts)
    ]  # fmt: skip
    write(*sealed(programme.pk, blobs, at), [owner], units, contacts)
    return list(zip(units, contacts, strict=True))


def asking(
    programme: Any, unit: Any, contact: Any, asked: list[Any], by: Any, at: datetime
) -> tuple[Any, list[Any]]:
    """A request about which these people have just been asked, through the product's actions."""
    from erfara.lending.actions import inquiries, requests

    wishes = {"purpose": "Hur är det att vänta?", "form": "focus_group", "people_wanted": 4}
    request = requests.receive(
        programme=programme, unit=unit, contact=contact, wishes=wishes, taken_down=False, by=by,
        at=at,
    )  # fmt: skip
    if not asked:
        return request, []
    requests.specify(
        request=request, held_on=at.date(), agreed=AGREED, terms_accepted=True, by=by, at=at
    )
    requests.change_assignment(request=request, values=ASSIGNMENT, by=by, at=at)
    rows = [inquiries.choose(request=request, contributor=c, by=by, at=at) for c in asked]
    last = (at + timedelta(days=10)).date()
    return request, inquiries.send(request=request, inquiries=rows, answer_by=last, by=by, at=at)


def staff_cookie(programme: Any, at: datetime) -> str:
    """A coordinator's session, as after password and second step."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from erfara.accounts import staff
    from erfara.accounts.models import User
    from erfara.foundation.actors import Actor, Role
    from erfara.organisations.actions import grant_membership

    user = User.objects.create_user(email="karin.ek@exempel.invalid", name="Karin Ek")
    grant_membership(
        programme=programme, user=user, role=Role.COORDINATOR,
        ends_on=(at + timedelta(days=100)).date(), by=Actor(Role.OPERATOR), at=at,
    )  # fmt: skip
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    staff.start(session, at, demo=True)
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def tokens(inquiries: Iterable[Any], at: datetime) -> Iterator[tuple[str, str]]:
    """Token of a question's link, and its inquiry's id."""
    from erfara.foundation import links

    for inquiry in inquiries:
        link = links.issue(
            tenant_id=inquiry.programme_id, purpose="inquiry", about_id=inquiry.pk,
            person_id=inquiry.contributor.person_id, expires_at=at + timedelta(days=20), at=at,
            key=uuid4(),
        )  # fmt: skip
        yield links.token(link), str(inquiry.pk)


def fill(count: int, requests: int, questions: int) -> dict[str, Any]:
    """Fill, and say where to look with which cookie."""
    from django.core.management import call_command

    from erfara.accounts import persons
    from erfara.config import installation
    from erfara.foundation import clock, links
    from erfara.foundation.actors import Actor, Role
    from erfara.lending.actions import inquiries as answers
    from erfara.organisations import actions as organisations
    from erfara.people.actions import find_or_add_person

    installation.make_keys()
    installation.migrate()
    call_command("collectstatic", interactive=False, verbosity=0)
    at = clock.now()
    operator = Actor(Role.OPERATOR)
    programme = organisations.create_programme(
        slug="matning", name="Levande biblioteket i Mätning", county="Påhittat län", by=operator,
        at=at,
        about="Människor som delar med sig av vad de har varit med om.",
    )  # fmt: skip
    by = Actor(Role.COORDINATOR, programme.pk)
    organisations.move_programme(
        programme=programme, transition="open", by=Actor(Role.ADMINISTRATOR, programme.pk), at=at
    )
    register = people(programme, count, at)
    unit = organisations.find_or_add_unit(
        programme=programme, organisation="Region Påhitt", unit="Utvecklingsenheten", by=by, at=at
    )
    contact = find_or_add_person(
        programme=programme, by=by, at=at,
        identity={"name": "Påhittad Låntagare", "email": "lan@exempel.invalid", "phone": ""},
    )  # fmt: skip
    asking_units = min(1 + requests // 20, UNITS)
    past(programme, register[10:], requests, at, borrowers(programme, asking_units, at))
    for _ in range(OPEN_REQUESTS):
        asking(programme, unit, contact, [], by, at)
    able = [one for one in register if one.state == "active"]
    loans = under_way(
        lambda asked, then: asking(programme, unit, contact, asked, by, then), able[-12:], by, at
    )
    lent = loans.pop("lent_questions")
    request, asked = asking(programme, unit, contact, able[:5], by, at)
    for inquiry in asked[:2]:
        hers = Actor(Role.PERSON, programme.pk, inquiry.contributor.person_id)
        answers.answer(inquiry=inquiry, answer="yes", by=hers, at=at)
    more: list[Any] = []
    if questions:
        more = asking(programme, unit, contact, able[5 : 5 + questions], by, at)[1]
    borrower, lent_borrower = (
        links.issue(
            tenant_id=programme.pk, purpose="request", about_id=pk, person_id=contact.pk,
            expires_at=at + timedelta(days=20), at=at,
        )
        for pk in (request.pk, UUID(loans["lent"]))
    )  # fmt: skip
    own_sessions = [
        persons.start_session(
            tenant_id=programme.pk, person_id=one.person_id, at=at, how="benchmark"
        )[1]
        for one in register[10 : 10 + SIGNED_IN_PEOPLE]
    ]
    return {
        "people": count,
        "slug": programme.slug,
        "staff": staff_cookie(programme, at),
        "own_sessions": [f"{persons.COOKIE}={key}" for key in own_sessions],
        "request": str(request.pk),
        "person": str(register[15].pk),
        "questions": [token for token, _id in tokens(asked, at)],
        "borrower": links.token(borrower),
        "lent_borrower": links.token(lent_borrower),
        "lent_questions": [token for token, _id in tokens(lent, at)],
        **loans,
        "to_answer": [token for token, _id in tokens(more, at)],
    }


def answers_given() -> int:
    """How many times an answer to a question has been written down."""
    from erfara.foundation.models import AuditEvent

    return AuditEvent.objects.filter(event__in=["inquiry.say_yes", "inquiry.say_no"]).count()


def main() -> None:
    """Read the call, fill, print."""
    import django

    parser = argparse.ArgumentParser()
    parser.add_argument("people", type=int, help="0: count the answers given, fill nothing")
    parser.add_argument("--requests", type=int, help="requests that are over; else ten a person")
    parser.add_argument(
        "--questions", type=int, default=0, help="people with a question of their own"
    )
    options = parser.parse_args()
    os.umask(0o077)
    django.setup()
    if options.people:
        requests = 10 * options.people if options.requests is None else options.requests
        result: Any = fill(options.people, requests, options.questions)
    else:
        result = answers_given()
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main()
