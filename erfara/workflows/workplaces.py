"""Workplaces of peer support where they touch who people are, who does what, and time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import Refused
from erfara.foundation.worker import register_job
from erfara.organisations.actions import find_or_add_unit
from erfara.organisations.models import Programme
from erfara.peersupport.duties import actions as duties
from erfara.peersupport.duties import queries as duty_queries
from erfara.peersupport.duties.models import DutyAnswer, DutyMatrix
from erfara.peersupport.pool.actions import wishes
from erfara.peersupport.workplaces import actions, queries, rounds
from erfara.peersupport.workplaces.models import Readiness, Workplace
from erfara.people import actions as people
from erfara.people.actions.persons import needed_again
from erfara.people.models import Contributor, Person
from erfara.people.own_queries import asked_to_be_forgotten
from erfara.workflows.timekeeping import quietly

Identity = Mapping[str, str]
# So long the people at a workplace that has ended can still read its page.
LET_GO_AFTER = timedelta(days=14)
# What says of somebody that she speaks for a workplace, and nothing more.
_THERE = ("manager", "contact", "clinician")


class Spokesman(NamedTuple):
    """Who speaks for a party, as it was written."""

    side: str
    organisation: str
    identity: Identity


def _found(programme: Programme, identity: Identity, by: Actor, at: datetime) -> Person:
    return people.find_or_add_contact(programme=programme, identity=identity, by=by, at=at)


@action
def raise_hand(
    *, programme: Programme, organisation: str, unit: str, contact: Identity,
    facts: Mapping[str, Any], is_manager: bool = False, manager: Identity | None = None,
    words: str = "", came: str = Workplace.Came.HAND, by: Actor, at: datetime,
) -> Workplace:  # fmt: skip
    """A workplace wants to take part. Whoever sends it sees the same, known or not.

    At a workplace that is known already, somebody new changes nobody: what she wrote reaches the
    leads as a message.
    """
    there = find_or_add_unit(
        programme=programme, organisation=organisation, unit=unit, by=by, at=at
    )
    known = queries.with_unit(programme, there.pk)
    person = _found(programme, contact, by, at) if known is None else None
    if person is None and by.role == Role.PUBLIC:
        people.receive_message(
            programme=programme, about="contact", by=by, at=at,
            values={"text": words.strip() or str(there), "name": contact.get("name", ""),
                    "email": contact.get("email", "")},
        )  # fmt: skip
    return actions.raise_hand(
        programme=programme, unit=there, facts=facts,
        contact=person or _speaks(known), is_manager=is_manager,
        manager=_found(programme, manager, by, at) if manager and known is None else None,
        words=words, came=came, by=by, at=at,
    )  # fmt: skip


def _speaks(workplace: Workplace | None) -> Any:
    return (workplace.contact or workplace.manager) if workplace is not None else None


@action
def offer(
    *, programme: Programme, organisation: str, unit: str, contact: Identity,
    facts: Mapping[str, Any], manager: Identity | None = None, answer_by: date | None = None,
    by: Actor, at: datetime,
) -> Workplace:  # fmt: skip
    """Offer a workplace to take part."""
    return actions.offer(
        programme=programme, facts=facts, answer_by=answer_by, by=by, at=at,
        unit=find_or_add_unit(
            programme=programme, organisation=organisation, unit=unit, by=by, at=at
        ),
        contact=_found(programme, contact, by, at),
        manager=_found(programme, manager, by, at) if manager else None,
    )  # fmt: skip


@action
def begin(*, workplace: Workplace, due_on: date, by: Actor, at: datetime) -> Readiness:
    """Begin getting ready, and to settle who does what: a draft of it lies there to be sent."""
    made = actions.begin(workplace=workplace, due_on=due_on, by=by, at=at)
    duties.prepare(workplace=workplace, by=by, at=at)
    return made


@action
def new_manager(
    *, workplace: Workplace, identity: Identity | None, since: date, erase_now: bool = False,
    by: Actor, at: datetime,
) -> Workplace:  # fmt: skip
    """There is another manager: the list is looked through again, and the new one reads who does
    what and is asked for a yes of her own. `identity` None: nobody knows yet who it will be.
    `erase_now`: the one before has protected details, and is let go at once."""
    person = _found(workplace.programme, identity, by, at) if identity else None
    before = workplace.manager
    _check_another(before, person, erase_now)
    actions.new_manager(workplace=workplace, person=person, since=since, by=by, at=at)
    _speaks_now(workplace, by, at)
    _no_longer(before, workplace, erase_now, by, at)
    return workplace


@action
def name_person(
    *, workplace: Workplace, role: str, identity: Identity | None, erase_now: bool = False,
    by: Actor, at: datetime,
) -> Workplace:  # fmt: skip
    """Who is the contact person, or the clinician. `erase_now` as in `new_manager`."""
    person = _found(workplace.programme, identity, by, at) if identity else None
    before = getattr(workplace, role)
    _check_another(before, person, erase_now)
    actions.name_person(workplace=workplace, role=role, person=person, by=by, at=at)
    _speaks_now(workplace, by, at)
    _no_longer(before, workplace, erase_now, by, at)
    return workplace


def _speaks_now(workplace: Workplace, by: Actor, at: datetime) -> None:
    """The workplace's yes is its manager's, or its contact person's while there is no manager."""
    matrix = duty_queries.counting(workplace)
    speaks = workplace.manager or workplace.contact
    if matrix is not None and speaks is not None and speaks.erased_at is None:
        duties.hand_over(matrix=matrix, side=DutyAnswer.Side.WORKPLACE, person=speaks, by=by, at=at)


