"""Finding two who may be the same person, without opening what is known about either.

Like the blind index, but several people may share a digest. A name is compared without regard to
case, signs and the order of its parts, so that "Berg, Anna" is like "anna berg".
"""

from __future__ import annotations

import hmac
import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from itertools import combinations, groupby
from operator import itemgetter
from typing import Literal
from uuid import UUID

from django.db.models import Count

from erfara.foundation import bulk
from erfara.foundation.crypto import keys
from erfara.foundation.models.vault import Likeness
from erfara.foundation.prepared import Prepared
from erfara.foundation.vault import index

Kind = Literal["name", "email", "phone"]
KINDS: tuple[Kind, ...] = ("name", "email", "phone")
MANY = 500


def _normal(kind: Kind, value: str) -> str | None:
    if kind != "name":
        return index.normalise(kind, value)
    folded = unicodedata.normalize("NFKC", value).casefold()
    parts = sorted(re.findall(r"\w+", folded))
    # One word alone, such as a first name, is no reason to think that two are one.
    return " ".join(parts) if len(parts) > 1 else None


def _digest(tenant_id: UUID, kind: Kind, normal: str, pepper: bytes) -> bytes:
    message = f"like|{kind}|v1|{normal}".encode("utf-8", "surrogatepass")
    return hmac.digest(pepper, message, "sha256")


def like_put(
    *, tenant_id: UUID, values: Mapping[UUID, Mapping[str, str]], at: datetime, new: bool = False
) -> None:
    """Note what these people are called and where they are reached, instead of what was noted.

    Joins the caller's transaction. A kind that isn't among a person's values stays as it was.
    `new`: nothing has been noted of any of them, so nothing is looked for to take away.
    """
    pepper = keys.load().pepper(tenant_id)
    rows: list[tuple[UUID, str, bytes]] = []
    for kind in KINDS:
        mine = [pk for pk, hers in values.items() if kind in hers]
        for start in () if new else range(0, len(mine), MANY):
            Likeness.objects.filter(
                person_id__in=mine[start : start + MANY], kind=kind, tenant_id=tenant_id
            ).delete()
        rows += [
            (pk, kind, _digest(tenant_id, kind, normal, pepper))
            for pk in mine
            if (normal := _normal(kind, values[pk][kind] or "")) is not None
        ]
    bulk.insert(
        Likeness, ("person_id", "kind", "digest"), rows, tenant_id=tenant_id, created_at=at,
        shared=False,
    )  # fmt: skip
    _note_shared(tenant_id, rows)


def _note_shared(tenant_id: UUID, rows: list[tuple[UUID, str, bytes]]) -> None:
    """Say of what several have now that they share it, so that it is found among all."""
    for kind in KINDS:
        digests = [digest for _pk, its, digest in rows if its == kind]
        for start in range(0, len(digests), MANY):
            alike = Likeness.objects.filter(
                tenant_id=tenant_id, kind=kind, digest__in=digests[start : start + MANY]
            )
            several = alike.values("digest").annotate(number=Count("*")).filter(number__gt=1)
            found = [bytes(one) for one in several.order_by().values_list("digest", flat=True)]
            if found:
                Likeness.objects.filter(
                    tenant_id=tenant_id, kind=kind, digest__in=found, shared=False
                ).update(shared=True)


_SHARED = Prepared(
    lambda tenant: (
        Likeness.objects.filter(tenant_id=tenant, shared=True)
        # In no order: for that SQLite would go through all, by the index that has it.
        .order_by()
        .values_list("kind", "digest", "person_id")
    )
)


def alike(tenant_id: UUID) -> dict[frozenset[UUID], set[str]]:
    """Pairs of people in a programme who share something → what they share. One query."""
    found: dict[frozenset[UUID], set[str]] = defaultdict(set)
    rows = [(kind, bytes(digest), pk) for kind, digest, pk in _SHARED.rows(tenant=tenant_id)]
    for (kind, _digest), group in groupby(sorted(rows), key=itemgetter(0, 1)):
        for first, second in combinations([pk for _kind, _digest, pk in group], 2):
            found[frozenset((first, second))].add(kind)
    return dict(found)
