"""Ways in by link, without an account.

The token is derived from the row with a key from the key file, so that a message which is sent
again holds the same link, and a copy of the database opens nothing. It is never logged.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid4

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from erfara.foundation.crypto import keys
from erfara.foundation.errors import Stale
from erfara.foundation.models.links import Link
from erfara.foundation.rows import the_one

# How long a link that has run out is kept.
KEPT = timedelta(days=14)
# So many links are asked about in one go.
AT_ONCE = 400

# purpose → where a link of that kind leads; told by the layer that has the pages
_addresses: dict[str, Callable[[Link], str]] = {}


def register_url(purpose: str, address: Callable[[Link], str]) -> None:
    """Say where links of a kind lead."""
    _addresses[purpose] = address


# ids of things → since when each is over, None while it is not; one that is gone is left out
Over = Callable[[Collection[UUID]], Mapping[UUID, datetime | None]]
_over: dict[str, Over] = {}


def register_life(purpose: str, over: Over) -> None:
    """Say how long what links of a kind lead to goes on: they live as long, and `KEPT` more.

    A link never lives shorter than was said when it was issued.
    """
    _over[purpose] = over


def url(link: Link) -> str:
    """The whole address of a link, for a letter."""
    return _addresses[link.purpose](link)


class Status(StrEnum):
    """What became of a link."""

    LIVE = "live"
    EXPIRED = "expired"
    USED = "used"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Looked:
    """A link and what became of it. `link` is None when there is none."""

    link: Link | None
    status: Status


def issue(
    *,
    tenant_id: UUID,
    purpose: str,
    about_id: UUID,
    person_id: UUID | None,
    expires_at: datetime,
    at: datetime,
    key: UUID | None = None,
) -> Link:
    """Make a link to one thing for one person. It lives until `expires_at`, not included.

    With a `key` (the id of a message) the same link comes back when the message is sent again.
    """
    if key is not None and (known := Link.objects.filter(pk=key).first()):
        return known
    link = Link(
        id=key or uuid4(),
        tenant_id=tenant_id,
        purpose=purpose,
        about_id=about_id,
        person_id=person_id,
        expires_at=expires_at,
        created_at=at,
    )
    link.digest = _digest(token(link))
    link.save(force_insert=True)
    return link


def token(link: Link) -> str:
    """The secret part of the address: 43 characters, the same every time."""
    message = f"v1|{link.purpose}|{link.id}|{link.about_id}|{link.person_id}".encode()
    secret = hmac.new(keys.load().link_key(link.tenant_id), message, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(secret).rstrip(b"=").decode()


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def look(text: str, *, purpose: str, at: datetime) -> Looked:
    """The link with this token and what became of it, for a page that explains."""
    link = the_one(Link.objects.filter(digest=_digest(text), purpose=purpose))
    # Derived again: a row that somebody has changed in the database leads nowhere.
    if link is None or not hmac.compare_digest(token(link).encode(), text.encode()):
        return Looked(None, Status.UNKNOWN)
    if link.revoked_at is not None:
        return Looked(link, Status.REVOKED)
    if link.used_at is not None:
        return Looked(link, Status.USED)
    lives = at < link.expires_at or not _ended([link], link.purpose, at - KEPT)
    return Looked(link, Status.LIVE if lives else Status.EXPIRED)


def _ended(rows: Iterable[Link], purpose: str, at: datetime) -> list[Link]:
    """Those of the links of one kind whose thing was over at a moment, or is gone."""
    rows = list(rows)
    if purpose not in _over:
        return rows
    since = _over[purpose]({row.about_id for row in rows})
    return [
        row
        for row in rows
        if row.about_id not in since or ((ended := since[row.about_id]) is not None and ended <= at)
    ]


def find(text: str, *, purpose: str, at: datetime) -> Link | None:
    """The live link with this token. Changes nothing: mail scanners follow links too."""
    looked = look(text, purpose=purpose, at=at)
    return looked.link if looked.status is Status.LIVE else None


def use(link: Link, at: datetime) -> None:
    """Use a link up. Of two who try, one succeeds; the other gets Stale."""
    live = Link.objects.filter(pk=link.pk, used_at=None, revoked_at=None, expires_at__gt=at)
    if not live.update(used_at=at):
        raise Stale(_("This link has already been used."))
    link.used_at = at


def revoke(
    *,
    at: datetime,
    about_id: UUID | None = None,
    person_id: UUID | None = None,
    purpose: str | None = None,
) -> int:
    """Make the unused links about a thing, or of a person, lead nowhere. How many."""
    if about_id is None and person_id is None:
        raise TypeError("revoke needs about_id= or person_id=")
    rows: QuerySet[Link] = Link.objects.filter(revoked_at=None, used_at=None)
    for field, value in (("about_id", about_id), ("person_id", person_id), ("purpose", purpose)):
        if value is not None:
            rows = rows.filter(**{field: value})
    return rows.update(revoked_at=at)


def sweep(at: datetime) -> int:
    """Remove links that ran out 14 days ago. Until then a page says what became of them. How many.

    A link itself lives as long as what it answers and 14 days more: whoever issues it says so, or
    whoever knows how long that goes on (`register_life`).
    """
    ran_out = Link.objects.filter(expires_at__lt=at - KEPT)
    count = ran_out.exclude(purpose__in=_over).delete()[0]
    for purpose in _over:
        rows = list(ran_out.filter(purpose=purpose).order_by("id"))
        for first in range(0, len(rows), AT_ONCE):
            over = _ended(rows[first : first + AT_ONCE], purpose, at - 2 * KEPT)
            count += Link.objects.filter(pk__in=[row.pk for row in over]).delete()[0]
    return count


def remove_all(*, tenant_id: UUID, person_id: UUID) -> None:
    """Remove every link of a person, at her erasure."""
    Link.objects.filter(tenant_id=tenant_id, person_id=person_id).delete()
