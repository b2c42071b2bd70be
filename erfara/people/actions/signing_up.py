"""Signing up without an account: a draft that is kept page by page, and then sent or forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock, drafts, vault
from erfara.foundation.actions import action
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused
from erfara.foundation.models import Link
from erfara.foundation.states import move
from erfara.organisations.models import Programme
from erfara.people import letters
from erfara.people.actions.joining import note_interest
from erfara.people.actions.persons import find_person
from erfara.people.models import Contributor, SignUp
from erfara.people.policies import check_open

INTEREST = ("told", "when_to_reach")


@action
def begin_sign_up(
    *, programme: Programme, values: Mapping[str, str], by: Actor, at: datetime
) -> Link:
    """Keep the first page of a sign-up. The link that comes back is the way to the rest of it."""
    check_open(programme, at)
    return drafts.begin(kind=SignUp, programme_id=programme.pk, values=values, by=by, at=at)


@action
def send_sign_up(
    *, sign_up: SignUp, answers: Mapping[str, Any], by: Actor, at: datetime
) -> Contributor | None:
    """Turn a draft into somebody who wants to join. `answers` are what its pages hold.

    Whoever sends sees the same whether the address was known or not: one who is here already gets
    a letter that says so, and nothing of hers is changed. Returns the one who wants to join.
    """
    programme = sign_up.programme
    check_open(programme, at)
    identity = {name: answers.get(name) or "" for name in ("name", "email", "phone", "address")}
    if not identity["name"] or not any(identity[k] for k in ("email", "phone", "address")):
        raise Refused(_("Write your name, and how we can reach you."))
    move(sign_up, "send", by=by, at=at)
    person = find_person(programme, identity)
    known = Contributor.objects.filter(person=person).first() if person is not None else None
    told = {name: answers[name] for name in INTEREST if answers.get(name)}
    if known is None:
        known = note_interest(
            programme=programme, identity=identity, channel=answers.get("channel") or "web",
            by=by, at=at,
        )  # fmt: skip
        letters.tell(known, "interest_received", at)
    elif known.state == "declined" or (known.state == "leaving" and known.joined_on is None):
        move(known, "ask_again", by=by, at=at,
             fields={"erase_after": None, "applied_on": clock.local_day(at)})  # fmt: skip
    else:
        letters.tell(known, "already_here", at)
        return None
    if told:
        vault.amend(
            tenant_id=programme.pk, person_id=known.person_id, blob="interest", values=told, at=at
        )
    return known
