"""Signing up without an account: a draft that is kept page by page, and then sent or forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock, links, vault
from erfara.foundation.actions import action
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import Refused
from erfara.foundation.models import Link
from erfara.foundation.states import lock, move
from erfara.organisations.models import Programme
from erfara.people import letters
from erfara.people.actions.joining import note_interest
from erfara.people.actions.persons import find_person
from erfara.people.models import Contributor, SignUp
from erfara.people.policies import SIGN_UP_KEPT, check_open

BLOB = "sign_up"
INTEREST = ("told", "when_to_reach")


@action
def begin_sign_up(
    *, programme: Programme, values: Mapping[str, str], by: Actor, at: datetime
) -> Link:
    """Keep the first page of a sign-up. The link that comes back is the way to the rest of it."""
    check_open(programme, at)
    draft = SignUp.objects.create(
        id=uuid4(), programme=programme, state=SignUp.table.initial, changed_at=at, created_at=at
    )
    vault.store(tenant_id=programme.pk, person_id=draft.pk, blob=BLOB, values=dict(values), at=at)
    audit.record("sign_up.begun", about=draft, by=Actor(Role.PUBLIC, programme.pk), at=at)
    return links.issue(
        tenant_id=programme.pk, purpose="sign_up", about_id=draft.pk, person_id=draft.pk,
        expires_at=at + SIGN_UP_KEPT, at=at,
    )  # fmt: skip


@action
def keep_sign_up(*, sign_up: SignUp, values: Mapping[str, Any], by: Actor, at: datetime) -> SignUp:
    """Keep one more page. The pages before it stay as they are."""
    lock(sign_up)
    if sign_up.state != "draft":
        raise Refused(_("This sign-up has already been sent."))
    vault.amend(
        tenant_id=sign_up.programme_id, person_id=sign_up.pk, blob=BLOB, values=dict(values), at=at
    )
    sign_up.changed_at = at
    sign_up.save(update_fields=["changed_at"])
    audit.record("sign_up.kept", about=sign_up, by=by, at=at)
    return sign_up


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


@action
def ask_way_back(*, sign_up: SignUp, by: Actor, at: datetime) -> SignUp:
    """Send her the link, so that she can go on another time or on another telephone."""
    if sign_up.state != "draft":
        raise Refused(_("This sign-up has already been sent."))
    letters.send_way_back(sign_up, at)
    audit.record("sign_up.way_back", about=sign_up, by=by, at=at)
    return sign_up


@action
def throw_away_sign_up(*, sign_up: SignUp, by: Actor, at: datetime) -> SignUp:
    """She doesn't want to after all."""
    return move(sign_up, "throw_away", by=by, at=at)


@action
def forget_sign_up(*, sign_up: SignUp, by: Actor, at: datetime) -> SignUp:
    """Nobody has written in it for two weeks."""
    return move(sign_up, "forget", by=by, at=at)


def empty_sign_up(*, sign_up: SignUp, at: datetime) -> None:
    """Destroy a draft's key, once it is no draft any more. Safe to repeat.

    Not an action: the vault empties itself outside every transaction.
    """
    vault.erase(tenant_id=sign_up.programme_id, person_id=sign_up.pk, at=at)
    SignUp.objects.filter(pk=sign_up.pk, emptied_at=None).update(emptied_at=at)
