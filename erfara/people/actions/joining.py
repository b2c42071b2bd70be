"""From interest to the register, or to a kind no."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock
from erfara.foundation.actions import action
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused
from erfara.foundation.states import move
from erfara.organisations.actions import next_number
from erfara.organisations.models import Programme
from erfara.people.actions.consents import give_consent
from erfara.people.actions.experiences import Told, set_experiences
from erfara.people.actions.interviews import close_for
from erfara.people.actions.persons import find_or_add_person
from erfara.people.models import Contributor, Purpose
from erfara.people.policies import check_open
from erfara.people.queries import live_purposes

# The polite no can be read for as long as any other link.
FORGOTTEN_AFTER = timedelta(days=14)


@action
def note_interest(
    *,
    programme: Programme,
    identity: Mapping[str, str],
    channel: str,
    protected: bool = False,
    by: Actor,
    at: datetime,
) -> Contributor:
    """Somebody wants to join. Works also when the library takes nobody in: then say no, kindly."""
    person = find_or_add_person(
        programme=programme, identity=identity, protected=protected, by=by, at=at
    )
    if Contributor.objects.filter(person=person).exists():
        raise Refused(_("A person with that e-mail address or phone number is already here."))
    contributor = Contributor.objects.create(
        programme=programme, person=person, number=next_number(programme, "contributor", at),
        channel=channel, applied_on=clock.local_day(at), state=Contributor.table.initial,
        created_at=at,
    )  # fmt: skip
    audit.record("contributor.interest", about=contributor, by=by, at=at)
    return contributor


@action
def welcome(
    *,
    contributor: Contributor,
    told: Iterable[Told],
    forms: Iterable[str],
    consents: Iterable[str],
    how: str,
    by: Actor,
    at: datetime,
) -> Contributor:
    """Consents, what was told, and in: all at once, for one who writes it down afterwards."""
    purposes = set(consents)
    if Purpose.REGISTER not in purposes:
        raise Refused(_("Without a yes to being in the register nobody can be taken in."))
    check_open(contributor.programme, at)
    for purpose in sorted(purposes):
        give_consent(person=contributor.person, purpose=purpose, how=how, by=by, at=at)
    set_experiences(contributor=contributor, told=told, forms=forms, by=by, at=at)
    return take_in(contributor=contributor, by=by, at=at)


@action
def take_in(*, contributor: Contributor, by: Actor, at: datetime) -> Contributor:
    """Into the register. What was told and agreed to stands already; her yes to it has to be live.

    A talk that was under way is finished with it.
    """
    person_id = contributor.person_id
    if Purpose.REGISTER not in live_purposes([person_id])[person_id]:
        raise Refused(_("Without a yes to being in the register nobody can be taken in."))
    check_open(contributor.programme, at)
    close_for(contributor, "finish", by, at)
    fields = {"joined_on": clock.local_day(at)}
    return move(contributor, "welcome", by=by, at=at, fields=fields)


@action
def register(
    *,
    programme: Programme,
    identity: Mapping[str, str],
    channel: str,
    told: Iterable[Told],
    forms: Iterable[str],
    consents: Iterable[str],
    how: str,
    protected: bool = False,
    by: Actor,
    at: datetime,
) -> Contributor:
    """Interest and interview at once: a coordinator writes down somebody she has met."""
    contributor = note_interest(
        programme=programme, identity=identity, channel=channel, protected=protected, by=by, at=at
    )
    return welcome(
        contributor=contributor, told=told, forms=forms, consents=consents, how=how, by=by, at=at
    )


@action
def decline(*, contributor: Contributor, reason: str, by: Actor, at: datetime) -> Contributor:
    """Say no to somebody who wants to join. The details are erased when the answer has gone."""
    close_for(contributor, "stop", by, at)
    return move(
        contributor, "decline", by=by, at=at, reason=reason,
        fields={"erase_after": at + FORGOTTEN_AFTER},
    )  # fmt: skip
