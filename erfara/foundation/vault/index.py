"""Finding a person by e-mail or phone, and by nothing else, without storing either."""

from __future__ import annotations

import hmac
import unicodedata
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from erfara.foundation import phones
from erfara.foundation.crypto import keys
from erfara.foundation.errors import Refused
from erfara.foundation.models.vault import BlindIndex
from erfara.foundation.prepared import Prepared, among

Kind = Literal["email", "phone"]


class Taken(Refused):
    """Another person in the programme has this address or number."""


def normalise(kind: Kind, value: str) -> str | None:
    """The one form in which an address or a number is compared. None when it can't be one."""
    if value.isascii():  # nothing to fold but its case
        folded = value.lower().strip()
    else:
        whole = unicodedata.normalize("NFKC", value).casefold()
        folded = unicodedata.normalize("NFKC", whole).strip()
    if kind == "email":
        return folded or None
    return phones.e164(folded)


def _digests(tenant_id: UUID, kind: Kind) -> Callable[[str], bytes]:
    """What the index holds for values of a kind, with the programme's pepper derived once."""
    pepper = keys.load().pepper(tenant_id)

    def digest(normalised: str) -> bytes:
        message = f"{kind}|v1|{normalised}".encode("utf-8", "surrogatepass")
        return hmac.digest(pepper, message, "sha256")

    return digest


def _digest(tenant_id: UUID, kind: Kind, normalised: str) -> bytes:
    return _digests(tenant_id, kind)(normalised)


def index_put(*, tenant_id: UUID, person_id: UUID, kind: Kind, value: str, at: datetime) -> bool:
    """Let a person be found by this. One value per kind; an empty or impossible one removes it.

    Raises Taken when somebody else in the programme has it. Returns whether she can be found now.
    """
    normalised = normalise(kind, value)
    mine = BlindIndex.objects.filter(tenant_id=tenant_id, person_id=person_id, kind=kind)
    if normalised is None:
        mine.delete()
        return False
    digest = _digest(tenant_id, kind, normalised)
    try:
        with transaction.atomic():
            mine.exclude(digest=digest).delete()
            row, _new = BlindIndex.objects.get_or_create(
                tenant_id=tenant_id,
                kind=kind,
                digest=digest,
                defaults={
                    "person_id": person_id,
                    "created_at": at,
                    "mobile": kind == "phone" and phones.is_mobile(normalised),
                },
            )
            if row.person_id != person_id:
                raise Taken(_("Somebody else is reached there already."))
    except IntegrityError as error:
        raise Taken(_("Somebody else is reached there already.")) from error
    return True


def index_find(tenant_id: UUID, kind: Kind, value: str) -> UUID | None:
    """Whose address or number this is in the programme. One query for known and unknown alike."""
    normalised = normalise(kind, value) or ""
    return (
        BlindIndex.objects.filter(
            tenant_id=tenant_id, kind=kind, digest=_digest(tenant_id, kind, normalised)
        )
        .values_list("person_id", flat=True)
        .first()
    )


_HOLDERS = Prepared(
    lambda people, kind: BlindIndex.objects.filter(
        among("person_id", people), kind=kind
    ).values_list("person_id")
)


_MOBILES = Prepared(
    lambda people: BlindIndex.objects.filter(
        among("person_id", people), kind="phone", mobile=True
    ).values_list("person_id")
)


def index_holders(person_ids: Iterable[UUID], kind: Kind) -> set[UUID]:
    """Those of these people who have an address or a number of this kind."""
    return {pk for (pk,) in _HOLDERS.rows(people=list(person_ids), kind=kind)}


def mobile_holders(person_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these people who have a number that takes text messages."""
    return {pk for (pk,) in _MOBILES.rows(people=list(person_ids))}


def index_digest(tenant_id: UUID, kind: Kind, value: str) -> bytes:
    """What the index would hold for this, whether it does or not: for asking later."""
    return _digest(tenant_id, kind, normalise(kind, value) or "")


def index_find_digest(tenant_id: UUID, kind: Kind, digest: bytes) -> UUID | None:
    """Whose address or number the digest stands for in the programme."""
    return (
        BlindIndex.objects.filter(tenant_id=tenant_id, kind=kind, digest=digest)
        .values_list("person_id", flat=True)
        .first()
    )
