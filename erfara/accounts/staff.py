"""The staff's session: the second step, the idle lock, and which identity provider it came by."""

from __future__ import annotations

from collections.abc import MutableMapping
from datetime import datetime, timedelta
from typing import Any

from erfara.accounts.models import User

# An interview by phone takes 45 minutes; nobody is locked out in the middle of one.
IDLE = timedelta(minutes=60)
LONGEST = timedelta(hours=10)
# The session is written this often at most, so that reading pages doesn't write.
SEEN_EVERY = timedelta(minutes=5)

Session = MutableMapping[str, Any]

_SINCE = "erfara_since"
_SEEN = "erfara_seen"
_FACTOR = "erfara_second_step"
_PROVIDER = "erfara_provider"


def start(session: Session, at: datetime, *, provider: str = "", demo: bool = False) -> None:
    """Note that somebody has just signed in, and how. `demo` is the demonstration's one click."""
    session[_SINCE] = session[_SEEN] = at.timestamp()
    session.pop(_FACTOR, None)
    session.pop(_PROVIDER, None)
    if provider:
        session[_PROVIDER] = provider
    if provider or demo:
        session[_FACTOR] = True


def locked(session: Session, at: datetime) -> bool:
    """Whether the session has been idle for an hour, or is older than a working day."""
    since, seen = session.get(_SINCE), session.get(_SEEN)
    if not isinstance(since, float) or not isinstance(seen, float):
        return True
    now = at.timestamp()
    return now - seen >= IDLE.total_seconds() or now - since >= LONGEST.total_seconds()


def touch(session: Session, at: datetime) -> None:
    """Keep the session awake. Writes every five minutes at most."""
    if at.timestamp() - float(session.get(_SEEN, 0.0)) >= SEEN_EVERY.total_seconds():
        session[_SEEN] = at.timestamp()


def has_second_factor(user: User) -> bool:
    """Whether a passkey or an authenticator app is set up. Recovery codes alone don't count."""
    from allauth.mfa.models import Authenticator  # needs the app registry

    return (
        Authenticator.objects.filter(user_id=user.pk)
        .exclude(type=Authenticator.Type.RECOVERY_CODES)
        .exists()
    )


def second_factor_missing(user: User, session: Session) -> bool:
    """Whether a signed-in user has to set up a second step before she reaches anything.

    An identity provider has seen to it itself, and so has the demonstration. The answer is kept
    in the session once it is good, so that it costs a query only the first time.
    """
    if session.get(_FACTOR):
        return False
    if has_second_factor(user):
        session[_FACTOR] = True
        return False
    return True


def forget_second_factor(session: Session) -> None:
    """Look again at the next request: the user has removed a second step."""
    if not session.get(_PROVIDER):
        session.pop(_FACTOR, None)


def sweep(at: datetime) -> None:
    """Remove sessions that have run out. The library that keeps them goes by its own clock."""
    from django.contrib.sessions.backends.db import SessionStore  # needs the app registry

    SessionStore.clear_expired()


def provider_of(session: Session) -> str:
    """The identity provider the session came by; empty for a password or a passkey."""
    return str(session.get(_PROVIDER, ""))


def reaches(session: Session, programme_slug: str) -> bool:
    """Whether this session may be used in a programme.

    A programme's identity provider answers for its own staff only: a session that came by it
    reaches no other programme, whatever the user's memberships.
    """
    from erfara.accounts import oidc

    provider = provider_of(session)
    return not provider or oidc.programme_of(provider) == programme_slug
