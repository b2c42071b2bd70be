"""Somebody who has completed her training, her certificate, her place in the pool, a wish."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from erfara.foundation import clock
from erfara.foundation.actors import Actor, Role
from erfara.foundation.states import move
from erfara.organisations import actions as organisations
from erfara.organisations.models import Programme
from erfara.peersupport.certificates import actions
from erfara.peersupport.certificates.models import Certificate
from erfara.peersupport.pool.actions import offers, wishes
from erfara.peersupport.pool.models import PeerSupporter, PlaceOffer, PlaceWish
from erfara.peersupport.training.actions import planning
from erfara.peersupport.training.models import Cohort, Enrolment
from erfara.peersupport.workplaces import actions as workplaces
from erfara.peersupport.workplaces.models import Workplace
from erfara.people.actions.persons import find_or_add_person
from erfara.people.models import Person
from erfara.workflows import certifying
from tests import factories

AT = factories.AT
NAME = "Inger Påhittad"
COURSE = "Höstens utbildning"
WHY = "Chefen börjar nästa vecka."


def programme(**values: Any) -> Programme:
    """A peer support programme that is running."""
    return factories.programme(kind="peer_support", vocabulary="peer_support", **values)


def issuer(of: Programme) -> Actor:
    """Somebody at the user organisation, without an account."""
    return Actor(Role.USER_ORGANISATION, of.pk)


def person(of: Programme, name: str = NAME, email: str | None = None) -> Person:
    """Somebody, known to a programme. `email` empty: she is phoned."""
    number = next(factories._number)
    return find_or_add_person(
        programme=of,
        identity={
            "name": name, "email": f"peer{number}@exempel.invalid" if email is None else email,
            "phone": f"070-{number:07d}", "address": "",
        },
        by=factories.system(of), at=AT,
    )  # fmt: skip


def course(of: Programme, at: datetime = AT) -> Cohort:
    """The course that everybody here goes to."""
    known = Cohort.objects.filter(programme=of, name=COURSE).first()
    if known is not None:
        return known
    by = factories.system(of)
    return planning.plan_cohort(
        template=planning.take_template(programme=of, key="five_weeks", by=by, at=at),
        name=COURSE, starts_on=clock.local_day(at), place="Huset", places=12, by=by,
        at=at,
    )  # fmt: skip


def completed(of: Programme, who: Person | None = None, at: datetime = AT) -> Enrolment:
    """Her training is completed."""
    by, cohort = factories.system(of), course(of, at)
    number = cohort.enrolments.count() + 1
    row = Enrolment.objects.create(
        programme=of, cohort=cohort, person=who or person(of), number=number,
        state=Enrolment.table.initial, created_at=at,
    )  # fmt: skip
    fields = {"seat": number, "answer_by": clock.local_day(at), "asked_at": at}
    move(row, "ask", by=by, at=at, fields=fields)
    for name in ("accept", "begin", "to_assess"):
        move(row, name, by=by, at=at)
    return move(row, "complete", by=by, at=at, fields={"ended_at": at})


def proposed(of: Programme, who: Person | None = None, at: datetime = AT) -> Certificate:
    """The lead has proposed it."""
    enrolment = completed(of, who, at)
    return actions.propose(enrolment=enrolment, by=factories.system(of), at=at)


def issued(of: Programme, who: Person | None = None, at: datetime = AT) -> Certificate:
    """The issuer has issued it, and she is in the pool."""
    row = proposed(of, who, at)
    return certifying.issue(certificate=row, name=NAME, by=issuer(of), at=at)


def supporter(of: Programme, who: Person | None = None, at: datetime = AT) -> PeerSupporter:
    """Somebody who waits for a place."""
    return PeerSupporter.objects.select_related("person", "certificate").get(
        certificate=issued(of, who, at)
    )


def workplace(
    of: Programme,
    name: str = "",
    municipality: str = "Fjällnäs",
    contact: Person | None = None,
) -> Workplace:
    """One that has raised its hand, with a contact."""
    number = next(factories._number)
    by = factories.system(of)
    unit = organisations.find_or_add_unit(
        programme=of, organisation="Region Påhitt", unit=name or f"Mottagningen {number}", by=by,
        at=AT,
    )  # fmt: skip
    return workplaces.raise_hand(
        programme=of, unit=unit, contact=contact or factories.borrower_person(of),
        facts={"kind": "outpatient", "municipality": municipality, "peers_wanted": 2},
        by=by, at=AT,
    )  # fmt: skip


def wish(
    of: Programme, there: Workplace | None = None, at: datetime = AT, **values: Any
) -> PlaceWish:
    """A wish that waits for an answer."""
    return wishes.ask(
        workplace=there or workplace(of),
        values={"peers": 2, "extent": 50, "starts_on": clock.local_day(at + timedelta(days=60)),
                **values},
        by=factories.system(of), at=at,
    )  # fmt: skip


def offered(
    of: Programme, who: PeerSupporter | None = None, about: PlaceWish | None = None,
    at: datetime = AT,
) -> PlaceOffer:  # fmt: skip
    """A place has been offered to somebody, with two weeks to answer."""
    return offers.offer(
        wish=about or wish(of, at=at), supporter=who or supporter(of, at=at),
        answer_by=clock.local_day(at + timedelta(days=14)), without=WHY, by=factories.system(of),
        at=at,
    )  # fmt: skip


def her(row: PlaceOffer) -> Actor:
    """The one who was offered the place."""
    return Actor(Role.PERSON, row.programme_id, row.supporter.person_id)


def contact(row: PlaceOffer | PlaceWish) -> Actor:
    """The workplace's contact."""
    there = (row.wish if isinstance(row, PlaceOffer) else row).workplace
    return Actor(Role.WORKPLACE, row.programme_id, there.contact_id)
