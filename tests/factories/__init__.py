"""Things to test with, made through the product's own actions: they obey its rules."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID

from django.test import Client

from erfara.accounts import persons, staff
from erfara.accounts.models import User
from erfara.foundation import clock
from erfara.foundation.actors import Actor, Role
from erfara.lending.actions import inquiries as asking
from erfara.lending.actions import occasions, owed, requests
from erfara.lending.models import Inquiry, Loan, LoanRequest
from erfara.organisations import actions as organisations
from erfara.organisations.models import Programme
from erfara.people import actions as people
from erfara.people.models import Contributor, Person
from erfara.people.models.consents import How
from erfara.workflows import lend

AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
OPERATOR = Actor(Role.OPERATOR)
_number = count(1)

ASSIGNMENT: dict[str, Any] = {
    "title": "Kallelser på nätet", "task": "Hur kallelser kan bli tydligare.",
    "use_of_answers": "En förstudie om nya kallelser.", "form": "focus_group",
    "people_wanted": 2, "time": "Torsdag 26 november kl. 13–15", "length": "två timmar",
    "place": "Påhittade gatan 1", "payer": "borrower", "payment": "1 066 kr var",
    "contact_person": "Kontaktpersonen på enheten", "practical": "Hiss finns. Fika ingår.",
}  # fmt: skip


def programme(slug: str = "", **values: Any) -> Programme:
    """A library that is running."""
    slug = slug or f"bibliotek-{next(_number)}"
    # Most tests are about something else than a yes to an agreement; those that are ask for it.
    values.setdefault("asks_agreement", False)
    # Nor about what a new library has to do first.
    values.setdefault("first_week_over", True)
    row = organisations.create_programme(
        slug=slug, name=values.pop("name", f"Biblioteket {slug}"), county="Påhittat län",
        by=OPERATOR, at=AT, **values,
    )  # fmt: skip
    administrator = Actor(Role.ADMINISTRATOR, row.pk)
    organisations.move_programme(programme=row, transition="open", by=administrator, at=AT)
    return row


def user(name: str = "", **values: Any) -> User:
    """One who works somewhere, with a password."""
    number = next(_number)
    return User.objects.create_user(
        email=f"anstalld{number}@exempel.invalid", name=name or f"Anställd {number}",
        password="ett långt lösenord som ingen gissar", **values,
    )  # fmt: skip


def member(of: Programme, role: Role, **values: Any) -> tuple[User, Actor]:
    """A user with a role in a programme, today and for a hundred days."""
    row = user(**values)
    today = clock.now()
    organisations.grant_membership(
        programme=of, user=row, role=role, ends_on=today.date() + timedelta(days=100),
        by=OPERATOR, at=today,
    )  # fmt: skip
    return row, Actor(role, of.pk, row.pk, row.name)


def coordinator(of: Programme) -> tuple[User, Actor]:
    """A coordinator and the actor she is in actions."""
    return member(of, Role.COORDINATOR)


def system(of: Programme) -> Actor:
    """A coordinator without an account, for setting things up."""
    return Actor(Role.COORDINATOR, of.pk)


def contributor(
    of: Programme,
    name: str = "",
    told: Iterable[people.Told] = (),
    *,
    consents: Iterable[str] = ("register", "email"),
    email: str = "",
    at: datetime = AT,
) -> Contributor:
    """A person in the register."""
    number = next(_number)
    return people.register(
        programme=of,
        identity={
            "name": name or f"Påhittad Person {number}",
            "email": email or f"person{number}@exempel.invalid",
            "phone": f"070-{number:07d}", "address": "Påhittade vägen 3",
        },
        channel="personal",
        told=list(told) or [people.Told("patient", f"Bröt benet, berättelse {number}.")],
        forms=["focus_group", "workshop"], consents=consents, how=How.PHONE,
        by=system(of), at=at,
    )  # fmt: skip


def borrower_person(of: Programme, name: str = "", email: str = "") -> Person:
    """A borrower's contact."""
    number = next(_number)
    return people.find_or_add_contact(
        programme=of,
        identity={
            "name": name or f"Påhittad Låntagare {number}",
            "email": email or f"lan{number}@exempel.invalid", "phone": "016-10 00 00",
            "address": "",
        },
        by=system(of), at=AT,
    )  # fmt: skip


def loan_request(
    of: Programme,
    *,
    contact: Person | None = None,
    organisation: str = "Region Påhitt",
    unit: str = "Utvecklingsenheten",
    at: datetime = AT,
    **wishes: Any,
) -> LoanRequest:
    """A request that has just come in."""
    by = system(of)
    return requests.receive(
        programme=of,
        unit=organisations.find_or_add_unit(
            programme=of, organisation=organisation, unit=unit, by=by, at=at
        ),
        contact=contact or borrower_person(of),
        wishes={
            "purpose": "Vi vill göra kallelser på nätet bättre.", "form": "focus_group",
            "people_wanted": 2, "wished_experience": "Att få en kallelse på nätet.",
            "wished_outcome": "Råd inför en förstudie.", "when_wished": "i november",
            "where_wished": "hos oss", **wishes,
        },
        taken_down=False, by=by, at=at,
    )  # fmt: skip


