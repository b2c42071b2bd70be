"""Writes about a programme of peer support: what it has decided, its parties, goals and days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused
from erfara.foundation.rows import write_changed
from erfara.foundation.states import check, lock, move
from erfara.organisations.actions import next_number
from erfara.organisations.models import Organisation, Programme, Unit
from erfara.peersupport.setup import policies, queries
from erfara.peersupport.setup.kinds import MODELS
from erfara.peersupport.setup.models import (
    Goal,
    GroupMember,
    InformationDay,
    Invited,
    Party,
    PeerSetup,
)
from erfara.people.models import Person
from erfara.people.policies import check_still_here

LONGEST_INVITATION = 60


def proposed(model: str) -> dict[str, Any]:
    """What a model proposes to begin from."""
    one = MODELS[model]
    return {
        "model": one.key, "employer_model": one.employer, "interviewed": one.interviewed,
        "trained": one.trained, "employed": one.employed,
        "peers_per_workplace": one.peers_per_workplace, "interviews": list(one.interviews),
    }  # fmt: skip


@action
def decide(
    *, programme: Programme, values: Mapping[str, Any], by: Actor, at: datetime
) -> PeerSetup:
    """Write what the programme has decided, or change some of it."""
    row = queries.setup_of(programme)
    policies.check_model(values["model"] if row is None else values.get("model", row.model))
    known = {name: getattr(row, name) for name in policies.FIELDS} if row is not None else {}
    begins: dict[str, Any] = {"ends_on": None, "municipalities": []} if row is None else {}
    new = {**begins, **(proposed(values["model"]) if row is None else {}), **known, **values}
    policies.check_setup(new)
    if row is None:
        row = PeerSetup.objects.create(programme=programme, created_at=at, **new)
        audit.record("peer_setup.decided", about=row, by=by, at=at, facts={"model": row.model})
        return row
    changed = write_changed(row, new)
    if not changed:
        unchanged()
        return row
    audit.record("peer_setup.changed", about=row, by=by, at=at, facts={"changed": changed})
    return row


# Parties and the working group


@action
def add_party(
    *, programme: Programme, kind: str, organisation: Organisation, contact: Person | None = None,
    by: Actor, at: datetime,
) -> Party:  # fmt: skip
    """An organisation is part of the programme from today. One that is so already gets the
    contact."""
    if contact is not None:
        check_still_here(contact)
    known = queries.party_with(programme, organisation, kind)
    if known is not None:
        if contact is None or known.contact_id == contact.pk:
            unchanged()
            return known
        return _name_contact(known, contact, by, at)
    row = Party.objects.create(
        programme=programme, kind=kind, organisation=organisation, contact=contact,
        starts_on=clock.local_day(at), created_at=at,
    )  # fmt: skip
    audit.record("party.added", about=row, by=by, at=at, facts={"kind": kind})
    return row


def _name_contact(party: Party, contact: Person | None, by: Actor, at: datetime) -> Party:
    party.contact = contact
    party.save(update_fields=["contact"])
    audit.record("party.contact", about=party, by=by, at=at)
    return party


@action
def name_contact(*, party: Party, contact: Person, by: Actor, at: datetime) -> Party:
    """Somebody else speaks for a party from now on."""
    check_still_here(contact)
    if party.contact_id == contact.pk:
        unchanged()
        return party
    return _name_contact(party, contact, by, at)


@action
def end_party(*, party: Party, by: Actor, at: datetime) -> Party:
    """A party is no longer part of the programme; nor are those it sent to the working group."""
    if party.ends_on is not None:
        unchanged()
        return party
    today = clock.local_day(at)
    party.ends_on = max(today, party.starts_on)
    party.save(update_fields=["ends_on"])
    GroupMember.objects.filter(party=party, left_on__isnull=True).update(left_on=today)
    audit.record("party.ended", about=party, by=by, at=at)
    return party


@action
def join_group(
    *, party: Party, person: Person, function: str, by: Actor, at: datetime
) -> GroupMember:
    """Somebody sits in the working group for a party."""
    check_still_here(person)
    if party.ends_on is not None:
        raise Refused(_("That party is no longer part of the programme."))
    known = GroupMember.objects.filter(party=party, person=person, left_on__isnull=True).first()
    if known is not None:
        unchanged()
        return known
    row = GroupMember.objects.create(
        programme=party.programme, party=party, person=person, function=function.strip(),
        created_at=at,
    )  # fmt: skip
    audit.record("group_member.joined", about=row, by=by, at=at)
    return row


@action
def leave_group(*, member: GroupMember, by: Actor, at: datetime) -> GroupMember:
    """Somebody is no longer in the working group."""
    if member.left_on is not None:
        unchanged()
        return member
    member.left_on = clock.local_day(at)
    member.save(update_fields=["left_on"])
    audit.record("group_member.left", about=member, by=by, at=at)
    return member


# Goals


@action
def set_goal(
    *, programme: Programme, kind: str, number: int, by_day: date, base: int | None = None,
    by: Actor, at: datetime,
) -> Goal:  # fmt: skip
    """Something is to be reached until a day."""
    policies.check_goal(
        kind, number, base, by_day, clock.local_day(at), queries.to_reach(programme)
    )
    row = Goal.objects.create(
        programme=programme, kind=kind, number=number, by_day=by_day,
        base=base if kind == Goal.Kind.GROW else None, created_at=at,
    )  # fmt: skip
    audit.record("goal.set", about=row, by=by, at=at, facts={"kind": kind, "number": number})
    return row


@action
def change_goal(
    *, goal: Goal, number: int, by_day: date, base: int | None = None, by: Actor, at: datetime
) -> Goal:
    """The same thing is to be reached with another number, or until another day. What it was
    before is kept in what has happened."""
    if goal.dropped_on is not None:
        raise Refused(_("The goal no longer holds. Set a new one."))
    policies.check_goal(
        goal.kind, number, base, by_day, clock.local_day(at), queries.to_reach(goal.programme)
    )
    before = {"before": goal.number, "until": goal.by_day.isoformat()}
    goal.number, goal.by_day = number, by_day
    goal.base = base if goal.kind == Goal.Kind.GROW else None
    goal.save(update_fields=["number", "by_day", "base"])
    audit.record("goal.changed", about=goal, by=by, at=at, facts={"number": number, **before})
    return goal


@action
def drop_goal(*, goal: Goal, by: Actor, at: datetime) -> Goal:
    """A goal no longer holds. It stays in the history."""
    if goal.dropped_on is not None:
        unchanged()
        return goal
    goal.dropped_on = clock.local_day(at)
    goal.save(update_fields=["dropped_on"])
    audit.record("goal.dropped", about=goal, by=by, at=at)
    return goal


# Information days


@action
def plan_day(
    *, programme: Programme, starts_at: datetime, ends_at: datetime, place: str, by: Actor,
    at: datetime,
) -> InformationDay:  # fmt: skip
    """Plan a day on which workplaces hear what peer support is."""
    _check_times(starts_at, ends_at)
    row = InformationDay.objects.create(
        programme=programme, no=next_number(programme, "information_day", at),
        starts_at=starts_at, ends_at=ends_at, place=place.strip(),
        state=InformationDay.table.initial, created_at=at,
    )  # fmt: skip
    audit.record(
        "information_day.planned", about=row, by=by, at=at, to_state=row.state,
        facts={"on": starts_at.isoformat()},
    )  # fmt: skip
    return row


def _check_times(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise Refused(_("It ends before it begins."))


@action
def change_day(
    *, day: InformationDay, starts_at: datetime, ends_at: datetime, place: str, by: Actor,
    at: datetime,
) -> InformationDay:  # fmt: skip
    """Another time or place, while it is planned."""
    lock(day)
    if day.state != "planned":
        raise Refused(_("That day is over. Plan a new one."))
    _check_times(starts_at, ends_at)
    new = {"starts_at": starts_at, "ends_at": ends_at, "place": place.strip()}
    changed = write_changed(day, new)
    if not changed:
        unchanged()
        return day
    audit.record("information_day.changed", about=day, by=by, at=at, facts={"changed": changed})
    return day


@action
def invite(*, day: InformationDay, unit: Unit, by: Actor, at: datetime) -> Invited:
    """A workplace is invited."""
    lock(day)
    if day.state != "planned":
        raise Refused(_("That day is over. Plan a new one."))
    known = Invited.objects.filter(day=day, unit=unit).first()
    if known is not None:
        unchanged()
        return known
    if Invited.objects.filter(day=day).count() >= LONGEST_INVITATION:
        raise Refused(_("{number} workplaces is the most for one day. Plan one more."),
                      number=LONGEST_INVITATION)  # fmt: skip
    row = Invited.objects.create(programme=day.programme, day=day, unit=unit, created_at=at)
    audit.record("information_day.invited", about=day, by=by, at=at)
    return row


@action
def uninvite(*, day: InformationDay, invited: UUID, by: Actor, at: datetime) -> InformationDay:
    """A workplace that was written by mistake is taken off the list."""
    lock(day)
    if day.state != "planned":
        raise Refused(_("That day is over. Plan a new one."))
    gone, _rows = Invited.objects.filter(day=day, pk=invited).delete()
    if not gone:
        unchanged()
        return day
    audit.record("information_day.uninvited", about=day, by=by, at=at)
    return day


@action
def hold_day(
    *, day: InformationDay, came: Mapping[UUID, int | None], by: Actor, at: datetime
) -> InformationDay:
    """Write how many of each workplace came. `came`: invited → number, empty: nobody."""
    check(day, "hold", by=by)
    if day.starts_at > at:
        raise Refused(_("It has not begun yet. Write how many came when it is over."))
    for row in Invited.objects.filter(day=day):
        row.came = came.get(row.pk) or 0
        row.save(update_fields=["came"])
    return move(day, "hold", by=by, at=at)


@action
def call_off_day(*, day: InformationDay, reason: str, by: Actor, at: datetime) -> InformationDay:
    """It comes to nothing."""
    return move(day, "call_off", by=by, at=at, reason=reason)
