"""How people and borrowers sign in: by a code or a one-time link, never by a password.

Whoever asks meets the same page, status and work whether the address is known or not: the web
only writes a row, and the worker finds out. Guessing wears out codes; it never wears out the link
that goes to the owner's own mailbox, so nobody can be locked out by others.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, Q, Sum

from erfara.accounts.models import PersonSession, SignInRequest
from erfara.foundation import audit, links, outbox
from erfara.foundation.actors import Actor, Role
from erfara.foundation.crypto import keys
from erfara.foundation.errors import Stale
from erfara.foundation.models import Link
from erfara.foundation.rows import the_one
from erfara.foundation.vault import index

COOKIE = "erfara_person"
LINK_PURPOSE = "sign_in"
LETTER = "sign_in"

CODE_DIGITS = 6
CODE_LIVES = timedelta(minutes=20)
# Longer than the hour in which letters are counted: who gets no new letter has a living link.
LINK_LIVES = timedelta(hours=2)
TRIES_PER_CODE = 5
# Many codes can be asked for; this keeps guessing hopeless all the same. Links are not counted.
TRIES_PER_DAY = 20
LETTERS_PER_HOUR = 5
ASKED_PER_HOUR = 30

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=8)
# A session's row is written this often at most, so that reading pages doesn't write.
SEEN_EVERY = timedelta(minutes=5)

Kind = Literal["email", "phone"]


def kind_of(address: str) -> Kind:
    """Whether somebody wrote an e-mail address or a telephone number."""
    return "email" if "@" in address else "phone"


def sender_digest(ip: str) -> str:
    """A sender's name that can't be turned back into an address."""
    return hmac.new(keys.derive("sender"), ip.encode(), hashlib.sha256).hexdigest()


def code_of(request_id: UUID, tenant_id: UUID) -> str:
    """The code of a request, derived from its id: it can be mailed later without being stored."""
    digest = hmac.new(
        keys.load().link_key(tenant_id), b"code|v1|" + request_id.bytes, hashlib.sha256
    ).digest()
    return f"{int.from_bytes(digest[:8]) % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def too_many_asked(sender: str, at: datetime) -> bool:
    """Whether a sender has asked more than anybody needs to in an hour."""
    return (
        SignInRequest.objects.filter(sender=sender, created_at__gt=at - timedelta(hours=1)).count()
        >= ASKED_PER_HOUR
    )


def ask(*, tenant_id: UUID, address: str, sender_ip: str, at: datetime) -> UUID:
    """Ask for a code and a link. Returns an id under which the code can be written.

    Says nothing about whether the address is known, not even by the work it does: one keyed hash
    and one row. A sender who asks too much gets an id that leads nowhere.
    """
    kind = kind_of(address)
    sender = sender_digest(sender_ip)
    digest = index.index_digest(tenant_id, kind, address).hex()
    if too_many_asked(sender, at):
        return uuid4()
    return SignInRequest.objects.create(
        tenant_id=tenant_id, index_kind=kind, index_digest=digest, sender=sender,
        expires_at=at + CODE_LIVES, created_at=at,
    ).pk  # fmt: skip


def handle_waiting(at: datetime, limit: int = 200) -> int:
    """The worker's part: put a letter in the outbox for those who are known. Returns how many."""
    waiting = SignInRequest.objects.filter(handled_at__isnull=True).exclude(index_kind="staff")
    written = 0
    for row in waiting.order_by("created_at", "id")[:limit]:
        with transaction.atomic():
            # Conditional, so that of two workers only one writes.
            if not SignInRequest.objects.filter(pk=row.pk, handled_at__isnull=True).update(
                handled_at=at
            ):
                continue
            written += _write_letter(row, at)
    return written


def _write_letter(row: SignInRequest, at: datetime) -> int:
    kind: Kind = "email" if row.index_kind == "email" else "phone"
    person_id = index.index_find_digest(row.tenant_id, kind, bytes.fromhex(row.index_digest))
    if person_id is None or row.expires_at <= at:
        return 0
    lately = SignInRequest.objects.filter(
        tenant_id=row.tenant_id, person_id=person_id, created_at__gt=at - timedelta(hours=1)
    ).exclude(pk=row.pk)
    if lately.count() >= LETTERS_PER_HOUR:
        return 0
    row.person_id = person_id
    row.save(update_fields=["person_id"])
    links.issue(
        tenant_id=row.tenant_id, purpose=LINK_PURPOSE, about_id=row.pk, person_id=person_id,
        expires_at=at + LINK_LIVES, at=at,
    )  # fmt: skip
    outbox.put(
        LETTER, tenant_id=row.tenant_id, about_kind=audit.kind_of(row), about_id=row.pk,
        to_kind="person", to_id=person_id, at=at,
    )  # fmt: skip
    return 1


def tries_left(*, tenant_id: UUID, request_id: UUID, at: datetime) -> int:
    """How many more guesses a code stands. 0 for a code that is over or never was."""
    row = SignInRequest.objects.filter(
        pk=request_id, tenant_id=tenant_id, used_at__isnull=True, expires_at__gt=at
    ).first()
    return max(0, TRIES_PER_CODE - row.attempts) if row else 0