def specified(request: LoanRequest, *, at: datetime = AT, **assignment: Any) -> LoanRequest:
    """The first meeting is held and the assignment complete."""
    by = system(request.programme)
    requests.specify(
        request=request, held_on=at.date(), terms_accepted=True, by=by, at=at,
        agreed={"level": "service", "ladder": "dialogue", "expertise": "general",
                "speaks_for": "self"},
    )  # fmt: skip
    requests.change_assignment(request=request, values={**ASSIGNMENT, **assignment}, by=by, at=at)
    return request


def asked(
    request: LoanRequest,
    number: int | Iterable[Contributor] = 2,
    *,
    at: datetime = AT,
    answer_by: date | None = None,
) -> list[Inquiry]:
    """The question has gone to these people, or to so many new ones."""
    by = system(request.programme)
    if request.state == "received":
        specified(request, at=at)
    chosen = (
        [contributor(request.programme, at=at) for _ in range(number)]
        if isinstance(number, int)
        else list(number)
    )
    rows = [asking.choose(request=request, contributor=c, by=by, at=at) for c in chosen]
    return asking.send(
        request=request, inquiries=rows, answer_by=answer_by or (at + timedelta(days=10)).date(),
        by=by, at=at,
    )  # fmt: skip


def person_actor(inquiry: Inquiry) -> Actor:
    """The person who was asked."""
    return Actor(Role.PERSON, inquiry.programme_id, inquiry.contributor.person_id)


def borrower_actor(request: LoanRequest) -> Actor:
    """The borrower's contact."""
    return Actor(Role.BORROWER, request.programme_id, request.contact_id)


def said_yes(inquiry: Inquiry, *, at: datetime = AT) -> Inquiry:
    """The person has said yes."""
    return asking.answer(inquiry=inquiry, answer="yes", by=person_actor(inquiry), at=at)


def team(
    request: LoanRequest, number: int | Iterable[Contributor] = 2, *, at: datetime = AT
) -> Loan:
    """So many are confirmed, paid 1 066 kr each, and the request has become a loan."""
    by = system(request.programme)
    for inquiry in asked(request, number, at=at):
        lend.confirm(inquiry=said_yes(inquiry, at=at), amount=Decimal(1066), by=by, at=at)
    return lend.complete_team(request=request, by=by, at=at)


def carried_out(loan: Loan, *, at: datetime = AT + timedelta(days=20)) -> Loan:
    """The loan has been held, everybody came."""
    by = system(loan.programme)
    occasion = occasions.plan_occasion(
        loan=loan, starts_at=at - timedelta(hours=3), ends_at=at - timedelta(hours=1),
        place="Påhittade gatan 1", digital=False, by=by, at=min(AT, at - timedelta(days=1)),
    )  # fmt: skip
    occasions.hold_occasion(occasion=occasion, by=by, at=at)
    loan.request.refresh_from_db()
    return lend.carry_out(loan=loan, on=at.date(), by=by, at=at)


FOLLOW_UP_BORROWER = {"content": "very", "developed": "yes", "paid": "yes", "went": "Bra samtal."}
FOLLOW_UP_PERSON = {"felt": "good", "again": "yes", "own_words": "De lyssnade."}


def followed_up(loan: Loan, *, at: datetime = AT + timedelta(days=25)) -> Loan:
    """Everybody has been asked how it went."""
    by = system(loan.programme)
    for row in loan.follow_ups.filter(state="due").order_by("id"):
        values = FOLLOW_UP_BORROWER if row.participation_id is None else FOLLOW_UP_PERSON
        lend.follow_up(follow_up=row, values=values, channel="phone", by=by, at=at)
    loan.refresh_from_db()
    return loan


def fed_back(loan: Loan, *, at: datetime = AT + timedelta(days=30)) -> Loan:
    """Summary and the borrower's own feedback have reached everybody."""
    by = system(loan.programme)
    for row in loan.feedback.order_by("kind"):
        owed.send_feedback(feedback=row, text="Det här kom fram.", by=by, at=at)
        for delivery in row.deliveries.order_by("id"):
            owed.note_reached(delivery=delivery, how="phone", by=by, at=at)
    loan.refresh_from_db()
    return loan


def sign_in(client: Client, who: User) -> Client:
    """A staff session as after password and second step."""
    client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    staff.start(session, clock.now(), demo=True)
    session.save()
    return client


def person_sign_in(client: Client, person: Person) -> Client:
    """A person's or borrower's own session."""
    _row, key = persons.start_session(
        tenant_id=person.programme_id, person_id=person.pk, at=clock.now(), how="test"
    )
    client.cookies[persons.COOKIE] = key
    client.cookies[persons.COOKIE]["path"] = f"/{person.programme.slug}/"
    return client


def any_id() -> UUID:
    """An id that belongs to nothing."""
    return UUID(int=next(_number))
