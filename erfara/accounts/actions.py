"""All writes about users: inviting, passwords, closing a sign-in."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from erfara.accounts import letters
from erfara.accounts.models import INSTALLATION, SignInRequest, User, folded_email
from erfara.accounts.persons import LETTERS_PER_HOUR, sender_digest, too_many_asked
from erfara.foundation import audit, links, outbox
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor
from erfara.foundation.crypto import keys
from erfara.foundation.errors import NotAllowed, Refused
from erfara.foundation.models import Link

INVITED_FOR = timedelta(days=14)
NEW_PASSWORD_FOR = timedelta(hours=2)


def can_sign_in(user: User) -> bool:
    """Whether the user has a password or is known to an identity provider."""
    return user.has_usable_password() or SocialAccount.objects.filter(user_id=user.pk).exists()


def _send_link(
    *, user: User, purpose: str, tenant_id: UUID, lives: timedelta, at: datetime
) -> Link:
    """One living link of a kind per user, and a letter with it."""
    link = links.issue(
        tenant_id=tenant_id, purpose=purpose, about_id=user.pk, person_id=None,
        expires_at=at + lives, at=at,
    )  # fmt: skip
    outbox.put(
        purpose, tenant_id=tenant_id, about_kind=audit.kind_of(link), about_id=link.pk,
        to_kind="staff", to_id=user.pk, at=at,
    )  # fmt: skip
    return link


@action
def invite(*, email: str, name: str, by: Actor, at: datetime) -> tuple[User, str]:
    """Make a user, or find the one there is, and send a link to choose how to sign in.

    Returns the user and the link's token; the token is empty for somebody who can sign in
    already, since a link would let the inviter take over what is hers elsewhere. What she may do
    is said by a membership, which is granted apart.
    """
    user = User.objects.filter(email=folded_email(email)).first()
    if user is None:
        user = User.objects.create_user(email, name.strip(), created_at=at)
    elif not user.is_active:
        raise Refused(_("This sign-in has been closed. Ask whoever runs the installation."))
    elif can_sign_in(user):
        unchanged()
        return user, ""
    links.revoke(at=at, about_id=user.pk, purpose=letters.INVITATION)
    link = _send_link(
        user=user, purpose=letters.INVITATION, tenant_id=by.tenant_id or INSTALLATION,
        lives=INVITED_FOR, at=at,
    )  # fmt: skip
    audit.record("user.invited", about=user, by=by, at=at)
    return user, links.token(link)


@action
def make_operator(*, email: str, name: str, by: Actor, at: datetime) -> tuple[User, str]:
    """Let somebody run the installation, and send a link to choose how to sign in.

    Only the command line calls this: whoever reaches that can read the key file anyway. Returns
    what `invite` does.
    """
    user, token = invite(email=email, name=name, by=by, at=at)
    if not user.is_operator:
        user.is_operator = True
        user.save(update_fields=["is_operator"])
        audit.record("user.made_operator", about=user, by=by, at=at)
    return user, token


def invited(token: str, at: datetime) -> tuple[User, Link] | None:
    """Whom an invitation is for, while it lives. Changes nothing."""
    return _user_of(token, letters.INVITATION, at)


def wants_new_password(token: str, at: datetime) -> tuple[User, Link] | None:
    """Whom a link to a new password is for, while it lives. Changes nothing."""
    return _user_of(token, letters.NEW_PASSWORD, at)


def _user_of(token: str, purpose: str, at: datetime) -> tuple[User, Link] | None:
    link = links.find(token, purpose=purpose, at=at)
    if link is None:
        return None
    user = User.objects.filter(pk=link.about_id, is_active=True).first()
    return (user, link) if user is not None else None


@action
def choose_password(*, user: User, link: Link, password: str, by: Actor, at: datetime) -> User:
    """Use up a link and set a password. Sessions signed in with the old one end by it."""
    if link.about_id != user.pk:
        raise NotAllowed(_("This link is for somebody else."))
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    links.use(link, at)
    links.revoke(at=at, about_id=user.pk)
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.record("user.password_chosen", about=user, by=by, at=at)
    return user


@action
def connect_provider(
    *, user: User, link: Link, account: SocialAccount, by: Actor, at: datetime
) -> SocialAccount:
    """Use up an invitation and tie the user to a subject that an identity provider answers for."""
    if link.about_id != user.pk:
        raise NotAllowed(_("This link is for somebody else."))
    links.use(link, at)
    links.revoke(at=at, about_id=user.pk)
    account.user = user
    account.extra_data = {}
    account.save()
    audit.record(
        "user.provider_connected", about=user, by=by, at=at, facts={"provider": account.provider}
    )
    return account


def _staff_digest(email: str) -> str:
    key = keys.derive("staff-address")
    return hmac.new(key, folded_email(email).encode(), hashlib.sha256).hexdigest()


def ask_new_password(*, email: str, sender_ip: str, at: datetime) -> None:
    """Ask for a letter with a link to a new password. Does the same for known and unknown."""
    sender, digest = sender_digest(sender_ip), _staff_digest(email)
    if too_many_asked(sender, at):
        return
    SignInRequest.objects.create(
        tenant_id=INSTALLATION, index_kind="staff", index_digest=digest, sender=sender,
        expires_at=at + timedelta(minutes=20), created_at=at,
    )  # fmt: skip


def handle_waiting_staff(at: datetime) -> int:
    """The worker's part: write to those staff who are known and sign in by password."""
    rows = list(SignInRequest.objects.filter(handled_at__isnull=True, index_kind="staff")[:200])
    if not rows:
        return 0
    users = {_staff_digest(user.email): user for user in User.objects.filter(is_active=True)}
    written = 0
    for row in rows:
        with transaction.atomic():
            if not SignInRequest.objects.filter(pk=row.pk, handled_at__isnull=True).update(
                handled_at=at
            ):
                continue
            user = users.get(row.index_digest)
            # Whoever comes by an identity provider is let in and kept out there, not by us.
            if user is None or row.expires_at <= at or not user.has_usable_password():
                continue
            lately = SignInRequest.objects.filter(
                person_id=user.pk, created_at__gt=at - timedelta(hours=1)
            )
            if lately.count() >= LETTERS_PER_HOUR:
                continue
            SignInRequest.objects.filter(pk=row.pk).update(person_id=user.pk)
            _send_link(
                user=user, purpose=letters.NEW_PASSWORD, tenant_id=INSTALLATION,
                lives=NEW_PASSWORD_FOR, at=at,
            )  # fmt: skip
            audit.record("user.password_asked", about=user, by=Actor.system(), at=at)
            written += 1
    return written


@action
def close_user(*, user: User, by: Actor, at: datetime) -> User:
    """Close a sign-in. Counts from the user's next request."""
    if by.id == user.pk:
        raise Refused(_("Somebody else has to close your sign-in."))
    if not user.is_active:
        unchanged()
        return user
    user.is_active = False
    user.save(update_fields=["is_active"])
    links.revoke(at=at, about_id=user.pk)
    audit.record("user.closed", about=user, by=by, at=at)
    return user


@action
def forget_second_factor(*, user: User, by: Actor, at: datetime) -> User:
    """Let a user who has lost phone and recovery codes set up a second step anew.

    Asked for in person or by phone, and done by somebody else; the password is still needed.
    """
    if by.id == user.pk:
        raise Refused(_("Somebody else has to do this for you."))
    Authenticator.objects.filter(user_id=user.pk).delete()
    audit.record("user.second_step_forgotten", about=user, by=by, at=at)
    return user
