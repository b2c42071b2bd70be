"""Workplaces to test with, made through the product's own actions."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from erfara.foundation import clock
from erfara.foundation.actors import Actor, Role
from erfara.organisations.models import Programme
from erfara.peersupport.duties import actions as duties
from erfara.peersupport.duties import queries as duty_queries
from erfara.peersupport.duties.models import DutyAnswer, DutyMatrix
from erfara.peersupport.workplaces import queries, rounds
from erfara.peersupport.workplaces.models import Readiness, ReadinessItem, Workplace
from erfara.people.models import Person
from erfara.workflows import workplaces as flow
from tests import factories as make

AT = make.AT
_number = count(1)


def programme(slug: str = "", **values: Any) -> Programme:
    """A peer support programme that is running."""
    slug = slug or f"peer-{next(_number)}"
    return make.programme(slug, kind="peer_support", vocabulary="peer_support", **values)


def identity(name: str = "") -> dict[str, str]:
    """Somebody at work."""
    number = next(_number)
    return {
        "name": name or f"Påhittad Chef {number}", "email": f"plats{number}@exempel.invalid",
        "phone": "", "address": "",
    }  # fmt: skip


def there(person: Person | None) -> Actor:
    """Somebody at a workplace, acting."""
    assert person is not None
    return Actor(Role.WORKPLACE, person.programme_id, person.pk)


def raised(of: Programme, *, at: datetime = AT, **values: Any) -> Workplace:
    """A workplace that has raised its hand: its contact person has written, and named a manager."""
    values.setdefault("organisation", "Region Påhitt")
    values.setdefault("unit", f"Mottagningen {next(_number)}")
    values.setdefault("facts", {"kind": "outpatient", "municipality": "Påhittstad"})
    values.setdefault("manager", identity())
    values.setdefault("contact", identity("Påhittad Kontakt"))
    return flow.raise_hand(programme=of, by=make.system(of), at=at, **values)


def offered(of: Programme, *, at: datetime = AT, **values: Any) -> Workplace:
    """One that has been offered to take part."""
    return flow.offer(
        programme=of, organisation="Region Påhitt", unit=f"Mottagningen {next(_number)}",
        contact=identity(), facts={"kind": "inpatient"}, by=make.system(of), at=at, **values,
    )  # fmt: skip


def preparing(of: Programme, *, at: datetime = AT, **values: Any) -> Workplace:
    """One that gets ready, with who does what to be written."""
    row = raised(of, at=at, **values)
    due = clock.local_day(at + timedelta(days=60))
    flow.begin(workplace=row, due_on=due, by=make.system(of), at=at)
    return row


def the_round(row: Workplace) -> Readiness:
    """Its round that goes on."""
    found = queries.live_round(row)
    assert found is not None
    return found


def put_in_place(item: ReadinessItem, by: Actor, at: datetime = AT) -> ReadinessItem:
    """One thing is in place."""
    return rounds.write_item(
        item=item, standing="done", evidence="Ordnat", number=9, done_on=clock.local_day(at),
        by=by, at=at,
    )  # fmt: skip


def filled(of: Programme, *, at: datetime = AT, **values: Any) -> Workplace:
    """One whose list is done and waits to be looked at."""
    row = preparing(of, at=at, **values)
    assert row.contact is not None
    for item in queries.items_of(the_round(row)).values():
        if item.key == "clinician":  # one person less to make for each that is ready
            rounds.write_item(item=item, standing="not_needed", evidence="Ingen vård här.",
                              by=there(row.contact), at=at)  # fmt: skip
        else:
            put_in_place(item, there(row.contact), at)
    return row


def ready(of: Programme, *, at: datetime = AT, **values: Any) -> Workplace:
    """One that is ready."""
    row = filled(of, at=at, **values)
    going_on = the_round(row)
    going_on.workplace = row
    rounds.approve(readiness=going_on, by=make.system(of), at=at)
    return row


def draft_of(row: Workplace) -> DutyMatrix:
    """Who does what, while it is written."""
    found = duty_queries.draft(row)
    assert found is not None
    return found


def counting(row: Workplace) -> DutyMatrix:
    """The version that counts."""
    found = duty_queries.counting(row)
    assert found is not None
    return found


def parties() -> list[flow.Spokesman]:
    """Employer and user organisation."""
    return [
        flow.Spokesman("employer", "Region Påhitt", identity("Påhittad Arbetsgivare")),
        flow.Spokesman("user_org", "NSPH Påhitt", identity("Påhittad Förening")),
    ]


def duties_asked(row: Workplace, *, at: datetime = AT) -> DutyMatrix:
    """Who does what, sent to all parties."""
    matrix = duty_queries.draft(row)
    assert matrix is not None
    matrix.workplace = row
    flow.send_duties(
        matrix=matrix, parties=parties(), answer_by=clock.local_day(at + timedelta(days=14)),
        by=Actor(Role.COORDINATOR, row.programme_id), at=at,
    )  # fmt: skip
    return matrix


def says_yes(answer: DutyAnswer, at: datetime = AT) -> DutyAnswer:
    """One party says yes."""
    return duties.accept(
        answer=answer, version=answer.matrix.version, by=there(answer.person), at=at
    )


def duties_agreed(row: Workplace, *, at: datetime = AT) -> DutyMatrix:
    """Who does what, agreed by all."""
    matrix = duties_asked(row, at=at)
    for answer in duty_queries.answers(matrix):
        says_yes(answer, at)
    matrix.refresh_from_db()
    return matrix