def use_code(
    *, tenant_id: UUID, request_id: UUID, code: str, at: datetime
) -> tuple[PersonSession, str] | None:
    """Sign in with a code. Returns the session and its key, or None when it isn't the code.

    The try is counted before the code is looked at, so that guesses at the same moment all count.
    """
    live = SignInRequest.objects.filter(
        pk=request_id, tenant_id=tenant_id, used_at__isnull=True, expires_at__gt=at
    )
    if not live.filter(attempts__lt=TRIES_PER_CODE).update(attempts=F("attempts") + 1):
        return None
    row = live.first()
    if row is None:
        return None
    guessed = SignInRequest.objects.filter(
        tenant_id=tenant_id, index_digest=row.index_digest, used_at__isnull=True,
        created_at__gt=at - timedelta(days=1),
    ).aggregate(n=Sum("attempts"))["n"]  # fmt: skip
    right = hmac.compare_digest(code_of(row.pk, tenant_id), "".join(code.split()))
    if not right or guessed > TRIES_PER_DAY or row.person_id is None:
        return None
    with transaction.atomic():
        if not live.filter(pk=row.pk).update(used_at=at):
            return None
        # The link in the same letter has done its work too.
        links.revoke(at=at, about_id=row.pk, purpose=LINK_PURPOSE)
        return _start(tenant_id, row.person_id, at, "code")


def live_link(*, tenant_id: UUID, token: str, at: datetime) -> Link | None:
    """The link a token stands for, while it can still be used in this programme."""
    link = links.find(token, purpose=LINK_PURPOSE, at=at)
    if link is None or link.tenant_id != tenant_id or link.person_id is None:
        return None
    return link


def use_link(*, tenant_id: UUID, token: str, at: datetime) -> tuple[PersonSession, str] | None:
    """Sign in with a one-time link. None when it has been used, has run out or never was."""
    link = live_link(tenant_id=tenant_id, token=token, at=at)
    if link is None or link.person_id is None:
        return None
    with transaction.atomic():
        try:
            links.use(link, at)
        except Stale:  # of two who press at once only one comes in by this link
            return None
        SignInRequest.objects.filter(pk=link.about_id, used_at__isnull=True).update(used_at=at)
        return _start(tenant_id, link.person_id, at, "link")


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def _start(tenant_id: UUID, person_id: UUID, at: datetime, how: str) -> tuple[PersonSession, str]:
    key = secrets.token_urlsafe(32)
    row = PersonSession.objects.create(
        tenant_id=tenant_id, person_id=person_id, key_hash=_hash(key), last_seen_at=at,
        expires_at=at + IDLE, created_at=at,
    )  # fmt: skip
    by = Actor(role=Role.PERSON, tenant_id=tenant_id, id=person_id)
    audit.record("person.signed_in", about=row, by=by, at=at, facts={"how": how})
    return row, key


def start_session(
    *, tenant_id: UUID, person_id: UUID, at: datetime, how: str
) -> tuple[PersonSession, str]:
    """Sign a person in who has shown who she is in another way (`how`). Session and its key."""
    with transaction.atomic():
        return _start(tenant_id, person_id, at, how)


def viewer(request_cookie: str | None, tenant_id: UUID, at: datetime) -> PersonSession | None:
    """Whose session a cookie stands for in this programme; None when it has ended or is another's.

    Being here keeps a session alive, up to eight hours in all.
    """
    if not request_cookie:
        return None
    row = the_one(PersonSession.objects.filter(key_hash=_hash(request_cookie)))
    if (
        row is None
        or row.tenant_id != tenant_id
        or row.ended_at is not None
        or row.expires_at <= at
    ):
        return None
    if at - row.last_seen_at >= SEEN_EVERY:
        row.last_seen_at = at
        row.expires_at = min(row.created_at + LONGEST, at + IDLE)
        PersonSession.objects.filter(pk=row.pk, ended_at__isnull=True).update(
            last_seen_at=row.last_seen_at, expires_at=row.expires_at
        )
    return row


def sign_out(*, session: PersonSession, at: datetime) -> None:
    """End a session; it is dead on the next request."""
    PersonSession.objects.filter(pk=session.pk, ended_at__isnull=True).update(ended_at=at)


def end_all(*, tenant_id: UUID, person_id: UUID, at: datetime) -> int:
    """End all of a person's sessions, for leaving and erasure. Returns how many."""
    return PersonSession.objects.filter(
        tenant_id=tenant_id, person_id=person_id, ended_at__isnull=True
    ).update(ended_at=at)


def sweep(at: datetime) -> int:
    """Forget requests and their links after a day, sessions a week after their end. How many."""
    old = at - timedelta(days=1)
    asked = SignInRequest.objects.filter(created_at__lt=old).delete()[0]
    asked += Link.objects.filter(purpose=LINK_PURPOSE, expires_at__lt=old).delete()[0]
    over = Q(expires_at__lt=at - timedelta(days=7)) | Q(ended_at__lt=at - timedelta(days=7))
    return asked + PersonSession.objects.filter(over).delete()[0]