def _check_another(before: Person | None, person: Person | None, erase_now: bool) -> None:
    """Whoever is found by the address that stood there is the one who is to be erased."""
    if erase_now and before is not None and person is not None and before.pk == person.pk:
        raise Refused(
            _("That is the address of the one who stood there. Write a mailbox that several read.")
        )


def _no_longer(
    before: Person | None, workplace: Workplace, erase_now: bool, by: Actor, at: datetime
) -> None:
    """Raises Refused when who is to be erased at once is anything else here: that comes first."""
    if before is None or before.erased_at is not None:
        return
    goes = before.pk not in workplace.people_ids()
    if goes:
        goes = let_go(person=before, erase_now=erase_now, by=by, at=at)
    if erase_now and not goes:
        raise Refused(
            _("Whoever stood there stands somewhere else here too, so nothing is erased yet. "
              "Change it there first.")
        )  # fmt: skip


@action
def hand_over(
    *, answer: DutyAnswer, identity: Identity, by: Actor, at: datetime
) -> DutyAnswer | None:
    """Somebody else speaks for a party from now on."""
    before = answer.person
    made = duties.hand_over(
        matrix=answer.matrix, side=answer.side, by=by, at=at,
        person=_found(answer.programme, identity, by, at),
    )  # fmt: skip
    let_go(person=before, by=by, at=at)
    return made


@action
def send_duties(
    *, matrix: DutyMatrix, parties: Sequence[Spokesman], answer_by: date, by: Actor, at: datetime
) -> DutyMatrix:
    """Send a version to all parties, each on a link of their own. The workplace's manager speaks
    for the workplace, or its contact person."""
    workplace = matrix.workplace
    speaks = workplace.manager or workplace.contact
    asked = [
        duties.Asked(one.side, one.organisation, _found(matrix.programme, one.identity, by, at))
        for one in parties
        if one.side != DutyAnswer.Side.WORKPLACE
    ]
    if speaks is not None:
        asked.insert(0, duties.Asked(DutyAnswer.Side.WORKPLACE, str(workplace.unit), speaks))
    before = [row.person for row in duty_queries.answers(old)] if (
        old := duty_queries.counting(workplace)
    ) else []  # fmt: skip
    duties.send(matrix=matrix, parties=asked, answer_by=answer_by, by=by, at=at)
    for person in before:
        if person.pk not in {one.person.pk for one in asked}:
            let_go(person=person, by=by, at=at)
    return matrix


@action
def rest(*, workplace: Workplace, look_again_on: date | None, by: Actor, at: datetime) -> Workplace:
    """Not now. What it wished for is withdrawn, and nobody is offered a place there."""
    actions.rest(workplace=workplace, look_again_on=look_again_on, by=by, at=at)
    wishes.stop_all(workplace=workplace, by=by, at=at)
    return workplace


