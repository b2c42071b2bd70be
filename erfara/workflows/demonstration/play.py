"""Plays the counties in, one action after another, as coordinators would have."""

from __future__ import annotations

from datetime import timedelta

from erfara.accounts.models import User
from erfara.foundation import clock
from erfara.foundation.actors import Actor, Role
from erfara.organisations import actions as organisations
from erfara.organisations.models import Programme
from erfara.workflows.demonstration import (
    first_meetings,
    living,
    passed_on,
    peers,
    sharing,
    sormland,
)
from erfara.workflows.demonstration.ways_in import OPERATOR_EMAIL, USERS

OPERATOR = Actor(Role.OPERATOR)


def play() -> None:
    """Make the demonstration's users and counties. Does nothing where they are."""
    if Programme.objects.exists():
        return
    at = clock.now()
    sormland.play()
    here, there = living.play(at), living.play_peers(at)
    county = living.County(here, at)
    first_meetings.pass_on(county, there)
    passed_on.play(county, living.County(there, at))
    peers.play(at)
    users = {}
    for email, name, roles in USERS:
        user = User.objects.create_user(
            email=email, name=name, is_operator=email == OPERATOR_EMAIL, created_at=at
        )
        users[email.partition("@")[0]] = user.pk
        for slug, held in roles.items():
            for role in held:
                organisations.grant_membership(
                    programme=Programme.objects.get(slug=slug), user=user, role=role,
                    ends_on=clock.local_day(at + timedelta(days=365)), by=OPERATOR, at=at,
                )  # fmt: skip
    sharing.play(here, users, at)
