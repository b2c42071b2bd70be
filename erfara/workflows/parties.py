"""Parties of a peer support programme and those who speak for them: organisation, person, row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from erfara.foundation.actors import Actor
from erfara.organisations.actions import find_or_add_unit
from erfara.organisations.models import Programme
from erfara.peersupport.setup import actions
from erfara.peersupport.setup.models import GroupMember, InformationDay, Invited, Party
from erfara.people.actions.persons import find_or_add_contact
from erfara.people.models import Person


def _person(
    programme: Programme, identity: Mapping[str, str], by: Actor, at: datetime
) -> Person | None:
    if not identity.get("name"):
        return None
    return find_or_add_contact(programme=programme, identity=identity, by=by, at=at)


@transaction.atomic
def add_party(
    *, programme: Programme, kind: str, organisation: str, identity: Mapping[str, str],
    by: Actor, at: datetime,
) -> Party:  # fmt: skip
    """An organisation is part of the programme, with whom one turns to there, if that is known."""
    whole = find_or_add_unit(programme=programme, organisation=organisation, unit="", by=by, at=at)
    return actions.add_party(
        programme=programme, kind=kind, organisation=whole.organisation,
        contact=_person(programme, identity, by, at), by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def name_contact(*, party: Party, identity: Mapping[str, str], by: Actor, at: datetime) -> Party:
    """Somebody else speaks for a party."""
    contact = find_or_add_contact(programme=party.programme, identity=identity, by=by, at=at)
    return actions.name_contact(party=party, contact=contact, by=by, at=at)


@transaction.atomic
def join_group(
    *, party: Party, function: str, identity: Mapping[str, str], by: Actor, at: datetime
) -> GroupMember:
    """Somebody sits in the working group for a party."""
    person = find_or_add_contact(programme=party.programme, identity=identity, by=by, at=at)
    return actions.join_group(party=party, person=person, function=function, by=by, at=at)


@transaction.atomic
def invite(
    *, day: InformationDay, organisation: str, unit: str, by: Actor, at: datetime
) -> Invited:
    """A workplace is invited to an information day."""
    there = find_or_add_unit(
        programme=day.programme, organisation=organisation, unit=unit, by=by, at=at
    )
    return actions.invite(day=day, unit=there, by=by, at=at)