@action
def want_out(*, workplace: Workplace, by: Actor, at: datetime) -> Workplace:
    """It does not want to go on: nobody is offered a place there while that is talked about."""
    actions.want_out(workplace=workplace, by=by, at=at)
    wishes.stop_all(workplace=workplace, by=by, at=at)
    return workplace


@action
def end(*, workplace: Workplace, reason: str, by: Actor, at: datetime) -> Workplace:
    """A workplace takes no part any more. Nothing is waited for, and its people are let go."""
    speaks = [
        row.person for row in DutyAnswer.objects.filter(matrix__workplace=workplace).select_related(
            "person")
    ]  # fmt: skip
    actions.end(workplace=workplace, reason=reason, by=by, at=at)
    wishes.stop_all(workplace=workplace, by=by, at=at)
    duties.end(workplace=workplace, by=by, at=at)
    named = [getattr(workplace, role) for role in _THERE]
    for person in {one.pk: one for one in [*named, *speaks] if one is not None}.values():
        let_go(person=person, by=by, at=at)
    return workplace


def _needed(person: Person) -> bool:
    """Whether somebody is anything more to the programme than one who spoke for a workplace."""
    if (
        queries.named_at([person.pk]).exists()
        or duty_queries.own_answers(person.programme, person.pk).exists()
    ):
        return True
    ours = {Workplace, DutyAnswer}
    for relation in Person._meta.related_objects:
        model: Any = relation.related_model
        of_us = model is Contributor or model._meta.app_label == "peersupport"
        if of_us and model not in ours:
            rows = model._default_manager.filter(**{relation.field.name: person})
            if rows.exists():
                return True
    return False


@action
def let_go(*, person: Person, erase_now: bool = False, by: Actor, at: datetime) -> bool:
    """Somebody no longer speaks for anything here: her details are erased in two weeks, or when
    the worker comes by. Whoever is anything else in the programme stays. True when she goes."""
    gone = person.erased_at is not None
    if gone or (person.erase_after is not None and not erase_now) or _needed(person):
        unchanged()
        return False
    person.erase_after = at if erase_now else at + LET_GO_AFTER
    person.save(update_fields=["erase_after"])
    audit.record("person.let_go", about=person, by=by, at=at)
    return True


@action
def keep_after_all(*, person: Person, by: Actor, at: datetime) -> bool:
    """Somebody who was let go is anything else in the programme by now: a course, an application.
    True when she stays. Who has asked to be forgotten doesn't."""
    if person.erase_after is None or asked_to_be_forgotten(person) or not _needed(person):
        unchanged()
        return False
    needed_again(person)
    audit.record("person.stayed", about=person, by=by, at=at)
    return True


# Because a day comes


def _halfway(begun: date, last: date, today: date) -> bool:
    return begun < today and begun + timedelta(days=(last - begun).days // 2) <= today


def keep_up(at: datetime) -> int:
    """Remind once of offers and lists, halfway to the last day; hand over to a lead what is late;
    ask again after a year; take up what has rested."""
    count, today = 0, clock.local_day(at)

    def step(act: Any, row: Any, **named: Any) -> int:
        return quietly(act, by=Actor.system(row.programme_id), at=at, **named)

    for one in queries.offers_to_remind(today):
        if _halfway(clock.local_day(one.created_at), one.answer_by or today, today):
            count += step(actions.remind_of_offer, one, workplace=one)
    for one in queries.offers_too_late(today):
        count += step(actions.pass_offer, one, workplace=one)
    for row in queries.rounds_to_remind(today):
        if _halfway(clock.local_day(row.created_at), row.due_on, today):
            count += step(rounds.remind, row, readiness=row)
    for row in queries.rounds_too_late(today):
        count += step(rounds.pass_deadline, row, readiness=row)
    for one in queries.to_recheck(today):
        count += step(actions.recheck, one, workplace=one)
    for one in queries.to_look_at_again(today):
        count += step(actions.take_up, one, workplace=one)
    for matrix in duty_queries.to_remind(today):
        sent = clock.local_day(matrix.sent_at or at)
        if _halfway(sent, matrix.answer_by or today, today):
            count += step(duties.remind, matrix, matrix=matrix)
    for matrix in duty_queries.too_late(today):
        count += step(duties.pass_deadline, matrix, matrix=matrix)
    return count


def register() -> None:
    """Tell the worker."""
    register_job("workplaces", timedelta(hours=1), keep_up)
