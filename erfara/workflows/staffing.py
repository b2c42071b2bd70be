"""Letting somebody work in a programme: the sign-in and the role in one go."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from erfara.accounts import actions as accounts
from erfara.foundation.actions import action
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import Refused
from erfara.organisations import actions as organisations
from erfara.organisations import queries
from erfara.organisations.models import Membership, Programme


@action
def invite_member(
    *,
    programme: Programme,
    email: str,
    name: str,
    role: str,
    ends_on: date,
    by: Actor,
    at: datetime,
) -> Membership:
    """Give somebody a role until a day, and a letter with a way in if they have none yet."""
    user, _token = accounts.invite(email=email, name=name, by=by, at=at)
    return organisations.grant_membership(
        programme=programme, user=user, role=role, ends_on=ends_on, by=by, at=at
    )


@action
def end_member(*, membership: Membership, by: Actor, at: datetime) -> Membership:
    """Take a role back. Nobody takes their own: the last one would lock everybody out."""
    if membership.user_id == by.id:
        raise Refused(_("Somebody else has to end your role. That protects you too."))
    return organisations.end_membership(membership=membership, by=by, at=at)


@action
def found_programme(
    *,
    values: dict[str, Any],
    email: str,
    name: str,
    ends_on: date,
    by: Actor,
    at: datetime,
) -> Programme:
    """A new programme and its first administrator, who decides everything else."""
    if queries.programme_by_slug(values["slug"]) is not None:
        raise Refused(_("That address is taken. Choose another one."))
    programme = organisations.create_programme(by=by, at=at, **values)
    invite_member(
        programme=programme, email=email, name=name, role=Role.ADMINISTRATOR, ends_on=ends_on,
        by=by, at=at,
    )  # fmt: skip
    return programme
