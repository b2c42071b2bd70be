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
ASSIGNMENT = {
    "title": "Kallelser som går att förstå", "task": "Hur kallelser kan bli tydligare.",
    "use_of_answers": "En förstudie om nya kallelser.", "form": "focus_group",
    "people_wanted": 4, "time": "Torsdag kl. 13–15", "length": "två timmar",
    "place": "Påhittade gatan 1", "payer": "borrower", "payment": "1 066 kr var",
    "contact_person": "Kontaktpersonen på enheten", "practical": "Hiss finns. Fika ingår.",
}  # fmt: skip
OPEN_REQUESTS = 12
SIGNED_IN_PEOPLE = 40
PARTS = 2000


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


def past(
    programme: Any, asked: list[Any], count: int, at: datetime, unit: Any, contact: Any
) -> None:
    """So many requests that are over, a third of them loans, with those asked, two times each."""
    from erfara.foundation.models import AuditEvent
    from erfara.lending.models import Assignment, Inquiry, Loan, LoanRequest, Participation
    from erfara.organisations.models import Counter

    requests, assignments, inquiries, loans, teams, events = ([] for _ in range(6))
    for no in range(1, count + 1):
        day = at - timedelta(days=1400 - no * 1300 // count)
        lent = no % 3 == 0
        row = LoanRequest(
            programme=programme, no=no, unit=unit, contact=contact, received_at=day,
            purpose="Vi vill göra kallelser på nätet bättre.", form="focus_group", people_wanted=4,
            meeting_held_on=day.date(), terms_accepted_at=day, answer_by=day.date(), state="ended",
            ended_at=day + timedelta(days=40), end_reason="loan" if lent else "nobody_fits",
            created_at=day,
        )  # fmt: skip
        requests.append(row)
        assignments.append(
            Assignment(programme=programme, request=row, created_at=day, **ASSIGNMENT)
        )
        events += [
            AuditEvent(
                tenant_id=programme.pk, at=day, created_at=day, event=f"loan_request.{name}",
                about_kind="lending.loanrequest", about_id=row.pk, by_role="coordinator",
            )
            for name in ("received", "specify", "start_asking", "end")
        ]  # fmt: skip
        if lent:
            loans.append(
                Loan(
                    programme=programme, request=row, state="closed", created_at=day,
                    carried_out_on=day.date(), closed_at=day + timedelta(days=90),
                )
            )  # fmt: skip
    loan_of = {loan.request_id: loan for loan in loans}
    for place, contributor in enumerate([*asked, *asked]):
        # The second time around each meets another request.
        request = requests[(place + place // len(asked)) % count]
        loan = loan_of.get(request.pk)
        took_part = loan is not None and place % 2 == 0
        inquiry = Inquiry(
            programme=programme, request=request, contributor=contributor, answer="yes",
            state="confirmed" if took_part else "told", sent_at=request.received_at,
            answered_at=request.received_at, created_at=request.received_at,
        )  # fmt: skip
        inquiries.append(inquiry)
        if took_part:
            teams.append(
                Participation(
                    programme=programme, loan=loan, contributor=contributor, inquiry=inquiry,
                    state="took_part", created_at=request.received_at,
                )
            )  # fmt: skip
    write(requests, assignments, events, loans, inquiries, teams)
    Counter.objects.create(programme=programme, name="request", value=count, created_at=at)


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


def fill(count: int, questions: int) -> dict[str, Any]:
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
        at=at, asks_agreement=False,
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
    past(programme, register[10 : 10 + max(5, count // 10)], 40 + count // 50, at, unit, contact)
    for _ in range(OPEN_REQUESTS):
        asking(programme, unit, contact, [], by, at)
    able = [one for one in register if one.state == "active"]
    request, asked = asking(programme, unit, contact, able[:5], by, at)
    for inquiry in asked[:2]:
        hers = Actor(Role.PERSON, programme.pk, inquiry.contributor.person_id)
        answers.answer(inquiry=inquiry, answer="yes", by=hers, at=at)
    more: list[Any] = []
    if questions:
        more = asking(programme, unit, contact, able[5 : 5 + questions], by, at)[1]
    borrower = links.issue(
        tenant_id=programme.pk, purpose="request", about_id=request.pk, person_id=contact.pk,
        expires_at=at + timedelta(days=20), at=at,
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
    parser.add_argument(
        "--questions", type=int, default=0, help="people with a question of their own"
    )
    options = parser.parse_args()
    os.umask(0o077)
    django.setup()
    result = fill(options.people, options.questions) if options.people else answers_given()
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main()
